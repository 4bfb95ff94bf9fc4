"""What leaves a device and what was brought to it: packing streams, sending packs.

Works on the open desk, in short transactions; the network is `syncing`'s.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from monitor_app.crypto.primitives import sha256
from monitor_app.crypto.stream import BLOCK_SIZE
from monitor_app.domain.entitlement import may_write
from monitor_app.domain.events import (
    BodiesReceived,
    ConsentWithdrawn,
    DeviceRevoked,
    Event,
    FileRef,
    FormRef,
    PackPublished,
    QuestionnairePublished,
    RecordErased,
    RecordFinished,
    SiteRecorded,
)
from monitor_app.domain.people import Member, Roster
from monitor_app.errors import VaultDamaged
from monitor_app.operations import asking, membership, packs, repacking
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent, stream_name
from monitor_app.sync import names, segment
from monitor_app.sync.exchange import Kind
from monitor_app.sync.planning import Held, held_from
from monitor_app.sync.run import Knowledge
from monitor_app.sync.segment import Opened, Place, Segment
from monitor_app.vault import attachments, events, forms, outbox, peers, queries, reading
from monitor_app.vault.forms import StoredForm
from monitor_app.vault.outbox import OutboxItem
from monitor_app.vault.views import Link

_RUN_AT_MOST = 500
_SEGMENTS_AT_ONCE = 24
_SEALING = 64
_URGENCY: Mapping[type, Kind] = {
    DeviceRevoked: Kind.URGENT,
    ConsentWithdrawn: Kind.URGENT,
    RecordErased: Kind.URGENT,
    BodiesReceived: Kind.RECEIPTS,
}
"""Who may come to harm by a delay goes before everything else; receipts wait for records."""


class Parcel(msgspec.Struct, frozen=True):
    """A questionnaire as it travels: one JSON file."""

    xform: bytes
    lists: dict[str, bytes]


def pack(desk: Desk) -> int:
    """Seal every event of ours that no segment holds yet; return how many segments were queued."""
    known = membership.people_now(desk)
    mine = known.member(desk.box) if known else None
    if known is None or mine is None or membership.has_run_out(desk, mine) or not asking.may_speak(desk):
        return 0
    repacking.settle(desk)
    repacking.reseal(desk, known)
    waiting = [one for one in outbox.unpacked(desk.vault, desk.box) if _may_travel(desk, one, known)]
    waiting.reverse()
    queued = 0
    while waiting:
        with desk.vault.writing():
            queued += _pack_some(desk, waiting, known)
    return queued


def publish_form(desk: Desk, digest: str) -> None:
    """Offer a questionnaire to every other device, now and to those who join later."""
    stored = forms.get(desk.vault, digest)
    if stored is not None:
        forms.put(desk.vault, msgspec.structs.replace(stored, published=True))
    known = membership.people_now(desk)
    for member in known.members if known else ():
        if member.is_active and member.box != desk.box:
            _send_form(desk, digest, member.box)


def send_packs(desk: Desk, box: str) -> None:
    """Send a newcomer the questionnaires, packs and factories there are."""
    packs.send(desk, box)
    for row in forms.rows(desk.vault):
        if row.published:
            _send_form(desk, row.digest, box)
    for site in queries.sites(desk.vault):
        event = events.load(desk.vault, site.root)
        if isinstance(event, SiteRecorded):
            again = msgspec.structs.replace(event, device=desk.box, time=desk.stamp())
            events.append(desk.vault, again, stream=stream_name(desk.box, box))


def last_segment(desk: Desk, box: str) -> int:
    """Return the number of the last segment taken in from a box, or -1."""
    return names_held(desk, box).next_number - 1


def names_held(desk: Desk, stream: str) -> Held:
    """Return how far we hold a stream, our own included."""
    last = bytes.fromhex(peers.cursor(desk.vault, f"last/{stream}")) or segment.NO_PREVIOUS
    name = peers.last_read(desk.vault, stream)
    start = peers.start_of(desk.vault, stream)
    begins = start.segment + 1 if start is not None else 0
    if not name and start is not None:
        return Held(next_number=begins, begins=begins, last=bytes.fromhex(start.object))
    return dataclasses.replace(held_from([name] if name else [], last=last), begins=begins)


def files_of(event: Event) -> list[tuple[Kind, FileRef]]:
    """Return the sealed files an event names, those to fetch first before others."""
    if isinstance(event, QuestionnairePublished):
        return [(Kind.THUMBNAILS, event.file)]
    if isinstance(event, PackPublished):
        return [(Kind.THUMBNAILS, event.file)] if packs.may_be_fetched(event.file) else []
    if not isinstance(event, RecordFinished):
        return []
    pictures = [photo for photo in event.photos if photo.is_picture]
    soon = Kind.URGENT if event.is_urgent else Kind.THUMBNAILS
    thumbnails = [(soon, photo.thumbnail) for photo in pictures]
    working = [(Kind.PHOTOS, photo.working) for photo in pictures]
    return thumbnails + working + [(Kind.PHOTOS, photo.original) for photo in event.photos]


def unpack_form(desk: Desk, event: QuestionnairePublished) -> bool:
    """Keep a questionnaire whose file has arrived; say whether it is kept now."""
    if forms.get(desk.vault, event.form.digest) is not None:
        return True
    if not attachments.has(desk.vault, event.file):
        return False
    try:
        parcel = msgspec.json.decode(b"".join(attachments.read(desk.vault, event.file)), type=Parcel)
    except (msgspec.DecodeError, VaultDamaged):
        return False  # what we record must leave all the same
    if sha256(parcel.xform).hex() == event.form.digest:
        forms.put(
            desk.vault,
            StoredForm(
                digest=event.form.digest,
                id=event.form.id,
                version=event.form.version,
                title=event.title,
                xform=parcel.xform,
                lists=parcel.lists,
                published=True,
            ),
        )
    return True


def _send_form(desk: Desk, digest: str, box: str) -> None:
    stored = forms.get(desk.vault, digest)
    if stored is None:
        return
    event = QuestionnairePublished(
        subject=stored.id,
        device=desk.box,
        time=desk.stamp(),
        title=stored.title,
        form=FormRef(id=stored.id, version=stored.version, digest=digest),
        file=_parcel(desk, stored),
    )
    events.append(desk.vault, event, stream=stream_name(desk.box, box))


def _parcel(desk: Desk, stored: StoredForm) -> FileRef:
    """Return a questionnaire sealed once for all it is sent to: whoever comes later gets the same parts."""
    for row in queries.questionnaires(desk.vault):
        sent = events.load(desk.vault, row.root) if row.digest == stored.digest else None
        if isinstance(sent, QuestionnairePublished) and attachments.has(desk.vault, sent.file):
            outbox.want_again(desk.vault, names.chunk_names(sent.file.chunks))
            return sent.file
    parcel = msgspec.json.encode(Parcel(stored.xform, dict(stored.lists)))
    return attachments.store(desk.vault, [parcel], name="questionnaire.json", media_type="application/json")


def _may_travel(desk: Desk, stream: str, known: Roster) -> bool:
    """Say whether a stream is ours; what was meant for a device removed since stays here."""
    box, _, to = stream.partition("/")
    reader = known.member(to)
    return box == desk.box and (not to or (reader is not None and reader.is_active))


def _pack_some(desk: Desk, waiting: list[str], known: Roster) -> int:
    """Pack runs of the last streams, and take off what is done; stop after some: all wait for the disk once."""
    queued = 0
    while waiting and queued < _SEGMENTS_AT_ONCE:
        packed = _pack_run(desk, waiting[-1], known)
        queued += packed
        if not packed:
            waiting.pop()
    return queued


def _pack_run(desk: Desk, stream: str, known: Roster) -> int:
    """Pack the next run of a stream, in one transaction; return how many segments, 0 at the end."""
    links = events.after(desk.vault, stream, outbox.packed_up_to(desk.vault, stream), limit=_RUN_AT_MOST)
    if not links:
        return 0
    held = names_held(desk, stream)
    box, _, to = stream.partition("/")
    writer = known.member(box)
    said = dict(_said(links))
    built = segment.build(
        [_travelling(link, said.get(link.root), writer) for link in links],
        place=Place(project=known.project, box=box, to=to, number=held.next_number),
        previous=held.last,
        signing_seed=membership.device_keys(desk).signing_seed,
        recipients=segment.recipients_of(known, to=to),
        known=Knowledge(roster=known.version, heads=_mail_read(desk, known)),
    )
    with desk.vault.writing():
        items = _segment_items(built, links, said) + _chunk_items(said)
        outbox.enqueue(desk.vault, items, packed={stream: links[-1].number})
        for one in built:
            note_read(desk, one)
    return len(built)


def _said(links: Iterable[Link]) -> Iterator[tuple[str, Event]]:
    """Yield what our own events say, by root; of a kind that only a newer program wrote, nothing is known."""
    for link in links:
        event = reading.understood(link.body) if link.body is not None else None
        if event is not None:
            yield link.root, event


def _mail_read(desk: Desk, known: Roster) -> dict[str, tuple[int, str]]:
    """Return how far we read what others write to this device: by this they know that it arrived."""
    streams = [stream_name(one.box, desk.box) for one in known.readers() if one.box != desk.box]
    held = {stream: names_held(desk, stream) for stream in streams}
    return {stream: (one.next_number - 1, one.last.hex()) for stream, one in held.items() if one.next_number}


def _travelling(link: Link, event: Event | None, writer: Member | None) -> SignedEvent:
    """Return an event as it travels: without its content if this device may not say it to the project.

    What a vault decided while it was in no project stays here; what it wrote before and after still arrives.
    """
    signed = events.signed_event(link)
    if event is None or writer is None or may_write(writer, event):
        return signed
    return dataclasses.replace(signed, body=None)


def note_read(desk: Desk, taken: Segment | Opened) -> None:
    """Remember a segment as held: ours when packed, another's when taken in."""
    repacking.note_held(desk, taken)
    peers.set_cursor(desk.vault, f"last/{taken.name.stream}", taken.chain.hex())


def _segment_items(built: list[Segment], links: list[Link], said: Mapping[str, Event]) -> list[OutboxItem]:
    """Queue segments with the run of events each holds, so that records know when they were sent."""
    items: list[OutboxItem] = []
    first = 0
    for one in built:
        inside = links[first : first + len(one.events)]
        kind = urgency(said[link.root] for link in inside if link.root in said)
        items.append(_segment_item(one, inside, kind))
        first += len(one.events)
    return items


def _segment_item(one: Segment, inside: list[Link], kind: Kind) -> OutboxItem:
    return OutboxItem(
        name=names.undated(one.name),
        priority=kind,
        content=one.sealed,
        size=len(one.sealed),
        stream=one.name.stream,
        first=inside[0].number,
        last=inside[-1].number,
    )


def urgency(inside: Iterable[Event]) -> Kind:
    """Return how soon a parcel with these events must leave."""
    return min(map(_urgency, inside), default=Kind.RECORDS)


def _urgency(event: Event) -> Kind:
    if isinstance(event, RecordFinished) and event.is_urgent:
        return Kind.URGENT
    return _URGENCY.get(type(event), Kind.RECORDS)


def _chunk_items(said: Mapping[str, Event]) -> list[OutboxItem]:
    named = [file for event in said.values() for file in files_of(event)]
    return [
        OutboxItem(name=f"{names.CHUNKS}{chunk}", priority=kind, chunk=chunk, size=_part(file, at))
        for kind, file in named
        for at, chunk in enumerate(file.chunks)
    ]


def _part(file: FileRef, at: int) -> int:
    """Return about how many bytes one chunk of a file has on its way."""
    return max(min(BLOCK_SIZE, file.size - at * BLOCK_SIZE), 0) + _SEALING
