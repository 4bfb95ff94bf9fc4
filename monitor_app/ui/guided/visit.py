"""The demo with a screen: builds the invented project, then lets one look at it as any of its people."""

import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.operations import training
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui import theme
from monitor_app.ui.guided.stage import COORDINATOR, DemoDoor, DemoStage
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.main_window import TITLE, MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.work.writer import Priority

R = TypeVar("R")


def run(out: Path) -> int:
    """Show the demo until its last window is closed; return the exit status."""
    from monitor_app.ui import start

    application = start.prepare([])
    preferences = Preferences()
    theme.apply(application, preferences.theme, preferences.scale)
    lobby = Lobby(DemoStage(out), preferences)
    lobby.show()
    lobby.build()
    status = application.exec()
    lobby.close_visit()
    sys.stdout.flush()
    return status


class NoVault:
    """Stands where a vault's thread would be: the lobby has none."""

    def submit(self, function: Callable[[Desk], R], *, priority: Priority = Priority.SCREEN) -> "Future[R]":
        """Refuse: there is nothing to touch."""
        raise NotImplementedError(function, priority)

    def opened(self) -> "Future[None]":
        """Say that there is nothing to wait for."""
        future: Future[None] = Future()
        future.set_result(None)
        return future

    def close(self) -> None:
        """Let go of nothing."""


class Lobby(QWidget):
    """Where a visitor chooses whom to be; the project can be made afresh here."""

    def __init__(self, stage: DemoStage, preferences: Preferences) -> None:
        super().__init__()
        self._stage = stage
        self._preferences = preferences
        self._jobs = Jobs(NoVault(), self)
        self._visit: MainWindow | None = None
        self.setWindowTitle(TITLE)
        self.setProperty("look", "ground")
        self.resize(720, 560)
        self._build()

    def build(self) -> None:
        """Make the invented project; whatever was done in an earlier one is gone."""
        self.close_visit()
        self.people.hide()
        self.afresh.setEnabled(False)
        self.notice.dismiss()
        self.progress.begin(N_("Making the invented project"))

        def work(_: OnDesk, progress: Progress) -> tuple[None, Changes]:
            self._stage.build(progress)
            return None, NOTHING

        running = self._jobs.run(
            self, work, done=self._built, progressed=self.progress.show_report, failed=self._not_built
        )
        self.progress.stopped.connect(running.stop)

    def visit(self, person: str) -> None:
        """Open the window as one of the people."""
        self.close_visit()
        door = DemoDoor(self._stage, person, on_lock=lambda: QTimer.singleShot(0, self, self.close_visit))
        window = MainWindow(door, self._preferences)
        window.show_watermark(is_demo=True)
        window.go("unlock")
        jobs = Jobs(door.unlock(self._stage.passphrase))
        jobs.opened(window, done=lambda: window.opened(jobs))
        window.show()
        self._visit = window

    def close_visit(self) -> None:
        """Close the window that is open, if any."""
        if self._visit is not None:
            self._visit.close()
            self._visit = None

    def _built(self, _: None) -> None:
        self.progress.hide()
        self.afresh.setEnabled(True)
        self.people.show()

    def _not_built(self, error: MonitorError) -> None:
        """Say why there is no project, or that a person stopped it; it can be made afresh."""
        self.progress.hide()
        self.afresh.setEnabled(True)
        self.notice.complain(error)

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(16)
        rows.addWidget(Words(N_("Demo"), "title"))
        rows.addWidget(
            Words(N_("People, factories, brands and buyers are invented. Nothing here can reach real work."))
        )
        self.progress = ProgressPanel()
        self.notice = MessagePanel()
        rows.addWidget(self.progress)
        rows.addWidget(self.notice)
        self.people = Card(N_("Whose window do you want to see?"), N_("You can change at any time."))
        for person, words in self._who():
            button = Button(words, "primary" if person == COORDINATOR else "")
            button.clicked.connect(lambda _=False, person=person: self.visit(person))
            self.people.add(button, left=True)
        rows.addWidget(self.people)
        rows.addStretch(1)
        self.afresh = Button(N_("Make the project afresh"), "quiet")
        self.afresh.clicked.connect(self.build)
        rows.addWidget(self.afresh)

    def _who(self) -> list[tuple[str, Message]]:
        world = training.read_world()
        monitors = [(name.lower(), N_("Monitor {name}", name=name)) for name in world.monitors]
        return [(COORDINATOR, N_("Coordinator {name}", name=world.coordinator)), *monitors]
