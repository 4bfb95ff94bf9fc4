"""Keys and the roster at rest: secrets by name, and the signed roster with its people.

Names used: see `KeyName`. Nothing here makes, uses or checks a key.
"""

from enum import StrEnum

from monitor_app.domain.people import Roster
from monitor_app.vault.opening import Vault


class KeyName(StrEnum):
    """The keys a vault may hold. Others are kept under a name of the caller's."""

    SIGNING = "signing"
    RECEIVE = "receive"
    PROJECT = "project"
    ROSTER = "roster"
    IDENTITY_PUBLIC = "identity_public"
    IDENTITY_PRIVATE = "identity_private"
    INVITATION = "invitation"


def get(vault: Vault, name: str) -> bytes | None:
    """Return a key, or None."""
    raise NotImplementedError


def put(vault: Vault, name: str, key: bytes) -> None:
    """Keep a key, in place of an older one of that name."""
    raise NotImplementedError


def forget(vault: Vault, name: str) -> None:
    """Drop a key."""
    raise NotImplementedError


def put_roster(vault: Vault, signed: bytes, roster: Roster) -> None:
    """Keep a checked roster: its signed bytes, and its people for lists."""
    raise NotImplementedError


def roster_bytes(vault: Vault) -> bytes | None:
    """Return the newest signed roster, or None before joining."""
    raise NotImplementedError


def roster_log(vault: Vault) -> list[tuple[int, bytes]]:
    """Return all kept rosters as (version, signed bytes), oldest first."""
    raise NotImplementedError
