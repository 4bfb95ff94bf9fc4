"""Backup and checks: when each was last done, and each of them on one button."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QScrollArea

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
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment, size
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Pill, Words, look
from monitor_app.ui.widgets.way_in import WayIn

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
        self._build_backup()
        self._build_drill()
        self._build_check()
        link_to_guide(self.body, shell, "backup")
        bus.changed.connect(self._retranslate)
        self._retranslate()

    def refresh(self) -> None:
        """Read again when each was last done."""
        self.shell.entitle(
            N_("Backup and checks"), N_("Whether you would get everything back if this device were gone.")
        )
        self.way_in.forget()
        self.jobs.read(self, reminding.keeping, done=self._show)

    def _build_backup(self) -> None:
        self.backup = Card(
            N_("Backup"),
            N_("A sealed copy on a stick or in a folder. Only your passphrase or your sheets open it."),
        )
        self.backed = Pill()
        self.backup_words = Words("", "muted")
        self.back_up = Button(N_("Back up now"), "primary", picture="export")
        self.back_up.clicked.connect(self._back_up)
        self.choose = Button(N_("Choose a folder or stick"))
        self.choose.clicked.connect(self._choose)
        _lay(self.backup, self.backed, self.backup_words, buttons=(self.back_up, self.choose))
        self.body.addWidget(self.backup)

    def _build_drill(self) -> None:
        self.drill = Card(
            N_("Rehearse recovery"),
            N_("Brings one record back from the last backup into a scratch vault and compares it."),
        )
        self.drilled = Pill()
        self.drill_words = Words("", "muted")
        self.way_in = WayIn()
        self.way_in.entered.connect(self._rehearse)
        self.rehearse = Button(N_("Rehearse now"))
        self.rehearse.clicked.connect(self._rehearse)
        self.monthly = QCheckBox()
        self.monthly.clicked.connect(self._remind)
        _lay(self.drill, self.drilled, self.drill_words, self.way_in, buttons=(self.rehearse,))
        self.drill.add(self.monthly)
        self.body.addWidget(self.drill)

    def _build_check(self) -> None:
        self.check = Card(
            N_("Check for damage"),
            N_("Reads every page, entry, photo and file. You can go on working meanwhile."),
        )
        self.checked = Pill()
        self.check_now = Button(N_("Check now"))
        self.check_now.clicked.connect(self._check)
        self.rebuild = Button(N_("Build the lists anew"))
        self.rebuild.clicked.connect(self._rebuild)
        self.found = RowList(N_("Damage"), still=True)
        _lay(self.check, self.checked, buttons=(self.check_now, self.rebuild))
        self.check.add(self.found)
        for widget in (self.rebuild, self.found):
            widget.hide()
        self.body.addWidget(self.check)

    def _retranslate(self) -> None:
        self.monthly.setText(tr(N_("Remind me every month")))
        self.monthly.setAccessibleName(self.monthly.text())

    def _show(self, found: Keeping) -> None:
        self._place = Path(found.backup.place) if found.backup else None
        self.backed.show_state(*_said_of_backup(found))
        self.backup_words.say(
            N_("In: {place}", place=str(self._place))
            if self._place
            else N_("Choose where. A stick kept elsewhere.")
        )
        self.back_up.setVisible(self._place is not None)
        look(self.choose, "" if self._place else "primary")
        self.drilled.show_state(*_said_of_drill(found))
        self.drill_words.setVisible(self._place is None)
        self.drill_words.say(N_("Make a backup first."))
        for widget in (self.way_in, self.rehearse, self.monthly):
            widget.setVisible(self._place is not None)
        self.monthly.setChecked(found.reminds)
        self.monthly.setEnabled(not found.is_read_only)
        self.checked.show_state(
            N_("Last checked: {moment}", moment=moment(found.checked_ms))
            if found.checked_ms
            else N_("Never checked"),
            "neutral",
        )

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
        secrets, place = self.way_in.secrets(), self._place
        if not secrets or place is None or self._running is not None:
            return
        self.way_in.forget()
        self._run(
            N_("Rehearsing"),
            lambda on_desk, progress: drilling.run(
                on_desk, place, restoring.by_secrets(secrets), progress=progress
            ),
            self._rehearsed,
        )

    def _rehearsed(self, drilled: Drilled) -> None:
        if not drilled.is_same or drilled.files != drilled.files_named:
            self.notice.tell(
                N_("Record {code} did not come back as it was.", code=drilled.pseudonym),
                N_("Make a new backup now, on another stick, and rehearse again."),
                style="bad",
            )
            return
        self.notice.tell(
            N_("Record {code} came back whole from your backup.", code=drilled.pseudonym),
            N_(
                "The backup is of {moment}. It took {seconds} seconds. The scratch vault is destroyed.",
                moment=moment(drilled.backup_ms),
                seconds=round(drilled.seconds, 1),
            ),
            style="ok",
        )

    def _remind(self) -> None:
        days = _MONTH if self.monthly.isChecked() else 0
        self.jobs.write(self, lambda desk: drilling.set_every(desk, days))

    # Checking
    def _check(self) -> None:
        self._run(
            N_("Checking the vault"),
            lambda on_desk, progress: checking.run(on_desk, progress=progress),
            self._was_checked,
        )

    def _was_checked(self, checked: Checked) -> None:
        self.found.show_rows(
            [
                Row(str(at), checking.words(damage), N_("Damaged"), "bad")
                for at, damage in enumerate(checked.damages)
            ]
        )
        self.found.setVisible(bool(checked.damages))
        self.rebuild.setVisible(bool(checked.damages) and not checked.needs_salvage)
        self._reveal(self.check)
        what, hint, style = _said_of_check(checked)
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
            self.choose.setFocus()

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self._set_busy(is_busy=False)
        self.refresh()

    def _set_busy(self, *, is_busy: bool) -> None:
        for button in (self.back_up, self.choose, self.rehearse, self.check_now, self.rebuild):
            button.setEnabled(not is_busy)


def _lay(card: Card, *widgets: Pill | Words | WayIn, buttons: tuple[Button, ...]) -> None:
    for widget in widgets:
        if isinstance(widget, Pill):
            row = Flow()
            row.addWidget(widget)
            card.rows.addLayout(row)
        else:
            card.add(widget)
    row = Flow()
    for button in buttons:
        row.addWidget(button)
    card.rows.addLayout(row)


def _said_of_backup(found: Keeping) -> tuple[Message, str]:
    if found.backup is None:
        return N_("Never backed up"), "warn" if found.is_backup_due else "neutral"
    return N_("Last backup: {moment}", moment=moment(found.backup.ms)), "warn" if found.is_backup_due else "ok"


def _said_of_drill(found: Keeping) -> tuple[Message, str]:
    if found.drill is None:
        return N_("Never rehearsed"), "warn" if found.is_drill_due else "neutral"
    if not found.drill.worked:
        return N_("The last rehearsal failed: {moment}", moment=moment(found.drill.ms)), "bad"
    return N_("Last rehearsed: {moment}", moment=moment(found.drill.ms)), "warn" if found.is_drill_due else "ok"


def _said_of_check(checked: Checked) -> tuple[Message, Message | str, str]:
    if not checked.damages:
        return N_("No damage found."), N_("Every page, entry, photo and file was read."), "ok"
    if checked.needs_salvage:
        return (
            N_("Damage found: {count}", count=len(checked.damages)),
            N_(
                "Everything else stays usable. Lock now, and choose “Damaged or lost?” on the locked screen "
                "to save what is left into a new vault, or to restore your last backup."
            ),
            "bad",
        )
    return (
        N_("Damage found: {count}", count=len(checked.damages)),
        N_("No record is hurt. Build the lists anew."),
        "warn",
    )
