"""What waits to go out: sealed bytes or chunk ids under their final object names, re-sent until confirmed.

Packing and sending are not done here.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from typing import Any

import msgspec

from monitor_app.vault import record_rows
from monitor_app.vault.vault import Vault, saving
from monitor_app.vault.views import OutboxSummary


class Priority(IntEnum):
    """What goes first."""

    ROSTER = 0
    RECORDS = 1
    THUMBNAILS = 2
    PHOTOS = 3
    AUDIO = 4
    OTHER = 5


class OutboxState(StrEnum):
    """How far an object has come."""

    HERE = "here"
    SENT = "sent"
    CONFIRMED = "confirmed"


class OutboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One object to send: either `content` or `chunk`. A segment also names the run of events it holds."""

    name: str
    priority: int
    content: bytes | None = None
    chunk: str = ""
    size: int = 0
    stream: str = ""
    first: int = -1
    last: int = -1
    state: OutboxState = OutboxState.HERE
    tries: int = 0


_COLUMNS = "name, priority, content, chunk, size, stream, first, last, state, tries"
_BARE = _COLUMNS.replace("content", "NULL")


@saving
def enqueue(vault: Vault, items: Iterable[OutboxItem], *, packed: Mapping[str, int] | None = None) -> None:
    """Queue objects and note "packed up to number n of stream s", in one transaction.

    A known name is left alone.
    """
    for new in items:
        size = new.size or len(new.content or b"")
        vault.run(
            f"INSERT OR IGNORE INTO outbox ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
            *(new.name, new.priority, new.content, new.chunk, size),
            *(new.stream, new.first, new.last, new.state, new.tries),
        )
    for stream, number in (packed or {}).items():
        vault.run(
            """INSERT INTO packed VALUES (?, ?)
            ON CONFLICT (stream) DO UPDATE SET number = max(number, excluded.number)""",
            *(stream, number),
        )


def packed_up_to(vault: Vault, stream: str) -> int:
    """Return the last number of the stream already packed into segments, or -1."""
    row = vault.row("SELECT number FROM packed WHERE stream = ?", stream)
    return row[0] if row else -1


def due(vault: Vault, limit: int) -> list[OutboxItem]:
    """Return what should be sent next, by priority, then age, with content."""
    return _items(vault, "WHERE state = 'here' ORDER BY priority, id LIMIT ?", limit)


def unconfirmed(vault: Vault, limit: int) -> list[OutboxItem]:
    """Return what was sent and not confirmed, by priority, then age (to be sent again byte for byte)."""
    return _items(vault, "WHERE state = 'sent' ORDER BY priority, id LIMIT ?", limit)


def item(vault: Vault, name: str) -> OutboxItem | None:
    """Return one object by name."""
    found = _items(vault, "WHERE name = ?", name)
    return found[0] if found else None


def items(vault: Vault, *, offset: int, limit: int) -> list[OutboxItem]:
    """Return a page of all objects without content, for a list."""
    return _items(vault, "ORDER BY id LIMIT ? OFFSET ?", limit, offset, columns=_BARE)


@saving
def mark_tried(vault: Vault, names: Iterable[str]) -> None:
    """Count a failed try."""
    for name in names:
        vault.run("UPDATE outbox SET tries = tries + 1 WHERE name = ?", name)


@saving
def mark_sent(vault: Vault, names: Iterable[str]) -> None:
    """Note that the remote took these objects; the records in them become sent."""
    for name in names:
        if vault.run("UPDATE outbox SET state = 'sent' WHERE name = ? AND state = 'here'", name):
            _refresh(vault, name)


@saving
def mark_confirmed(vault: Vault, names: Iterable[str]) -> None:
    """Note that a receipt names these objects, which need no bytes any more.

    A BodiesReceived event does this by itself for its segments.
    """
    for name in names:
        if vault.run("UPDATE outbox SET state = 'confirmed', content = NULL WHERE name = ?", name):
            _refresh(vault, name)


def summary(vault: Vault) -> OutboxSummary:
    """Count what waits, was sent, was confirmed; `bytes` still wait."""
    found = vault.rows("SELECT state, count(*), sum(size) FROM outbox GROUP BY state")
    counts = {state: (count, size) for state, count, size in found}
    waiting, size = counts.get(OutboxState.HERE, (0, 0))
    return OutboxSummary(
        waiting=waiting,
        sent=counts.get(OutboxState.SENT, (0, 0))[0],
        confirmed=counts.get(OutboxState.CONFIRMED, (0, 0))[0],
        bytes=size,
    )


def _refresh(vault: Vault, name: str) -> None:
    roots = vault.rows(
        """SELECT e.root FROM outbox o
        JOIN event e ON e.stream = o.stream AND e.number BETWEEN o.first AND o.last
        WHERE o.name = ?""",
        name,
    )
    record_rows.refresh_states(vault, [root for (root,) in roots])


def _items(vault: Vault, which: str, *values: object, columns: str = _COLUMNS) -> list[OutboxItem]:
    sql = f"SELECT {columns} FROM outbox {which}"  # noqa: S608 - our own words
    return [_item(row) for row in vault.rows(sql, *values)]


def _item(row: tuple[Any, ...]) -> OutboxItem:
    return msgspec.convert(dict(zip(OutboxItem.__struct_fields__, row, strict=True)), OutboxItem)
