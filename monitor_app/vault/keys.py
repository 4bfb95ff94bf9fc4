"""Keys and the roster at rest: secrets by name, and the signed roster with its people.

Nothing here makes, uses or checks a key.
"""

from enum import StrEnum

from monitor_app.domain.people import Roster
from monitor_app.vault.vault import Vault, saving


class KeyName(StrEnum):
    """The keys a vault may hold. Others are kept under a name of the caller's."""

    SIGNING = "signing"
    RECEIVE = "receive"
    PROJECT = "project"
    ROOT = "root"
    RECEIVE_NEXT = "receive_next"
    RECEIVE_BEFORE = "receive_before"
    IDENTITY_PUBLIC = "identity_public"
    IDENTITY_PRIVATE = "identity_private"
    IDENTITY_LOCKED = "identity_locked"
    INVITATION = "invitation"
    RECOVERY_PUBLIC = "recovery_public"
    ESCROW_PUBLIC = "escrow_public"


def get(vault: Vault, name: str) -> bytes | None:
    """Return a key, or None."""
    row = vault.row("SELECT content FROM key WHERE name = ?", str(name))
    return row[0] if row else None


@saving
def put(vault: Vault, name: str, key: bytes) -> None:
    """Keep a key, in place of an older one of that name."""
    vault.run("INSERT OR REPLACE INTO key VALUES (?, ?)", str(name), key)


@saving
def forget(vault: Vault, name: str) -> None:
    """Drop a key."""
    vault.run("DELETE FROM key WHERE name = ?", str(name))


@saving
def put_roster(vault: Vault, signed: bytes, roster: Roster) -> None:
    """Keep a checked roster: its signed bytes, and its people for lists.

    A version kept before stays as it is.
    """
    if not vault.run("INSERT OR IGNORE INTO roster VALUES (?, ?)", roster.version, signed):
        return
    newest = vault.row("SELECT max(version) FROM roster") == (roster.version,)
    into = "INSERT OR REPLACE INTO person" if newest else "INSERT OR IGNORE INTO person"
    for member in roster.members:
        vault.run(f"{into} VALUES (?, ?)", member.box, member.name)


def roster_bytes(vault: Vault) -> bytes | None:
    """Return the newest signed roster, or None before joining."""
    row = vault.row("SELECT signed FROM roster ORDER BY version DESC LIMIT 1")
    return row[0] if row else None


def roster_log(vault: Vault) -> list[tuple[int, bytes]]:
    """Return all kept rosters as (version, signed bytes), oldest first."""
    return [(version, signed) for version, signed in vault.rows("SELECT * FROM roster ORDER BY version")]
