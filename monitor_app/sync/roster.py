"""The roster as signed, chained versions, and how it changes (FORMAT.md §5).

The only place public keys come from. Knows no vault and no remote.
"""

from dataclasses import dataclass, field

from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.people import Member, Roster


@dataclass(frozen=True)
class SignedRoster:
    """A roster that was verified, and the exact bytes that were signed."""

    roster: Roster
    signed: bytes = field(repr=False)


def found(*, project: str, title: str, founder: Member, at_ms: int, identity_public: str = "") -> Roster:
    """Return version 1 with its first member."""
    raise NotImplementedError


def add_member(known: SignedRoster, member: Member, *, at_ms: int) -> Roster:
    """Return the next version with one more device. Raise RosterRefused if its box or keys are taken."""
    raise NotImplementedError


def revoke_member(known: SignedRoster, box: str, *, last_good: int, at_ms: int) -> Roster:
    """Return the next version without the rights of `box`; segments after `last_good` no longer count. Raise RosterRefused."""
    raise NotImplementedError


def sign_roster(roster: Roster, seed: bytes) -> SignedRoster:
    """Sign a version with the project's roster key."""
    raise NotImplementedError


def accept(known: SignedRoster | None, signed: bytes, *, project: str, root_public: bytes) -> SignedRoster:
    """Return the version in `signed` if it follows what we know. Raise RosterRefused."""
    raise NotImplementedError


def seal_for_log(roster: SignedRoster, key: ProjectKey) -> tuple[str, bytes]:
    """Return the undated name and the bytes of the object for the roster log."""
    raise NotImplementedError


def open_from_log(sealed: bytes, *, project: str, number: int, key: ProjectKey) -> bytes:
    """Return the signed bytes in an object of the roster log. Raise RosterRefused."""
    raise NotImplementedError
