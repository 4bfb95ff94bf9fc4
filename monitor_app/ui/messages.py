"""Bugs become a dialog without content: where in our program it happened, and that everything kept is safe.

Known errors never come here; they are shown by the screen where they arose.
"""

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout

from monitor_app.text import N_
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.work.bugs import mark_of


class CrashDialog(QDialog):
    """Says that the program made a mistake, and gives a mark to report."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.setWindowTitle(tr(N_("Fieldwork made a mistake")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(Words(N_("Fieldwork made a mistake."), "section"))
        layout.addWidget(
            Words(
                N_("Every answer marked as kept is safe. You can go on, or close Fieldwork and start it again.")
            )
        )
        layout.addWidget(
            Words(N_("To report it, pass on this mark. It holds nothing you have written."), "muted")
        )
        self.mark = Words(mark)
        self.mark.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.mark.setAccessibleName(tr(N_("Mark of the mistake")))
        layout.addWidget(self.mark)
        button = Button(N_("Go on"), "primary")
        button.clicked.connect(self.accept)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)


class CrashDesk(QObject):
    """Catches what nobody caught, from any thread, and shows one dialog at a time."""

    _happened = Signal(str)

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._show = show or _show_dialog
        self._is_showing = False
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the last resort of the program."""
        sys.excepthook = self.caught
        threading.excepthook = lambda told: self.caught(told.exc_type, told.exc_value, told.exc_traceback)

    def caught(
        self, kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Take note of a bug."""
        self._happened.emit(mark_of(error) if error is not None else kind.__name__)

    @Slot(str)
    def _tell(self, mark: str) -> None:
        if self._is_showing:
            return
        self._is_showing = True
        try:
            self._show(mark)
        finally:
            self._is_showing = False


def _show_dialog(mark: str) -> None:
    CrashDialog(mark).exec()
