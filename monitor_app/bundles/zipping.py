"""Writes a zip front to back into something that cannot be wound back. Knows no bag and no key."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable

_DEFLATED = frozenset({"txt", "json", "jsonl", "csv", "md", "xml", "html", "sig"})
_LARGE = 1 << 30
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


class PushedZip:
    """A zip that grows at its end only. All times are 1980-01-01, all files plain."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self._zip = zipfile.ZipFile(_Out(sink), "w")

    def add(self, path: str, blocks: Iterable[bytes], *, size: int | None) -> tuple[str, int]:
        """Write one file; return its SHA-256 in hex and its size in bytes."""
        entry = zipfile.ZipInfo(path)
        entry.create_system, entry.external_attr = _UNIX, _READABLE
        ending = path.rpartition(".")[2]
        entry.compress_type = zipfile.ZIP_DEFLATED if ending in _DEFLATED else zipfile.ZIP_STORED
        hasher, written = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=size is None or size >= _LARGE) as out:
            for block in blocks:
                hasher.update(block)
                out.write(block)
                written += len(block)
        return hasher.hexdigest(), written

    def finish(self) -> None:
        """Write the index at the end."""
        self._zip.close()
