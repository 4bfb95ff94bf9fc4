"""The cover that hides everything at once while answers are still being kept. It shows no content."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.speaking import Button, Words


class LockCover(QWidget):
    """Stands in front of the content from the moment of locking."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "ground")
        self.is_up = False
        self._content: QWidget | None = None
        self._again: Callable[[], None] = _nothing
        self._anyway: Callable[[], None] = _nothing
        self.words = Words(N_("Locking. Everything you have given is being kept."), "section")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notice = MessagePanel()
        self.notice.button.say(N_("Try again"))
        self.notice.closed.connect(self._keep_again)
        self.anyway = Button(N_("Lock without keeping the last answers"), "danger")
        self.anyway.clicked.connect(self._go_anyway)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addStretch(1)
        layout.addWidget(self.words)
        layout.addWidget(self.notice)
        layout.addWidget(self.anyway, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.anyway.hide()
        self.hide()

    def covers(self, content: QWidget) -> None:
        """Name what is hidden."""
        self._content = content

    def raise_over(self, screen: Screen, then: Callable[[], None]) -> None:
        """Hide the content, let the screen keep everything, then go on."""
        self.is_up = True
        if self._content is not None:
            self._content.hide()
        self.show()
        self.repaint()
        self._anyway = then
        self._again = lambda: self._keep(screen, then)
        self._again()

    def _keep_again(self) -> None:
        self._again()

    def _go_anyway(self) -> None:
        self._anyway()

    def _keep(self, screen: Screen, then: Callable[[], None]) -> None:
        self.anyway.hide()
        screen.leave(then, self._refused)

    def _refused(self, error: MonitorError) -> None:
        self.notice.complain(error)
        self.anyway.show()


def _nothing() -> None:
    """Wait for `raise_over`."""
