"""What lies where in a vault's folder, written so that it is durable and only its owner may read it.

Knows files, locks and flushes; nothing of what is in them.
"""

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path

from monitor_app.errors import VaultInUse
from monitor_app.text import N_

KEYS = "vault.keys"
DATABASE = "vault.db"
ATTACHMENTS = "attachments"
BALLAST = "ballast"
LOCK = "lock"
KEYS_LOCK = "keys.lock"
TRIES = "tries"


def make_folder(folder: Path, *, parents: bool = False) -> None:
    """Make a folder only its owner may enter; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=parents, exist_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Write a file under a temporary name, flush it, and only then give it its name (over an older one)."""
    temporary = path.with_name(f"{path.name}.part")
    try:
        with _opened(temporary, os.O_CREAT | os.O_TRUNC) as descriptor:
            _write_all(descriptor, content)
            os.fsync(descriptor)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def overwrite(path: Path, offset: int, content: bytes) -> None:
    """Write over a part of a file in place, and flush it."""
    with _opened(path, 0) as descriptor:
        os.lseek(descriptor, offset, os.SEEK_SET)
        _write_all(descriptor, content)
        os.fsync(descriptor)


def flush_file(path: Path) -> None:
    """Make a file's content durable."""
    with _opened(path, 0) as descriptor:
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system knows how."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Generator[int, None, None]:
    descriptor = os.open(path, flags | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class Lock:
    """One process at a time. The system lets go when the process ends, however it ends."""

    def __init__(self, path: Path, *, is_there: bool = False) -> None:
        """Take the lock; one that `is_there` is not written. Raise VaultInUse."""
        flags = (os.O_RDONLY if is_there else os.O_CREAT | os.O_RDWR) | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, flags, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise VaultInUse(
                N_("This vault is open already."),
                N_("Close it in the other window or program, then try again."),
            ) from error

    def release(self) -> None:
        """Let go."""
        os.close(self._descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
