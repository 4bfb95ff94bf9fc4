"""What lies in `vault.keys`: the vault key behind a passphrase, shares or the spare key (FORMAT.md §5).

Gives images and writes as bytes; whoever holds the file makes them and flushes each one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

COPY_SIZE = 8192
IMAGE_SIZE = 2 * COPY_SIZE

Write = tuple[int, bytes]
"""Where in the file, and what: made in order, each flushed to the disk before the next."""


class SlotKind(IntEnum):
    """What opens a slot."""

    PASSPHRASE = 1
    RECOVERY = 2
    ESCROW = 3


@dataclass(frozen=True, order=True)
class Cost:
    """What one guess at the passphrase costs (Argon2id)."""

    memory_kib: int
    passes: int
    lanes: int


CHEAPEST = Cost(64 * 1024, 3, 4)
"""The floor: nothing weaker is read."""


@dataclass(frozen=True)
class Slot:
    """One way to the vault key."""

    kind: SlotKind
    slot_id: bytes
    cost: Cost | None
    salt: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class Keyring:
    """The newest whole copy of an image. `whole` is false if the other copy is damaged or older."""

    vault_id: str
    counter: int
    slots: tuple[Slot, ...]
    whole: bool


@dataclass(frozen=True)
class Opened:
    """The vault key and the slot that gave it."""

    vault_key: bytes = field(repr=False)
    slot: Slot
    needs_upgrade: bool


def new_keyring(passphrase: str, *, vault_id: str, cost: Cost) -> tuple[bytes, bytes]:
    """Draw a vault key and put it behind `passphrase`; return (vault key, image)."""
    raise NotImplementedError


def read_keyring(image: bytes) -> Keyring:
    """Read without opening. Raise VaultDamaged, VaultTooNew."""
    raise NotImplementedError


def open_with_passphrase(image: bytes, passphrase: str, *, wanted: Cost = CHEAPEST) -> Opened:
    """Open; `needs_upgrade` if cheaper than `wanted`. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    raise NotImplementedError


def open_with_recovery(image: bytes, secret: bytes) -> Opened:
    """Open with the secret that shares gave back. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    raise NotImplementedError


def open_with_escrow(image: bytes, receive_seed: bytes) -> Opened:
    """Open with the organisation's spare key. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    raise NotImplementedError


def passphrase_slot(vault_key: bytes, passphrase: str, *, vault_id: str, cost: Cost) -> Slot:
    """Put the vault key behind a passphrase. Raise BadInput on an empty one."""
    raise NotImplementedError


def recovery_slot(vault_key: bytes, secret: bytes, *, vault_id: str) -> Slot:
    """Put the vault key behind a random secret of at least 16 bytes."""
    raise NotImplementedError


def escrow_slot(vault_key: bytes, receive_public: bytes, *, vault_id: str) -> Slot:
    """Put the vault key behind the organisation's spare key. Raise KeyRefused."""
    raise NotImplementedError


def updates(image: bytes, slots: Sequence[Slot]) -> list[Write]:
    """Return the writes that put `slots` into both copies; after each, one copy at least is whole."""
    raise NotImplementedError


def wiped() -> list[Write]:
    """Return the write that destroys both copies."""
    raise NotImplementedError


def calibrated(seconds: float = 0.7, *, now: Callable[[], float]) -> Cost:
    """Measure this machine and return a cost of about `seconds` a guess, never below the floor."""
    raise NotImplementedError
