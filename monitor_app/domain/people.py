"""The roster: the signed list of people and devices, and what each may do.

Roles are rights; one device may hold several. Every public key comes only from the roster.
"""

from enum import StrEnum

import msgspec


class Right(StrEnum):
    """What a device may do in a project."""

    MONITOR = "monitor"
    COORDINATOR = "coordinator"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One device. `name` is a code name; keys are base64; `last_good` is set when it is revoked."""

    box: str
    name: str
    rights: tuple[Right, ...]
    signing: str
    receive: str
    since_ms: int
    revoked_ms: int = 0
    last_good: int = -1

    @property
    def is_active(self) -> bool:
        """Say whether the device still belongs."""
        return not self.revoked_ms

    def may(self, right: Right) -> bool:
        """Say whether an active device holds a right."""
        return self.is_active and right in self.rights


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """Version `version` of the list; `previous` is the hash of the signed bytes of the version before."""

    format: int = 0
    project: str
    title: str
    version: int
    previous: str = ""
    at_ms: int
    members: tuple[Member, ...]
    identity_public: str = ""

    def member(self, box: str) -> Member | None:
        """Return the device of that name, revoked ones too."""
        return next((member for member in self.members if member.box == box), None)

    def coordinators(self) -> tuple[Member, ...]:
        """Return the active coordinators: everything is sealed to them."""
        return tuple(member for member in self.members if member.may(Right.COORDINATOR))

    def monitors(self) -> tuple[Member, ...]:
        """Return the active monitors."""
        return tuple(member for member in self.members if member.may(Right.MONITOR))
