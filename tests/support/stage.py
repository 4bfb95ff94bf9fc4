"""A window over a vault on a real vault thread, and a person who answers file questions by plan."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from monitor_app.app import App
from monitor_app.operations.desk import Desk
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.base import Screen
from monitor_app.work.writer import Priority, Writer
from tests.support.desks import PASSPHRASE
from tests.support.fakes import SetClock


@dataclass
class PlannedFiles:
    """Answers every question for a file or folder with what a test put here, in order."""

    answers: list[Path | None] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def file(self, asker: QWidget, title: object, endings: str = "") -> Path | None:
        return self.answers.pop(0)

    def new_file(self, asker: QWidget, title: object, name: str) -> Path | None:
        self.names.append(name)
        return self.answers.pop(0)

    def folder(self, asker: QWidget, title: object) -> Path | None:
        return self.answers.pop(0)


class NoEntrance:
    """A way in that nobody takes."""

    def is_vault_here(self) -> bool:
        return True

    def offer_passphrase(self, kind: str = "invented") -> str:
        return "liko-dusi-jazo-jodo-fare-fala"

    def panic(self) -> None:
        raise AssertionError("nobody panicked")


class Stage:
    """The window over one vault; `ask` runs a function on the vault's thread and returns what it returns."""

    def __init__(self, qtbot: QtBot, folder: Path, clock: SetClock) -> None:
        self._qtbot = qtbot
        app = App(clock=clock)
        self.writer = Writer(lambda: app.unlock(folder, PASSPHRASE), lambda desk: desk.vault.close())
        self.jobs = Jobs(self.writer)
        self.window = MainWindow(NoEntrance(), Preferences())
        self.window.resize(1180, 760)
        self.window.show()
        self.window.opened(self.jobs)
        self.settle()

    def ask(self, work: Callable[[Desk], Any]) -> Any:
        return self.writer.submit(work).result()

    def show(self, place: str, subject: str = "") -> Screen:
        """Show a screen and wait until it has read what it shows."""
        self.window.go(place, subject)
        self.settle()
        return self.window.screen_shown

    def settle(self) -> None:
        """Let the vault's thread and the window come to rest."""
        for _ in range(3):
            self.writer.submit(lambda _: None, priority=Priority.BACKGROUND).result()
            QApplication.processEvents()
            QApplication.sendPostedEvents()

    def until(self, claim: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(claim, timeout=20_000)
        self.settle()

    def close(self) -> None:
        """Close the window as a person would; everything is kept before it goes."""
        self.window.close()
        self._qtbot.waitUntil(lambda: not self.window.isVisible(), timeout=20_000)
        self.window.deleteLater()
        QApplication.sendPostedEvents()
