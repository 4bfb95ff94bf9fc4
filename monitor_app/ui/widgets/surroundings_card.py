"""What this computer keeps beside the vault, in plain words, with what to do about it."""

from PySide6.QtWidgets import QWidget

from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.speaking import Words, look
from monitor_app.work.surroundings import Surroundings


class SurroundingsCard(Card):
    """Two sentences: about the disk, and about what memory leaves on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(N_("This computer"), N_("What Fieldwork found, and cannot change by itself."), parent)
        self.told = (Words(), Words())
        for words in self.told:
            self.add(words)

    def show_found(self, found: Surroundings) -> None:
        """Say what was found."""
        for words, (sentence, is_warning) in zip(self.told, found.sentences(), strict=True):
            words.say(sentence)
            look(words, "warn-text" if is_warning else "")
