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
    "open_previous",
    "open_with_escrow",
    "open_with_passphrase",
    "open_with_recovery",
    "passphrase_slot",
    "previous_slot",
    "read_keyring",
    "recovery_public",
    "recovery_slot",
    "stronger",
    "updates",
    "wiped",
]

CHEAPEST = Cost(64 * 1024, 3, 4)
"""The floor: nothing weaker is read."""
TARGET_S = 0.7
"""How long one guess should take on the machine of its owner."""
_SHORTEST_S = 1e-3
_DEAREST_KIB = 512 * 1024
_STEP_KIB = 16 * 1024
_SECRET_AT_LEAST = 16


@dataclass(frozen=True)
class Opened:
    """The vault key and the slot that gave it."""

    vault_key: bytes = field(repr=False)
    slot: Slot


def new_keyring(passphrase: str, *, vault_id: str, cost: Cost) -> tuple[bytes, bytes]:
    """Draw a vault key and put it behind `passphrase`; return (vault key, image). Raise BadInput."""
    vault_key = primitives.new_key()
    slot = passphrase_slot(vault_key, passphrase, vault_id=vault_id, cost=cost)
    return vault_key, fresh_image(vault_id, [slot])


def open_with_passphrase(image: bytes, passphrase: str) -> Opened:
    """Open. Raise WrongPassphrase, VaultDamaged, VaultTooNew, VaultError (too little memory)."""
    ring = read_keyring(image)
    for slot in ring.of_kind(SlotKind.PASSPHRASE):
        vault_key = _unsealed(_stretched(passphrase, slot), slot, ring.vault_id)
        if vault_key:
            return Opened(vault_key, slot)
    raise _wrong()


def open_with_recovery(image: bytes, secret: bytes) -> Opened:
    """Open with the secret that sheets gave back. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    return _open_sealed(image, SlotKind.RECOVERY, _recovery_seed(secret))


def open_with_escrow(image: bytes, receive_seed: bytes) -> Opened:
    """Open with the organisation's spare key. Raise WrongPassphrase, VaultDamaged, VaultTooNew."""
    return _open_sealed(image, SlotKind.ESCROW, receive_seed)


def _open_sealed(image: bytes, kind: SlotKind, receive_seed: bytes) -> Opened:
    ring = read_keyring(image)
    for slot in ring.of_kind(kind):
        try:
            vault_key = primitives.hpke_open(receive_seed, slot.sealed, info=_context(slot, ring.vault_id))
        except DecryptionFailed:
            continue
        if len(vault_key) == KEY_SIZE:
            return Opened(vault_key, slot)
    raise _wrong()


def open_previous(image: bytes, vault_key: bytes) -> bytes | None:
    """Return the vault key before this one, while a change of the key is not done; else None."""
    ring = read_keyring(image)
    found = (_unsealed(_link(vault_key, one), one, ring.vault_id) for one in ring.of_kind(SlotKind.PREVIOUS))
    return next(found, None)


def passphrase_slot(vault_key: bytes, passphrase: str, *, vault_id: str, cost: Cost) -> Slot:
    """Put the vault key behind a passphrase. Raise BadInput on an empty one or an illegal cost."""
    if not passphrase or not cost.is_bearable():
        raise BadInput(N_("A vault needs a passphrase."), N_("Choose one, or have one made for you."))
    slot = _empty_slot(SlotKind.PASSPHRASE, cost)
    return _sealed(_stretched(passphrase, slot), slot, vault_key, vault_id)


def recovery_public(secret: bytes) -> bytes:
    """Return the key that a recovery slot is sealed to: renewing the slot needs no sheet. Raise BadInput."""
    if len(secret) < _SECRET_AT_LEAST:
        raise BadInput(N_("The secret for recovery is too short."), N_("Have a new one made for you."))
    return primitives.receive_public(_recovery_seed(secret))


def recovery_slot(vault_key: bytes, public: bytes, *, vault_id: str) -> Slot:
    """Put the vault key behind recovery sheets, by their public key. Raise KeyRefused."""
    return _sealed_to(public, SlotKind.RECOVERY, vault_key, vault_id)


def escrow_slot(vault_key: bytes, receive_public: bytes, *, vault_id: str) -> Slot:
    """Put the vault key behind the organisation's spare key. Raise KeyRefused."""
    return _sealed_to(receive_public, SlotKind.ESCROW, vault_key, vault_id)


def previous_slot(vault_key: bytes, before: bytes, *, vault_id: str) -> Slot:
    """Put the vault key of before behind the new one, for as long as the change lasts."""
    slot = _empty_slot(SlotKind.PREVIOUS, None)
    return _sealed(_link(vault_key, slot), slot, before, vault_id)


def _sealed_to(public: bytes, kind: SlotKind, vault_key: bytes, vault_id: str) -> Slot:
    slot = _empty_slot(kind, None)
    info = _context(slot, vault_id)
    return replace(slot, sealed=primitives.hpke_seal(public, vault_key, info=info))


def calibrated(seconds: float = TARGET_S, *, now: Callable[[], float]) -> Cost:
    """Measure this machine; return a cost of about `seconds` a guess, from 64 to 512 MiB."""
    started = now()
    _stretched("calibration", _empty_slot(SlotKind.PASSPHRASE, CHEAPEST))
    return _scaled(CHEAPEST, now() - started, seconds)


def stronger(cost: Cost, took_s: float, *, seconds: float = TARGET_S) -> Cost:
    """Return what this machine can bear, given how long a guess at `cost` took; never less than `cost`.

    A cost within a factor of 1.5 stays as it is: measured times waver.
    """
    wanted = _scaled(cost, took_s, seconds)
    return wanted if wanted.memory_kib >= 1.5 * cost.memory_kib else cost


def _scaled(cost: Cost, took_s: float, seconds: float) -> Cost:
    memory = round(cost.memory_kib * seconds / max(took_s, _SHORTEST_S)) // _STEP_KIB * _STEP_KIB
    return replace(cost, memory_kib=min(max(memory, CHEAPEST.memory_kib), _DEAREST_KIB))


def _empty_slot(kind: SlotKind, cost: Cost | None) -> Slot:
    return Slot(kind, random_bytes(SLOT_ID_SIZE), cost, salt=random_bytes(SALT_SIZE), sealed=b"")


def stretched(typed: bytes, cost: Cost, salt: bytes) -> bytes:
    """Return the key that a passphrase gives at this cost (Argon2id). Raise VaultError without the memory."""
    try:
        return Argon2id(
            salt=salt,
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


def _stretched(passphrase: str, slot: Slot) -> bytes:
    cost = slot.cost or CHEAPEST
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return stretched(typed, cost, slot.salt)


def _recovery_seed(secret: bytes) -> bytes:
    return hkdf(secret, info="fieldwork/keyslot/v0/recovery")


def _link(vault_key: bytes, slot: Slot) -> bytes:
    return hkdf(vault_key, info="fieldwork/keyslot/v0/previous", salt=slot.salt)


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
