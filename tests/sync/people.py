"""Invented devices, their signed events, and an in-memory keeper that stands in for a vault."""

import base64
from dataclasses import dataclass, field, replace

from monitor_app.crypto import bodies, headers
from monitor_app.crypto.keys import DeviceKeys, ProjectKey
from monitor_app.crypto.primitives import sha256, signing_public
from monitor_app.domain.people import Member, Right
from monitor_app.ports import SignedEvent, stream_name
from monitor_app.sync import roster
from monitor_app.sync.engine import ReadingKeys
from monitor_app.sync.exchange import Due, Kind
from monitor_app.sync.names import dated, parse, undated
from monitor_app.sync.planning import NO_PREVIOUS, Held
from monitor_app.sync.refusals import Fault
from monitor_app.sync.segment import Knowledge, Opened, Place, Segment, build, may_stand_for, recipients_of

PROJECT = "projectaaa"
ROSTER_SEED = bytes(range(32))
PROJECT_KEY = ProjectKey(secret=bytes(range(1, 33)))
NOW = 1_767_225_600_000


@dataclass
class Device:
    """A device with keys of its own and the chain of what it wrote, by stream."""

    box: str
    rights: tuple[Right, ...] = (Right.MONITOR,)
    keys: DeviceKeys = field(default_factory=DeviceKeys.fresh)
    written: dict[str, list[SignedEvent]] = field(default_factory=dict)
    sealed: dict[str, list[Segment]] = field(default_factory=dict)

    def member(self) -> Member:
        public = self.keys.public()
        return Member(
            box=self.box,
            name=f"name of {self.box}",
            rights=self.rights,
            signing=base64.b64encode(public.signing).decode(),
            receive=base64.b64encode(public.receive).decode(),
            since_ms=NOW,
        )

    def reading(self) -> ReadingKeys:
        return ReadingKeys(
            project=PROJECT,
            box=self.box,
            receive_seeds=(self.keys.receive_seed,),
            roster_public=signing_public(ROSTER_SEED),
            project_key=PROJECT_KEY,
        )

    def write(self, *texts: str, to: str = "") -> list[SignedEvent]:
        """Append events with these texts to a stream."""
        stream = stream_name(self.box, to)
        chain = self.written.setdefault(stream, [])
        for text in texts:
            body = bodies.encode_body(leaves := bodies.salted({"text": text}))
            previous = sha256(chain[-1].header) if chain else headers.NO_PREVIOUS
            header = headers.header_bytes(stream, len(chain), previous, bodies.body_root(leaves))
            public, signature = headers.sign_header(header)
            chain.append(SignedEvent(header=header, one_time_public=public, signature=signature, body=body))
        return chain[len(chain) - len(texts) :]

    def seal(self, events, known, *, to: str = "", **place) -> list[Segment]:
        """Seal events as the next segments of a stream."""
        before = self.sealed.setdefault(stream_name(self.box, to), [])
        new = build(
            events,
            place=Place(**{"project": PROJECT, "box": self.box, "to": to, "number": len(before), **place}),
            previous=before[-1].hash if before else NO_PREVIOUS,
            signing_seed=self.keys.signing_seed,
            recipients=recipients_of(known, to=to),
            known=Knowledge(roster=known.version),
        )
        before.extend(new)
        return new


def coordinator(box: str = "coord") -> Device:
    return Device(box, rights=(Right.COORDINATOR,))


def roster_of(*devices: Device) -> roster.SignedRoster:
    """Return the signed roster that was founded by the first device and joined by the others."""
    first, *others = devices
    signed = roster.sign_roster(
        roster.found(project=PROJECT, title="Invented", founder=first.member(), at_ms=NOW), ROSTER_SEED
    )
    for device in others:
        signed = roster.sign_roster(roster.add_member(signed, device.member(), at_ms=NOW), ROSTER_SEED)
    return signed


class Keeper:
    """An Incoming in memory. `taken` are accepted events by stream, as header bytes."""

    def __init__(self, known: roster.SignedRoster | None, own: Device | None = None) -> None:
        self.known, self.own = known, own

        self.taken: dict[str, list[bytes]] = {}
        self.opened: dict[str, list[Opened]] = {}
        self.back: dict[str, Fault] = {}
        self.wanted: list[str] = []
        self.grants: dict[str, bytes] = {}
        self.revoked: dict[str, int] = {}
        self.chunks: dict[str, bytes] = {}

    def roster(self):
        return self.known

    def accept_roster(self, new, key):
        self.known, self.key = new, key

    def people(self):
        return self.known.roster.without(self.revoked, at_ms=NOW) if self.known else None

    def granted(self, names):
        return {name: self.grants[name] for name in names if name in self.grants}

    def fresh(self, names):
        ours = [one for chain in (self.own.sealed if self.own else {}).values() for one in chain]
        known = {undated(one.name) for chain in self.opened.values() for one in chain}
        return set(names) - known - {undated(one.name) for one in ours}

    def held(self, streams):
        ours = self.own.sealed if self.own else {}
        parts = {stream: self.opened.get(stream) or ours.get(stream) for stream in streams}
        return {stream: _held(found) for stream, found in parts.items() if found}

    def accept(self, opened):
        stuck, outcomes = set(), []
        for one in opened:
            outcome = Fault.OUT_OF_ORDER if one.name.stream in stuck else self._accepted(one)
            if isinstance(outcome, Fault):
                stuck.add(one.name.stream)
            outcomes.append(outcome)
        return outcomes

    def _accepted(self, opened):
        chain = self.taken.setdefault(opened.name.stream, [])
        first = headers.read_header(opened.events[0].header)
        if first.number != len(chain):
            return Fault.OUT_OF_ORDER
        chain.extend(event.header for event in opened.events)
        self.opened.setdefault(opened.name.stream, []).append(opened)
        self.back.pop(undated(opened.name), None)
        return len(opened.events)

    def accept_again(self, opened):
        return [self._judged(one) for one in opened]

    def _judged(self, new):
        held = [one for one in self.opened[new.name.stream] if one.name.number == new.name.number]
        if not may_stand_for(held[0], new):
            return Fault.FORK
        self.opened[new.name.stream].append(new)
        return 0

    def hold_back(self, name, fault):
        self.back[name] = fault

    def held_back(self):
        return self.back

    def wanted_chunks(self, *, up_to, limit):
        return [(chunk, Kind.PHOTOS) for chunk in self.wanted if chunk not in self.chunks][:limit]

    def accept_chunks(self, chunks):
        self.chunks.update(chunks)


def _held(found) -> Held:
    marks = {one.name.number: one.name.mark for one in found}
    return Held(next_number=max(marks) + 1, last=found[-1].chain, marks=marks)


class Outbox:
    """An Outgoing in memory."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[Due, bytes]] = {}
        self.sent: list[str] = []

    def add(self, name: str, content: bytes, kind: Kind = Kind.RECORDS) -> None:
        self.waiting[name] = (Due(name=name, kind=kind, size=len(content)), content)

    def add_segments(self, segments) -> None:
        for one in segments:
            self.add(undated(one.name), one.sealed)

    def due(self):
        return [due for due, _ in self.waiting.values()]

    def fix_days(self, dues, day):
        for due in dues:
            _, content = self.waiting[due.name]
            self.waiting[due.name] = (replace(due, day=due.day or day), content)

    def content(self, due):
        return self.waiting[due.name][1]

    def mark_sent(self, dues, size):
        for due in dues:
            self.sent.append(due.name)
            del self.waiting[due.name]


def bare(path: str) -> str:
    """Return the undated form of a path."""
    return undated(parse(path))


def lay(remote, segments, *, day: str = "20260101") -> list[str]:
    """Put segments where they belong; return the paths."""
    paths = [dated(undated(one.name), day) for one in segments]
    for path, one in zip(paths, segments, strict=True):
        assert parse(path) == one.name
        remote.put(path, one.sealed)
    return paths
