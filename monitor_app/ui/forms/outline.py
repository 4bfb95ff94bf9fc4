"""The pages of a questionnaire at the side, each with what is answered and what is to check, in words."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from monitor_app.forms.filling import Filling
from monitor_app.forms.views import OutlineEntry
from monitor_app.text import N_, Message
from monitor_app.ui.translation import tr

_EM = 15
_PADDING = 20


class Outline(QListWidget):
    """A list of pages; `chosen` carries a page's path."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "outline")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr(N_("Pages of the questionnaire")))
        self.itemActivated.connect(self._go)
        self.itemClicked.connect(self._go)

    def show_filling(self, filling: Filling, page: str, labels: Mapping[str, str]) -> None:
        """Show the pages as they stand under these labels, and mark the one that is shown."""
        entries = by_page(filling)
        pages = filling.pages()
        while self.count() > len(pages):
            self.takeItem(self.count() - 1)
        while self.count() < len(pages):
            self.addItem(QListWidgetItem())
        for at, path in enumerate(pages):
            item = self.item(at)
            item.setData(Qt.ItemDataRole.UserRole, path)
            _set_text(item, _said(entries.get(path), filling, labels.get(path, "")))
            if path == page:
                self.setCurrentItem(item)
        self._fit()

    def sizeHint(self) -> QSize:
        """Want a width that holds a few words of the size of now."""
        return QSize(self.fontMetrics().averageCharWidth() * 2 * _EM, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Be at least as wide as wanted."""
        return QSize(self.sizeHint().width(), self.fontMetrics().lineSpacing() * 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A list measures wrapped items without the style sheet's padding; here they get the height they need.
        width = self.viewport().width() - 2 * _PADDING
        for at in range(self.count()):
            item = self.item(at)
            flags = Qt.TextFlag.TextWordWrap.value
            box = self.fontMetrics().boundingRect(0, 0, max(width, 1), 10_000, flags, item.text())
            wanted = QSize(0, box.height() + _PADDING)
            if item.sizeHint() != wanted:
                item.setSizeHint(wanted)

    def _go(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


def by_page(filling: Filling) -> dict[str, OutlineEntry]:
    """Return the outline's line of each page."""
    pages = set(filling.pages())
    return {entry.path: entry for entry in walk(filling.outline()) if entry.path in pages}


def walk(entry: OutlineEntry) -> list[OutlineEntry]:
    """Return an outline's lines in order."""
    return [entry, *(below for child in entry.children for below in walk(child))]


def _said(entry: OutlineEntry | None, filling: Filling, label: str) -> str:
    if entry is None or not entry.path:
        return filling.form.title
    return f"{label or entry.path.rsplit('/', 1)[-1]}\n{tr(_counts(entry))}"


def _counts(entry: OutlineEntry) -> Message:
    if not entry.questions:
        return N_("To read")
    if entry.invalid:
        return N_(
            "{answered} of {questions}, {count} to check",
            answered=entry.answered,
            questions=entry.questions,
            count=entry.invalid,
        )
    if entry.questions and entry.answered == entry.questions:
        return N_("All answered")
    return N_("{answered} of {questions}", answered=entry.answered, questions=entry.questions)


def _set_text(item: QListWidgetItem, text: str) -> None:
    if item.text() != text:
        item.setText(text)
