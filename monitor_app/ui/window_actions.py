"""The commands as keys of the window: which may be given now. What they do, the window and its screens know."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from monitor_app.domain.people import Right
from monitor_app.text import N_
from monitor_app.ui.commands import COMMANDS, When
from monitor_app.ui.screens.places import reachable
from monitor_app.ui.translation import tr

Deeds = Mapping[str, Callable[[], object]]


class WindowActions:
    """One action a command; `by_id` holds them all. `deeds` returns what each does now."""

    def __init__(self, window: QWidget, deeds: Callable[[], Deeds]) -> None:
        self.by_id: dict[str, QAction] = {}
        for one in COMMANDS:
            action = QAction(window)
            action.setShortcut(QKeySequence(one.keys))
            action.triggered.connect(lambda _=False, id_=one.id: deeds()[id_]())
            window.addAction(action)
            self.by_id[one.id] = action

    def allow(self, offered: Collection[str], *, is_open: bool) -> None:
        """Let through what works now: with a vault open or not, on a screen that offers these commands."""
        for one in COMMANDS:
            allowed = {When.ALWAYS: True, When.OPEN: is_open, When.OFFERED: one.id in offered}[one.when]
            self.by_id[one.id].setEnabled(allowed)


def show_keys(window: QWidget, panic_keys: str) -> None:
    """Show all keys."""
    from monitor_app.ui.keys_sheet import KeysSheet

    KeysSheet(window, panic_keys).open()


def go_anywhere(window: QWidget, rights: frozenset[Right], go: Callable[[str], None]) -> None:
    """Ask by its name for a screen that these rights open, and go there."""
    from monitor_app.ui.widgets.finder import Finder

    finder = Finder(N_("Go to any screen"), [(one.id, tr(one.title)) for one in reachable(rights)], window)
    finder.found.connect(go)
    finder.open()
