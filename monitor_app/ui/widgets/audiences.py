"""Who a sealed package is for: the audiences in the order of release, each with a sentence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from monitor_app.domain.supply import Party
from monitor_app.text import N_
from monitor_app.ui.models.wordings import PARTIES
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.speaking import Words


class Audiences(Card):
    """One audience at a time."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Who is it for?"),
            N_("The order protects the sources: each sees it only after those before."),
            parent,
        )
        self.buttons: dict[Party, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for party, (_, sentence) in PARTIES.items():
            button = QRadioButton()
            button.setAccessibleDescription(tr(sentence))
            self._group.addButton(button)
            self.buttons[party] = button
            self.add(button, left=True)
            words = Words(sentence, "muted")
            words.setContentsMargins(36, 0, 0, 4)
            self.add(words)
        self.buttons[Party.WORKERS].setChecked(True)
        self._group.buttonClicked.connect(lambda _: self.changed.emit())
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def audience(self) -> Party:
        """Return the chosen audience."""
        return next(party for party, button in self.buttons.items() if button.isChecked())

    def retranslate(self) -> None:
        """Say it in the language of now."""
        for party, button in self.buttons.items():
            button.setText(tr(PARTIES[party][0]))
            button.setAccessibleName(button.text())
