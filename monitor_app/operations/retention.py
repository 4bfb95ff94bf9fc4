"""How long what everybody holds stays in the shared place, and who holds what: by signed word alone.

What leaves is never the only copy: every active coordinator, or an archive, has said that it holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from monitor_app.domain.events import DaysCleared, Event, RetentionChosen, SegmentsRead, Start
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.errors import BadInput
from monitor_app.operations import carrying, membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import stream_name
from monitor_app.sync import names
from monitor_app.sync.names import SegmentName
from monitor_app.text import N_
from monitor_app.vault import awaited, events, outbox, parcels, peers

Value = TypeVar("Value")
DEFAULT_DAYS = 180
LEAST_DAYS = 14
"""A stick in a pocket, and a colleague on a journey, come back within this."""
MOST_DAYS = 3650
SAY_EVERY_MS = 7 * 24 * 60 * 60 * 1000
_STREAMS_AT_ONCE = 500
_CHOSEN, _SAID, _SAID_MS, _BEGAN = "retention", "said_read", "said_read_ms", "began_later"


class _Chosen(msgspec.Struct, frozen=True):
    days: int = DEFAULT_DAYS
    time: Stamp = Stamp(0, 0)
    device: str = ""


@dataclass(frozen=True)
class Holding:
    """Up to which segment everybody holds each stream to everyone, and who has not said enough yet."""

    up_to: Mapping[str, int]
    waits_for: tuple[str, ...]


def days(desk: Desk) -> int:
    """Return for how many days things stay in the shared place, 0 for ever."""
    return recall(desk, _CHOSEN, _Chosen, _Chosen()).days


def choose(desk: Desk, count: int) -> tuple[int, Changes]:
    """As a coordinator, say for how many days things stay, 0 for ever. Raise NotAllowed, BadInput."""
    membership.demand_coordinator(desk)
    if count and not LEAST_DAYS <= count <= MOST_DAYS:
        raise BadInput(
            N_("Things cannot stay for so many days."),
            N_("Choose between {least} and {most} days, or for ever.", least=LEAST_DAYS, most=MOST_DAYS),
        )
    chosen = RetentionChosen(subject="shared_place", device=desk.box, time=desk.stamp(), days=count)
    with desk.vault.writing():
        events.append(desk.vault, chosen, stream=desk.box)
        _take_choice(desk, chosen)
    return count, touched(Topic.SYNC)


def take_in(desk: Desk, event: Event, writer: Member | None) -> None:
    """Follow what others say of holding and clearing. Runs in the transaction that takes the event in."""
    if writer is None or not writer.is_active:
        return
    match event:
        case RetentionChosen() if writer.may(Right.COORDINATOR):
            _take_choice(desk, event)
        case SegmentsRead():
            _note_held(desk, writer.box, event.streams)
        case DaysCleared() if writer.may(Right.COORDINATOR):
            _take_starts(desk, event.streams)


def say(desk: Desk) -> int:
    """As a reader among several, say once a week how far this device holds what others wrote.

    Return of how many devices. Of whom a file is still on its way, nothing is said.
    """
    known = membership.people_now(desk)
    mine = known.member(desk.box) if known else None
    others = [one for one in known.readers() if one.box != desk.box] if known else []
    if known is None or mine is None or mine not in known.readers() or not others:
        return 0
    if desk.now() - (recall(desk, _SAID_MS, int, 0) or mine.since_ms) < SAY_EVERY_MS:
        return 0
    said, held = recall(desk, _SAID, dict[str, int], {}), _held(desk, known)
    fresh = {stream: number for stream, number in held.items() if number > said.get(stream, -1)}
    with desk.vault.writing():
        for some in _lots(fresh):
            event = SegmentsRead(subject=desk.box, device=desk.box, time=desk.stamp(), streams=dict(some))
            events.append(desk.vault, event, stream=desk.box)
        note(desk, _SAID, {**said, **fresh})
        note(desk, _SAID_MS, desk.now())
    return len(fresh)


def holding(desk: Desk) -> Holding:
    """Return how far all active coordinators, or an active archive, hold every stream to everyone."""
    known = membership.people_now(desk)
    if known is None:
        return Holding({}, ())
    own = _held(desk, known)
    coordinators = [one for one in known.coordinators() if one.box != desk.box]
    archives = [one for one in known.readers() if one not in known.coordinators() and one.box != desk.box]
    said = {one.box: _said_by(desk, one.box) for one in (*coordinators, *archives)}
    up_to: dict[str, int] = {}
    for stream, number in own.items():
        others = [said[one.box].get(stream, number if one.box == stream else -1) for one in coordinators]
        kept = [said[one.box].get(stream, -1) for one in archives]
        up_to[stream] = min(number, max(min(others, default=number), max(kept, default=-1)))
    silent = [one.name for one in coordinators if any(_lags(said[one.box], one.box, own))]
    return Holding(up_to, tuple(sorted(silent)))


def never_shown(desk: Desk) -> dict[str, int]:
    """Return, by device, how many segments another reader says it holds and this reader was never shown."""
    known = membership.people_now(desk)
    readers = {one.box for one in known.readers()} if known else set()
    if known is None or desk.box not in readers:
        return {}
    said = [_said_by(desk, box) for box in readers - {desk.box}]
    missing = {
        one.box: max(claims.get(one.box, -1) for claims in said) - carrying.last_segment(desk, one.box)
        for one in known.members
        if said and one.box != desk.box
    }
    return {box: count for box, count in missing.items() if count > 0}


def starts_after(desk: Desk, numbers: Mapping[str, int]) -> dict[str, Start] | None:
    """Return where streams begin once their segments up to these numbers are gone; None if one is not known."""
    found: dict[str, Start] = {}
    for stream, number in numbers.items():
        place = names.undated(SegmentName(stream, "", number, "")).rstrip("-")
        here = parcels.at(desk.vault, f"{place}-")
        last = events.after(desk.vault, stream, here[0].last - 1, limit=1) if here else []
        if not last:
            return None
        found[stream] = Start(number, here[0].chain, last[0].number, last[0].hash)
    return found


def note_cleared(desk: Desk, day: str, starts: Mapping[str, Start]) -> None:
    """Say, for who joins later, where streams begin from now on. Runs in a transaction."""
    for some in _lots(starts):
        event = DaysCleared(subject=day, device=desk.box, time=desk.stamp(), streams=dict(some))
        events.append(desk.vault, event, stream=desk.box)
    for stream, start in starts.items():
        peers.begin_after(desk.vault, stream, start)


def tell(desk: Desk, box: str) -> None:
    """Tell a new reader how long things stay, and where streams begin of which something left."""
    stream = stream_name(desk.box, box)
    chosen = recall(desk, _CHOSEN, _Chosen, _Chosen())
    if chosen.device:
        said = RetentionChosen(subject="shared_place", device=desk.box, time=desk.stamp(), days=chosen.days)
        events.append(desk.vault, said, stream=stream)
    for some in _lots(peers.starts(desk.vault)):
        event = DaysCleared(subject="", device=desk.box, time=desk.stamp(), streams=dict(some))
        events.append(desk.vault, event, stream=stream)


def began_later(desk: Desk) -> list[str]:
    """Return the streams of which this device never had the beginning, because it was cleared away."""
    return recall(desk, _BEGAN, list[str], [])


def is_own_unread(desk: Desk, name: str) -> bool:
    """Say whether an object is ours and nobody has confirmed it: it stays, and stands in nobody's way."""
    item = outbox.item(desk.vault, name)
    return item is not None and item.state is not outbox.OutboxState.CONFIRMED


def _held(desk: Desk, known: Roster) -> dict[str, int]:
    """Return up to which segment this device holds each stream to everyone, and all their files."""
    lacking = awaited.lacking_from(desk.vault)
    held = {one.box: carrying.last_segment(desk, one.box) for one in known.members if one.box not in lacking}
    return {stream: number for stream, number in held.items() if number >= 0}


def _said_by(desk: Desk, box: str) -> dict[str, int]:
    return recall(desk, f"read_by/{box}", dict[str, int], {})


def _lags(said: Mapping[str, int], box: str, own: Mapping[str, int]) -> list[str]:
    return [stream for stream in own if stream != box and stream not in said]


def _note_held(desk: Desk, box: str, streams: Mapping[str, int]) -> None:
    before = _said_by(desk, box)
    note(desk, f"read_by/{box}", {**before, **{s: max(n, before.get(s, -1)) for s, n in streams.items()}})


def _take_choice(desk: Desk, event: RetentionChosen) -> None:
    before = recall(desk, _CHOSEN, _Chosen, _Chosen())
    if (event.time, event.device) >= (before.time, before.device):
        note(desk, _CHOSEN, _Chosen(event.days, event.time, event.device))


def _take_starts(desk: Desk, streams: Mapping[str, Start]) -> None:
    """Keep where streams begin; it changes nothing of a stream that this device holds something of."""
    fresh = set(began_later(desk))
    for stream, start in streams.items():
        if stream.partition("/")[0] == desk.box or "/" in stream or not _is_sound(start):
            continue
        if not peers.last_read(desk.vault, stream):
            fresh.add(stream)
        peers.begin_after(desk.vault, stream, start)
    note(desk, _BEGAN, sorted(fresh))


def _is_sound(start: Start) -> bool:
    try:
        sizes = (len(bytes.fromhex(start.object)), len(bytes.fromhex(start.header)))
    except ValueError:
        return False
    return sizes == (32, 32) and start.segment >= 0 and start.event >= 0


def _lots(streams: Mapping[str, Value]) -> list[list[tuple[str, Value]]]:
    every = sorted(streams.items(), key=lambda one: one[0])
    return [every[at : at + _STREAMS_AT_ONCE] for at in range(0, len(every), _STREAMS_AT_ONCE)]
