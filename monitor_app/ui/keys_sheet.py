"""All commands and their keys, in words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.commands import COMMANDS
from monitor_app.ui.screens.base import scrolled
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words


class KeysSheet(QDialog):
    """A list to look at; Escape or the button closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(N_("Keys")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(Words(N_("Everything works by keyboard."), "section"))
        rows = QVBoxLayout()
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for row, one in enumerate(COMMANDS):
            grid.addWidget(Words(one.title), row, 0)
            keys = QKeySequence(one.keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(Words(keys, "strong"), row, 1)
        rows.addLayout(grid)
        rows.addWidget(
            Words(N_("Numbers 1 to 9 choose an answer of the question that has the focus."), "muted")
        )
        layout.addWidget(scrolled(rows), 1)
        button = Button(N_("Close"), "primary")
        button.clicked.connect(self.accept)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(parent.width() * 2 // 3, parent.height() * 3 // 4)
