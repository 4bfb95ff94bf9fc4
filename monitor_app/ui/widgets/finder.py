"""A line that filters a list of words; Enter takes the first. What is found, the caller knows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from monitor_app.forms.views import ChoiceView, Wording
from monitor_app.text import N_, Message
from monitor_app.ui.models.choices import ChoiceModel
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.discreet import discreet


class Finder(QDialog):
    """`found` carries the id of the entry that was taken; Escape closes it."""

    found = Signal(str)

    def __init__(self, title: Message, entries: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """Offer `entries`: ids and what each is called, in the reader's language."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(title))
        self.model = ChoiceModel()
        views = tuple(ChoiceView(id_, Wording(words)) for id_, words in entries)
        self.model.show_choices(views, frozenset())
        self.line = discreet(QLineEdit())
        self.line.setPlaceholderText(tr(N_("Type to find")))
        self.line.setAccessibleName(tr(title))
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr(N_("What was found")))
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
        """Take the entry in a row."""
        if row < self.model.rowCount():
            self.found.emit(self.model.value(row))
            self.accept()
