"""How hard a passphrase is to guess, in words and a bar, while it is typed. Keeps nothing of it."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Words

_ADVICE: dict[str, Message] = {
    "more_words": N_(
        "More words help most: seven or more unusual ones that have nothing to do with each other."
    ),
    "no_dates": N_("Years and dates are tried first."),
    "no_patterns": N_("Repetitions and rows of keys count little."),
    "rarer_words": N_("Words that everybody uses count little."),
    "ours": N_("The words we offer are enough."),
}
_SHOWN = 2


class StrengthMeter(QWidget):
    """Shows the number that is sure, the number that is needed, and what helps."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr(N_("How hard it is to guess")))
        self.words = Words("", "strong")
        self.advice = Words("", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.bar, self.words, self.advice):
            layout.addWidget(widget)
        self.show_for("")

    def show_for(self, passphrase: str) -> None:
        """Show how hard this is to guess."""
        from monitor_app.operations import unlocking  # brings the vault along; the first window does without

        found = unlocking.estimate(passphrase)
        self.bar.setRange(0, int(unlocking.ENOUGH))
        self.bar.setValue(min(found.bits, int(unlocking.ENOUGH)))
        self.setVisible(bool(passphrase))
        told = N_("Sure: {bits} of {enough} bits.", bits=found.bits, enough=int(unlocking.ENOUGH))
        self.words.say(N_("Enough: {bits} bits are sure.", bits=found.bits) if found.is_enough else told)
        self.advice.say(" ".join(tr(_ADVICE[one]) for one in found.advice[:_SHOWN]))
        self.advice.setVisible(bool(found.advice))
