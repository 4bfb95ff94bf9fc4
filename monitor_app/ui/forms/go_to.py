"""Finds a question by its words and goes there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from monitor_app.forms.views import ChoiceView, OutlineEntry, Wording
from monitor_app.text import N_
from monitor_app.ui.forms.choice_long import ChoiceModel
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.discreet import discreet


class GoTo(QDialog):
    """A line that filters all questions; Enter takes the first. `chosen` carries page and question."""

    chosen = Signal(str, str)

    def __init__(self, entries: Sequence[OutlineEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(N_("Go to a question")))
        asked = [entry for entry in entries if entry.kind == "question"]
        self._pages = {entry.path: entry.page for entry in asked}
        self.model = ChoiceModel()
        views = tuple(ChoiceView(entry.path, Wording(entry.label or entry.path)) for entry in asked)
        self.model.show_choices(views, frozenset())
        self.line = discreet(QLineEdit())
        self.line.setPlaceholderText(tr(N_("Type to find")))
        self.line.setAccessibleName(tr(N_("Words of the question")))
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr(N_("Questions found")))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.line.textChanged.connect(self.model.filter)
        self.line.returnPressed.connect(lambda: self.take(0))
        self.list.activated.connect(lambda index: self.take(index.row()))
        self.resize(parent.width() * 2 // 3, parent.height() * 2 // 3)

    def take(self, row: int) -> None:
        """Go to the question in a row."""
        if row < self.model.rowCount():
            path = self.model.value(row)
            self.chosen.emit(self._pages[path], path)
            self.accept()
