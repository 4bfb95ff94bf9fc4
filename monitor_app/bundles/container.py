"""Writes a sealed package in one streaming pass: bag → zip → age, nothing in clear on the disk (FORMAT.md).

Knows nothing of records or audiences: it is handed entries, recipients and a way to sign.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor_app.ports import Progress, Silent

Sink = Callable[[bytes], object]


@dataclass(frozen=True)
class Entry:
    """One file that is to leave: its place under `data/`, its size if known, and how to read it in blocks."""

    path: str
    open: Callable[[], Iterable[bytes]]
    size: int | None = None


@dataclass(frozen=True)
class Packing:
    """How a package is made up. `information` adds lines to bag-info.txt; `sign` returns armoured SSHSIG."""

    bundle_id: str
    recipients: Sequence[str]
    sign: Callable[[bytes], str]
    readme: str
    date: str
    information: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Written:
    """What was written. `sha256` is of the age file; `files` and `size` count what lies under `data/`."""

    sha256: str
    files: int
    size: int
    sealed_size: int
    tag_manifest: bytes


def write(
    entries: Iterable[Entry], sink: Sink, *, packing: Packing, progress: Progress | None = None
) -> Written:
    """Push the sealed package into `sink` in blocks. Raise KeyRefused, BundleRefused (a name), Cancelled."""
    raise NotImplementedError(entries, sink, packing, progress or Silent())


def write_file(
    entries: Iterable[Entry], path: Path, *, packing: Packing, progress: Progress | None = None
) -> Written:
    """Write to a temporary name, fsync, read back and compare, rename. On any failure nothing is left behind.

    Raise DiskFull, PlaceReadOnly, BundleRefused (what was read back differs), Cancelled.
    """
    raise NotImplementedError(entries, path, packing, progress)
