"""Names of objects on the remote (FORMAT.md §2). Pure; what does not parse is foreign."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor_app.crypto.primitives import base32, sha256
from monitor_app.crypto.stream import chunk_id
from monitor_app.ports import stream_name

ROOT = "fld1"
ROSTER_LOG = f"{ROOT}/m/"
SEGMENTS = f"{ROOT}/in/"
CHUNKS = f"{ROOT}/b/"
MAILBOXES = f"{ROOT}/out/"
_DAY_MS = 24 * 60 * 60 * 1000
_MARK_BYTES = 10

_BOX = "[a-z0-9]{5,32}"
_TAIL = r"(?P<number>\d{8})-(?P<mark>[a-z2-7]{16})"
_ROSTER = re.compile(rf"{ROOT}/m/{_TAIL}", re.ASCII)
_IN = re.compile(rf"{ROOT}/in/(?P<day>\d{{8}})/(?P<box>{_BOX})-{_TAIL}", re.ASCII)
_OUT = re.compile(rf"{ROOT}/out/(?P<to>{_BOX})/(?P<box>{_BOX})-{_TAIL}", re.ASCII)
_CHUNK = re.compile(rf"{ROOT}/b/(?P<day>\d{{8}})/(?P<x>[a-z2-7])/(?P<id>(?P=x)[a-z2-7]{{51}})", re.ASCII)


@dataclass(frozen=True, order=True)
class RosterName:
    """Names one version of the roster."""

    number: int
    mark: str


@dataclass(frozen=True, order=True)
class SegmentName:
    """Names one segment: number `number` of the stream of `box` to `to` (empty: to everyone)."""

    box: str
    to: str
    number: int
    mark: str

    @property
    def stream(self) -> str:
        """The stream this belongs to."""
        return stream_name(self.box, self.to)


@dataclass(frozen=True, order=True)
class ChunkName:
    """Names one chunk of a file."""

    id: str


Name = RosterName | SegmentName | ChunkName


def parse(path: str) -> Name | None:
    """Read a name; None if it is not one of ours."""
    if found := _IN.fullmatch(path):
        return SegmentName(found["box"], "", int(found["number"]), found["mark"])
    if found := _OUT.fullmatch(path):
        return SegmentName(found["box"], found["to"], int(found["number"]), found["mark"])
    if found := _ROSTER.fullmatch(path):
        return RosterName(int(found["number"]), found["mark"])
    if found := _CHUNK.fullmatch(path):
        return ChunkName(found["id"])
    return None


def parse_undated(name: str) -> Name | None:
    """Read a name without its day, as an outbox keeps it; None if it is not one of ours."""
    return parse(dated(name, "00000000"))


def chunk_names(chunks: Iterable[str]) -> list[str]:
    """Return the names without a day of these chunks."""
    return [f"{CHUNKS}{chunk}" for chunk in chunks]


def undated(name: Name) -> str:
    """Write a name without the day of upload, as an outbox keeps it."""
    match name:
        case RosterName():
            return f"{ROSTER_LOG}{name.number:08d}-{name.mark}"
        case SegmentName():
            place = mailbox(name.to) if name.to else SEGMENTS
            return f"{place}{name.box}-{name.number:08d}-{name.mark}"
        case ChunkName():
            return f"{CHUNKS}{name.id}"


def dated(undated_name: str, day: str) -> str:
    """Put the day of the first try to upload into a name, where it has one."""
    if undated_name.startswith(SEGMENTS):
        return f"{SEGMENTS}{day}/{undated_name.removeprefix(SEGMENTS)}"
    if undated_name.startswith(CHUNKS):
        return chunk_shelf(day, chunk := undated_name.removeprefix(CHUNKS)) + chunk
    return undated_name


def is_box(text: str) -> bool:
    """Say whether a text can name a device on the remote."""
    return re.fullmatch(_BOX, text, re.ASCII) is not None


def mark_of(content: bytes) -> str:
    """Return the mark that fixes an object's bytes in its name."""
    return base32(sha256(content)[:_MARK_BYTES])


def named_by(hash_: bytes, place: SegmentName) -> SegmentName:
    """Return the name of the object with this hash at the place of another."""
    return SegmentName(place.box, place.to, place.number, base32(hash_[:_MARK_BYTES]))


def is_true(name: Name | None, content: bytes) -> bool:
    """Say whether an object is, byte for byte, what its name says."""
    match name:
        case ChunkName():
            return chunk_id(content) == name.id
        case RosterName() | SegmentName():
            return mark_of(content) == name.mark
        case _:
            return False


def mailbox(box: str) -> str:
    """Return the prefix of what is written to one device."""
    return f"{ROOT}/out/{box}/"


def chunk_shelf(day: str, chunk_id: str) -> str:
    """Return the prefix under which a chunk lies if it was uploaded on `day`."""
    return f"{CHUNKS}{day}/{chunk_id[0]}/"


def day_of(ms: int) -> str:
    """Return the UTC day as it stands in names."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y%m%d")


def days_between(day: str, later: str) -> int:
    """Return how many days lie between two days as they stand in names; 0 if the second is not later."""
    first, second = (datetime.strptime(one, "%Y%m%d").replace(tzinfo=UTC) for one in (day, later))
    return max((second - first).days, 0)


def days_around(now_ms: int, *, back: int = 3) -> list[str]:
    """Return tomorrow, today and the `back` days before, latest first: clocks differ."""
    return [day_of(now_ms - offset * _DAY_MS) for offset in range(-1, back + 1)]
