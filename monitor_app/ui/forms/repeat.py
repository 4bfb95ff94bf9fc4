"""A list of entries of one kind (weeks, payments, people): open one, add one, take one out and put it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.forms.views import RepeatView, RowView
from monitor_app.text import N_, Message
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words

_MOST = 15
"""Up to so many entries stand open; earlier ones are shown when asked for."""


class RepeatField(QFrame):
    """The entries with their state in words. What happens to them is for the form view."""

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, view: RepeatView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.view = view
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        self.label = Words("", "question")
        self.empty = Words(N_("No entries yet."), "muted")
        self.parked = Words("", "muted")
        self._entries = QVBoxLayout()
        self._shown: dict[str, _Entry] = {}
        self._most = _MOST
        self.earlier = Button("", "quiet")
        self.earlier.clicked.connect(self._show_earlier)
        self.add = Button(N_("Add an entry"), picture="plus")
        self.add.clicked.connect(lambda: self.added.emit(self.view.path))
        rows.addWidget(self.label)
        rows.addWidget(self.empty)
        rows.addWidget(self.earlier)
        rows.addLayout(self._entries)
        rows.addWidget(self.parked)
        foot = Flow()
        foot.addWidget(self.add)
        rows.addLayout(foot)
        self.show_repeat(view)

    def show_repeat(self, view: RepeatView) -> None:
        """Show the entries as they stand now."""
        self.view = view
        self.label.say(view.label.plain)
        self.label.setVisible(bool(view.label.plain))
        self.empty.setVisible(not view.rows)
        self.parked.setVisible(bool(view.parked))
        self.parked.say(N_("Entries put aside because the number was lowered: {count}", count=view.parked))
        self.add.setVisible(view.can_add)
        self._show_rows()

    def _show_rows(self) -> None:
        """Show the last entries; those that stayed as they were are left alone."""
        rows = self.view.rows[-self._most :]
        for path in self._shown.keys() - {row.path for row in rows}:
            gone = self._shown.pop(path)
            self._entries.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, row in enumerate(rows):
            if row.path not in self._shown:
                self._shown[row.path] = self._entry(row)
                self._entries.insertWidget(at, self._shown[row.path])
            self._shown[row.path].show_row(row, can_remove=self.view.can_remove)
        hidden = len(self.view.rows) - len(rows)
        self.earlier.say(N_("Show earlier entries ({count})", count=hidden))
        self.earlier.setVisible(hidden > 0)

    def _show_earlier(self) -> None:
        self._most += _MOST
        self._show_rows()

    def _entry(self, row: RowView) -> "_Entry":
        entry = _Entry(row)
        entry.open_it.clicked.connect(lambda: self.opened.emit(entry.row.path))
        entry.remove.clicked.connect(lambda: self.removed.emit(entry.row.path))
        return entry


class _Entry(QWidget):
    """One entry: its name, its state, and a way to take it out."""

    def __init__(self, row: RowView) -> None:
        super().__init__()
        self.row = row
        self._is_said = False
        self.open_it = Button("")
        self.state = Words("", "muted")
        self.remove = Button(N_("Take out"), "quiet", picture="remove")
        line = Flow(self)
        for part in (self.open_it, self.state, self.remove):
            line.addWidget(part)

    def show_row(self, row: RowView, *, can_remove: bool) -> None:
        """Show the entry as it stands now."""
        if self._is_said and row == self.row and self.remove.isVisibleTo(self) is can_remove:
            return
        self.row, self._is_said = row, True
        self.open_it.say(row.label or N_("Entry {number}", number=row.number))
        self.state.say(_state(row))
        self.remove.setVisible(can_remove)
        self.remove.setAccessibleName(f"{tr(N_('Take out'))} {self.open_it.accessibleName()}")


def _state(row: RowView) -> Message:
    if row.missing or row.invalid:
        return N_("{answered} answered, {open} to check", answered=row.answered, open=row.missing + row.invalid)
    return N_("{answered} answered", answered=row.answered)
