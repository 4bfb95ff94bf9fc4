"""The file image of keyslots: two copies, read and written in place (FORMAT.md §5).

Bytes only: opens nothing and derives nothing. `keyslots` does that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from monitor_app.crypto.primitives import random_bytes, sha256
from monitor_app.errors import VaultDamaged, VaultTooNew
from monitor_app.text import N_

COPY_SIZE = 8192
IMAGE_SIZE = 2 * COPY_SIZE
SLOTS_AT_MOST = 5
SALT_SIZE = SLOT_ID_SIZE = 16
SLOT_HEADER_SIZE = 256
SEALED_AT_MOST = 1536 - SLOT_HEADER_SIZE - 2
_SLOT_SIZE = 1536
_MAGIC = b"FWKS"
_VERSION = 0
_MAGIC_AND_COUNTER = len(_MAGIC) + 1 + 8
_COUNTER_AT_MOST = 1 << 62
_VAULT_ID_SIZE = 26
_HEAD_SIZE = 64
_SUM_SIZE = 32

Write = tuple[int, bytes]
"""Where in the file, and what: made in order, each flushed to the disk before the next."""


class SlotKind(IntEnum):
    """What opens a slot; the algorithm has the same number."""

    PASSPHRASE = 1
    RECOVERY = 2
    ESCROW = 3
    PREVIOUS = 4
    """Opens with the new vault key and holds the one before, only while the key is being changed."""


_ONE_OF_EACH = (SlotKind.PASSPHRASE, SlotKind.PREVIOUS)


@dataclass(frozen=True, order=True)
class Cost:
    """What one guess at the passphrase costs (Argon2id)."""

    memory_kib: int
    passes: int
    lanes: int

    def is_bearable(self) -> bool:
        """Tell whether it lies between the floor (a cheap guess) and the ceiling (a trap)."""
        return (
            64 * 1024 <= self.memory_kib <= 2 * 1024 * 1024 and 3 <= self.passes <= 10 and 1 <= self.lanes <= 16
        )


_NO_COST = Cost(0, 0, 0)


@dataclass(frozen=True)
class Slot:
    """One way to the vault key."""

    kind: SlotKind
    slot_id: bytes
    cost: Cost | None
    salt: bytes = field(repr=False)
    sealed: bytes = field(repr=False)

    def header(self) -> bytes:
        """Return the 256 bytes that say how this slot opens, and that sealing binds."""
        cost = self.cost or _NO_COST
        numbers = (cost.memory_kib, cost.passes, cost.lanes)
        head = bytes([self.kind, self.kind]) + self.slot_id
        head += b"".join(number.to_bytes(4, "big") for number in numbers) + self.salt
        return head.ljust(SLOT_HEADER_SIZE, b"\x00")


@dataclass(frozen=True)
class Keyring:
    """The newest whole copy of an image. `whole` is false if the other copy is damaged or differs."""

    vault_id: str
    counter: int
    slots: tuple[Slot, ...]
    whole: bool

    def of_kind(self, kind: SlotKind) -> tuple[Slot, ...]:
        """Return the slots of one kind."""
        return tuple(slot for slot in self.slots if slot.kind is kind)


def read_keyring(image: bytes) -> Keyring:
    """Read without opening. Raise VaultDamaged, VaultTooNew."""
    newest, other = _ranked(image)
    kept = _copies(image)[newest]
    vault_id, counter, slots = _read_copy(kept)
    agree = _copies(image)[other][_MAGIC_AND_COUNTER:-_SUM_SIZE] == kept[_MAGIC_AND_COUNTER:-_SUM_SIZE]
    return Keyring(vault_id, counter, slots, whole=agree and _is_whole(_copies(image)[other]))


def fresh_image(vault_id: str, slots: Sequence[Slot]) -> bytes:
    """Return the image of a new vault."""
    return _copy(vault_id, 1, slots) + _copy(vault_id, 2, slots)


def updates(image: bytes, slots: Sequence[Slot]) -> list[Write]:
    """Return the writes that put `slots` into both copies; after each, one copy at least is whole.

    Raise VaultDamaged if no copy of `image` is whole.
    """
    newest, other = _ranked(image)
    vault_id, counter, _ = _read_copy(_copies(image)[newest])
    return [
        (other * COPY_SIZE, _copy(vault_id, counter + 1, slots)),
        (newest * COPY_SIZE, _copy(vault_id, counter + 2, slots)),
    ]


def wiped() -> list[Write]:
    """Return the writes that destroy both copies: all at once first, then once more."""
    return [(0, random_bytes(IMAGE_SIZE)), (0, random_bytes(IMAGE_SIZE))]


def _copies(image: bytes) -> tuple[bytes, bytes]:
    return image[:COPY_SIZE], image[COPY_SIZE:IMAGE_SIZE]


def _ranked(image: bytes) -> tuple[int, int]:
    """Return the place of the copy that counts, and of the other."""
    if len(image) != IMAGE_SIZE:
        raise _damaged()
    counters = [_counter(copy) if _is_whole(copy) else -1 for copy in _copies(image)]
    if max(counters) < 0:
        raise _damaged()
    return (0, 1) if counters[0] > counters[1] else (1, 0)


def _is_whole(copy: bytes) -> bool:
    return copy.startswith(_MAGIC) and sha256(copy[:-_SUM_SIZE]) == copy[-_SUM_SIZE:]


def _counter(copy: bytes) -> int:
    return int.from_bytes(copy[len(_MAGIC) + 1 : _MAGIC_AND_COUNTER], "big")


def _copy(vault_id: str, counter: int, slots: Sequence[Slot]) -> bytes:
    if len(vault_id) != _VAULT_ID_SIZE or not _fit_together(slots):
        raise ValueError("a keyring has a vault id of 26 characters and 1 to 5 slots that differ")
    head = _MAGIC + bytes([_VERSION]) + counter.to_bytes(8, "big")
    head += vault_id.encode("ascii") + bytes([len(slots)])
    body = head.ljust(_HEAD_SIZE, b"\x00") + b"".join(_slot_bytes(slot) for slot in slots)
    body = body.ljust(COPY_SIZE - _SUM_SIZE, b"\x00")
    return body + sha256(body)


def _slot_bytes(slot: Slot) -> bytes:
    sealed = len(slot.sealed).to_bytes(2, "big") + slot.sealed
    return (slot.header() + sealed).ljust(_SLOT_SIZE, b"\x00")


def _read_copy(copy: bytes) -> tuple[str, int, tuple[Slot, ...]]:
    if copy[len(_MAGIC)] != _VERSION:
        raise VaultTooNew(
            N_("This vault was written by a newer version of the program."),
            N_("Update the program, then open the vault."),
        )
    count = copy[_MAGIC_AND_COUNTER + _VAULT_ID_SIZE]
    name = copy[_MAGIC_AND_COUNTER : _MAGIC_AND_COUNTER + _VAULT_ID_SIZE]
    if not 1 <= count <= SLOTS_AT_MOST or not name.isascii():
        raise _damaged()
    places = range(_HEAD_SIZE, _HEAD_SIZE + count * _SLOT_SIZE, _SLOT_SIZE)
    slots = tuple(_read_slot(copy[at : at + _SLOT_SIZE]) for at in places)
    if not _fit_together(slots) or _counter(copy) > _COUNTER_AT_MOST:
        raise _damaged()
    return name.decode("ascii"), _counter(copy), slots


def _fit_together(slots: Sequence[Slot]) -> bool:
    kinds = [slot.kind for slot in slots]
    different = len({slot.slot_id for slot in slots}) == len(slots)
    alone = all(kinds.count(kind) <= 1 for kind in _ONE_OF_EACH)
    return different and alone and 1 <= len(slots) <= SLOTS_AT_MOST


def _read_slot(area: bytes) -> Slot:
    if area[0] not in list(SlotKind):
        raise _damaged()
    kind = SlotKind(area[0])
    memory, passes, lanes = (int.from_bytes(area[at : at + 4], "big") for at in (18, 22, 26))
    cost = Cost(memory, passes, lanes) if kind is SlotKind.PASSPHRASE else None
    length = int.from_bytes(area[SLOT_HEADER_SIZE : SLOT_HEADER_SIZE + 2], "big")
    sealed = area[SLOT_HEADER_SIZE + 2 : SLOT_HEADER_SIZE + 2 + length]
    slot = Slot(kind, area[2:18], cost, salt=area[30:46], sealed=sealed)
    if (cost and not cost.is_bearable()) or _slot_bytes(slot) != area:
        raise _damaged()
    return slot


def _damaged() -> VaultDamaged:
    return VaultDamaged(
        N_("The key file of this vault is damaged."),
        N_("Restore the vault from a backup, or put the key file back from a copy."),
    )
