"""Writes a sealed package to a file: temporary name, fsync, read back, rename; a failure leaves nothing behind.

Only sealed bytes ever pass here.
"""

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path

from monitor_app.bundles.container import Entry, Packing, Written, write
from monitor_app.bundles.reading_back import ReadingBack
from monitor_app.errors import BadInput, BundleRefused, DiskFull, MonitorError, PlaceReadOnly
from monitor_app.ports import Progress
from monitor_app.text import N_

_BLOCK = 4 << 20
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_file(
    entries: Iterable[Entry],
    path: Path,
    *,
    packing: Packing,
    progress: Progress | None = None,
    before_naming: Callable[[Written], object] = lambda _: None,
) -> Written:
    """Write the package to `path`, which must not exist yet. On any failure nothing is left behind.

    `before_naming` is told what was written before it gets its name: no package is there that was not noted.
    Raise BadInput (there is such a file), DiskFull, PlaceReadOnly, BundleRefused (reads back differently), and
    what `write` raises.
    """
    _refuse_existing(path)
    with _plain_errors():
        handle, name = tempfile.mkstemp(prefix=".sealed-", suffix=".part", dir=path.parent)
        temporary = Path(name)
        try:
            written = _fill(handle, temporary, entries, packing, progress)
            _refuse_existing(path)
            before_naming(written)
            temporary.replace(path)
            _flush_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    return written


def _fill(
    handle: int, path: Path, entries: Iterable[Entry], packing: Packing, progress: Progress | None
) -> Written:
    """Write, and read back beside it. Raise BundleRefused if the disk gives back other bytes."""
    with os.fdopen(handle, "wb", buffering=0) as file, ReadingBack(path) as back:
        writer = _Whole(file, back)
        written = write(entries, writer, packing=packing, progress=progress)
        if back.finish(written.sealed_size) != written.sha256:
            raise BundleRefused(
                N_("What was written does not match what should have been written."),
                N_("The disk or stick may be failing. Use another one."),
            )
    return written


class _Whole:
    """Writes each block whole, and lets the reading back follow."""

    def __init__(self, file: RawIOBase, back: ReadingBack) -> None:
        self._file, self._back = file, back
        self._size = 0

    def __call__(self, block: bytes) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]
        self._size += len(block)
        self._back.follow(self._size)


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
