"""The real window, locked while somebody types and two children are stuck: `locking_window.py HOME DRAFT WORD`.

The passphrase comes on stdin. `key HEX` tells the vault's key, `open PID…` the children; a further line locks.
From then on this process is another program.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from monitor_app import processes
from monitor_app.forms import compiling
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.ports import Progress, Remote
from monitor_app.remotes.access import Access
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.ui import start
from tests.faults.typing_window import open_window, say, unlock, wait_for
from tests.forms.children import never_read


class StuckRemote(MemoryRemote):
    """A shared place that never answers."""

    def names(self, prefix: str) -> list[str]:
        """Stand still."""
        time.sleep(600)
        return []


def stuck(_: Access) -> Remote:
    """Open a shared place that never answers. Runs in the child."""
    return StuckRemote()


def sync(_: OnDesk, __: Progress) -> tuple[list[str], Changes]:
    """Ask the shared place that never answers."""
    return ChildRemote(stuck, Access(address="memory:stuck")).names("m/"), NOTHING


def compile_form(_: OnDesk, __: Progress) -> tuple[object, Changes]:
    """Compile what never ends."""
    return compiling.ask_child(never_read, b"x", 600), NOTHING


def main() -> None:
    """Open, get stuck, type half an answer, and lock when told."""
    processes.harden()
    home, draft, word = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    start.prepare([])
    window = open_window(home)
    passphrase = sys.stdin.readline().rstrip("\n")
    unlock(window, passphrase)
    window.jobs.read(window, lambda desk: desk.vault.keys, done=lambda keys: say(f"key {keys.database.hex()}"))
    window.go("interview", draft)
    wait_for(lambda: getattr(window.screen_shown, "form_view", None) is not None)
    for job in (sync, compile_form):
        window.jobs.run(window, job, failed=lambda _: None)
    import multiprocessing

    wait_for(lambda: len(multiprocessing.active_children()) == 2)
    edit = window.screen_shown.form_view.field("account").edit
    edit.setFocus()
    QTest.keyClicks(edit, f"{word} half typed")
    QApplication.clipboard().setText(f"{word} copied")
    say("open " + " ".join(str(child.pid) for child in multiprocessing.active_children()))
    sys.stdin.readline()
    QTest.keyClick(edit, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: False)


if __name__ == "__main__":
    main()
