"""What waits to go out: sealed bytes or chunk ids under their final object names, re-sent until confirmed.

Packing and sending are not done here.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from monitor_app.vault import record_rows
from monitor_app.vault.vault import Vault, saving
from monitor_app.vault.views import OutboxSummary


class OutboxState(StrEnum):
    """How far an object has come."""

    HERE = "here"
    SENT = "sent"
    CONFIRMED = "confirmed"


class OutboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One object to send: either `content` or `chunk`. A segment also names the run of events it holds.

    A lower `priority` goes first. `day` is the day of the first try, empty before it; `tries` counts how often
    it had to be sent anew.
    """

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
    day: str = ""


class Lying(msgspec.Struct, frozen=True):
    """An object that was sent and not confirmed, and the day in its name."""

    name: str
    day: str


_COLUMNS = "name, priority, content, chunk, size, stream, first, last, state, tries"
_DAY = "coalesce((SELECT day FROM sending WHERE sending.name = outbox.name), '')"
_READ = f"{_COLUMNS}, {_DAY}"
_BARE = _READ.replace("content", "NULL", 1)


@saving
def enqueue(vault: Vault, items: Iterable[OutboxItem], *, packed: Mapping[str, int] | None = None) -> None:
    """Queue objects and note "packed up to number n of stream s", in one transaction.

    A known name only becomes more urgent. What waits of a stream becomes as urgent as what follows it.
    """
    for new in items:
        size = new.size or len(new.content or b"")
        vault.run(
            f"""INSERT INTO outbox ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET priority = excluded.priority
            WHERE state = 'here' AND excluded.priority < priority""",  # noqa: S608 - ours
            *(new.name, new.priority, new.content, new.chunk, size),
            *(new.stream, new.first, new.last, new.state, new.tries),
        )
        if new.stream:
            vault.run(
                "UPDATE outbox SET priority = ? WHERE stream = ? AND state = 'here' AND priority > ?",
                *(new.priority, new.stream, new.priority),
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


def due(vault: Vault, limit: int, *, up_to: int = 99) -> list[OutboxItem]:
    """Return what should be sent next, by priority (none above `up_to`), then age, without content."""
    where = "WHERE state = 'here' AND priority <= ? ORDER BY priority, id LIMIT ?"
    return _items(vault, where, up_to, limit, columns=_BARE)


def lying(vault: Vault, before_ms: int, *, limit: int) -> list[Lying]:
    """Return what was sent, is not confirmed, and was not seen in the shared place since `before_ms`."""
    found = vault.rows(
        """SELECT o.name, s.day FROM outbox o JOIN sending s ON s.name = o.name
        WHERE o.state = 'sent' AND s.sent_ms <= ? ORDER BY o.id LIMIT ?""",
        *(before_ms, limit),
    )
    return [Lying(name, day) for name, day in found]


def count_unconfirmed(vault: Vault, before_day: str) -> int:
    """Count records and files that were first sent before a day and are not confirmed; lists never are."""
    row = vault.row(
        """SELECT count(*) FROM outbox o JOIN sending s ON s.name = o.name
        WHERE o.state = 'sent' AND o.priority > 0 AND s.day < ?""",
        before_day,
    )
    return int(row[0]) if row else 0


def unpacked(vault: Vault, box: str) -> list[str]:
    """Return the streams of this device that hold events no segment holds yet."""
    found = vault.rows(
        """SELECT e.stream FROM event e WHERE e.stream = ? OR (e.stream > ? AND e.stream < ?)
        GROUP BY e.stream
        HAVING max(e.number) > coalesce((SELECT number FROM packed WHERE stream = e.stream), -1)
        ORDER BY e.stream""",
        *(box, f"{box}/", f"{box}0"),
    )
    return [stream for (stream,) in found]


@saving
def confirm_up_to(vault: Vault, stream: str, number: int) -> None:
    """Note that the reader of one of our streams holds all its segments up to a number."""
    found = vault.rows("SELECT name FROM outbox WHERE stream = ? AND state <> 'confirmed' ORDER BY id", stream)
    mark_confirmed(vault, [name for (name,) in found if int(name.rsplit("-", 2)[1]) <= number])


@saving
def note_seen(vault: Vault, names: Iterable[str], *, now_ms: int) -> None:
    """Note that objects still lie in the shared place."""
    vault.db.conn.executemany(
        "UPDATE sending SET sent_ms = ? WHERE name = ?", [(now_ms, name) for name in names]
    )


@saving
def send_again(vault: Vault, names: Iterable[str] | None = None) -> int:
    """Queue anew what was sent and not confirmed, all of it or these; return how many. It gets a new day."""
    chosen = list(names) if names is not None else _sent(vault)
    count = 0
    for name in chosen:
        if vault.run(
            "UPDATE outbox SET state = 'here', tries = tries + 1 WHERE name = ? AND state = 'sent'", name
        ):
            vault.run("DELETE FROM sending WHERE name = ?", name)
            _refresh(vault, name)
            count += 1
    return count


def item(vault: Vault, name: str) -> OutboxItem | None:
    """Return one object by name."""
    found = _items(vault, "WHERE name = ?", name)
    return found[0] if found else None


def unconfirmed(vault: Vault, *, after: int, limit: int) -> list[tuple[int, OutboxItem]]:
    """Return (place, object without content) of what nobody confirmed, from behind a place, in order."""
    found = vault.rows(
        "SELECT id, name FROM outbox WHERE id > ? AND state <> 'confirmed' ORDER BY id LIMIT ?", after, limit
    )
    return [(place, _items(vault, "WHERE name = ?", name, columns=_BARE)[0]) for place, name in found]


def items(vault: Vault, *, offset: int, limit: int) -> list[OutboxItem]:
    """Return a page of all objects without content, for a list."""
    return _items(vault, "ORDER BY id LIMIT ? OFFSET ?", limit, offset, columns=_BARE)


@saving
def fix_days(vault: Vault, names: Iterable[str], day: str) -> None:
    """Keep the day of the first try of these objects, before it is made."""
    vault.db.conn.executemany("INSERT OR IGNORE INTO sending VALUES (?, ?, 0)", [(name, day) for name in names])


@saving
def mark_sent(vault: Vault, names: Iterable[str], *, now_ms: int = 0) -> None:
    """Note that the remote took these objects; the records in them become sent."""
    for name in names:
        if vault.run("UPDATE outbox SET state = 'sent' WHERE name = ? AND state = 'here'", name):
            vault.run("UPDATE sending SET sent_ms = ? WHERE name = ?", now_ms, name)
            _refresh(vault, name)


@saving
def mark_confirmed(vault: Vault, names: Iterable[str]) -> None:
    """Note that a receipt names these objects, which need no bytes any more.

    A BodiesReceived event does this by itself for its segments.
    """
    for name in names:
        if vault.run("UPDATE outbox SET state = 'confirmed', content = NULL WHERE name = ?", name):
            vault.run("DELETE FROM sending WHERE name = ?", name)
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


def _sent(vault: Vault) -> list[str]:
    return [name for (name,) in vault.rows("SELECT name FROM outbox WHERE state = 'sent' ORDER BY id")]


def waiting_by_kind(vault: Vault) -> dict[int, tuple[int, int]]:
    """Return how many objects wait, and their bytes, by priority."""
    found = vault.rows(
        """SELECT priority, count(*), sum(size) FROM outbox WHERE state = 'here'
        GROUP BY priority ORDER BY priority"""
    )
    return {priority: (count, size) for priority, count, size in found}


def _items(vault: Vault, which: str, *values: object, columns: str = _READ) -> list[OutboxItem]:
    sql = f"SELECT {columns} FROM outbox {which}"  # noqa: S608 - our own words
    return [_item(row) for row in vault.rows(sql, *values)]


def _item(row: tuple[Any, ...]) -> OutboxItem:
    return msgspec.convert(dict(zip(OutboxItem.__struct_fields__, row, strict=True)), OutboxItem)
