"""The fingerprint of an SSH server that is not known yet: compared by people before it is trusted."""

from PySide6.QtCore import Signal

from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.speaking import Button, Words


class FingerprintCard(Card):
    """Shows it. `agreed` carries the fingerprint once somebody says that all of it agrees."""

    agreed = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            N_("Is this the right server?"),
            N_("Compare every letter with what you were given by another way, for example by voice."),
        )
        self._offered = ""
        self.shown = Words("", "passphrase")
        self.agree = Button(N_("All of it agrees: trust this server"), "primary")
        self.agree.clicked.connect(self._agree)
        self.add(self.shown)
        self.add(self.agree, left=True)
        self.hide()

    def offer(self, fingerprint: str) -> None:
        """Show a server's fingerprint."""
        self._offered = fingerprint
        self.shown.say(_in_fours(fingerprint))
        self.show()
        self.agree.setFocus()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit(self._offered)


def _in_fours(fingerprint: str) -> str:
    """Return a fingerprint as people compare it: four letters at a time."""
    kind, colon, digest = fingerprint.partition(":")
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    return f"{kind}{colon}\n{' '.join(groups)}"
