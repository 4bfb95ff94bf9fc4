"""Writes a sealed package to a file: temporary name, fsync, read back, rename; a failure leaves nothing behind.

Only sealed bytes ever pass here.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor_app.bundles.container import Entry, Packing, Written, write
from monitor_app.errors import BadInput, BundleRefused, DiskFull, MonitorError, PlaceReadOnly
from monitor_app.ports import Progress
from monitor_app.text import N_

_BLOCK = 4 << 20
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_file(
    entries: Iterable[Entry], path: Path, *, packing: Packing, progress: Progress | None = None
) -> Written:
    """Write the package to `path`, which must not exist yet. On any failure nothing is left behind.

    Raise BadInput (there is such a file), DiskFull, PlaceReadOnly, BundleRefused (reads back differently), and
    what `write` raises.
    """
    _refuse_existing(path)
    with _plain_errors():
        handle, name = tempfile.mkstemp(prefix=".sealed-", suffix=".part", dir=path.parent)
        temporary = Path(name)
        try:
            written = _fill(handle, entries, packing, progress)
            _compare(temporary, written)
            _refuse_existing(path)
            temporary.replace(path)
            _flush_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    return written


def _fill(handle: int, entries: Iterable[Entry], packing: Packing, progress: Progress | None) -> Written:
    with os.fdopen(handle, "wb") as file:
        written = write(entries, file.write, packing=packing, progress=progress)
        file.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):  # so that reading back asks the disk, not the cache
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return written


def _compare(path: Path, written: Written) -> None:
    hasher, block = hashlib.sha256(), bytearray(_BLOCK)
    with path.open("rb", buffering=0) as file, memoryview(block) as view:
        while count := file.readinto(block):
            hasher.update(view[:count])
    if hasher.hexdigest() != written.sha256:
        raise BundleRefused(
            N_("What was written does not match what should have been written."),
            N_("The disk or stick may be failing. Use another one."),
        )


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise BadInput(N_("There is already a file of that name."), N_("Choose another name."))


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network folders cannot do this
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _explained(error) from error


def _explained(error: OSError) -> MonitorError:
    if error.errno in _NO_ROOM:
        return DiskFull(
            N_("There is not enough room for the sealed package. Nothing was left behind."),
            N_("Free some space or choose another place."),
        )
    if error.errno == errno.EFBIG:
        return DiskFull(
            N_("This stick or disk cannot hold a file that large. Nothing was left behind."),
            N_("Choose another place, or one formatted as exFAT."),
        )
    return PlaceReadOnly(
        N_("The sealed package could not be written there. Nothing was left behind."),
        N_("Choose another folder."),
    )
