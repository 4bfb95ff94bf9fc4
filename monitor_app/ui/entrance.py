"""The way into a vault, as the first screens need it. Must not know what a vault is."""

from typing import Protocol

from monitor_app.ui.jobs import VaultThread


class Entrance(Protocol):
    """Opens vaults on their own thread, and leaves them for good."""

    def is_vault_here(self) -> bool:
        """Say whether there is a vault to unlock."""
        ...

    def offer_passphrase(self) -> str:
        """Return a fresh passphrase."""
        ...

    def create(self, passphrase: str) -> VaultThread:
        """Begin to make a vault; the thread says when it is open."""
        ...

    def unlock(self, passphrase: str) -> VaultThread:
        """Begin to open the vault; the thread says when it is open."""
        ...

    def start_demo(self) -> None:
        """Replace this process by one that shows the demo."""
        ...

    def lock(self, *, is_hidden: bool = False) -> None:
        """Replace this process by one that shows the locked screen, or waits with it in the task bar."""
        ...
