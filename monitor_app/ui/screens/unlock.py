"""The locked screen: a passphrase opens the vault. It shows nothing of what is inside."""

from monitor_app.errors import MonitorError
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words


class Unlock(Screen):
    """One field, one button."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._jobs: Jobs | None = None
        card = Card(N_("Your vault is locked"), N_("Everything in it is encrypted. Your passphrase opens it."))
        self.field = SecretField(N_("Passphrase"))
        self.field.line.returnPressed.connect(self.unlock)
        self.button = Button(N_("Unlock"), "primary", picture="lock")
        self.button.clicked.connect(self.unlock)
        self.wait = Words(
            N_("Opening. This takes about a second on purpose: it slows down anyone who guesses."), "muted"
        )
        self.wait.hide()
        card.add(self.field)
        card.add(self.wait)
        card.add(self.button, left=True)
        self.body.addWidget(card)

    def enter(self, subject: str = "") -> None:
        """Wait for the passphrase."""
        super().enter(subject)
        self.field.line.setFocus()

    def unlock(self) -> None:
        """Try the passphrase."""
        typed = self.field.line.text()
        if not typed or self._jobs is not None:
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

    def _refused(self, error: MonitorError) -> None:
        self._jobs = None
        self._opening(is_opening=False)
        self.complain(error)
        self.field.line.selectAll()
        self.field.line.setFocus()

    def _opening(self, *, is_opening: bool) -> None:
        self.wait.setVisible(is_opening)
        self.button.setEnabled(not is_opening)
        self.field.line.setReadOnly(is_opening)
