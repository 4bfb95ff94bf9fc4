"""What opens this vault, as cards: sheets, passphrase, spare key, and the keys that destroy it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.operations.unlocking import Ways
from monitor_app.text import N_
from monitor_app.ui.saying import day, in_threes
from monitor_app.ui.screens.base import Shell
from monitor_app.ui.ways_in.panic_card import PanicCard
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.speaking import Button, Pill, Words, look


class Overview(QWidget):
    """Shows the ways in; its buttons are connected by the screen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        self.remark = MessagePanel()
        rows.addWidget(self.remark)
        self.panic = PanicCard(shell.preferences.panic_keys)
        for card in (self._build_sheets(), self._build_passphrase(), self._build_spare(), self.panic):
            rows.addWidget(card)
        link_to_guide(rows, shell, "vault-and-passphrase")
        rows.addStretch(1)

    def _build_sheets(self) -> Card:
        card = Card(
            N_("Recovery sheets"), N_("Three sheets of paper; any two set a new passphrase when yours is lost.")
        )
        self.recovery = Pill()
        self.made = Words("", "muted")
        self.make = Button(N_("Make recovery sheets"), "primary")
        self.drop = Button(N_("Remove them"), "danger")
        card.add(self.recovery, left=True)
        card.add(self.made)
        card.rows.addLayout(_row(self.make, self.drop))
        return card

    def _build_passphrase(self) -> Card:
        card = Card(
            N_("Passphrase"), N_("Change it when somebody may have seen you type it, or has your paper.")
        )
        self.change = Button(N_("Change the passphrase"))
        card.rows.addLayout(_row(self.change))
        return card

    def _build_spare(self) -> Card:
        card = Card(
            N_("Spare key of your organisation"),
            N_("If you cannot open the vault, two people of the organisation with their sheets can."),
        )
        self.spare = Pill()
        self.number = Words("")
        self.add_spare = Button(N_("Add the spare key"))
        self.drop_spare = Button(N_("Remove it"), "danger")
        self.new_spare = Button(N_("Make a spare key for an organisation"), "quiet")
        card.add(self.spare, left=True)
        card.add(self.number)
        card.rows.addLayout(_row(self.add_spare, self.drop_spare, self.new_spare))
        return card

    def show_ways(self, found: Ways) -> None:
        """Show what opens the vault now."""
        made = found.recovery
        self.recovery.show_state(N_("Made and tried") if made else N_("None yet"), "ok" if made else "warn")
        self.made.setVisible(made is not None)
        if made is not None:
            self.made.say(
                N_("Made on {day}. On each stands the mark {mark}.", day=day(made.ms), mark=made.mark)
            )
        self.make.say(N_("Make new sheets") if made else N_("Make recovery sheets"))
        look(self.make, "" if made else "primary")
        self.drop.setVisible(made is not None)
        has_spare = bool(found.spare_key)
        self.spare.show_state(N_("Added") if has_spare else N_("None"), "ok" if has_spare else "neutral")
        self.number.say(in_threes(found.spare_key))
        self.number.setVisible(has_spare)
        self.add_spare.setVisible(not has_spare)
        self.drop_spare.setVisible(has_spare)


def _row(*buttons: Button) -> Flow:
    row = Flow()
    for button in buttons:
        row.addWidget(button)
    return row
