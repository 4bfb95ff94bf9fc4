"""Creating, unlocking and closing a vault, each way of failing with its own plain message."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Vault:
    """An open vault. Belongs to the thread that opened it.

    `folder` is where it lies, `keys` holds what opens it, `db` is the sqlite_utils.Database.
    """

    folder: Path

    @contextmanager
    def writing(self) -> Generator[None, None, None]:
        """Run one transaction: all of it is durable afterwards, or none. Nested ones join the outer."""
        yield

    def close(self) -> None:
        """Put everything into the main file, close it, and let others open the vault."""


def exists(folder: Path) -> bool:
    """Say whether the folder holds something that was made as a vault."""
    raise NotImplementedError


def create(folder: Path, passphrase: str, *, cost: Any = None) -> Vault:
    """Make a vault where none is, and open it. Raise NotAVault (something is there), PlaceReadOnly, DiskFull."""
    raise NotImplementedError


def unlock(folder: Path, passphrase: str) -> Vault:
    """Open a vault. Raise WrongPassphrase, NotAVault, VaultDamaged, VaultTooNew, VaultInUse, PlaceReadOnly, DiskFull."""
    raise NotImplementedError


def change_passphrase(vault: Vault, old: str, new: str, *, cost: Any = None) -> None:
    """Put a new passphrase in both copies of the keyslots. Raise WrongPassphrase."""
    raise NotImplementedError


def reader(vault: Vault) -> Vault:
    """Open a second, read-only connection for another thread; call it on that thread. Close it before the vault."""
    raise NotImplementedError
