"""Which keys destroy the vault when they are held, what that does, and what it cannot do."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence

from monitor_app.text import N_
from monitor_app.ui.panic import CHOICES
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.speaking import Words


class PanicCard(Card):
    """`chosen` carries other keys."""

    chosen = Signal(str)

    def __init__(self, keys: str) -> None:
        super().__init__(
            N_("Panic"),
            N_("Hold these keys for two seconds to destroy what opens this vault, for you too and for ever."),
        )
        self.keys = ChoiceField(N_("Keys to hold"))
        shown = [(one, QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText)) for one in CHOICES]
        self.keys.offer([*shown, ("", N_("None"))])
        self.keys.choose(keys)
        self.keys.chosen.connect(self.chosen)
        self.add(self.keys)
        self.add(
            Words(
                N_(
                    "Records that were not sent are lost. Copies and backups of the vault made before still "
                    "open with the passphrase. On flash storage an old piece of the key file may stay on the "
                    "chips. It cannot be seen whether somebody copied the disk before."
                ),
                "muted",
            )
        )
