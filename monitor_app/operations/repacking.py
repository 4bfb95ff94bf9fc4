"""Parcels of this device that hold what was erased: taken back before they leave, or replaced once they left.

A replacement is the same run of events at the same number without what is gone; it names what it stands for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor_app.crypto import envelope, headers
from monitor_app.domain.people import Roster
from monitor_app.errors import BadInput, DecryptionFailed, NotAllowed
from monitor_app.operations import membership
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import SignedEvent
from monitor_app.sync import names, run, segment
from monitor_app.sync.exchange import Kind
from monitor_app.sync.names import SegmentName
from monitor_app.sync.run import Knowledge, Run
from monitor_app.sync.segment import Opened, Place, Segment
from monitor_app.vault import erasing, events, outbox, parcels, peers
from monitor_app.vault.outbox import OutboxItem, OutboxState
from monitor_app.vault.parcels import Parcel

_SEALED_TO = "sealed_to"
_WAITING_AT_ONCE = 200


def settle(desk: Desk) -> int:
    """Take back or replace every parcel that holds what was erased; return how many were dealt with.

    Can be called again at any time: what cannot be done yet is done then.
    """
    return take_back(desk) + replace_left(desk)


def take_back(desk: Desk) -> int:
    """Take back what waits and holds something erased, with all that follows it; return how many parcels."""
    first: dict[str, SegmentName] = {}
    for name in _doomed(desk):
        item = outbox.item(desk.vault, names.undated(name))
        if item is not None and _never_left(item):
            known = first.setdefault(name.stream, name)
            first[name.stream] = min(known, name, key=lambda one: one.number)
    return sum(_take_back_from(desk, one) for one in first.values())


def reseal(desk: Desk, known: Roster) -> int:
    """Take back what waits and never left, once other people read than when it was packed.

    So nobody removed meanwhile can open it, and who joined meanwhile can. Return how many parcels.
    """
    readers = sorted(one.box for one in known.readers())
    if recall(desk, _SEALED_TO, list[str], []) == readers:
        return 0
    first: dict[str, SegmentName] = {}
    for item in _waiting(desk):
        name = names.parse_undated(item.name)
        if isinstance(name, SegmentName) and _never_left(item):
            first.setdefault(name.stream, name)
        elif isinstance(name, SegmentName):
            first.pop(name.stream, None)
    with desk.vault.writing():
        note(desk, _SEALED_TO, readers)
        return sum(_take_back_from(desk, one) for one in first.values())


def replace_left(desk: Desk) -> int:
    """Queue a replacement of every parcel that left and holds something erased; return how many."""
    known = membership.people_now(desk)
    mine = known.member(desk.box) if known else None
    if known is None or mine is None or not mine.is_active:
        return 0
    at: dict[tuple[str, int], list[SegmentName]] = {}
    for name in _doomed(desk):
        if name.box == desk.box:
            at.setdefault((name.stream, name.number), []).append(name)
    with desk.vault.writing():
        return sum(_replaced(desk, known, claims) for claims in at.values())


def note_held(desk: Desk, taken: Segment | Opened) -> Parcel:
    """Keep what a segment is, and its content key: ours when it was packed, another's when it was taken in."""
    parcel = parcel_of(taken)
    peers.mark_read(desk.vault, parcel.name, writer=taken.name.stream, content_key=taken.content_key)
    parcels.keep(desk.vault, parcel)
    return parcel


def parcel_of(taken: Segment | Opened) -> Parcel:
    """Return what a segment is in its stream."""
    first, last = (headers.read_header(taken.events[at].header).number for at in (0, -1))
    return Parcel(
        name=names.undated(taken.name),
        hash=taken.hash.hex(),
        previous=taken.previous.hex(),
        stands_for=tuple(one.hex() for one in taken.replaces),
        first=first,
        last=last,
        bare=tuple(bare_roots(taken.events)),
    )


def bare_roots(inside: Iterable[SignedEvent]) -> list[str]:
    """Return the roots of events that came without their body."""
    return [headers.read_header(one.header).root.hex() for one in inside if one.body is None]


def names_before(place: SegmentName, hashes: Iterable[str]) -> list[str]:
    """Return the undated names of the objects with these hashes at one place of a stream."""
    return [names.undated(names.named_by(bytes.fromhex(one), place)) for one in hashes]


def _doomed(desk: Desk) -> list[SegmentName]:
    parsed = [names.parse_undated(name) for name in erasing.doomed_segments(desk.vault)]
    return [name for name in parsed if isinstance(name, SegmentName)]


def _take_back_from(desk: Desk, start: SegmentName) -> int:
    queued = _queued_from(desk, start)
    if not queued or not all(_never_left(item) for item in queued):
        return 0
    before = _parcel(desk, queued[0])
    if before is None or before.stands_for or parcels.is_away(desk.vault, ()):
        return 0  # on a journey it could not be packed again
    with desk.vault.writing():
        erasing.unpack(desk.vault, [item.name for item in queued], packed=queued[0].first - 1)
        peers.set_cursor(desk.vault, f"last/{start.stream}", before.previous)
    return len(queued)


def _queued_from(desk: Desk, start: SegmentName) -> list[OutboxItem]:
    """Return the parcels of a stream from a number on."""
    found: list[OutboxItem] = []
    for name in peers.read_names(desk.vault, start.stream):
        parsed = names.parse_undated(name)
        if isinstance(parsed, SegmentName) and parsed.number >= start.number:
            item = outbox.item(desk.vault, name)
            found += [item] if item else []
    return sorted(found, key=lambda item: item.first)


def _waiting(desk: Desk) -> Iterator[OutboxItem]:
    """Yield the segments of ours that nobody confirmed yet, in order."""
    after = 0
    while lot := outbox.unconfirmed(desk.vault, after=after, limit=_WAITING_AT_ONCE):
        for after, item in lot:  # noqa: B007 - the loop leaves the last place for the next lot
            if item.stream:
                whole = outbox.item(desk.vault, item.name)
                yield whole or item


def _never_left(item: OutboxItem) -> bool:
    """Say whether no try to send this was ever made."""
    return item.state is OutboxState.HERE and not (item.day or item.tries) and item.content is not None


def _replaced(desk: Desk, known: Roster, claims: Sequence[SegmentName]) -> int:
    """Queue what stands for the newest of our parcels at one place, if it can be made; return how many."""
    items = [item for one in claims if (item := outbox.item(desk.vault, names.undated(one))) is not None]
    held = [(item, parcel) for item in items if (parcel := _parcel(desk, item)) is not None]
    if not held:
        return 0
    item, newest = max(held, key=lambda one: len(one[1].stands_for))
    is_unsent = bool(newest.stands_for) and _never_left(item)
    stands_for = newest.stands_for if is_unsent else (*newest.stands_for, newest.hash)
    built = _built(desk, known, claims[0], newest, stands_for)
    if built is None:
        return 0
    if is_unsent:
        erasing.unpack(desk.vault, [newest.name], packed=outbox.packed_up_to(desk.vault, item.stream))
    before = names_before(built.name, stands_for)
    erasing.put_aside(desk.vault, {*before, *(names.undated(one) for one in claims)})
    note_held(desk, built)
    outbox.enqueue(desk.vault, [_queued(built, newest)])
    parcels.let_leave(desk.vault, before, replacement=names.undated(built.name))
    return 1


def _built(
    desk: Desk, known: Roster, place: SegmentName, parcel: Parcel, stands_for: tuple[str, ...]
) -> Segment | None:
    """Seal the events of a parcel without what is gone; None while that cannot be told or done."""
    count = parcel.last - parcel.first + 1
    links = events.after(desk.vault, place.stream, parcel.first - 1, limit=count)
    gone = [link.root for link in links if link.body is None and link.root not in parcel.bare]
    if len(links) != count or parcels.is_away(desk.vault, gone):
        return None
    inside = [events.signed_event(link) for link in links]
    bare = set(parcel.bare)
    written = Run(
        previous=bytes.fromhex(parcel.previous),
        replaces=tuple(bytes.fromhex(one) for one in stands_for),
        known=Knowledge(roster=known.version),
        events=tuple(
            replace(one, body=None) if link.root in bare else one
            for one, link in zip(inside, links, strict=True)
        ),
    )
    try:
        return segment.build_anew(
            written,
            place=Place(project=known.project, box=place.box, to=place.to, number=place.number),
            signing_seed=membership.device_keys(desk).signing_seed,
            recipients=segment.recipients_of(known, to=place.to),
        )
    except (BadInput, NotAllowed):
        return None  # more people read along than then, or the one it was for was removed


def _queued(built: Segment, newest: Parcel) -> OutboxItem:
    return OutboxItem(
        name=names.undated(built.name),
        priority=Kind.RECORDS,
        content=built.sealed,
        size=len(built.sealed),
        stream=built.name.stream,
        first=newest.first,
        last=newest.last,
    )


def _parcel(desk: Desk, item: OutboxItem) -> Parcel | None:
    """Return what a parcel of ours is; of one packed by an older program, by what it says itself."""
    known = parcels.get(desk.vault, item.name)
    name = names.parse_undated(item.name)
    if known is not None or not isinstance(name, SegmentName) or item.content is None:
        return known
    key, list_now = peers.content_key(desk.vault, item.name), membership.roster(desk)
    if key is None or list_now is None:
        return None
    place = Place(project=list_now.roster.project, box=name.box, to=name.to, number=name.number)
    try:
        payload = envelope.unseal_with_key(item.content, key, context=place.context())
    except DecryptionFailed:
        return None
    public = membership.device_keys(desk).public().signing
    opened = run.read(payload, context=place.context(), stream=name.stream, box=name.box, signing_public=public)
    return Parcel(
        name=item.name,
        hash=segment.hash_of(item.content),
        previous=opened.previous.hex(),
        first=item.first,
        last=item.last,
        bare=tuple(bare_roots(opened.events)),
    )
