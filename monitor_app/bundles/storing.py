"""Writes what leaves to a file: temporary name, fsync, read back, rename; a failure leaves nothing behind.

Sealed bytes pass here; clear ones only through `write_clear`, whose caller holds a written reason.
"""

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path

from monitor_app.bundles.container import Entry, Packing, Written, write
from monitor_app.bundles.outflow import Outflow
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
    return _store(path, lambda sink: write(entries, sink, packing=packing, progress=progress), before_naming)


def write_clear(
    blocks: Iterable[bytes], path: Path, *, before_naming: Callable[[Written], object] = lambda _: None
) -> Written:
    """Write a file in clear, for a written reason that `before_naming` notes. Else as `write_file`."""
    return _store(path, lambda sink: _pour(blocks, sink), before_naming)


def _pour(blocks: Iterable[bytes], sink: Callable[[bytes], object]) -> Written:
    with Outflow(sink) as out:
        for block in blocks:
            out(block)
        digest = out.finish()
    return Written(digest, 1, out.size, out.size, b"")


def _store(
    path: Path,
    produce: Callable[[Callable[[bytes], object]], Written],
    before_naming: Callable[[Written], object],
) -> Written:
    _refuse_existing(path)
    with _plain_errors():
        handle, name = tempfile.mkstemp(prefix=".sealed-", suffix=".part", dir=path.parent)
        temporary = Path(name)
        try:
            written = _fill(handle, temporary, produce)
            _refuse_existing(path)
            before_naming(written)
            temporary.replace(path)
            _flush_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    return written


def _fill(handle: int, path: Path, produce: Callable[[Callable[[bytes], object]], Written]) -> Written:
    """Write, and read back beside it. Raise BundleRefused if the disk gives back other bytes."""
    with os.fdopen(handle, "wb", buffering=0) as file, ReadingBack(path) as back:
        written = produce(_Whole(file, back))
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
            N_("There is not enough room for the file. Nothing was left behind."),
            N_("Free some space or choose another place."),
        )
    if error.errno == errno.EFBIG:
        return DiskFull(
            N_("This stick or disk cannot hold a file that large. Nothing was left behind."),
            N_("Choose another place, or one formatted as exFAT."),
        )
    return PlaceReadOnly(
        N_("The file could not be written there. Nothing was left behind."),
        N_("Choose another folder."),
    )
