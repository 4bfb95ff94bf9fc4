"""The log: the one way in. Headers chained and signed, bodies beside them.

Numbers, salts, hashes and signatures are made here and in `crypto`; what events mean, the projections know.
"""

from collections.abc import Iterable
from typing import Any

from monitor_app.crypto import bodies, headers
from monitor_app.domain.events import Event, to_leaves
from monitor_app.domain.ordering import Stamp, after_seeing
from monitor_app.domain.ordering import next_stamp as following
from monitor_app.errors import BadInput, KeyRefused, SegmentRefused, VaultDamaged
from monitor_app.ports import SignedEvent
from monitor_app.text import N_, Message
from monitor_app.vault import erasing, peers, projections, reading, stored_settings
from monitor_app.vault.vault import PLAIN_INSERT, Vault, saving
from monitor_app.vault.views import AlreadyHere, Link, Stored, Trouble

_CLOCK = "clock"
_LINK = "e.stream, e.number, e.root, e.hash, e.header, e.public, e.signature, b.content, e.verified"
_LINKS = f"SELECT {_LINK} FROM event e LEFT JOIN body b ON b.root = e.root"  # noqa: S608 - our own names


@saving
def append(vault: Vault, event: Event, *, stream: str) -> Stored:
    """Append one event of our own to a stream, with its rows and projections, in one transaction."""
    leaves = bodies.salted(to_leaves(event))
    number, previous = _head(vault, stream)
    header = headers.header_bytes(stream, number + 1, previous, bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    signed = SignedEvent(
        header=header, one_time_public=public, signature=signature, body=bodies.encode_body(leaves)
    )
    if erasing.refuses(vault, "", event):
        raise BadInput(N_("This record was erased."), N_("If the person wishes, record it anew."))
    return _insert(vault, signed, event, verified=True)


@saving
def append_all(vault: Vault, events: Iterable[tuple[Event, str]]) -> list[Stored]:
    """Append several `(event, stream)` in one transaction."""
    return [append(vault, event, stream=stream) for event, stream in list(events)]


@saving
def receive(vault: Vault, signed: SignedEvent, *, now_ms: int, verified: bool = True) -> Stored | AlreadyHere:
    """Append a foreign event. Raise SegmentRefused on a bad signature, a gap, a fork or an altered body."""
    header = _checked(signed)
    root = header.root.hex()
    known = vault.row("SELECT header FROM event WHERE stream = ? AND number = ?", header.stream, header.number)
    if known:
        if known[0] != signed.header:
            raise _refused(N_("Two different records claim the same place; the device may have been copied."))
        gone = reading.body(vault, root) is None and not erasing.is_erased(vault, root)
        if signed.body is None or not gone:
            return AlreadyHere(stream=header.stream, number=header.number, root=root)
        return _bring_body(vault, signed, root, verified=verified)
    number, previous = _head(vault, header.stream)
    if header.number != number + 1:
        raise _refused(N_("Records before this one are missing."))
    if header.previous != previous:
        raise _refused(N_("This record does not continue the ones before it."))
    event = _event_in(signed, header.stream)
    if event:
        _notice(vault, event.time, now_ms)
    return _insert(vault, signed, event, verified=verified)


@saving
def next_stamp(vault: Vault, now_ms: int) -> Stamp:
    """Return the next hybrid logical time and remember it."""
    stamp = following(_clock(vault), now_ms)
    _remember(vault, stamp)
    return stamp


def after(vault: Vault, stream: str, number: int, *, limit: int) -> list[Link]:
    """Return up to `limit` events of a stream whose number is greater than `number` (-1: from the start)."""
    found = vault.rows(
        f"{_LINKS} WHERE e.stream = ? AND e.number > ? ORDER BY e.number LIMIT ?", stream, number, limit
    )
    return [_link(row) for row in found]


def heads(vault: Vault) -> dict[str, tuple[int, str]]:
    """Return the last number and header hash of every stream."""
    found = vault.rows("SELECT stream, max(number), hash FROM event GROUP BY stream")
    return {stream: (number, digest) for stream, number, digest in found}


def load(vault: Vault, root: str) -> Event:
    """Return the event with this body root. Raise VaultDamaged if it is not here, BadInput if it was erased."""
    event = reading.event_of(vault, root)
    if event is None and erasing.is_erased(vault, root):
        raise BadInput(N_("This record was erased."), N_("Only the note that it existed is kept."))
    if event is None:
        raise VaultDamaged(
            N_("The content of this record is not here."),
            N_("Sync again, or restore it from a backup. Everything else stays usable."),
        )
    return event


def link(vault: Vault, root: str) -> Link | None:
    """Return the stored header, signature and body with this root (for proofs and bundles)."""
    row = vault.row(f"{_LINKS} WHERE e.root = ? ORDER BY e.id", root)
    return _link(row) if row else None


def body(vault: Vault, root: str) -> bytes | None:
    """Return the body's bytes, or None if it is sealed away, erased or unknown."""
    return reading.body(vault, root)


def check(vault: Vault) -> list[Trouble]:
    """Walk every chain and body; return what does not fit."""
    found: list[Trouble] = []
    for stream in heads(vault):
        number, previous = _begins(vault, stream)
        while links := after(vault, stream, number, limit=500):
            for item in links:
                if not _fits(item, number, previous):
                    found.append(Trouble(what="event", where=f"{stream}:{item.number}"))
                number, previous = item.number, headers.header_hash(item.header)
    return found


def first_number(vault: Vault, stream: str) -> int:
    """Return the number of the first event that is to be here of a stream."""
    return _begins(vault, stream)[0] + 1


def _begins(vault: Vault, stream: str) -> tuple[int, bytes]:
    """Return what comes before the first event that is to be here: of a stream begun later, something."""
    start = peers.start_of(vault, stream)
    is_whole = start is None or vault.row(
        "SELECT 1 FROM event WHERE stream = ? AND number <= ? LIMIT 1", stream, start.event
    )
    return (-1, headers.NO_PREVIOUS) if is_whole else _before_first(vault, stream)


def _fits(item: Link, number: int, previous: bytes) -> bool:
    try:
        header = _checked(signed_event(item))
    except SegmentRefused:
        return False
    place = (header.stream, header.number, header.previous, header.root.hex())
    return place == (item.stream, number + 1, previous, item.root)


def signed_event(item: Link) -> SignedEvent:
    """Return a stored event as it travels."""
    return SignedEvent(
        header=item.header, one_time_public=item.public, signature=item.signature, body=item.body
    )


def _checked(signed: SignedEvent) -> headers.Header:
    """Check everything about an event that needs no vault."""
    try:
        header = headers.read_header(signed.header)
        headers.verify_header(signed.header, signed.one_time_public, signed.signature)
        if signed.body is not None and bodies.kept_root(signed.body) != header.root:
            raise _refused(N_("The content of a record was altered."))
    except (BadInput, KeyRefused) as error:
        raise _refused(N_("A record is damaged or its signature does not fit.")) from error
    return header


def _event_in(signed: SignedEvent, stream: str) -> Event | None:
    event = reading.understood(signed.body) if signed.body is not None else None
    if event and event.device != stream.partition("/")[0]:
        raise _refused(N_("A device speaks in the name of another."))
    return event


def _insert(vault: Vault, signed: SignedEvent, event: Event | None, *, verified: bool) -> Stored:
    header = headers.read_header(signed.header)
    root, digest = header.root.hex(), headers.header_hash(signed.header).hex()
    vault.run(
        f"{PLAIN_INSERT} INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(header.stream, header.number, root, digest),
        *(signed.header, signed.one_time_public, signed.signature, verified),
    )
    taken = _take_in(vault, signed, event, verified=verified)
    return Stored(stream=header.stream, number=header.number, root=root, hash=digest, event=taken)


def _take_in(vault: Vault, signed: SignedEvent, event: Event | None, *, verified: bool) -> Event | None:
    """Take in a body, if there is one and it was not erased; return the event that counts from now on."""
    if signed.body is None:
        return None
    root = headers.read_header(signed.header).root.hex()
    if erasing.refuses(vault, root, event):
        erasing.bury(vault, root, event)
        return None
    vault.run("INSERT OR IGNORE INTO body (root, content) VALUES (?, ?)", root, signed.body)
    if event:
        projections.apply(vault, root, event, verified=verified)
    else:
        projections.put_off(vault, root)
    return event


def _bring_body(vault: Vault, signed: SignedEvent, root: str, *, verified: bool) -> Stored:
    """Take in a body whose header is here already."""
    header = headers.read_header(signed.header)
    event = _take_in(vault, signed, _event_in(signed, header.stream), verified=verified)
    digest = headers.header_hash(signed.header).hex()
    return Stored(stream=header.stream, number=header.number, root=root, hash=digest, event=event)


def _head(vault: Vault, stream: str) -> tuple[int, bytes]:
    row = vault.row("SELECT number, hash FROM event WHERE stream = ? ORDER BY number DESC LIMIT 1", stream)
    return (row[0], bytes.fromhex(row[1])) if row else _before_first(vault, stream)


def _before_first(vault: Vault, stream: str) -> tuple[int, bytes]:
    """Return number and header hash of the event before the first that can be had of a stream."""
    start = peers.start_of(vault, stream)
    return (start.event, bytes.fromhex(start.header)) if start else (-1, headers.NO_PREVIOUS)


def _clock(vault: Vault) -> Stamp:
    match stored_settings.get(vault, _CLOCK):
        case [int(ms), int(count)]:
            return Stamp(ms, count)
    return Stamp(0, 0)


def _notice(vault: Vault, seen: Stamp, now_ms: int) -> None:
    """Let a foreign stamp advance our clock; most are from before."""
    last = _clock(vault)
    if (later := after_seeing(last, seen, now_ms)) != last:
        _remember(vault, later)


def _remember(vault: Vault, stamp: Stamp) -> None:
    stored_settings.put(vault, _CLOCK, [stamp.ms, stamp.count])


def _link(row: tuple[Any, ...]) -> Link:
    stream, number, root, digest, header, public, signature, content, verified = row
    return Link(
        stream=stream,
        number=number,
        root=root,
        hash=digest,
        header=header,
        public=public,
        signature=signature,
        body=content,
        verified=bool(verified),
    )


def _refused(what: Message) -> SegmentRefused:
    return SegmentRefused(
        what, N_("It is held back; nothing else is lost. Ask the coordinator about this device.")
    )
