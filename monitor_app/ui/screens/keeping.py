"""Backup and checks: when each was last done, and each of them on one button."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea

from monitor_app.errors import BackupGone, MonitorError
from monitor_app.operations import backing_up, checking, drilling, reminding, restoring
from monitor_app.operations.backing_up import Written
from monitor_app.operations.changes import Changes, Topic
from monitor_app.operations.checking import Checked
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.drilling import Drilled
from monitor_app.operations.reminding import Keeping
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.keeping import check_card, drill_card
from monitor_app.ui.keeping.backup_card import BackupCard
from monitor_app.ui.keeping.check_card import CheckCard
from monitor_app.ui.keeping.drill_card import DrillCard
from monitor_app.ui.saying import size
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel

R = TypeVar("R")
_MONTH = 30


class KeepingScreen(Screen):
    """Answers whether the vault could be got back, and makes it so."""

    for_reading = True
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SYNC})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._running: Running | None = None
        self._place: Path | None = None
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        self.backup, self.drill, self.check = BackupCard(), DrillCard(), CheckCard()
        for card in (self.backup, self.drill, self.check):
            self.body.addWidget(card)
        self._connect()
        link_to_guide(self.body, shell, "backup")

    def refresh(self) -> None:
        """Read again when each was last done."""
        self.shell.entitle(
            N_("Backup and checks"), N_("Whether you would get everything back if this device were gone.")
        )
        self.drill.way_in.forget()
        self.jobs.read(self, reminding.keeping, done=self._show)

    def _connect(self) -> None:
        self.backup.go.clicked.connect(self._back_up)
        self.backup.choose.clicked.connect(self._choose)
        self.drill.way_in.entered.connect(self._rehearse)
        self.drill.go.clicked.connect(self._rehearse)
        self.drill.monthly.clicked.connect(self._remind)
        self.check.go.clicked.connect(self._check)
        self.check.rebuild.clicked.connect(self._rebuild)

    def _show(self, found: Keeping) -> None:
        self._place = Path(found.backup.place) if found.backup else None
        self.backup.show_found(found, self._place)
        self.drill.show_found(found, has_place=self._place is not None)
        self.check.show_found(found)

    # Backing up
    def _choose(self) -> None:
        folder = self.files.folder(self, N_("Choose a folder or stick for the backup"))
        if folder is not None:
            self._place = folder
            self._back_up()

    def _back_up(self) -> None:
        place = self._place
        if place is not None:
            self._run(
                N_("Backing up"),
                lambda on_desk, progress: backing_up.run(on_desk, place, progress=progress),
                self._backed_up,
            )

    def _backed_up(self, written: Written) -> None:
        self.notice.tell(
            N_("The backup is made and was read back: {count} records.", count=written.records),
            N_("New on the stick: {size}. Keep it away from this device.", size=size(written.new_bytes)),
            style="ok",
        )
        self._reveal(self.backup)

    # Rehearsing
    def _rehearse(self) -> None:
        secrets, place = self.drill.way_in.secrets(), self._place
        if not secrets or place is None or self._running is not None:
            return
        self.drill.way_in.forget()
        self._run(
            N_("Rehearsing"),
            lambda on_desk, progress: drilling.run(
                on_desk, place, restoring.by_secrets(secrets), progress=progress
            ),
            self._rehearsed,
        )

    def _rehearsed(self, drilled: Drilled) -> None:
        what, hint, style = drill_card.outcome(drilled)
        self.notice.tell(what, hint, style=style)

    def _remind(self) -> None:
        days = _MONTH if self.drill.monthly.isChecked() else 0
        self.jobs.write(self, lambda desk: drilling.set_every(desk, days))

    # Checking
    def _check(self) -> None:
        self._run(
            N_("Checking the vault"),
            lambda on_desk, progress: checking.run(on_desk, progress=progress),
            self._was_checked,
        )

    def _was_checked(self, checked: Checked) -> None:
        self.check.show_damage(checked)
        self._reveal(self.check)
        what, hint, style = check_card.outcome(checked)
        self.notice.tell(what, hint, style=style)

    def _rebuild(self) -> None:
        self.jobs.write(self, checking.rebuild, done=lambda _: self._check())

    # One at a time
    def _run(
        self,
        what: Message,
        work: Callable[[OnDesk, Progress], tuple[R, Changes]],
        done: Callable[[R], None],
    ) -> None:
        if self._running is not None:
            return
        self.notice.dismiss()
        self.progress.begin(what)
        self._set_busy(is_busy=True)

        def ended(result: R) -> None:
            self._end()
            done(result)

        self._running = self.jobs.run(
            self, work, done=ended, progressed=self.progress.show_report, failed=self._failed
        )

    def _reveal(self, card: Card) -> None:
        """Scroll to where the result stands, once it is laid out."""
        area = next(iter(self.findChildren(QScrollArea)))
        QTimer.singleShot(0, self, lambda: area.ensureWidgetVisible(card, 0, 0))

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self.complain(error)
        if isinstance(error, BackupGone):
            self.backup.choose.setFocus()

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self._set_busy(is_busy=False)
        self.refresh()

    def _set_busy(self, *, is_busy: bool) -> None:
        backup, check = self.backup, self.check
        for button in (backup.go, backup.choose, self.drill.go, check.go, check.rebuild):
            button.setEnabled(not is_busy)
