"""The commands as keys of the window: which may be given now. What they do, the window and its screens know."""

from collections.abc import Callable, Collection

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from monitor_app.ui.commands import COMMANDS, Command, When


class WindowActions:
    """One action a command; `by_id` holds them all."""

    def __init__(self, window: QWidget, command: Callable[[Command], None]) -> None:
        self.by_id: dict[str, QAction] = {}
        for one in COMMANDS:
            action = QAction(window)
            action.setShortcut(QKeySequence(one.keys))
            action.triggered.connect(lambda _=False, one=one: command(one))
            window.addAction(action)
            self.by_id[one.id] = action

    def allow(self, offered: Collection[str], *, is_open: bool) -> None:
        """Let through what works now: with a vault open or not, on a screen that offers these commands."""
        for one in COMMANDS:
            allowed = {When.ALWAYS: True, When.OPEN: is_open, When.OFFERED: one.id in offered}[one.when]
            self.by_id[one.id].setEnabled(allowed)
