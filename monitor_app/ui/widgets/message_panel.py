"""A message that stands where it arose: what happened, what to do. It stays until it was read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.text import N_, Message
from monitor_app.ui.widgets.speaking import Button, Words, look


class MessagePanel(QFrame):
    """What happened and what to do, in words, with one button to say that it was read."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what = Words("", "strong")
        self.hint = Words("")
        self.button = Button(N_("Understood"))
        self.button.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.addWidget(self.what)
        words.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(16)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, what: Message | str, hint: Message | str = "", *, style: str = "neutral") -> None:
        """Show a message: neutral, ok, warn or bad."""
        look(self, style)
        for words in (self.what, self.hint):  # their colour follows the panel's look
            words.style().unpolish(words)
            words.style().polish(words)
        self.what.say(what)
        self.hint.say(hint)
        self.hint.setVisible(bool(hint))
        self.show()

    def complain(self, error: MonitorError) -> None:
        """Show a known error."""
        self.tell(error.message, error.hint or "", style="bad")

    def dismiss(self) -> None:
        """Take the message away: it was read."""
        self.hide()
        self.closed.emit()
