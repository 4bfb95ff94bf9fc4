"""Giving the vault a new key, so that an old copy of the key file opens nothing written from then on.

Order of writes (FORMAT.md §5): keyslots with the new key and, behind it, the old one; the database, in one
transaction; keyslots without the old key. Cut anywhere, the database itself tells which of the two it has.
"""

import contextlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from monitor_app.crypto import keyslots, primitives
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import Slot, SlotKind
from monitor_app.errors import DiskFull, MonitorError
from monitor_app.text import N_
from monitor_app.vault import keyfile, keys, places
from monitor_app.vault.driver import plainly
from monitor_app.vault.keys import KeyName
from monitor_app.vault.vault import Vault

_SPARE = 16 * 1024 * 1024
_RENEWED = {
    SlotKind.RECOVERY: (KeyName.RECOVERY_PUBLIC, keyslots.recovery_slot),
    SlotKind.ESCROW: (KeyName.ESCROW_PUBLIC, keyslots.escrow_slot),
}


def change_key(vault: Vault, image: bytes, before: bytes, passphrase: str, cost: keyslots.Cost) -> None:
    """Draw a new vault key behind `passphrase`, the sheets and the spare key, and give it to the database.

    `before` is the vault key of now. Raise DiskFull before anything is written.
    """
    _check_room(vault.folder)
    ring = keyslots.read_keyring(image)
    if ring.of_kind(SlotKind.PREVIOUS):  # an earlier change was cut short: the database must catch up first
        finish(vault, image, before)
        image = keyfile.read(vault.folder)
    key = primitives.new_key()
    slots = [keyslots.passphrase_slot(key, passphrase, vault_id=ring.vault_id, cost=cost)]
    slots += _renewed(vault, ring, key)
    link = keyslots.previous_slot(key, before, vault_id=ring.vault_id)
    image = keyfile.put(vault.folder, image, [*slots, link])
    finish(vault, image, key)


def finish(vault: Vault, image: bytes, key: bytes) -> None:
    """Give the database the key that the keyslots hold already, and forget the one before.

    While a part of the change lies only in the log, the key before is kept: without the log it opens the rest.
    """
    _rekey(vault, VaultKeys.of(key))
    if not vault.checkpoint():
        return  # somebody reads; the next opening goes on
    ring = keyslots.read_keyring(image)
    keyfile.put(vault.folder, image, [slot for slot in ring.slots if slot.kind is not SlotKind.PREVIOUS])


def try_to_finish(vault: Vault, image: bytes, key: bytes) -> None:
    """Finish a change that was cut short, if that can be done now; the vault is usable either way."""
    with contextlib.suppress(MonitorError):
        _check_room(vault.folder)
        finish(vault, image, key)


def _rekey(vault: Vault, new: VaultKeys) -> None:
    if vault.keys.database != new.database:
        with plainly():
            vault.db.conn.execute(f"PRAGMA rekey=\"x'{new.database.hex()}'\"").fetchall()
            vault.keys = new


def _renewed(vault: Vault, ring: keyslots.Keyring, key: bytes) -> Sequence[Slot]:
    """Seal the new key to the sheets and the spare key there are: their public keys lie in the vault."""
    slots = []
    for kind, (name, make) in _RENEWED.items():
        public = keys.get(vault, name)
        if public is not None and ring.of_kind(kind):
            slots.append(make(key, public, vault_id=ring.vault_id))
    return slots


def _check_room(folder: Path) -> None:
    needed = (folder / places.DATABASE).stat().st_size * 5 // 4 + _SPARE
    if shutil.disk_usage(folder).free < needed:
        raise DiskFull(
            N_("There is not enough room on the disk to change the key of the vault."),
            N_("Make about {count} MB of room, then try again.", count=needed // 1_000_000),
        )
