"""Asks for the passphrase again before something about the keys is changed, and says what will be so."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from monitor_app.text import N_, Message
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words, look


class Proof(Card):
    """`ask` for something; what is to be done then gets the passphrase that was typed."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__("", "")
        self._then: Callable[[str], None] = _nothing
        self.field = SecretField(N_("Your passphrase"))
        self.field.line.returnPressed.connect(self._go)
        self.wait = Words(N_("A moment, please."), "muted")
        self.go = Button("", "primary")
        self.go.clicked.connect(self._go)
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(self.left)
        self.add(self.field)
        self.add(self.wait)
        row = Flow()
        row.addWidget(self.go)
        row.addWidget(self.back)
        self.rows.addLayout(row)

    def ask(
        self,
        heading: Message,
        consequence: Message,
        button: Message,
        then: Callable[[str], None],
        *,
        is_dangerous: bool = False,
    ) -> None:
        """Ask, saying in one sentence what will be so."""
        self._then = then
        self.heading.say(heading)
        self.sentence.say(consequence)
        self.heading.show()
        self.sentence.show()
        look(self.go, "danger" if is_dangerous else "primary")
        self.go.say(button)
        self.working(is_working=False)
        self.field.line.clear()
        self.field.line.setFocus()

    def working(self, *, is_working: bool) -> None:
        """Say that it is being done, and take no second click."""
        self.wait.setVisible(is_working)
        self.go.setEnabled(not is_working)

    def _go(self) -> None:
        typed = self.field.line.text()
        if typed and self.go.isEnabled():
            self.working(is_working=True)
            self.field.line.clear()
            self._then(typed)


def _nothing(_typed: str) -> None:
    """Wait for `ask`."""
