"""The file of keyslots on the disk: read, written over in place, destroyed.

Two writers never mix, and who writes stops when the file was destroyed meanwhile. Knows no database.
"""

import contextlib
import time
from collections.abc import Generator, Sequence
from pathlib import Path

from monitor_app.crypto import keyslots
from monitor_app.errors import NotAVault, VaultDamaged, VaultInUse
from monitor_app.text import N_
from monitor_app.vault import places
from monitor_app.vault.driver import plainly

_PATIENCE_S = 2.0
_PAUSE_S = 0.02


def read(folder: Path) -> bytes:
    """Return the image. Raise VaultDamaged if it is not there."""
    with plainly():
        try:
            return (folder / places.KEYS).read_bytes()
        except FileNotFoundError as error:
            raise missing() from error


def put(folder: Path, image: bytes, slots: Sequence[keyslots.Slot]) -> bytes:
    """Write `slots` over both copies in turn; return the new image.

    Raise VaultDamaged if the file is not `image` any more: it was changed or destroyed meanwhile.
    """
    path = folder / places.KEYS
    with plainly(), _alone(folder):
        for offset, content in keyslots.updates(image, slots):
            if path.read_bytes() != image:
                raise changed()
            places.overwrite(path, offset, content)
            image = image[:offset] + content + image[offset + len(content) :]
    return image


def destroy(folder: Path) -> None:
    """Write random bytes over every copy of the keyslots here: nothing opens this vault any more.

    Waits for nobody at first, then once more for whoever is just writing. Raise NotAVault.
    """
    with plainly():
        found = _copies(folder)
        if not found:
            raise NotAVault(N_("There is no vault in this folder."), N_("Choose the folder of a vault."))
        _wipe(found)
        with contextlib.suppress(VaultInUse, OSError), _alone(folder):
            _wipe(found)
        places.flush_folder(folder)


def missing() -> VaultDamaged:
    """Build the answer to a vault without its key file."""
    return VaultDamaged(
        N_("The key file of this vault is missing."),
        N_("Put `vault.keys` back from a copy, or restore the vault from a backup."),
    )


def _copies(folder: Path) -> list[Path]:
    """Find the key file, and those that an upgrade or a restoring left inside the vault."""
    return sorted({*folder.glob(f"{places.KEYS}*"), *folder.glob(f"*/{places.KEYS}*")})


def _wipe(paths: Sequence[Path]) -> None:
    for path in paths:
        for offset, content in keyslots.wiped():
            places.overwrite(path, offset, content)


@contextlib.contextmanager
def _alone(folder: Path) -> Generator[None, None, None]:
    lock = _waited_for(folder / places.KEYS_LOCK)
    try:
        yield
    finally:
        lock.release()


def _waited_for(path: Path) -> places.Lock:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return places.Lock(path)
        except VaultInUse:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE_S)


def changed() -> VaultDamaged:
    """Build the answer to a key file that is no longer what was read."""
    return VaultDamaged(
        N_("The key file of this vault was changed or destroyed meanwhile."),
        N_("Nothing was written to it. Close the program and open the vault again."),
    )
