"""Backing up: when it was last done, and where to."""

from pathlib import Path

from monitor_app.operations.reminding import Keeping
from monitor_app.text import N_, Message
from monitor_app.ui.keeping.laying import lay
from monitor_app.ui.saying import moment
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.speaking import Button, Pill, Words, look


class BackupCard(Card):
    """One button to back up, one to choose where."""

    def __init__(self) -> None:
        super().__init__(
            N_("Backup"),
            N_("A sealed copy on a stick or in a folder. Only your passphrase or your sheets open it."),
        )
        self.state = Pill()
        self.words = Words("", "muted")
        self.go = Button(N_("Back up now"), "primary", picture="export")
        self.choose = Button(N_("Choose a folder or stick"))
        lay(self, self.state, self.words, buttons=(self.go, self.choose))

    def show_found(self, found: Keeping, place: Path | None) -> None:
        """Show when it was last done; without a place the next step is to choose one."""
        self.state.show_state(*_said(found))
        where = N_("In: {place}", place=str(place)) if place else N_("Choose where. A stick kept elsewhere.")
        self.words.say(where)
        self.go.setVisible(place is not None)
        look(self.choose, "" if place else "primary")


def _said(found: Keeping) -> tuple[Message, str]:
    if found.backup is None:
        return N_("Never backed up"), "warn" if found.is_backup_due else "neutral"
    return N_("Last backup: {moment}", moment=moment(found.backup.ms)), "warn" if found.is_backup_due else "ok"
