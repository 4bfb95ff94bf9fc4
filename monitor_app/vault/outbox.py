"""What waits to go out: sealed bytes or chunk ids under their final object names, re-sent until confirmed.

Packing and sending are not done here; which place lacks what is `lodging`'s.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from monitor_app.vault import lodging
from monitor_app.vault.vault import Vault, saving
from monitor_app.vault.views import OutboxSummary


class OutboxState(StrEnum):
    """How far an object has come; it is sent once it lies in one place at least."""

    HERE = "here"
    SENT = "sent"
    CONFIRMED = "confirmed"


class OutboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One object to send: either `content` or `chunk`. A segment also names the run of events it holds.

    A lower `priority` goes first. `day` is the day of the first try (to a place, where one is asked about),
    empty before it; `tries` counts how often it had to be sent anew.
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


_COLUMNS = "name, priority, content, chunk, size, stream, first, last, state, tries"
_DAY = "coalesce((SELECT min(day) FROM lying WHERE lying.parcel = outbox.id), '')"
_READ = f"{_COLUMNS}, {_DAY}"
_BARE = _READ.replace("content", "NULL", 1)


@saving
def enqueue(vault: Vault, items: Iterable[OutboxItem], *, packed: Mapping[str, int] | None = None) -> None:
    """Queue objects and note "packed up to number n of stream s", in one transaction.

    A known name only becomes more urgent. What waits of a stream becomes as urgent as what follows it.
    """
    queued = list(items)
    for new in queued:
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
            lodging.hurry(vault, new.stream, new.priority)
    lodging.expect(vault, [new.name for new in queued])
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


def due(vault: Vault, place: str, limit: int, *, up_to: int = 99) -> list[OutboxItem]:
    """Return what a place lacks, by priority (none above `up_to`), then age, without content."""
    found = vault.rows(
        """SELECT o.name, w.priority, NULL, o.chunk, o.size, o.stream, o.first, o.last, o.state, o.tries,
            coalesce(l.day, '')
        FROM waiting w JOIN outbox o ON o.id = w.parcel
        LEFT JOIN lying l ON l.place = w.place AND l.parcel = w.parcel
        WHERE w.place = ? AND w.priority <= ? ORDER BY w.priority, w.parcel LIMIT ?""",
        *(place, up_to, limit),
    )
    return [_item(row) for row in found]


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
def mark_confirmed(vault: Vault, names: Iterable[str]) -> None:
    """Note that a receipt names these objects, which need no bytes any more.

    A BodiesReceived event does this by itself for its segments.
    """
    for name in names:
        if vault.run("UPDATE outbox SET state = 'confirmed', content = NULL WHERE name = ?", name):
            lodging.forget(vault, name)
            lodging.refresh(vault, name)


@saving
def want_again(vault: Vault, names: Iterable[str]) -> None:
    """Queue anew what was confirmed: somebody else needs it now, and it may have left the shared place."""
    chosen = list(names)
    for name in chosen:
        vault.run(
            "UPDATE outbox SET state = 'here', tries = tries + 1 WHERE name = ? AND state = 'confirmed'", name
        )
    lodging.expect(vault, chosen)


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
