"""What the engine needs from whoever keeps things (the vault, joined on by `operations.syncing`), as protocols.

All of it can be called again with the same values: a stop at any moment is followed by the same calls.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.people import Roster
from monitor_app.sync.planning import Held
from monitor_app.sync.refusals import Fault
from monitor_app.sync.roster import SignedRoster
from monitor_app.sync.segment import Opened


class Kind(IntEnum):
    """What a waiting object is; lower goes first."""

    ROSTER = 0
    URGENT = 1
    RECORDS = 2
    RECEIPTS = 3
    THUMBNAILS = 4
    PHOTOS = 5
    AUDIO = 6
    VIDEO = 7


@dataclass(frozen=True, kw_only=True)
class Due:
    """An object to upload. `name` has no day; `day` is the day of the first try, empty before it."""

    name: str
    kind: Kind
    size: int
    day: str = ""
    sealed: bytes = field(default=b"", repr=False)


class Outgoing(Protocol):
    """Keeps sealed objects, byte for byte, until they are confirmed."""

    def due(self) -> Sequence[Due]:
        """Return what is to be sent now, oldest first."""
        ...

    def fix_days(self, dues: Sequence[Due], day: str) -> None:
        """Keep the day of the first try, before it is made."""
        ...

    def content(self, due: Due) -> bytes:
        """Return the sealed bytes; any thread may ask. Raise VaultError if they are damaged."""
        ...

    def mark_sent(self, dues: Sequence[Due], size: int) -> None:
        """Keep that the remote took these, `size` bytes in all. They are not confirmed by that."""
        ...


class Incoming(Protocol):
    """Takes what arrives, each in one transaction."""

    def roster(self) -> SignedRoster | None:
        """Return the newest roster we know."""
        ...

    def accept_roster(self, roster: SignedRoster, key: ProjectKey) -> None:
        """Keep a newer roster, and the project key from it on."""
        ...

    def people(self) -> Roster | None:
        """Return the people as they are now: the newest roster less whom a coordinator revoked since."""
        ...

    def granted(self, names: Collection[str]) -> Mapping[str, bytes]:
        """Return the content keys we were granted for segments of these undated names."""
        ...

    def fresh(self, names: Collection[str]) -> Collection[str]:
        """Return those of these undated names that were not taken in, and are not ours."""
        ...

    def held(self, streams: Collection[str]) -> Mapping[str, Held]:
        """Return what we hold of these streams, our own included; unknown streams are left out."""
        ...

    def accept(self, opened: Sequence[Opened]) -> Sequence[int | Fault]:
        """Take segments with their content keys and places, in one transaction; return what became of each.

        That is how many of its events are new, or the fault for which it was left out. After a fault the later
        ones of its stream are left out too, as out of order.
        """
        ...

    def accept_again(self, opened: Sequence[Opened]) -> Sequence[int | Fault | None]:
        """Judge segments at numbers we hold another of, and take what may stand beside or for it.

        Return of each how many bodies it brought, the fault for which it is held back, or None: left for later.
        """
        ...

    def hold_back(self, name: str, fault: Fault) -> None:
        """Keep that this object is not taken, and why. The name is undated; `accept` of it forgets this."""
        ...

    def held_back(self) -> Mapping[str, Fault]:
        """Return what is held back, by undated name; what cannot heal is not fetched again."""
        ...

    def wanted_chunks(self, *, up_to: Kind, limit: int) -> Sequence[tuple[str, Kind]]:
        """Return ids and kinds of chunks that events name and we lack, lower kinds first."""
        ...

    def accept_chunks(self, chunks: Mapping[str, bytes]) -> None:
        """Take sealed chunks whose hashes were checked."""
        ...
