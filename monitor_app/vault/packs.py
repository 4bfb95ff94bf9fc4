"""Packs as rows: what was offered, and what each device says it uses. Rebuilt from events.

What a pack holds, and whether it can be used, is not known here.
"""

import msgspec

from monitor_app.domain.events import PackConfirmed, PackPublished
from monitor_app.vault.vault import Vault

TABLES = ("pack", "pack_confirmed")
CREATE = (
    """CREATE TABLE pack (
        kind TEXT, edition INTEGER, ms INTEGER, count INTEGER, box TEXT, sha256 TEXT, root TEXT NOT NULL,
        version TEXT NOT NULL, title TEXT NOT NULL,
        PRIMARY KEY (kind, edition, ms, count, box, sha256)) WITHOUT ROWID""",
    """CREATE TABLE pack_confirmed (
        kind TEXT, device TEXT, ms INTEGER NOT NULL, count INTEGER NOT NULL, edition INTEGER NOT NULL,
        sha256 TEXT NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (kind, device)) WITHOUT ROWID""",
)


class OfferedPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that a coordinator offered; `root` is an event that names its file. `box` published it first."""

    kind: str
    edition: int
    ms: int
    box: str
    sha256: str
    root: str
    version: str
    title: str


class ConfirmedPack(msgspec.Struct, frozen=True, kw_only=True):
    """What a device said last about a kind of pack."""

    device: str
    edition: int
    sha256: str
    problem: str
    ms: int


def offer(vault: Vault, root: str, event: PackPublished) -> None:
    """Take in an offer; the same pack sent to another device, or again, is one row. Runs in a transaction."""
    vault.run(
        "INSERT OR IGNORE INTO pack VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(event.subject, event.edition, event.first.ms, event.first.count, event.by, event.file.sha256),
        *(root, event.version, event.title),
    )


def confirm(vault: Vault, event: PackConfirmed) -> None:
    """Take in what a device says it uses, unless it said something later. Runs in a transaction."""
    vault.run(
        """INSERT INTO pack_confirmed VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, device) DO UPDATE SET ms = excluded.ms, count = excluded.count,
        edition = excluded.edition, sha256 = excluded.sha256, problem = excluded.problem
        WHERE (excluded.ms, excluded.count) >= (ms, count)""",
        *(event.subject, event.device, event.time.ms, event.time.count),
        *(event.edition, event.sha256, event.problem),
    )


def offered(vault: Vault, kind: str) -> list[OfferedPack]:
    """Return the packs of a kind that were offered, newest first."""
    found = vault.rows(
        """SELECT kind, edition, ms, box, sha256, root, version, title FROM pack WHERE kind = ?
        ORDER BY edition DESC, ms DESC, count DESC, box DESC, sha256 DESC""",
        kind,
    )
    names = OfferedPack.__struct_fields__
    return [msgspec.convert(dict(zip(names, row, strict=True)), OfferedPack) for row in found]


def confirmed(vault: Vault, kind: str) -> list[ConfirmedPack]:
    """Return what each device said last about a kind."""
    found = vault.rows(
        "SELECT device, edition, sha256, problem, ms FROM pack_confirmed WHERE kind = ? ORDER BY device", kind
    )
    names = ConfirmedPack.__struct_fields__
    return [msgspec.convert(dict(zip(names, row, strict=True)), ConfirmedPack) for row in found]
