"""A run of one device's events as sealed, padded bytes, and back (FORMAT.md §4).

Knows values only: no vault, no remote, no clock. Whom to seal to and whom to believe, the caller's roster says.
"""

import base64
import contextlib
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor_app.crypto import envelope
from monitor_app.crypto.primitives import Receiver, lp, sha256
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.errors import BadInput, DecryptionFailed, NotAllowed
from monitor_app.ports import SignedEvent
from monitor_app.sync import run
from monitor_app.sync.names import SegmentName, mark_of
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.sync.run import Knowledge, Run
from monitor_app.text import N_

SEALED_AT_MOST = 256 * 1024
NO_PREVIOUS = bytes(32)
_MAGIC = b"FWEN\x00"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a segment stands: number `number` of the stream of `box` to `to` (empty: to everyone)."""

    project: str
    box: str
    to: str = ""
    number: int

    def context(self) -> bytes:
        """Return what the seal and the signature are bound to."""
        parts = (self.project, self.box, self.to)
        joined = b"".join(lp(part.encode()) for part in parts)
        return b"fieldwork/segment/v0" + joined + self.number.to_bytes(8, "big")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Sealed bytes and where they belong, with the run they hold."""

    name: SegmentName
    sealed: bytes = field(repr=False)
    content_key: bytes = field(repr=False)
    hash: bytes
    previous: bytes
    replaces: tuple[bytes, ...] = ()
    events: tuple[SignedEvent, ...] = field(repr=False)

    @property
    def chain(self) -> bytes:
        """What the next segment of the stream names."""
        return self.replaces[0] if self.replaces else self.hash


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A segment that passed every check but those against what the reader holds.

    `replaces` are the hashes of the objects it stands for, oldest first.
    """

    name: SegmentName
    hash: bytes
    previous: bytes
    replaces: tuple[bytes, ...] = ()
    known: Knowledge
    events: tuple[SignedEvent, ...] = field(repr=False)
    content_key: bytes = field(repr=False)
    size: int = 0

    @property
    def chain(self) -> bytes:
        """What the next segment of the stream names."""
        return self.replaces[0] if self.replaces else self.hash


def build(
    events: Sequence[SignedEvent],
    *,
    place: Place,
    previous: bytes,
    signing_seed: bytes,
    recipients: Sequence[bytes],
    known: Knowledge,
) -> list[Segment]:
    """Seal a run of one stream's events, in order, into segments from `place` on. Raise BadInput.

    `previous` is the hash of the segment before `place`, `NO_PREVIOUS` at number 0.
    """
    segments: list[Segment] = []
    for part in _parts(events, _room(len(recipients))):
        here = Place(project=place.project, box=place.box, to=place.to, number=place.number + len(segments))
        written = Run(previous=previous, known=known, events=tuple(part))
        segments.append(_sealed(written, here, signing_seed, recipients))
        previous = segments[-1].hash
    return segments


def build_anew(written: Run, *, place: Place, signing_seed: bytes, recipients: Sequence[bytes]) -> Segment:
    """Seal what stands for a segment that left: the same events, erased bodies gone. Raise BadInput.

    `written` names in `replaces` what it stands for.
    """
    return _sealed(written, place, signing_seed, recipients)


def may_stand_for(old: Opened, new: Opened) -> bool:
    """Say whether `new` is `old` packed anew: nothing differs but bodies that are gone from it."""
    if old.hash not in new.replaces or old.chain != new.chain or old.previous != new.previous:
        return False
    if len(old.events) != len(new.events):
        return False
    return all(
        before.header == after.header and (after.body is None or before.body is not None)
        for before, after in zip(old.events, new.events, strict=True)
    )


def recipients_of(roster: Roster, *, to: str = "") -> list[bytes]:
    """Return the receive keys to seal to: all who read everything, and the device `to`. Raise NotAllowed."""
    readers = {member.box: member for member in roster.readers()}
    if to:
        device = roster.member(to)
        if device is None or not device.is_active:
            raise NotAllowed(
                N_("This device does not belong to the project, so nothing can be sent to it."),
                N_("Look at the list of people and devices."),
            )
        readers[to] = device
    if not readers:
        raise NotAllowed(
            N_("No coordinator is on the list yet."), N_("Wait for the list from the coordinator.")
        )
    return [base64.b64decode(readers[box].receive) for box in sorted(readers)]


def open_segment(
    sealed: bytes,
    *,
    name: SegmentName,
    roster: Roster,
    receive: Sequence[Receiver],
    granted: bytes | None = None,
) -> Opened:
    """Check and open a segment found under `name`, by a granted key if there is one. Raise Refused."""
    _check_bytes(sealed, name)
    writer = check_writer(roster, name)
    place = Place(project=roster.project, box=name.box, to=name.to, number=name.number)
    payload, content_key = _unsealed(sealed, place, receive, granted)
    opened = run.read(
        payload,
        context=place.context(),
        stream=name.stream,
        box=name.box,
        signing_public=base64.b64decode(writer.signing),
    )
    if (name.number == 0) != (opened.previous == NO_PREVIOUS) or sha256(sealed) in opened.replaces:
        raise Refused(Fault.OUT_OF_ORDER)
    return Opened(
        name=name,
        hash=sha256(sealed),
        previous=opened.previous,
        replaces=opened.replaces,
        known=opened.known,
        events=opened.events,
        content_key=content_key,
        size=len(sealed),
    )


def check_writer(roster: Roster, name: SegmentName) -> Member:
    """Return the member who may have written what lies under `name`. Raise Refused."""
    writer = roster.member(name.box)
    if writer is None:
        raise Refused(Fault.UNKNOWN_WRITER)
    if not writer.is_active and (name.to or name.number > writer.last_good):
        raise Refused(Fault.REVOKED_WRITER)
    if name.to and not {Right.COORDINATOR, Right.ARCHIVE} & set(writer.rights):
        raise Refused(Fault.NOT_ENTITLED)
    return writer


def hash_of(sealed: bytes) -> str:
    """Return the hash of an object in hexadecimal."""
    return sha256(sealed).hex()


@functools.cache
def _room(recipients: int) -> int:
    """Return how long a payload may be so that its seal is not too large."""
    length = SEALED_AT_MOST
    while envelope.sealed_size(length, recipients) > SEALED_AT_MOST:
        length -= 256
    return length


def _parts(events: Sequence[SignedEvent], room: int) -> Iterator[list[SignedEvent]]:
    """Cut by size before packing, which can only shrink it; a large event goes alone."""
    part: list[SignedEvent] = []
    size = room = room - run.SPARE
    for event in events:
        needed = run.size_of(event)
        if part and size < needed:
            yield part
            part, size = [], room
        part.append(event)
        size -= needed
    if part:
        yield part


def _sealed(written: Run, place: Place, signing_seed: bytes, recipients: Sequence[bytes]) -> Segment:
    payload = run.write(written, context=place.context(), box=place.box, signing_seed=signing_seed)
    sealed, key = envelope.seal_keeping_key(payload, recipients=recipients, context=place.context())
    if len(sealed) > SEALED_AT_MOST:
        raise BadInput(
            N_("A record is too large to travel in one piece."),
            N_("Send large texts and files as attachments."),
        )
    name = SegmentName(place.box, place.to, place.number, mark_of(sealed))
    return Segment(
        name=name,
        sealed=sealed,
        content_key=key,
        hash=sha256(sealed),
        previous=written.previous,
        replaces=written.replaces,
        events=written.events,
    )


def _check_bytes(sealed: bytes, name: SegmentName) -> None:
    if len(sealed) > SEALED_AT_MOST:
        raise Refused(Fault.OVERSIZED)
    if mark_of(sealed) != name.mark:
        begins_well = _MAGIC.startswith(sealed[: len(_MAGIC)])
        is_cut = begins_well and not envelope.may_be_whole(sealed)
        raise Refused(Fault.TRUNCATED if is_cut else Fault.ALTERED)


def _unsealed(
    sealed: bytes, place: Place, receive: Sequence[Receiver], granted: bytes | None
) -> tuple[bytes, bytes]:
    context = place.context()
    try:
        key = granted or _content_key(sealed, receive, context)
        return envelope.unseal_with_key(sealed, key, context=context), key
    except DecryptionFailed as error:
        if not envelope.may_be_whole(sealed):
            raise Refused(Fault.UNREADABLE) from error
        is_ours = any(envelope.is_hinted(sealed, one.public) for one in receive)
        raise Refused(Fault.WRONG_PLACE if is_ours else Fault.SEALED_FOR_OTHERS) from error


def _content_key(sealed: bytes, receive: Sequence[Receiver], context: bytes) -> bytes:
    """Return the content key by the newest of our receive keys that it was sealed to."""
    for receiver in receive[:-1]:
        with contextlib.suppress(DecryptionFailed):
            return envelope.content_key(sealed, receive_seed=receiver, context=context)
    return envelope.content_key(sealed, receive_seed=receive[-1], context=context)
