"""What to get, in which order, from what we hold and what is listed. PURE: no I/O, no clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from monitor_app.sync.names import RosterName, SegmentName, parse, parse_undated, undated

NO_PREVIOUS = bytes(32)
CANDIDATES_AT_MOST = 8


@dataclass(frozen=True, kw_only=True)
class Held:
    """What we hold of a stream: the next number, the hash of the last segment, and the marks by number.

    `begins` is the first number that matters: what is before it was cleared away once everybody held it.
    """

    next_number: int = 0
    begins: int = 0
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
    """What to get, in order; what waits; and how many listed names are none of ours.

    What claims a place we hold already comes last: what was erased is known by then.
    """

    steps: tuple[Step, ...] = ()
    gaps: tuple[Gap, ...] = ()
    foreign: int = 0


def held_from(names: Iterable[str], *, last: bytes) -> Held:
    """Return what we hold of one stream from the undated names taken in and the hash of the last segment."""
    parsed = (parse_undated(name) for name in names)
    marks = {name.number: name.mark for name in parsed if isinstance(name, SegmentName)}
    return Held(next_number=max(marks, default=-1) + 1, last=last, marks=marks)


def plan_segments(
    listed: Iterable[str], held: Mapping[str, Held], *, skip: Collection[str] = frozenset()
) -> Plan:
    """Plan from listed names and what we hold; undated names in `skip` were held back for good."""
    claims, foreign = _claims(listed, skip)
    steps: list[Step] = []
    late: list[Step] = []
    gaps: list[Gap] = []
    for stream in sorted(claims, key=lambda name: ("/" not in name, name)):
        here = held.get(stream, Held())
        wanted = {number: _new(here, claims[stream][number]) for number in sorted(claims[stream])}
        expected = here.next_number
        for number, candidates in wanted.items():
            if number < here.next_number:
                is_new = candidates and number >= here.begins
                late += [Step(stream, number, candidates, is_late=True)] if is_new else []
            elif number == expected:
                steps.append(Step(stream, number, candidates))
                expected += 1
        waiting = sum(number > expected for number in wanted)
        gaps += [Gap(stream, expected, waiting)] if waiting else []
    return Plan(steps=(*steps, *late), gaps=tuple(gaps), foreign=foreign)


def plan_roster(listed: Iterable[str], *, known: int) -> tuple[list[tuple[RosterName, str]], int]:
    """Return the roster log's objects above version `known` in order, and the number of foreign names."""
    wanted: list[tuple[RosterName, str]] = []
    foreign = 0
    for path in listed:
        name = parse(path)
        if not isinstance(name, RosterName):
            foreign += 1
        elif name.number > known:
            wanted.append((name, path))
    return sorted(wanted), foreign


def newest_roster(listed: Iterable[str]) -> int:
    """Return the newest version of the list that lies there, or 0. Nothing is believed by this."""
    parsed = (parse(path) for path in listed)
    return max((name.number for name in parsed if isinstance(name, RosterName)), default=0)


def _claims(
    listed: Iterable[str], skip: Collection[str]
) -> tuple[dict[str, dict[int, dict[SegmentName, list[str]]]], int]:
    """Sort listed paths by stream, number and name; count what is foreign."""
    claims: dict[str, dict[int, dict[SegmentName, list[str]]]] = {}
    foreign = 0
    for path in listed:
        name = parse(path)
        if not isinstance(name, SegmentName):
            foreign += 1
        elif undated(name) not in skip:
            claims.setdefault(name.stream, {}).setdefault(name.number, {}).setdefault(name, []).append(path)
    return claims, foreign


def _new(here: Held, claims: Mapping[SegmentName, list[str]]) -> tuple[Candidate, ...]:
    """Return what claims a number and is not what we hold there; never so many that a store could drown us."""
    candidates = (
        Candidate(name, tuple(sorted(paths, reverse=True)))
        for name, paths in sorted(claims.items())
        if here.marks.get(name.number) != name.mark
    )
    return tuple(candidates)[:CANDIDATES_AT_MOST]
