"""Changing what opens a vault: its passphrase, recovery sheets, the organisation's spare key.

Every change asks for the passphrase again, or for two sheets, and reaches both copies of the keyslots.
"""

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import Cost, Keyring, Opened, Slot, SlotKind
from monitor_app.errors import MonitorError
from monitor_app.vault import keyfile, keys, places, rekeying
from monitor_app.vault.driver import plainly
from monitor_app.vault.keys import KeyName
from monitor_app.vault.vault import Vault

_PUBLIC = {SlotKind.RECOVERY: KeyName.RECOVERY_PUBLIC, SlotKind.ESCROW: KeyName.ESCROW_PUBLIC}
_SHEETS_OF_A_PERSON = 16
"""Bytes of a person's recovery secret; the organisation's spare key has 32."""


def kinds(folder: Path) -> frozenset[SlotKind]:
    """Return what opens the vault. Raise VaultDamaged, VaultTooNew."""
    return frozenset(slot.kind for slot in keyslots.read_keyring(keyfile.read(folder)).slots)


def opened_by(image: bytes, secret: bytes) -> Opened:
    """Open the keyslots with the secret of sheets: a person's, or an organisation's. Raise WrongPassphrase."""
    if len(secret) == _SHEETS_OF_A_PERSON:
        return keyslots.open_with_recovery(image, secret)
    return keyslots.open_with_escrow(image, secret)


def change_passphrase(
    vault: Vault, old: str, new: str, *, cost: Cost | None = None, with_key: bool = False
) -> None:
    """Put a new passphrase in both copies; `with_key` also gives the vault a new key. Raise WrongPassphrase."""
    image = keyfile.read(vault.folder)
    opened = keyslots.open_with_passphrase(image, old)
    cost = cost or keyslots.calibrated(now=time.perf_counter)
    if with_key:
        rekeying.change_key(vault, image, opened.vault_key, new, cost)
    else:
        _put_passphrase(vault.folder, image, opened.vault_key, new, cost)


def set_passphrase(folder: Path, secret: bytes, new: str, *, cost: Cost | None = None) -> None:
    """Put a new passphrase in a closed vault that opens with the secret of sheets. Raise as `unlock` does."""
    with plainly():
        lock = places.Lock(folder / places.LOCK)
        try:
            image = keyfile.read(folder)
            opened = opened_by(image, secret)
            cost = cost or keyslots.calibrated(now=time.perf_counter)
            _put_passphrase(folder, image, opened.vault_key, new, cost)
        finally:
            lock.release()


def sealed_to(vault: Vault, passphrase: str, kind: SlotKind, public: bytes) -> Slot:
    """Make a slot for sheets or a spare key, and change nothing yet. Raise WrongPassphrase, KeyRefused."""
    image = keyfile.read(vault.folder)
    opened = keyslots.open_with_passphrase(image, passphrase)
    make = keyslots.recovery_slot if kind is SlotKind.RECOVERY else keyslots.escrow_slot
    return make(opened.vault_key, public, vault_id=keyslots.read_keyring(image).vault_id)


def add(vault: Vault, slot: Slot, public: bytes) -> None:
    """Put a slot into both copies, in place of an older one of its kind; keep its public key for renewing."""
    keys.put(vault, _PUBLIC[slot.kind], public)
    image = keyfile.read(vault.folder)
    keyfile.put(vault.folder, image, [*_without(keyslots.read_keyring(image), slot.kind), slot])


def prove(vault: Vault, secret: bytes) -> None:
    """Open the keyslots as they now lie on the disk with the secret of sheets. Raise WrongPassphrase."""
    opened = opened_by(keyfile.read(vault.folder), secret)
    if VaultKeys.of(opened.vault_key) != vault.keys:
        raise keyfile.changed()


def remove(vault: Vault, passphrase: str, kind: SlotKind) -> None:
    """Take a way in out of both copies. Raise WrongPassphrase."""
    image = keyfile.read(vault.folder)
    keyslots.open_with_passphrase(image, passphrase)
    keyfile.put(vault.folder, image, _without(keyslots.read_keyring(image), kind))
    keys.forget(vault, _PUBLIC[kind])


def public_of(vault: Vault, kind: SlotKind) -> bytes | None:
    """Return the public key that a slot is sealed to, or None."""
    return keys.get(vault, _PUBLIC[kind])


def mend(folder: Path) -> None:
    """Write both copies anew if one is damaged or was left behind by a change cut short; never in the way."""
    with contextlib.suppress(MonitorError):
        image = keyfile.read(folder)
        ring = keyslots.read_keyring(image)
        if not ring.whole:
            keyfile.put(folder, image, ring.slots)


def strengthen(folder: Path, opened: Opened, passphrase: str, took_s: float) -> None:
    """Make the next guess as dear as this machine can bear, if it is much too cheap; never in the way."""
    cost = keyslots.stronger(opened.slot.cost or keyslots.CHEAPEST, took_s)
    if cost != opened.slot.cost:
        with contextlib.suppress(MonitorError):
            _put_passphrase(folder, keyfile.read(folder), opened.vault_key, passphrase, cost)


def _put_passphrase(folder: Path, image: bytes, vault_key: bytes, passphrase: str, cost: Cost) -> None:
    ring = keyslots.read_keyring(image)
    slot = keyslots.passphrase_slot(vault_key, passphrase, vault_id=ring.vault_id, cost=cost)
    keyfile.put(folder, image, [slot, *_without(ring, SlotKind.PASSPHRASE)])


def _without(ring: Keyring, kind: SlotKind) -> Sequence[Slot]:
    return [slot for slot in ring.slots if slot.kind is not kind]
