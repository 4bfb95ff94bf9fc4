"""Rehearsing recovery: when it was last done and how it ended, with what opens the backup."""

from PySide6.QtWidgets import QCheckBox

from monitor_app.operations.drilling import Drilled
from monitor_app.operations.reminding import Keeping
from monitor_app.text import N_, Message
from monitor_app.ui.keeping.laying import lay
from monitor_app.ui.saying import moment
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.speaking import Button, Pill, Words
from monitor_app.ui.widgets.way_in import WayIn


class DrillCard(Card):
    """Asks for the passphrase or sheets, and rehearses with them."""

    def __init__(self) -> None:
        super().__init__(
            N_("Rehearse recovery"),
            N_("Brings one record back from the last backup into a scratch vault and compares it."),
        )
        self.state = Pill()
        self.words = Words(N_("Make a backup first."), "muted")
        self.way_in = WayIn()
        self.go = Button(N_("Rehearse now"))
        self.monthly = QCheckBox()
        lay(self, self.state, self.words, self.way_in, buttons=(self.go,))
        self.add(self.monthly)
        bus.changed.connect(self._retranslate)
        self._retranslate()

    def show_found(self, found: Keeping, *, has_place: bool) -> None:
        """Show how the last rehearsal ended, and offer the next if there is a backup."""
        self.state.show_state(*_said(found))
        self.words.setVisible(not has_place)
        for widget in (self.way_in, self.go, self.monthly):
            widget.setVisible(has_place)
        self.monthly.setChecked(found.reminds)
        self.monthly.setEnabled(not found.is_read_only)

    def _retranslate(self) -> None:
        self.monthly.setText(tr(N_("Remind me every month")))
        self.monthly.setAccessibleName(self.monthly.text())


def outcome(drilled: Drilled) -> tuple[Message, Message, str]:
    """Return how a rehearsal ended, what that means, and its look."""
    if not drilled.is_same or drilled.files != drilled.files_named:
        return (
            N_("Record {code} did not come back as it was.", code=drilled.pseudonym),
            N_("Make a new backup now, on another stick, and rehearse again."),
            "bad",
        )
    return (
        N_("Record {code} came back whole from your backup.", code=drilled.pseudonym),
        N_(
            "The backup is of {moment}. It took {seconds} seconds. The scratch vault is destroyed.",
            moment=moment(drilled.backup_ms),
            seconds=round(drilled.seconds, 1),
        ),
        "ok",
    )


def _said(found: Keeping) -> tuple[Message, str]:
    if found.drill is None:
        return N_("Never rehearsed"), "warn" if found.is_drill_due else "neutral"
    if not found.drill.worked:
        return N_("The last rehearsal failed: {moment}", moment=moment(found.drill.ms)), "bad"
    return N_("Last rehearsed: {moment}", moment=moment(found.drill.ms)), "warn" if found.is_drill_due else "ok"
