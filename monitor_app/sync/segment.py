"""A run of one device's events as sealed, padded bytes, and back (FORMAT.md §4).

Knows values only: no vault, no remote, no clock. Whom to seal to and whom to believe is said by the caller's roster.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from monitor_app.crypto import bodies, envelope, headers
from monitor_app.crypto.padding import padded_size
from monitor_app.crypto.primitives import SIGNATURE_SIZE, lp, sha256, sign, verify
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.errors import BadInput, DecryptionFailed, KeyRefused
from monitor_app.ports import SignedEvent, stream_name
from monitor_app.sync.names import SegmentName, mark_of
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.text import N_

SEALED_AT_MOST = 256 * 1024
NO_PREVIOUS = bytes(32)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a segment stands: number `number` of the stream of `box` to `to` (empty: to everyone)."""

    project: str
    box: str
    to: str = ""
    number: int


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What a writer has seen: the roster's version, and the last segment (number, hash) of other streams."""

    roster: int = 0
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Sealed bytes and where they belong; `hash` is what the next segment of the stream names."""

    name: SegmentName
    sealed: bytes = field(repr=False)
    content_key: bytes = field(repr=False)
    hash: bytes


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A segment that passed every check but those against what the reader holds."""

    name: SegmentName
    hash: bytes
    previous: bytes
    known: Knowledge
    events: tuple[SignedEvent, ...] = field(repr=False)
    content_key: bytes = field(repr=False)


def build(
    events: Sequence[SignedEvent],
    *,
    place: Place,
    previous: bytes,
    signing_seed: bytes,
    recipients: Sequence[bytes],
    known: Knowledge,
) -> list[Segment]:
    """Seal a run of one stream's events, in order, into as few segments as hold them, from `place` on. Raise BadInput."""
    raise NotImplementedError


def recipients_of(roster: Roster, *, to: str = "") -> list[bytes]:
    """Return the receive keys to seal to: all active coordinators, and the device `to`. Raise NotAllowed."""
    raise NotImplementedError


def open_segment(sealed: bytes, *, name: SegmentName, roster: Roster, receive_seed: bytes) -> Opened:
    """Check and open a segment found under `name`. Raise Refused with one fault."""
    raise NotImplementedError
