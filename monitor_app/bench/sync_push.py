"""A hundred photos sealed and pushed, four objects at once, against raw curl and rclone.

The store holds them as objects of 1 MiB, so that a cut costs little. A server that takes a fixed time for each
object makes that dear: curl with the same objects shows how much of it, and is the floor of this format.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from monitor_app.app import SystemClock
from monitor_app.bench import sync_world, uploaders
from monitor_app.bench.measuring import Measure, Result, Skipped, medians
from monitor_app.crypto import primitives, stream
from monitor_app.ports import Clock, Silent
from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_later
from monitor_app.sync import engine, names
from monitor_app.sync.exchange import Due, Kind, Outgoing
from monitor_app.sync.lanes import Lanes

_NAME = "sync"
_MIB = 1024 * 1024
_PARTS = 5
_ROUNDS = 5
_BARS = {"webdav": 2.0, "s3": 1 / 0.6}
"""Half, and six tenths, of raw curl's speed: so many times its time."""


def measure(kind: str, place: Access | None, scale: float, folder: Path) -> Iterator[Result]:
    """Seal and push 100 files of 5 MB or a part of them, and let the others push them as they are, in turns."""
    if place is None or shutil.which("curl") is None:
        why = f"no {kind} place in {sync_world.PLACES}" if place is None else "curl is not installed here"
        yield Skipped(name=_NAME, why=why)
        return
    paths = sync_world.files(folder / "files", max(int(100 * scale), 4), _PARTS * _MIB)
    try:
        took = medians(_ways(kind, place, paths, folder), rounds=_ROUNDS)
    finally:
        _emptied(place)
        if uploaders.has_rclone():
            uploaders.rclone_away(kind, place, folder)
    yield from _told(kind, len(paths), took)


def _ways(kind: str, place: Access, paths: list[Path], folder: Path) -> dict[str, Callable[[], object]]:
    parts = _cut(paths, folder / "parts")
    ways: dict[str, Callable[[], object]] = {
        "ours": partial(_pushed, place, paths),
        "curl": partial(uploaders.curl, kind, place, paths, folder),
        "curl in parts": partial(uploaders.curl, kind, place, parts, folder),
    }
    if uploaders.has_rclone():
        ways["rclone"] = partial(uploaders.rclone, kind, place, paths[0].parent, folder, count())
    return ways


def _told(kind: str, number: int, took: dict[str, float]) -> Iterator[Result]:
    what = f"seal and push {number} × 5 MB to {kind}"
    yield _ratio(f"{what}, against curl", took["ours"] / took["curl"], _BARS[kind])
    yield _ratio(
        f"{what}, against curl with the same objects", took["ours"] / took["curl in parts"], _BARS[kind]
    )
    yield _ratio(
        f"  floor: curl with the same objects, against curl, {kind}", took["curl in parts"] / took["curl"]
    )
    if "rclone" in took:
        yield _ratio(f"{what}, against rclone", took["ours"] / took["rclone"])
    else:
        yield Skipped(name=_NAME, why="rclone is not installed here")


def _ratio(what: str, value: float, bar: float | None = None) -> Measure:
    return Measure(name=_NAME, what=what, value=value, unit="×", bar=bar)


def _cut(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Write the files in the parts in which they travel."""
    folder.mkdir()
    cut: list[Path] = []
    for path in paths:
        for at, block in enumerate(sync_world.blocks(path)):
            cut.append(folder / f"{path.name}-{at}")
            cut[-1].write_bytes(block)
    return cut


def _pushed(place: Access, paths: list[Path]) -> None:
    """Seal each chunk and push it, four at once. Keeping it in a vault before is a matter of the disk."""
    lanes = Lanes(open_later(place), more=lambda: open_later(place))
    push_from(_Sealing(paths), lanes, SystemClock())


def push_from(outgoing: Outgoing, lanes: Lanes, clock: Clock) -> None:
    """Push all that is due, and let go of the place."""
    try:
        while outgoing.due():
            report = engine.push(outgoing, lanes, clock=clock, progress=Silent())
            if report.stopped:
                raise RuntimeError(str(report.stopped))
    finally:
        lanes.close()


class _Sealing:
    """An outbox whose parcels are sealed as they leave."""

    def __init__(self, paths: list[Path]) -> None:
        self._key = primitives.new_key()
        parts = ((path, at) for path in paths for at in range(path.stat().st_size // _MIB))
        named = {f"{names.CHUNKS}{primitives.new_id() * 2}": part for part in parts}
        self._waiting: dict[str, tuple[Path, int]] = named

    def due(self) -> Sequence[Due]:
        """Return what is left."""
        return [Due(name=name, kind=Kind.PHOTOS, size=_MIB) for name in self._waiting]

    def fix_days(self, dues: Sequence[Due], day: str) -> None:
        """Keep nothing: nobody reads this."""

    def content(self, due: Due) -> bytes:
        """Read and seal one part."""
        path, at = self._waiting[due.name]
        with path.open("rb") as file:
            file.seek(at * _MIB)
            sealed = stream.seal_chunk(self._key, path.name, at, file.read(_MIB), last=True)
        stream.chunk_id(sealed)
        return sealed

    def mark_sent(self, dues: Sequence[Due], size: int) -> None:  # noqa: ARG002 - nothing is billed
        """Strike off what is sent."""
        for due in dues:
            del self._waiting[due.name]


def _emptied(place: Access) -> None:
    remote = open_later(place)
    for name in remote.names("fld1/"):
        remote.delete(name)
    remote.close()
