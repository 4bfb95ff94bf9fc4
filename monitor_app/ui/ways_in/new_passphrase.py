"""Choosing a new passphrase: the words we offer, or one's own; typed once more to prove it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.errors import BadInput
from monitor_app.text import N_, Message
from monitor_app.ui.ways_in.strength import StrengthMeter
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words

KINDS: tuple[tuple[str, Message], ...] = (
    ("invented", N_("Six invented words, for every tongue")),
    ("english", N_("Eight English words")),
    ("digits", N_("Digits, for every keyboard")),
)


class NewPassphrase(QWidget):
    """Offers words, takes one's own, and hands over what was typed twice alike."""

    def __init__(self, offer: Callable[[str], str]) -> None:
        super().__init__()
        self._make = offer
        self._offered = ""
        self._is_own = False
        self.kind = ChoiceField(N_("What it is made of"))
        self.kind.chosen.connect(lambda _: self._offer())
        self.words = Words("", "passphrase")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.another = Button(N_("Offer others"))
        self.another.clicked.connect(self._offer)
        self.own_or_ours = Button("", "quiet")
        self.own_or_ours.clicked.connect(lambda: self._choose(own=not self._is_own))
        self.own = SecretField(N_("Passphrase of your own"))
        self.meter = StrengthMeter()
        self.own.line.textChanged.connect(self.meter.show_for)
        self.again = SecretField(N_("Write it on paper, then type it here"))
        self._lay_out()
        self.kind.offer(KINDS)
        self._choose(own=False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = Flow()
        row.addWidget(self.another)
        row.addWidget(self.own_or_ours)
        for widget in (self.kind, self.words, self.own, self.meter):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.again)

    def begin(self) -> None:
        """Begin anew with fresh words of ours."""
        self._choose(own=False)
        self._offer()

    def checked(self) -> str:
        """Return the passphrase if it was typed twice alike. Raise BadInput."""
        wanted = self.own.line.text() if self._is_own else self._offered
        typed = self.again.line.text()
        if not wanted or " ".join(typed.split()) != " ".join(wanted.split()):
            raise BadInput(
                N_("The passphrase typed is not the same."), N_("Look at your paper and type it again.")
            )
        return wanted

    def forget(self) -> None:
        """Leave nothing of it on the screen."""
        self._offered = ""
        self.words.say("")
        for field in (self.own, self.again):
            field.line.clear()

    def _offer(self) -> None:
        self._offered = self._make(self.kind.value())
        self.words.say(self._offered)
        self.again.line.clear()

    def _choose(self, *, own: bool) -> None:
        self._is_own = own
        for widget in (self.kind, self.words, self.another):
            widget.setVisible(not own)
        self.own.setVisible(own)
        self.own.line.clear()
        self.meter.show_for("")
        self.own_or_ours.say(N_("Use the words we offer") if own else N_("Use my own passphrase"))
        self.again.line.clear()
        if not own and not self._offered:
            self._offer()
