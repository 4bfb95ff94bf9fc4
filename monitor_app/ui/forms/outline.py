"""The pages of a questionnaire at the side, each with what is answered and what is to check, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from monitor_app.forms.views import OutlineEntry
from monitor_app.text import N_, Message
from monitor_app.ui.translation import bus, tr

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
        self._shown: list[tuple[str, OutlineEntry, str]] = []
        self.itemActivated.connect(self._go)
        self.itemClicked.connect(self._go)

    def show_pages(self, pages: Sequence[OutlineEntry], page: str, title: str) -> None:
        """Show the pages as they stand, and mark the one shown. `title` names the one without a path."""
        while self.count() > len(pages):
            self.takeItem(self.count() - 1)
        while self.count() < len(pages):
            self.addItem(QListWidgetItem())
        before = self._shown
        self._shown = [(bus.language, entry, title) for entry in pages]
        for at, shown in enumerate(self._shown):
            if at >= len(before) or before[at] != shown:
                self._show_item(self.item(at), shown[1], title)
        current = next((at for at, entry in enumerate(pages) if entry.path == page), self.currentRow())
        if current != self.currentRow():
            self.setCurrentRow(current)

    def _show_item(self, item: QListWidgetItem, entry: OutlineEntry, title: str) -> None:
        item.setData(Qt.ItemDataRole.UserRole, entry.path)
        if _set_text(item, _said(entry, title)):
            self._fit_item(item)

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
        for at in range(self.count()):
            self._fit_item(self.item(at))

    def _fit_item(self, item: QListWidgetItem) -> None:
        width = self.viewport().width() - 2 * _PADDING
        flags = Qt.TextFlag.TextWordWrap.value
        box = self.fontMetrics().boundingRect(0, 0, max(width, 1), 10_000, flags, item.text())
        wanted = QSize(0, box.height() + _PADDING)
        if item.sizeHint() != wanted:
            item.setSizeHint(wanted)

    def _go(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


def walk(entry: OutlineEntry) -> list[OutlineEntry]:
    """Return an outline's lines in order."""
    return [entry, *(below for child in entry.children for below in walk(child))]


def _said(entry: OutlineEntry, title: str) -> str:
    if not entry.path:
        return title
    return f"{entry.label or entry.path.rsplit('/', 1)[-1]}\n{tr(_counts(entry))}"


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


def _set_text(item: QListWidgetItem, text: str) -> bool:
    """Say another text; return whether it is another one."""
    if item.text() == text:
        return False
    item.setText(text)
    return True
