"""Opening and making keyslots: a passphrase, shares, or the organisation's spare key (FORMAT.md §5).

The image they lie in is `keyring`'s. Knows no file; the time only as a function it is handed.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from monitor_app.crypto import primitives
from monitor_app.crypto.keyring import (
    IMAGE_SIZE,
    SALT_SIZE,
    SLOT_ID_SIZE,
    Cost,
    Keyring,
    Slot,
    SlotKind,
    Write,
    fresh_image,
    read_keyring,
    updates,
    wiped,
)
from monitor_app.crypto.primitives import KEY_SIZE, hkdf, random_bytes
from monitor_app.errors import BadInput, DecryptionFailed, VaultError, WrongPassphrase
from monitor_app.text import N_

__all__ = [
    "CHEAPEST",
    "IMAGE_SIZE",
    "Cost",
    "Keyring",
    "Opened",
    "Slot",
    "SlotKind",
    "Write",
    "calibrated",
    "escrow_slot",
    "new_keyring",
    "open_with_escrow",
    "open_with_passphrase",
    "open_with_recovery",
    "passphrase_slot",
    "read_keyring",
    "recovery_slot",
    "updates",
    "wiped",
]

CHEAPEST = Cost(64 * 1024, 3, 4)
"""The floor: nothing weaker is read."""
_DEAREST_KIB = 512 * 1024
_STEP_KIB = 16 * 1024
_SECRET_AT_LEAST = 16


@dataclass(frozen=True)
class Opened:
    """The vault key and the slot that gave it; `needs_upgrade` if that slot is cheaper than wanted."""

    vault_key: bytes = field(repr=False)
    slot: Slot
    needs_upgrade: bool = False


def new_keyring(passphrase: str, *, vault_id: str, cost: Cost) -> tuple[bytes, bytes]:
    """Draw a vault key and put it behind `passphrase`; return (vault key, image). Raise BadInput."""
    vault_key = primitives.new_key()
    slot = passphrase_slot(vault_key, passphrase, vault_id=vault_id, cost=cost)
    return vault_key, fresh_image(vault_id, [slot])


def open_with_passphrase(image: bytes, passphrase: str, *, wanted: Cost = CHEAPEST) -> Opened:
    """Open. Raise WrongPassphrase, VaultDamaged, VaultTooNew, VaultError (too little memory)."""
    ring = read_keyring(image)
    for slot in ring.of_kind(SlotKind.PASSPHRASE):
        vault_key = _unsealed(_stretched(passphrase, slot), slot, ring.vault_id)
        if vault_key:
            return Opened(vault_key, slot, needs_upgrade=slot.cost is None or slot.cost < wanted)
    raise _wrong()


def open_with_recovery(image: bytes, secret: bytes) -> Opened:
    """Open with the secret that shares gave back. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    ring = read_keyring(image)
    for slot in ring.of_kind(SlotKind.RECOVERY):
        vault_key = _unsealed(_recovery_key(secret, slot), slot, ring.vault_id)
        if vault_key:
            return Opened(vault_key, slot)
    raise _wrong()


def open_with_escrow(image: bytes, receive_seed: bytes) -> Opened:
    """Open with the organisation's spare key. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    ring = read_keyring(image)
    for slot in ring.of_kind(SlotKind.ESCROW):
        try:
            info = _context(slot, ring.vault_id)
            vault_key = primitives.hpke_open(receive_seed, slot.sealed, info=info)
        except DecryptionFailed:
            continue
        if len(vault_key) == KEY_SIZE:
            return Opened(vault_key, slot)
    raise _wrong()


def passphrase_slot(vault_key: bytes, passphrase: str, *, vault_id: str, cost: Cost) -> Slot:
    """Put the vault key behind a passphrase. Raise BadInput on an empty one or an illegal cost."""
    if not passphrase or not cost.is_bearable():
        raise BadInput(N_("A vault needs a passphrase."), N_("Choose one, or have one made for you."))
    slot = _empty_slot(SlotKind.PASSPHRASE, cost)
    return _sealed(_stretched(passphrase, slot), slot, vault_key, vault_id)


def recovery_slot(vault_key: bytes, secret: bytes, *, vault_id: str) -> Slot:
    """Put the vault key behind a random secret of at least 16 bytes. Raise BadInput."""
    if len(secret) < _SECRET_AT_LEAST:
        raise BadInput(N_("The secret for recovery is too short."), N_("Have a new one made for you."))
    slot = _empty_slot(SlotKind.RECOVERY, None)
    return _sealed(_recovery_key(secret, slot), slot, vault_key, vault_id)


def escrow_slot(vault_key: bytes, receive_public: bytes, *, vault_id: str) -> Slot:
    """Put the vault key behind the organisation's spare key. Raise KeyRefused."""
    slot = _empty_slot(SlotKind.ESCROW, None)
    info = _context(slot, vault_id)
    return replace(slot, sealed=primitives.hpke_seal(receive_public, vault_key, info=info))


def calibrated(seconds: float = 0.7, *, now: Callable[[], float]) -> Cost:
    """Measure this machine; return a cost of about `seconds` a guess, from 64 to 512 MiB."""
    started = now()
    _stretched("calibration", _empty_slot(SlotKind.PASSPHRASE, CHEAPEST))
    took = max(now() - started, 1e-3)
    memory = int(CHEAPEST.memory_kib * seconds / took) // _STEP_KIB * _STEP_KIB
    return replace(CHEAPEST, memory_kib=min(max(memory, CHEAPEST.memory_kib), _DEAREST_KIB))


def _empty_slot(kind: SlotKind, cost: Cost | None) -> Slot:
    return Slot(kind, random_bytes(SLOT_ID_SIZE), cost, salt=random_bytes(SALT_SIZE), sealed=b"")


def _stretched(passphrase: str, slot: Slot) -> bytes:
    cost = slot.cost or CHEAPEST
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    try:
        return Argon2id(
            salt=slot.salt,
            length=KEY_SIZE,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive(typed)
    except MemoryError as error:
        raise VaultError(
            N_("There is too little free memory to check the passphrase."),
            N_("Close other programs and try again."),
        ) from error


def _recovery_key(secret: bytes, slot: Slot) -> bytes:
    return hkdf(secret, info="fieldwork/keyslot/v0/recovery", salt=slot.salt)


def _context(slot: Slot, vault_id: str) -> bytes:
    return b"fieldwork/keyslot/v0" + vault_id.encode("ascii") + slot.header()


def _sealed(key: bytes, slot: Slot, vault_key: bytes, vault_id: str) -> Slot:
    sealed = primitives.seal(key, vault_key, context=_context(slot, vault_id))
    return replace(slot, sealed=sealed)


def _unsealed(key: bytes, slot: Slot, vault_id: str) -> bytes | None:
    try:
        vault_key = primitives.unseal(key, slot.sealed, context=_context(slot, vault_id))
    except DecryptionFailed:
        return None
    return vault_key if len(vault_key) == KEY_SIZE else None


def _wrong() -> WrongPassphrase:
    return WrongPassphrase(
        N_("The vault does not open with this."),
        N_("Check the keyboard layout and capital letters, then try again."),
    )
