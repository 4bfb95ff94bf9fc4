"""What to get, in which order, from what we hold and what is listed. PURE: no I/O, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor_app.sync.names import SegmentName

NO_PREVIOUS = bytes(32)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What we hold of a stream: the next number, the hash of the last segment, and the marks by number."""

    next_number: int = 0
    last: bytes = NO_PREVIOUS
    marks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """One object that claims a place; `paths` are where it lies (several when uploaded on two days)."""

    name: SegmentName
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One number of one stream and all that claims it. `is_late`: we already hold another at this number."""

    stream: str
    number: int
    candidates: tuple[Candidate, ...]
    is_late: bool = False


@dataclass(frozen=True)
class Gap:
    """A number that is missing while `waiting` later segments are there."""

    stream: str
    number: int
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to get, in order; what waits; and how many listed names are none of ours."""

    steps: tuple[Step, ...] = ()
    gaps: tuple[Gap, ...] = ()
    foreign: int = 0


def plan_segments(
    listed: Iterable[str], held: Mapping[str, Held], *, skip: frozenset[str] = frozenset()
) -> Plan:
    """Plan from listed names and what we hold; names in `skip` were held back for good."""
    raise NotImplementedError


def plan_roster(listed: Iterable[str], *, known: int) -> tuple[list[str], int]:
    """Return the roster log's objects above version `known` in order, and the number of foreign names."""
    raise NotImplementedError
