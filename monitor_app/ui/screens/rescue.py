"""Before a vault is open: getting one back from a backup, or saving what is left of a damaged one."""

from pathlib import Path

from monitor_app.errors import MonitorError
from monitor_app.operations.changes import NOTHING
from monitor_app.operations.restoring import Restored
from monitor_app.operations.salvaging import Report, words
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Jobs, Running
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.ui.widgets.way_in import WayIn

RESTORE, SALVAGE = "restore", "salvage"


class Rescue(Screen):
    """Entered with `restore` or `salvage`. Tells what came back before the vault is opened."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._kind = RESTORE
        self._jobs: Jobs | None = None
        self._running: Running | None = None
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        self._build_asking()
        self._build_told()

    def enter(self, subject: str = "") -> None:
        """Ask for what opens the vault."""
        self._kind = subject or RESTORE
        self.told.hide()
        self.asking.show()
        self.way_in.use(sheets=False)
        super().enter(subject)

    def refresh(self) -> None:
        """Say what this is for."""
        if self._kind == SALVAGE:
            self.shell.entitle(N_("Save what is left"), N_("The damaged vault is only read, and kept."))
            self.asking.sentence.say(
                N_("Everything that still opens is brought into a new vault with the same passphrase.")
            )
            self.go.say(N_("Save what is left"))
        else:
            self.shell.entitle(N_("Restore from a backup"), N_("The backup is only read, and kept."))
            self.asking.sentence.say(
                N_("Type the passphrase of the day of the backup, then choose its folder or stick.")
            )
            self.go.say(N_("Choose the backup and restore"))
        self.asking.sentence.show()

    def _build_asking(self) -> None:
        self.asking = Card(N_("What opens the vault"))
        self.way_in = WayIn()
        self.way_in.entered.connect(self._begin)
        self.go = Button("", "primary")
        self.go.clicked.connect(self._begin)
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(self._leave)
        self.asking.add(self.way_in)
        row = Flow()
        row.addWidget(self.go)
        row.addWidget(self.back)
        self.asking.rows.addLayout(row)
        self.body.addWidget(self.asking)

    def _build_told(self) -> None:
        self.told = Card(" ", " ")
        self.lost = RowList(N_("Lost"), still=True)
        self.more = (Words(""), Words(""))
        self.open = Button(N_("Open the vault"), "primary", picture="lock")
        self.open.clicked.connect(lambda: self.shell.go("unlock"))
        for line in self.more:
            self.told.add(line)
        self.told.add(self.lost)
        self.told.add(self.open, left=True)
        self.body.addWidget(self.told)

    def _begin(self) -> None:
        secrets = self.way_in.secrets()
        if not secrets or self._running is not None:
            return
        place: Path | None = None
        if self._kind == RESTORE:
            place = self.files.folder(self, N_("Choose the folder or stick of the backup"))
            if place is None:
                return
        self.notice.hide()
        self.way_in.forget()
        self._start(place, secrets)

    def _start(self, place: Path | None, secrets: tuple[str, ...]) -> None:
        entrance = self.shell.entrance
        self.progress.begin(N_("Restoring") if place else N_("Reading what is left"))
        self.go.setEnabled(False)
        self._jobs = Jobs(entrance.aside(), self)
        if place is not None:
            self._running = self._jobs.run(
                self,
                lambda _, progress: (entrance.restore(place, secrets, progress), NOTHING),
                done=self._restored,
                progressed=self.progress.show_report,
                failed=self._failed,
            )
        else:
            self._running = self._jobs.run(
                self,
                lambda _, progress: (entrance.salvage(secrets, progress), NOTHING),
                done=self._salvaged,
                progressed=self.progress.show_report,
                failed=self._failed,
            )

    def _restored(self, restored: Restored) -> None:
        lines = [N_("It goes on as a new device. In a project, a coordinator invites it again.")]
        if restored.must_ask:
            lines.append(N_("We could not ask what was erased since. Sync before you show anything to anyone."))
        self._tell(
            N_("Records restored: {count}", count=restored.records),
            N_("From the backup of {moment}.", moment=moment(restored.made_ms)),
            lines,
            [],
        )

    def _salvaged(self, report: Report) -> None:
        rows = [
            Row(f"{at}", words(lost), N_("Lost"), "warn", tuple(lost.names[:5]))
            for at, lost in enumerate(report.saved.lost)
        ]
        lines = [N_("The damaged vault lies beside the new one. Keep it until you have a backup.")]
        if report.is_new_device:
            lines.append(N_("The end of the log may be missing, so this vault goes on as a new device."))
        self._tell(
            N_("Records saved: {count}", count=report.records),
            N_("Some things could not be saved.") if rows else N_("Nothing was lost."),
            lines,
            rows,
        )

    def _tell(self, heading: Message, sentence: Message, lines: list[Message], rows: list[Row]) -> None:
        self._end()
        self.asking.hide()
        self.told.heading.say(heading)
        self.told.sentence.say(sentence)
        for at, line in enumerate(self.more):
            line.say(lines[at] if at < len(lines) else "")
            line.setVisible(at < len(lines))
        self.lost.show_rows(rows)
        self.lost.setVisible(bool(rows))
        self.told.show()
        self.open.setFocus()

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self.complain(error)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _end(self) -> None:
        if self._jobs is not None:
            self._jobs.close()
        self._jobs = self._running = None
        self.progress.hide()
        self.go.setEnabled(True)

    def _leave(self) -> None:
        if self._running is None:
            self.shell.go("unlock" if self.shell.entrance.is_vault_here() else "first_start")
