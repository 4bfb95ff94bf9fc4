"""A list of entries of one kind (weeks, payments, people): open one, add one, take one out and put it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.forms.views import RepeatView, RowView
from monitor_app.text import N_, Message
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


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
        self._shown: list[QWidget] = []
        self.add = Button(N_("Add an entry"), picture="plus")
        self.add.clicked.connect(lambda: self.added.emit(self.view.path))
        rows.addWidget(self.label)
        rows.addWidget(self.empty)
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
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown = [self._entry(row) for row in view.rows]
        for entry in self._shown:
            self._entries.addWidget(entry)

    def _entry(self, row: RowView) -> QWidget:
        place = QWidget()
        line = Flow(place)
        name: Message | str = row.label or N_("Entry {number}", number=row.number)
        open_it = Button(name)
        open_it.clicked.connect(lambda: self.opened.emit(row.path))
        line.addWidget(open_it)
        line.addWidget(Words(_state(row), "muted"))
        if self.view.can_remove:
            remove = Button(N_("Take out"), "quiet", picture="remove")
            remove.clicked.connect(lambda: self.removed.emit(row.path))
            remove.setAccessibleName(f"{remove.accessibleName()} {open_it.accessibleName()}")
            line.addWidget(remove)
        return place


def _state(row: RowView) -> Message:
    if row.missing or row.invalid:
        return N_("{answered} answered, {open} to check", answered=row.answered, open=row.missing + row.invalid)
    return N_("{answered} answered", answered=row.answered)
