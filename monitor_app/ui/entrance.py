"""The way into a vault, as the first screens need it. Must not know what a vault is."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from monitor_app.ports import Progress
from monitor_app.ui.jobs import VaultThread

if TYPE_CHECKING:  # they bring the whole vault along; the first window does without
    from monitor_app.operations.restoring import Restored
    from monitor_app.operations.salvaging import Report


class Entrance(Protocol):
    """Opens vaults on their own thread, and leaves them for good."""

    def is_vault_here(self) -> bool:
        """Say whether there is a vault to unlock."""
        ...

    def offer_passphrase(self, kind: str = "invented") -> str:
        """Return a fresh passphrase: `invented` or `english` words, or `digits`."""
        ...

    def create(self, passphrase: str) -> VaultThread:
        """Begin to make a vault; the thread says when it is open."""
        ...

    def unlock(self, passphrase: str) -> VaultThread:
        """Begin to open the vault; the thread says when it is open."""
        ...

    def recover(self, sheets: Sequence[str], passphrase: str) -> VaultThread:
        """Begin to open the vault with two sheets and to give it this new passphrase."""
        ...

    def wait_s(self) -> int:
        """Return how many seconds to wait before a passphrase may be tried."""
        ...

    def panic(self) -> None:
        """Destroy what opens the vault, then replace this process. Never raises: nobody could act on it."""
        ...

    def aside(self) -> VaultThread:
        """Return a thread for work without an open vault."""
        ...

    def restore(self, place: Path, secrets: Sequence[str], progress: Progress) -> "Restored":
        """Make the vault from a backup; a damaged one in its place is kept beside it. Runs long."""
        ...

    def salvage(self, secrets: Sequence[str], progress: Progress) -> "Report":
        """Make the vault anew from what is left of it; the damaged one is kept beside it. Runs long."""
        ...

    def start_demo(self) -> None:
        """Replace this process by one that shows the demo."""
        ...

    def lock(self, *, is_hidden: bool = False) -> None:
        """Replace this process by one that shows the locked screen, or waits with it in the task bar."""
        ...
