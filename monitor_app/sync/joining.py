"""Invitation and reply: how a device joins (FORMAT.md §6).

Two text files and one fingerprint that two people compare. Knows no vault; recording works before acceptance.
"""

from collections.abc import Collection
from typing import Any

import msgspec

from monitor_app.domain.people import Member, Right


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer needs. Secret. Keys are base64; `inviter` is the coordinator's box."""

    project: str
    title: str
    roster_public: str
    project_key: str
    generation: int = 0
    inviter: str
    inviter_receive: str
    remote: str = ""
    token: str
    expires_ms: int

    def __repr__(self) -> str:
        return "Invitation(…)"


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer answers. `name` is a code name; keys are base64; `invitation` is the hash of what it answers."""

    token: str
    invitation: str
    name: str
    box: str
    signing: str
    receive: str

    def as_member(self, rights: tuple[Right, ...], *, since_ms: int) -> Member:
        """Return the member to put into the roster, once the fingerprint was compared."""
        raise NotImplementedError


def write_invitation(invitation: Invitation) -> str:
    """Return the text of the invitation file."""
    raise NotImplementedError


def read_invitation(text: str, *, now_ms: int, project: str = "") -> Invitation:
    """Read an invitation; `project` is what this device already belongs to. Raise InvitationRefused."""
    raise NotImplementedError


def answer(
    invitation: Invitation, *, name: str, box: str, signing_seed: bytes, receive_public: bytes
) -> tuple[Reply, str]:
    """Return the reply and the text of its file, sealed to the inviter."""
    raise NotImplementedError


def read_reply(
    text: str, *, invitations: Collection[Invitation], used: Collection[str], receive_seed: bytes, now_ms: int
) -> Reply:
    """Read a reply to one of our `invitations`; `used` are tokens that served. Raise InvitationRefused."""
    raise NotImplementedError


def fingerprint_of(invitation: Invitation, reply: Reply) -> str:
    """Return what both people compare before the device is accepted: six groups of five digits."""
    raise NotImplementedError
