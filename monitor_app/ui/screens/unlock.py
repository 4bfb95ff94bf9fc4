"""The locked screen: a passphrase opens the vault. It shows nothing of what is inside."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from monitor_app.errors import MonitorError, TriedTooOften, VaultDamaged, WrongPassphrase
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words

if TYPE_CHECKING:  # a desk brings the whole vault along; the first window does without
    from monitor_app.operations.desk import Desk

_SECOND_MS = 1_000


class Unlock(Screen):
    """One field, one button; after several wrong ones a wait that is counted down."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._jobs: Jobs | None = None
        self._seconds = 0
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)
        self._build()

    def _build(self) -> None:
        card = Card(N_("Your vault is locked"), N_("Everything in it is encrypted. Your passphrase opens it."))
        self.field = SecretField(N_("Passphrase"))
        self.field.line.returnPressed.connect(self.unlock)
        self.button = Button(N_("Unlock"), "primary", picture="lock")
        self.button.clicked.connect(self.unlock)
        self.sheets = Button(N_("Use recovery sheets"), "quiet")
        self.sheets.clicked.connect(lambda: self.shell.go("recover"))
        self.wait = Words(
            N_("Opening. This takes about a second on purpose: it slows down anyone who guesses."), "muted"
        )
        self.wait.hide()
        self.countdown = Words("", "warn-text")
        self.countdown.hide()
        for widget in (self.field, self.wait, self.countdown):
            card.add(widget)
        self.save_rest = Button(N_("Save what is left"))
        self.save_rest.clicked.connect(lambda: self.shell.go("rescue", "salvage"))
        self.restore = Button(N_("Restore from a backup"))
        self.restore.clicked.connect(lambda: self.shell.go("rescue", "restore"))
        self.trouble = Button(N_("Damaged or lost?"), "quiet")
        self.trouble.clicked.connect(lambda: self._offer_rescue(is_offered=True))
        row = Flow()
        for button in (self.button, self.sheets, self.trouble, self.save_rest, self.restore):
            row.addWidget(button)
        self._offer_rescue(is_offered=False)
        card.rows.addLayout(row)
        self.body.addWidget(card)

    def enter(self, subject: str = "") -> None:
        """Wait for the passphrase."""
        super().enter(subject)
        self.field.line.setFocus()

    def unlock(self) -> None:
        """Try the passphrase."""
        typed = self.field.line.text()
        if not typed or self._jobs is not None or self._seconds:
            return
        self.notice.hide()
        self._opening(is_opening=True)
        self._jobs = Jobs(self.shell.entrance.unlock(typed))
        self._jobs.opened(self, done=self._opened, failed=self._refused)

    def _opened(self) -> None:
        jobs, self._jobs = self._jobs, None
        self.field.line.clear()
        self._opening(is_opening=False)
        if jobs is not None:
            self.shell.opened(jobs)
            jobs.read(self, _has_remarks, done=self._tell_remarks)

    def _tell_remarks(self, has_remarks: bool) -> None:  # noqa: FBT001 - what was read
        if has_remarks:
            self.shell.go("keys")

    def _refused(self, error: MonitorError) -> None:
        self._jobs = None
        self._opening(is_opening=False)
        self._offer_rescue(is_offered=isinstance(error, VaultDamaged))
        if isinstance(error, TriedTooOften):
            self._count_down(error.seconds)
        else:
            self.complain(error)
        if isinstance(error, WrongPassphrase):
            self._count_down(self.shell.entrance.wait_s())
        self.field.line.selectAll()
        self.field.line.setFocus()

    def _offer_rescue(self, *, is_offered: bool) -> None:
        """Show the ways out of damage."""
        for button in (self.save_rest, self.restore):
            button.setVisible(is_offered)
        self.trouble.setVisible(not is_offered)

    def _count_down(self, seconds: int) -> None:
        self._seconds = seconds
        self._tell()
        if seconds:
            self._second.start()

    def _tick(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        self._tell()
        if not self._seconds:
            self._second.stop()

    def _tell(self) -> None:
        is_waiting = self._seconds > 0
        self.countdown.say(
            N_("Too many wrong tries. The next one is possible in {seconds} seconds.", seconds=self._seconds)
        )
        self.countdown.setVisible(is_waiting)
        self.button.setEnabled(not is_waiting)

    def _opening(self, *, is_opening: bool) -> None:
        self.wait.setVisible(is_opening)
        self.button.setEnabled(not is_opening)
        self.field.line.setReadOnly(is_opening)


def _has_remarks(desk: "Desk") -> bool:
    """Say whether somebody else opened this vault meanwhile."""
    from monitor_app.operations import unlocking

    return bool(unlocking.ways(desk).remarks)
