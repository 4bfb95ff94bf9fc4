"""Changing the passphrase, and perhaps the key itself: the old one, the new one, and why the key may matter."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from monitor_app.errors import MonitorError
from monitor_app.text import N_
from monitor_app.ui.ways_in.new_passphrase import NewPassphrase
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import Tick
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words


class ChangeCard(Card):
    """`wanted` carries the old passphrase, the new one, and whether the key changes as well."""

    wanted = Signal(str, str, bool)
    left = Signal()

    def __init__(self, offer: Callable[[str], str], complain: Callable[[MonitorError], None]) -> None:
        super().__init__(
            N_("Change the passphrase"),
            N_("The old one opens this vault no more. Recovery sheets and the spare key stay as they are."),
        )
        self._complain = complain
        self.old = SecretField(N_("Your passphrase of now"))
        self.new = NewPassphrase(offer)
        self.with_key = Tick(N_("Change the key of the vault as well"))
        self.why = Words(
            N_(
                "Whoever copied the key file of this vault before can open that copy with the old passphrase "
                "for ever, and with it every later copy of the vault. A new key ends this for all that "
                "is written from now on; it cannot reach the copy itself. It takes a minute in a large "
                "vault, and room on the disk for one more copy of it."
            ),
            "muted",
        )
        self.wait = Words(
            N_("A moment, please. If it is interrupted, it goes on at the next unlocking."), "muted"
        )
        self.go = Button(N_("Change it"), "primary")
        self.go.clicked.connect(self._go)
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(self.left)
        for widget in (self.old, self.new, self.with_key, self.why, self.wait):
            self.add(widget)
        row = Flow()
        row.addWidget(self.go)
        row.addWidget(self.back)
        self.rows.addLayout(row)

    def begin(self) -> None:
        """Begin anew."""
        self.old.line.clear()
        self.new.begin()
        self.with_key.box.setChecked(False)
        self.working(is_working=False)
        self.old.line.setFocus()

    def forget(self) -> None:
        """Leave nothing of it on the screen."""
        self.old.line.clear()
        self.new.forget()

    def working(self, *, is_working: bool) -> None:
        """Say that it is being done, and take no second click."""
        self.wait.setVisible(is_working)
        self.go.setEnabled(not is_working)

    def _go(self) -> None:
        try:
            new = self.new.checked()
        except MonitorError as error:
            self._complain(error)
            return
        self.working(is_working=True)
        self.wanted.emit(self.old.line.text(), new, self.with_key.is_ticked())
