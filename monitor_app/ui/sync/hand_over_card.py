"""Exchanges by one sealed file where there is no network, and leads to what may leave this device."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from monitor_app.errors import MonitorError
from monitor_app.operations import handing_over
from monitor_app.operations.changes import Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.handing_over import HandedOver
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.jobs import Running
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button

R = TypeVar("R")
FILE_NAME = "mail.fieldwork"


class HandOverCard(Card):
    """A file that goes from hand to hand, and back with the receipts."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("Without a network"),
            N_(
                "One sealed file carries your parcels to a coordinator and their answers back. A stick will do."
            ),
        )
        self._screen = screen
        self.files: Files = AskedFiles()
        self.take = Button(N_("Take a hand-over file"))
        self.take.clicked.connect(
            lambda: self._exchange(self.files.file(self, N_("Choose the hand-over file")))
        )
        self.make = Button(N_("Make a hand-over file"))
        self.make.clicked.connect(
            lambda: self._exchange(self.files.new_file(self, N_("Save the hand-over file"), FILE_NAME))
        )
        self.carry = Button(N_("Carry one on to the shared place"))
        self.carry.clicked.connect(lambda: self._carry(self.files.file(self, N_("Choose the hand-over file"))))
        self.device = Button(N_("What may leave this device"))
        self.device.clicked.connect(lambda: screen.shell.go("device"))
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self._running: Running | None = None
        self._buttons = (self.take, self.make, self.carry)
        row = Flow()
        for button in (*self._buttons, self.device):
            row.addWidget(button)
        self.rows.addLayout(row)
        self.add(self.progress)

    def _exchange(self, path: Path | None) -> None:
        if path is None:
            return

        def work(on_desk: OnDesk, progress: Progress) -> tuple[HandedOver, Changes]:
            return handing_over.exchange(on_desk, path, progress=progress)

        self._run(work, self._exchanged)

    def _exchanged(self, done: HandedOver) -> None:
        self._end()
        self._screen.notice.tell(
            N_(
                "{count} parcels lie in the file for others; {new} entries were taken in.",
                count=done.put_in,
                new=done.pull.new_events,
            ),
            N_("Hand the file on. Nothing counts as confirmed before a receipt comes back."),
            style="ok",
        )

    def _carry(self, path: Path | None) -> None:
        if path is None:
            return

        def work(on_desk: OnDesk, progress: Progress) -> tuple[int, Changes]:
            return handing_over.carry_on(on_desk, path, progress=progress)

        self._run(work, self._carried)

    def _carried(self, count: int) -> None:
        self._end()
        self._screen.notice.tell(
            N_("{count} parcels were carried on.", count=count),
            N_("Bring the file back: it holds the answers that lay in the shared place."),
            style="ok",
        )

    def _run(self, work: "Callable[[OnDesk, Progress], tuple[R, Changes]]", done: Callable[[R], None]) -> None:
        for button in self._buttons:
            button.setEnabled(False)
        self.progress.begin(N_("Writing the hand-over file"))
        self._running = self._screen.jobs.run(
            self._screen, work, done=done, progressed=self.progress.show_report, failed=self._failed
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self._screen.complain(error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        for button in self._buttons:
            button.setEnabled(True)
