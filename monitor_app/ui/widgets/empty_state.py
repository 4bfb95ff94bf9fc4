"""What an empty place is for, and the next step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.text import Message
from monitor_app.ui.widgets.speaking import Button, Words


class EmptyState(QFrame):
    """A heading, a sentence, and perhaps one button."""

    def __init__(
        self, heading: Message, sentence: Message, action: Message | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        self.heading = Words(heading, "section")
        self.sentence = Words(sentence, "muted")
        layout.addWidget(self.heading)
        layout.addWidget(self.sentence)
        self.button: Button | None = None
        if action is not None:
            self.button = Button(action)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
