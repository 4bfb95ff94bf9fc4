"""The roster: the signed list of people and devices, and what each may do.

Roles are rights; one device may hold several. Every public key comes only from the roster.
"""

import functools
from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Right(StrEnum):
    """What a device may do in a project."""

    MONITOR = "monitor"
    COORDINATOR = "coordinator"
    IDENTITY = "identity"
    """Is given the identity key by another that holds it."""
    ARCHIVE = "archive"
    """Reads and confirms everything, and writes nothing else."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One device. `name` is a code name; keys are base64; `last_good` is set when it is revoked.

    `until_ms` ends its right to send, 0 for never; recording does not end by it.
    """

    box: str
    name: str
    rights: tuple[Right, ...]
    signing: str
    receive: str
    since_ms: int
    revoked_ms: int = 0
    last_good: int = -1
    until_ms: int = 0

    @property
    def is_active(self) -> bool:
        """Say whether the device still belongs."""
        return not self.revoked_ms

    def may(self, right: Right) -> bool:
        """Say whether an active device holds a right."""
        return self.is_active and right in self.rights


class Roster(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Version `version` of the list; `previous` is the hash of the signed bytes of the version before.

    `holder` is the one device that writes the next version; `duty` and `deputy` are the coordinators to
    turn to; `generation` counts the project's keys.
    """

    format: int = 0
    project: str
    title: str
    version: int
    previous: str = ""
    at_ms: int
    members: tuple[Member, ...]
    identity_public: str = ""
    holder: str = ""
    duty: str = ""
    deputy: str = ""
    generation: int = 0

    def member(self, box: str) -> Member | None:
        """Return the device of that name, revoked ones too."""
        return self._by_box.get(box)

    @functools.cached_property
    def _by_box(self) -> dict[str, Member]:
        return {member.box: member for member in reversed(self.members)}  # the first of a name counts

    def coordinators(self) -> tuple[Member, ...]:
        """Return the active coordinators."""
        return tuple(member for member in self.members if member.may(Right.COORDINATOR))

    def readers(self) -> tuple[Member, ...]:
        """Return who reads what everybody writes: everything is sealed to them."""
        return self._readers

    @functools.cached_property
    def _readers(self) -> tuple[Member, ...]:
        reads = (Right.COORDINATOR, Right.ARCHIVE)  # asked for every segment: a long list is walked once
        return tuple(member for member in self.members if any(member.may(right) for right in reads))

    def without(self, revoked: Mapping[str, int], *, at_ms: int) -> "Roster":
        """Return the list as it will be once these devices (box → last good segment) are taken off it."""
        if not revoked:
            return self
        members = tuple(
            msgspec.structs.replace(one, revoked_ms=at_ms, last_good=revoked[one.box])
            if one.is_active and one.box in revoked
            else one
            for one in self.members
        )
        return msgspec.structs.replace(self, members=members)

    def monitors(self) -> tuple[Member, ...]:
        """Return the active monitors."""
        return tuple(member for member in self.members if member.may(Right.MONITOR))
