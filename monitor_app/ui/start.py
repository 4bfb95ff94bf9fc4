"""Opens the window: the order of start-up is here, and the way into a vault on its own thread.

`--screen=locked` is how a locked window comes back. Heavy modules are imported when they are first needed.
"""

import contextlib
import gc
import importlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSettings, QStandardPaths, QTimer, QTimeZone
from PySide6.QtWidgets import QApplication

from monitor_app import processes
from monitor_app.errors import MonitorError
from monitor_app.ports import Progress, Restart
from monitor_app.ui import preferences as kept_preferences
from monitor_app.ui.jobs import VaultThread
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.messages import CrashDesk
from monitor_app.ui.translation import bus
from monitor_app.work.writer import Writer

if TYPE_CHECKING:  # the first window is shown before the vault's own modules are read
    from monitor_app.app import App
    from monitor_app.operations.desk import Desk
    from monitor_app.operations.restoring import Restored
    from monitor_app.operations.salvaging import Report

LOCKED = "--screen=locked"
LOADED_MS = 8_000
"""After so long the heavy modules are read."""
HIDDEN = "--hidden"


class Door:
    """The real way in: one folder, opened by a writer of its own. `restart` replaces the process."""

    def __init__(self, make_app: "Callable[[], App]", folder: Path, restart: Restart) -> None:
        self._make_app = make_app
        self._folder = folder
        self._restart = restart

    @cached_property
    def _app(self) -> "App":
        return self._make_app()

    def warm_up(self) -> Future[None]:
        """Read the heavy modules beside the first window."""
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warm-up")
        reading = pool.submit(self._read_modules)
        pool.shutdown(wait=False)
        return reading

    def _read_modules(self) -> None:
        """Read what unlocking and the first record would wait for, too: the screens that are opened first."""
        _ = self._app
        for first in ("today", "records", "interview"):
            importlib.import_module(f"monitor_app.ui.screens.{first}")

    def is_vault_here(self) -> bool:
        """Say whether there is a vault to unlock."""
        # Whatever lies there is for unlocking to judge, with words of its own; this must be quick.
        return self._folder.is_dir() and any(self._folder.iterdir())

    def offer_passphrase(self, kind: str = "invented") -> str:
        """Return a fresh passphrase."""
        from monitor_app.operations import unlocking

        return unlocking.generate_passphrase(unlocking.Kind(kind))

    def create(self, passphrase: str) -> VaultThread:
        """Begin to make a vault."""
        return Writer(lambda: self._app.create(self._folder, passphrase), _close)

    def unlock(self, passphrase: str) -> VaultThread:
        """Begin to open the vault."""
        return Writer(lambda: self._app.unlock(self._folder, passphrase, now=time.perf_counter), _close)

    def recover(self, sheets: Sequence[str], passphrase: str) -> VaultThread:
        """Begin to open the vault with two sheets and to give it this new passphrase."""
        return Writer(lambda: self._app.recover(self._folder, sheets, passphrase), _close)

    def wait_s(self) -> int:
        """Return how many seconds to wait before a passphrase may be tried."""
        from monitor_app.operations import unlocking

        return unlocking.wait_s(self._folder, clock=self._app.clock)

    def panic(self) -> None:
        """Destroy what opens the vault, then show the locked screen in a fresh process."""
        from monitor_app.operations import unlocking

        with contextlib.suppress(
            MonitorError, OSError
        ):  # no vault, or no disk to write to: leaving is what is left
            unlocking.panic(self._folder)
        self._restart([LOCKED])

    def aside(self) -> VaultThread:
        """Return a thread for work without an open vault."""
        return Writer(lambda: cast("Desk", None), lambda _: None)

    def restore(self, place: Path, secrets: Sequence[str], progress: Progress) -> "Restored":
        """Make the vault from a backup; a damaged one in its place is kept beside it."""
        from monitor_app.operations import restoring, salvaging

        chosen = restoring.choose(place, restoring.by_secrets(secrets))
        target = self._beside() if self.is_vault_here() else self._folder
        restored = restoring.run(chosen, target, clock=self._app.clock, progress=progress)
        if target != self._folder:
            salvaging.put_in_place(self._folder, target)
        return restored

    def salvage(self, secrets: Sequence[str], progress: Progress) -> "Report":
        """Make the vault anew from what is left of it; the damaged one is kept beside it."""
        from monitor_app.operations import salvaging

        target = self._beside()
        opened_by = salvaging.by_secrets(secrets)
        report = salvaging.run(self._folder, target, opened_by, clock=self._app.clock, progress=progress)
        salvaging.put_in_place(self._folder, target)
        return report

    def _beside(self) -> Path:
        return self._folder.with_name(f"{self._folder.name}-new")

    def start_demo(self) -> None:
        """Show the demo in a fresh process."""
        self._restart(["demo"])

    def lock(self, *, is_hidden: bool = False) -> None:
        """Show the locked screen in a fresh process, or wait with it in the task bar."""
        self._restart([LOCKED, *([HIDDEN] if is_hidden else [])])


def run(arguments: list[str], *, seen: Callable[[MainWindow], None] | None = None) -> int:
    """Show the window until it is closed; return the exit status. `seen` is handed the window once it runs."""
    application = prepare(arguments)
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
    choices = folder / "window.json"
    door = Door(real_app, folder / "vault", replace_process)
    window = MainWindow(door, kept_preferences.load(choices), keep_in=choices)
    window.syncs_by_itself = window.prepares_screens = True
    window.go("unlock" if door.is_vault_here() else "first_start")
    window.showMinimized() if HIDDEN in arguments else window.show()
    QTimer.singleShot(0, door.warm_up)
    # The libraries stay as long as the program: a look for garbage among them would stall typing for 0.1 s.
    QTimer.singleShot(LOADED_MS, gc.freeze)
    if seen is not None:
        QTimer.singleShot(0, partial(seen, window))
    return application.exec()


def real_app() -> "App":
    """Build what the vault's thread works with."""
    from monitor_app.app import App

    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return App(words=bus, zone=zone)


def prepare(arguments: list[str], *, show_crash: Callable[[str], None] | None = None) -> QApplication:
    """Make the Qt program, with nothing in it that writes of itself. `show_crash` stands in for the dialog."""
    leave_no_traces()
    application = QApplication([sys.argv[0], *arguments])
    application.setApplicationName("fieldwork")
    application.setApplicationDisplayName("Fieldwork")
    crash = CrashDesk(show_crash)
    crash.install()
    crash.setParent(application)
    return application


def leave_no_traces() -> None:
    """Keep Qt from writing visited folders and file names into its own settings file."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")


def replace_process(arguments: list[str], *, program: str = "monitor_app") -> None:
    """Replace this process by a fresh one, so that nothing of the old one's memory stays, nor any child."""
    is_packed = getattr(sys, "frozen", False)
    command = [sys.executable, *([] if is_packed else ["-m", program]), *arguments]
    with processes.ending():
        processes.dismiss_tracker()
        if sys.platform == "win32":
            import subprocess

            subprocess.Popen(command)
            os._exit(0)  # the fresh one stands; a thread that is stuck must not keep this memory alive
        os.execv(sys.executable, command)  # noqa: S606 - our own program, no shell


def _close(desk: "Desk") -> None:
    desk.vault.close()
