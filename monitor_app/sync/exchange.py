"""What the engine needs from whoever keeps things (the vault, joined on by `operations.syncing`), as protocols.

All of it can be called again with the same values: a stop at any moment is followed by the same calls.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from monitor_app.sync.planning import Held
from monitor_app.sync.refusals import Fault
from monitor_app.sync.roster import SignedRoster
from monitor_app.sync.segment import Opened


class Kind(IntEnum):
    """What a waiting object is; lower goes first."""

    ROSTER = 0
    RECORDS = 1
    RECEIPTS = 2
    THUMBNAILS = 3
    PHOTOS = 4
    AUDIO = 5
    VIDEO = 6


@dataclass(frozen=True, kw_only=True)
class Due:
    """An object to upload. `name` has no day; `day` is the day of the first try, empty before it."""

    name: str
    kind: Kind
    size: int
    day: str = ""


class Outgoing(Protocol):
    """Keeps sealed objects, byte for byte, until they are confirmed."""

    def due(self) -> Sequence[Due]:
        """Return what is to be sent now, oldest first."""
        ...

    def fix_day(self, due: Due, day: str) -> None:
        """Keep the day of the first try, before it is made."""
        ...

    def content(self, due: Due) -> bytes:
        """Return the sealed bytes. Raise VaultError if they are damaged."""
        ...

    def mark_sent(self, due: Due) -> None:
        """Keep that the remote took it. It is not confirmed by that."""
        ...


class Incoming(Protocol):
    """Takes what arrives, each in one transaction."""

    def roster(self) -> SignedRoster | None:
        """Return the newest roster we know."""
        ...

    def accept_roster(self, roster: SignedRoster) -> None:
        """Keep a newer roster."""
        ...

    def held(self, streams: Collection[str]) -> Mapping[str, Held]:
        """Return what we hold of these streams, our own included; unknown streams are left out."""
        ...

    def accept(self, opened: Opened) -> int:
        """Take a segment's events, its content key and its place in the stream; return how many events are new.

        Raise SegmentRefused if its events do not follow those we hold.
        """
        ...

    def hold_back(self, name: str, fault: Fault) -> None:
        """Keep that this object is not taken, and why. The name is undated; `accept` of it forgets this."""
        ...

    def held_back(self) -> Mapping[str, Fault]:
        """Return what is held back, by undated name; what cannot heal is not fetched again."""
        ...

    def wanted_chunks(self) -> Sequence[str]:
        """Return ids of chunks that events name and we lack, thumbnails first."""
        ...

    def accept_chunk(self, chunk_id: str, sealed: bytes) -> None:
        """Take a sealed chunk whose hash was checked."""
        ...
