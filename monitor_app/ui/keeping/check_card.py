"""Checking for damage: when it was last done, and what was found, each named."""

from monitor_app.operations import checking
from monitor_app.operations.checking import Checked
from monitor_app.operations.reminding import Keeping
from monitor_app.text import N_, Message
from monitor_app.ui.keeping.laying import lay
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Pill


class CheckCard(Card):
    """One button to check; one to build the lists anew, where that helps."""

    def __init__(self) -> None:
        super().__init__(
            N_("Check for damage"),
            N_("Reads every page, entry, photo and file. You can go on working meanwhile."),
        )
        self.state = Pill()
        self.go = Button(N_("Check now"))
        self.rebuild = Button(N_("Build the lists anew"))
        self.found = RowList(N_("Damage"), still=True)
        lay(self, self.state, buttons=(self.go, self.rebuild))
        self.add(self.found)
        for widget in (self.rebuild, self.found):
            widget.hide()

    def show_found(self, found: Keeping) -> None:
        """Show when it was last done."""
        never = N_("Never checked")
        last = N_("Last checked: {moment}", moment=moment(found.checked_ms))
        self.state.show_state(last if found.checked_ms else never, "neutral")

    def show_damage(self, checked: Checked) -> None:
        """Name what is damaged."""
        named = enumerate(checked.damages)
        self.found.show_rows([Row(str(at), checking.words(one), N_("Damaged"), "bad") for at, one in named])
        self.found.setVisible(bool(checked.damages))
        self.rebuild.setVisible(bool(checked.damages) and not checked.needs_salvage)


def outcome(checked: Checked) -> tuple[Message, Message, str]:
    """Return what a check found, what to do, and its look."""
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
