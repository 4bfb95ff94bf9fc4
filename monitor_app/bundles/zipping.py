"""Writes a zip front to back into something that cannot be wound back. Knows no bag and no key."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from monitor_app.bundles.zip_index import ZipIndex

_DEFLATED = frozenset({"txt", "json", "jsonl", "csv", "md", "xml", "html", "sig"})
_LARGE = 1 << 30
_GATHERED = 1 << 18
_READABLE = 0o100644 << 16
_UNIX = 3


class _Out:
    """What zipfile writes to: no tell and no seek, so it marks sizes after each file."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._sink = sink

    def write(self, block: bytes) -> int:
        self._sink(block)
        return len(block)

    def flush(self) -> None:
        """There is nothing to flush here."""

    def close(self) -> None:
        """Nor to close."""


class _Forgetful(dict[str, zipfile.ZipInfo]):
    """Takes entries by name and keeps none: that no name comes twice, our callers know."""

    def __setitem__(self, name: str, entry: zipfile.ZipInfo) -> None:
        """Let it go."""


class PushedZip:
    """A zip that grows at its end only. All times are 1980-01-01, all files plain, every name once."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._zip = zipfile.ZipFile(_Out(sink), "w")
        self._sink = sink
        self._index = ZipIndex()
        self._zip.filelist = self._index
        self._zip.NameToInfo = _Forgetful()

    def add(self, path: str, blocks: Iterable[bytes], *, size: int | None) -> tuple[str, int]:
        """Write one file; return its SHA-256 in hex and its size in bytes."""
        hasher, written = hashlib.sha256(), 0
        with self.open(path, size=size) as out:
            for block in blocks:
                hasher.update(block)
                out.write(block)
                written += len(block)
        return hasher.hexdigest(), written

    def open(self, path: str, *, size: int | None) -> IO[bytes]:
        """Begin one file; what is written to it goes out at once. Close it before the next."""
        entry = _plain_file(path)
        ending = path.rpartition(".")[2]
        entry.compress_type = zipfile.ZIP_DEFLATED if ending in _DEFLATED else zipfile.ZIP_STORED
        return self._zip.open(entry, "w", force_zip64=size is None or size >= _LARGE)

    def ending(self) -> Iterator[bytes]:
        """Yield the index, which must be written at the end, and close."""
        self._zip.fp = None  # or zipfile would write an index of its own
        yield from self._index.blocks(self._zip.start_dir, attributes=_READABLE)

    def finish(self) -> None:
        """Write the index at the end."""
        for block in self.ending():
            self._sink(block)


def zipped(files: Iterable[tuple[str, Iterable[bytes], int | None]]) -> Iterator[bytes]:
    """Yield a zip of (path, blocks, size if known) in blocks, one file after the other."""
    waiting: list[bytes] = []
    package = PushedZip(waiting.append)
    for path, blocks, size in files:
        with package.open(path, size=size) as out:
            for block in blocks:
                out.write(block)
                yield from _ready(waiting)
        yield from _ready(waiting)
    yield b"".join(waiting)
    yield from package.ending()


def _ready(waiting: list[bytes]) -> Iterator[bytes]:
    if sum(map(len, waiting)) >= _GATHERED:
        yield b"".join(waiting)
        waiting.clear()


def _plain_file(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    return entry
