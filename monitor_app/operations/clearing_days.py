"""Whole days leave a shared place once everybody holds them: looked for, said to who joins later, then deleted.

Told first, deleted after: a stop anywhere leaves everything there, or is carried on by the next run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from monitor_app.operations import membership, places, removing, retention
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.operations.places import Place
from monitor_app.operations.removing import Removed
from monitor_app.ports import Progress, Remote, stream_name
from monitor_app.sync import names
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.names import SegmentName
from monitor_app.text import Message
from monitor_app.vault import attachments, events, outbox, peers, reading

_DAY_MS = 24 * 60 * 60 * 1000
LOOK_EVERY_MS = 7 * _DAY_MS
"""So seldom all days of a distant place are listed by themselves."""
_PARCEL_BYTES = 8 * 1024
"""About what a parcel of one record takes, for telling how much would go."""


@dataclass(frozen=True)
class Clearable:
    """What may leave a place: its days, how many objects, about how many bytes. `blocked`: a day that may not.

    `waits_for` are the code names of coordinators who have not said that they hold everything.
    """

    days: tuple[str, ...] = ()
    objects: int = 0
    bytes: int = 0
    blocked: str = ""
    waits_for: tuple[str, ...] = ()
    paths: tuple[str, ...] = field(default=(), repr=False)
    parts: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)
    last: Mapping[str, int] = field(default_factory=dict, repr=False)


class _Begun(msgspec.Struct, frozen=True):
    """Days that were said to be cleared, and are being deleted."""

    days: tuple[str, ...] = ()


def look(on_desk: OnDesk, lanes: Lanes, progress: Progress, *, also: tuple[str, ...] = ()) -> Clearable:
    """Return what may leave a place now, and what is left of the days `also`. Raise RemoteError, Cancelled."""
    if not on_desk(_oldest_day):
        return Clearable()
    lying = removing.listed(lanes, [names.SEGMENTS], progress)
    found = on_desk(lambda desk: _judged(desk, lying))
    shelves = [f"{names.CHUNKS}{day}/" for day in sorted({*found.days, *also})]
    parts = removing.listed(lanes, shelves, progress) if shelves else {}
    return on_desk(lambda desk: _with_parts(desk, found, parts))


def preview(on_desk: OnDesk, progress: Progress) -> Clearable:
    """Return what may leave the shared places that are reached now. Raise BadInput, RemoteError, Cancelled."""
    found = Clearable()
    for place in on_desk(lambda desk: places.to_visit(desk, places.ALL)):
        lanes = Lanes(on_desk(_opening(place)))
        try:
            here = look(on_desk, lanes, progress)
        finally:
            lanes.close()
        found = (
            here
            if not found.objects
            else replace(found, objects=found.objects + here.objects, bytes=found.bytes + here.bytes)
        )
    return found


def _opening(place: Place) -> Callable[[Desk], Remote]:
    return lambda desk: desk.open_remote(place.access)


def run(
    on_desk: OnDesk, place: str, lanes: Lanes, progress: Progress, *, push: Callable[[], bool], is_asked: bool
) -> Removed:
    """Clear what may leave this place, if this device looks after it. `is_asked`: a person wants it now.

    `push` sends what was said, and says whether all of it lies there. Raise RemoteError, Cancelled.
    """
    if not on_desk(lambda desk: _is_due(desk, place, is_asked=is_asked)):
        return Removed()
    found = look(on_desk, lanes, progress, also=on_desk(lambda desk: _begun(desk, place)))
    if not on_desk(lambda desk: _begin(desk, place, found)) or not push():
        return Removed()
    chosen = [*((path, (path,)) for path in found.paths), *found.parts]
    removed, _ = removing.delete(lanes, removing.plainly(chosen), progress)
    letters, refused = _letters(on_desk, lanes, progress) if removed.refused is None else (0, removed.refused)
    on_desk(lambda desk: _end(desk, place, is_refused=refused is not None))
    return Removed(removed.objects + letters, refused)


def _begun(desk: Desk, place: str) -> tuple[str, ...]:
    return recall(desk, f"clearing/{place}", _Begun, _Begun()).days


def _is_due(desk: Desk, place: str, *, is_asked: bool) -> bool:
    if not retention.days(desk) or not removing.is_on_duty(desk):
        return False
    looked = recall(desk, f"cleared_ms/{place}", int, 0)
    return is_asked or not 0 <= desk.now() - looked < LOOK_EVERY_MS


def _oldest_day(desk: Desk) -> str:
    """Return the last day that is old enough, "" while nothing can be."""
    known, kept = membership.people_now(desk), retention.days(desk)
    before = desk.now() - (kept + 1) * _DAY_MS
    begun = min((one.since_ms for one in known.members), default=desk.now()) if known else desk.now()
    return names.day_of(before) if kept and before >= begun else ""


def _judged(desk: Desk, lying: Mapping[str, tuple[str, ...]]) -> Clearable:
    """Take day after day, up to the first that somebody does not hold."""
    by_day: dict[str, list[tuple[str, str]]] = {}
    last_day = _oldest_day(desk)
    for name, paths in lying.items():
        for path in paths:
            if (day := path.split("/")[2]) <= last_day:
                by_day.setdefault(day, []).append((name, path))
    holding = retention.holding(desk)
    days, chosen, last = list[str](), list[str](), dict[str, int]()
    for day in sorted(by_day):
        found = _of_day(desk, by_day[day], holding.up_to)
        if found is None:
            return _clearable(days, chosen, last, blocked=day, waits_for=holding.waits_for)
        days.append(day)
        for path, segment in found:
            chosen.append(path)
            last[segment.stream] = max(last.get(segment.stream, -1), segment.number)
    return _clearable(days, chosen, last)


def _of_day(
    desk: Desk, lying: list[tuple[str, str]], up_to: Mapping[str, int]
) -> list[tuple[str, SegmentName]] | None:
    """Return what of one day may go, None if somebody lacks something; strangers' objects are left alone."""
    known = membership.people_now(desk)
    found: list[tuple[str, SegmentName]] = []
    for name, path in lying:
        parsed = names.parse_undated(name)
        writer = known.member(parsed.box) if known and isinstance(parsed, SegmentName) else None
        if not isinstance(parsed, SegmentName) or writer is None:
            continue
        counts = writer.is_active or parsed.number <= writer.last_good
        if not counts or retention.is_own_unread(desk, name):
            continue
        if parsed.number > up_to.get(parsed.stream, -1):
            return None
        found.append((path, parsed))
    return found


def _clearable(
    days: list[str],
    chosen: list[str],
    last: dict[str, int],
    *,
    blocked: str = "",
    waits_for: tuple[str, ...] = (),
) -> Clearable:
    return Clearable(
        days=tuple(days) if chosen else (),
        objects=len(chosen),
        bytes=len(chosen) * _PARCEL_BYTES,
        blocked=blocked,
        waits_for=waits_for,
        paths=tuple(chosen),
        last=last,
    )


def _with_parts(desk: Desk, found: Clearable, parts: Mapping[str, tuple[str, ...]]) -> Clearable:
    """Add the parts of files of those days, but our own that nobody confirmed."""
    going = {name: paths for name, paths in parts.items() if not retention.is_own_unread(desk, name)}
    sizes = (attachments.size_of(desk.vault, name.removeprefix(names.CHUNKS)) for name in going)
    return replace(
        found,
        objects=found.objects + len(going),
        bytes=found.bytes + sum(sizes),
        parts=tuple(going.items()),
    )


def _begin(desk: Desk, place: str, found: Clearable) -> tuple[str, ...]:
    """Say what goes before it goes; return the days to delete, those of a run that was cut short too."""
    before = _begun(desk, place)
    starts = retention.starts_after(desk, _beyond_said(desk, found.last))
    if starts is None:
        return ()
    with desk.vault.writing():
        if starts:
            retention.note_cleared(desk, found.days[-1], starts)
        days = tuple(sorted({*before, *found.days}))
        note(desk, f"clearing/{place}", _Begun(days))
        note(desk, f"cleared_ms/{place}", desk.now())
    return days


def _beyond_said(desk: Desk, last: Mapping[str, int]) -> dict[str, int]:
    """Leave out the streams of which it is said already that they begin later."""
    said = peers.starts(desk.vault)
    return {
        stream: number for stream, number in last.items() if stream not in said or said[stream].segment < number
    }


def _end(desk: Desk, place: str, *, is_refused: bool) -> None:
    with desk.vault.writing():
        if not is_refused:
            note(desk, f"clearing/{place}", None)
        note(desk, f"no_deleting/{place}", is_refused)


def _letters(on_desk: OnDesk, lanes: Lanes, progress: Progress) -> tuple[int, Message | None]:
    """Delete our letters to single devices that they have read, as old as the days that went."""
    old = on_desk(_old_letters)
    removed, _ = removing.delete(lanes, removing.plainly((name, (name,)) for name in old), progress)
    if removed.refused is None:
        on_desk(lambda desk: _note_letters(desk, old))
    return removed.objects, removed.refused


def _old_letters(desk: Desk) -> list[str]:
    """Return the names of letters that their readers confirmed and that are older than things are kept."""
    known, before = membership.people_now(desk), desk.now() - retention.days(desk) * _DAY_MS
    found: list[str] = []
    for member in known.members if known else ():
        stream = stream_name(desk.box, member.box)
        done = peers.cursor(desk.vault, f"letters_gone/{stream}")
        for name in peers.read_after(desk.vault, stream, done):
            item = outbox.item(desk.vault, name)
            is_read = item is not None and item.state is outbox.OutboxState.CONFIRMED
            if item is None or not is_read or not _is_older(desk, stream, item.last, before):
                break
            found.append(name)
    return found


def _is_older(desk: Desk, stream: str, number: int, before_ms: int) -> bool:
    """Say whether what a letter says last was said before a time; what is erased tells nothing."""
    links = events.after(desk.vault, stream, number - 1, limit=1)
    event = reading.understood(links[0].body) if links and links[0].body is not None else None
    return event is not None and event.time.ms < before_ms


def _note_letters(desk: Desk, gone: list[str]) -> None:
    with desk.vault.writing():
        for name in gone:
            parsed = names.parse_undated(name)
            if isinstance(parsed, SegmentName):
                peers.set_cursor(desk.vault, f"letters_gone/{parsed.stream}", name)
