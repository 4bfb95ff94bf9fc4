"""Every file that would leave, and what stays and why; each opens as plain text, or as a picture."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from monitor_app.domain.supply import Party
from monitor_app.operations.bundling import PreviewRow
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import PARTIES
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words


class Leaving(QWidget):
    """`opened` carries the row of a picture; text is shown here."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, PreviewRow] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.audience = Words("", "section")
        self.leaves_card = Card(N_("This leaves"), N_("Open each with Enter or a double click, and read it."))
        self.leaves = RowList(N_("Files that leave"))
        self.leaves.opened.connect(self._open)
        self.leaves_card.add(self.leaves)
        self.stays_card = Card(N_("This stays here"))
        self.stays = RowList(N_("What stays"), still=True)
        self.stays_card.add(self.stays)
        for widget in (self.audience, self.leaves_card, self.stays_card):
            rows.addWidget(widget)
        self.setFocusProxy(self.leaves)

    def show_rows(self, rows: Sequence[PreviewRow], audience: Party) -> None:
        """Show what a preparation found."""
        self._rows = {row.path: row for row in rows if row.path}
        self.audience.say(PARTIES[audience][0])
        self.leaves.show_rows([_leaving(row) for row in self._rows.values()])
        stays = [row for row in rows if not row.path]
        self.stays.show_rows([_staying(at, row) for at, row in enumerate(stays)])
        self.stays_card.setVisible(bool(stays))

    def _open(self, path: str) -> None:
        row = self._rows.get(path)
        if row is None:
            return
        if row.content is not None:
            TextDialog(row.path, row.content.decode("utf-8", "replace"), self).open()
        elif row.entry is not None:
            self.opened.emit(row)


class TextDialog(QDialog):
    """A file's content as plain text, to read."""

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr(N_("What leaves")))
        room = parent.window().size()
        self.resize(room.width() * 9 // 10, room.height() * 9 // 10)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(name)
        close = Button(N_("Close"), "primary")
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(Words(name, "section"))
        layout.addWidget(self.text, 1)
        layout.addWidget(close)


def _leaving(row: PreviewRow) -> Row:
    told: list[Message | str] = [N_("{what}.", what=tr(row.what).rstrip("."))]
    state: Message | str = ""
    style = "neutral"
    if row.shown or row.hidden:
        state = N_("Shown: {shown}, hidden: {hidden}", shown=row.shown, hidden=row.hidden)
        style = "accent"
    if row.reason is not None:
        told.append(row.reason)
    return Row(row.path, row.path, state, style, tuple(told))


def _staying(at: int, row: PreviewRow) -> Row:
    told = (row.reason,) if row.reason is not None else ()
    return Row(str(at), row.what, N_("Stays: {count}", count=row.hidden), "ok", told)
