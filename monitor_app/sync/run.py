"""The payload of a segment: a signed, packed run of events (FORMAT.md §4).

Knows nothing of seals, names and rosters: it is told the context and the writer's key.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from monitor_app.crypto import bodies, headers
from monitor_app.crypto.primitives import SIGNATURE_SIZE, sha256, sign, verify
from monitor_app.errors import BadInput, KeyRefused
from monitor_app.ports import SignedEvent
from monitor_app.sync.refusals import Fault, Refused

UNPACKED_AT_MOST = 1 << 20
SPARE = 8192
"""What everything but the events may take, and what packing may add to text that does not pack."""
_MAGIC = b"FWSG"
_VERSION = 0
_HEAD_SIZE = len(_MAGIC) + 1 + SIGNATURE_SIZE
_HEADS_AT_MOST = 32
REPLACED_AT_MOST = 64
"""So often a segment can be packed anew: every erasure that reaches it is one."""


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What a writer has seen: the roster's version, and the last segment (number, hash) of other streams."""

    roster: int = 0
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Run:
    """Events in order, the hash of the segment before, and what the writer knew.

    `replaces` are the hashes of the objects it stands for, oldest first.
    """

    previous: bytes
    replaces: tuple[bytes, ...] = ()
    known: Knowledge
    events: tuple[SignedEvent, ...] = field(repr=False)


_Row = tuple[str, str, str, str | None]


class _Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    previous: str
    replaces: tuple[str, ...] = ()
    roster: int
    heads: dict[str, tuple[int, str]]
    certificate: str
    events: list[_Row]


def write(run: Run, *, context: bytes, box: str, signing_seed: bytes) -> bytes:
    """Pack and sign. Raise BadInput, KeyRefused."""
    publics = [event.one_time_public for event in run.events]
    written = _Written(
        previous=run.previous.hex(),
        replaces=tuple(one.hex() for one in run.replaces),
        roster=run.known.roster,
        heads=dict(sorted(run.known.heads.items())[:_HEADS_AT_MOST]),
        certificate=_text(headers.certify(signing_seed, box, publics)),
        events=[_row(event) for event in run.events],
    )
    text = msgspec.json.encode(written)
    signature = sign(signing_seed, _signed(context, text))
    return _MAGIC + bytes([_VERSION]) + signature + zlib.compress(text, 6)


def read(payload: bytes, *, context: bytes, stream: str, box: str, signing_public: bytes) -> Run:
    """Unpack and check all that the run itself proves. Raise Refused."""
    text = _checked_text(payload, context, signing_public)
    written = _decoded(text)
    try:
        events = tuple(_event(row) for row in written.events)
        previous, *replaces = map(bytes.fromhex, (written.previous, *written.replaces))
        certificate = _bytes(written.certificate)
    except (binascii.Error, ValueError) as error:
        raise Refused(Fault.UNREADABLE) from error
    if not events or {len(one) for one in (previous, *replaces)} != {32} or len(replaces) > REPLACED_AT_MOST:
        raise Refused(Fault.UNREADABLE)
    try:
        publics = [event.one_time_public for event in events]
        headers.verify_certificate(signing_public, box, publics, certificate)
        _check_chain(events, stream)
    except KeyRefused as error:
        raise Refused(Fault.UNSIGNED) from error
    known = Knowledge(roster=written.roster, heads=written.heads)
    return Run(previous=previous, replaces=tuple(replaces), known=known, events=events)


def size_of(event: SignedEvent) -> int:
    """Return how much of a run an event takes, before packing."""
    return len(msgspec.json.encode(_row(event))) + 1


def _checked_text(payload: bytes, context: bytes, signing_public: bytes) -> bytes:
    if len(payload) < _HEAD_SIZE or not payload.startswith(_MAGIC):
        raise Refused(Fault.UNREADABLE)
    if payload[len(_MAGIC)] != _VERSION:
        raise Refused(Fault.NEWER)
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(payload[_HEAD_SIZE:], UNPACKED_AT_MOST)
    except zlib.error as error:
        raise Refused(Fault.UNREADABLE) from error
    if not unpacking.eof or unpacking.unused_data:
        raise Refused(Fault.UNREADABLE)
    try:
        verify(signing_public, _signed(context, text), payload[len(_MAGIC) + 1 : _HEAD_SIZE])
    except KeyRefused as error:
        raise Refused(Fault.UNSIGNED) from error
    return text


def _decoded(text: bytes) -> _Written:
    try:
        return msgspec.json.decode(text, type=_Written)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refused(Fault.UNREADABLE) from error


def _check_chain(events: Sequence[SignedEvent], stream: str) -> None:
    before: tuple[int, bytes] | None = None
    for event in events:
        headers.verify_header(event.header, event.one_time_public, event.signature)
        try:
            header = headers.read_header(event.header)
            root = header.root if event.body is None else bodies.kept_root(event.body)
        except BadInput as error:
            raise Refused(Fault.UNREADABLE) from error
        if header.stream != stream:
            raise Refused(Fault.WRONG_STREAM)
        if before not in (None, (header.number - 1, header.previous)):
            raise Refused(Fault.OUT_OF_ORDER)
        if root != header.root:
            raise Refused(Fault.UNSIGNED)
        before = (header.number, sha256(event.header))


def _signed(context: bytes, text: bytes) -> bytes:
    return b"fieldwork/segment-signature/v0" + context + sha256(text)


def _row(event: SignedEvent) -> _Row:
    body = None if event.body is None else event.body.decode()
    return (_text(event.header), _text(event.one_time_public), _text(event.signature), body)


def _event(row: _Row) -> SignedEvent:
    header, public, signature, body = row
    return SignedEvent(
        header=_bytes(header),
        one_time_public=_bytes(public),
        signature=_bytes(signature),
        body=None if body is None else body.encode(),
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
