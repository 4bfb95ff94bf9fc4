"""Of each shared place: which parcels it lacks, and which lie there since when, until they are confirmed.

The parcels themselves are `outbox`'s. A parcel is called sent when it lies in one place at least.
"""

from collections.abc import Iterable, Mapping

import msgspec

from monitor_app.vault import record_rows
from monitor_app.vault.vault import Vault, saving


class Lying(msgspec.Struct, frozen=True):
    """An object that was sent to a place and not confirmed, and the day in its name there."""

    name: str
    day: str


class Lack(msgspec.Struct, frozen=True):
    """What a place lacks: how many parcels, their bytes, and the lowest priority among them."""

    count: int = 0
    bytes: int = 0
    priority: int = 99


_PARCEL = "(SELECT id FROM outbox WHERE name = ?)"


def expect(vault: Vault, names: Iterable[str]) -> None:
    """Let every place lack these parcels, but where they lie already, as urgently as they are now.

    Runs in a transaction.
    """
    listed = msgspec.json.encode(list(names)).decode()
    vault.run(
        """INSERT OR IGNORE INTO waiting
        SELECT p.id, o.priority, o.id FROM json_each(?) n JOIN outbox o ON o.name = n.value, place p
        WHERE o.state <> 'confirmed'
        AND NOT EXISTS (SELECT 1 FROM lying WHERE place = p.id AND parcel = o.id AND is_there)""",
        listed,
    )
    vault.run(
        """UPDATE waiting SET priority = o.priority FROM json_each(?) n JOIN outbox o ON o.name = n.value
        WHERE waiting.parcel = o.id AND waiting.priority > o.priority""",
        listed,
    )


def hurry(vault: Vault, stream: str, priority: int) -> None:
    """Let what waits of a stream be as urgent as this. Runs in a transaction."""
    vault.run(
        """UPDATE waiting SET priority = ?1 WHERE place IN (SELECT id FROM place) AND priority > ?1
        AND (SELECT stream FROM outbox WHERE id = parcel) = ?2""",
        *(priority, stream),
    )


def forget(vault: Vault, name: str) -> None:
    """Drop all that is known of a parcel that was confirmed. Runs in a transaction."""
    vault.run(f"DELETE FROM waiting WHERE parcel = {_PARCEL}", name)  # noqa: S608 - our own words
    vault.run(f"DELETE FROM lying WHERE parcel = {_PARCEL}", name)  # noqa: S608 - our own words


@saving
def begin(vault: Vault, place: str) -> int:
    """Let a place lack all that nobody confirmed and that does not lie there; return how many parcels."""
    return vault.run(
        """INSERT OR IGNORE INTO waiting SELECT ?1, o.priority, o.id FROM outbox o
        WHERE o.state <> 'confirmed'
        AND NOT EXISTS (SELECT 1 FROM lying WHERE place = ?1 AND parcel = o.id AND is_there)""",
        place,
    )


@saving
def expect_all(vault: Vault) -> None:
    """Let every place lack what is not known to lie there: some of what was known may have been lost."""
    for (place,) in vault.rows("SELECT id FROM place"):
        begin(vault, place)


@saving
def leave(vault: Vault, place: str) -> int:
    """Forget what lies in a place and what it lacks; return how many parcels lie nowhere else and wait anew."""
    vault.run("DELETE FROM waiting WHERE place = ?", place)
    found = vault.rows(
        """SELECT o.name FROM lying l JOIN outbox o ON o.id = l.parcel
        WHERE l.place = ? AND l.is_there AND o.state = 'sent' ORDER BY o.id""",
        place,
    )
    vault.run(
        "UPDATE outbox SET tries = tries + 1 WHERE id IN (SELECT parcel FROM lying WHERE place = ?)", place
    )
    vault.run("DELETE FROM lying WHERE place = ?", place)
    return sum(_come_home(vault, name) for (name,) in found)


@saving
def fix_days(vault: Vault, place: str, names: Iterable[str], day: str) -> None:
    """Keep the day of the first try at a place of these objects, before it is made."""
    vault.db.conn.executemany(
        "INSERT OR IGNORE INTO lying SELECT ?, id, ?, 0, 0 FROM outbox WHERE name = ?",
        [(place, day, name) for name in names],
    )


@saving
def mark_sent(vault: Vault, place: str, names: Iterable[str], *, now_ms: int = 0) -> None:
    """Note that a place took these objects; the records in them become sent."""
    for name in names:
        if not vault.run(f"DELETE FROM waiting WHERE place = ? AND parcel = {_PARCEL}", place, name):  # noqa: S608 - ours
            continue
        vault.run(
            """INSERT INTO lying SELECT ?, id, '', ?, 1 FROM outbox WHERE name = ?
            ON CONFLICT (place, parcel) DO UPDATE SET sent_ms = excluded.sent_ms, is_there = 1""",
            *(place, now_ms, name),
        )
        if vault.run("UPDATE outbox SET state = 'sent' WHERE name = ? AND state = 'here'", name):
            refresh(vault, name)


@saving
def note_seen(vault: Vault, place: str, names: Iterable[str], *, now_ms: int) -> None:
    """Note that objects still lie in a place."""
    vault.db.conn.executemany(
        f"UPDATE lying SET sent_ms = ? WHERE place = ? AND parcel = {_PARCEL}",  # noqa: S608 - our own words
        [(now_ms, place, name) for name in names],
    )


@saving
def send_again(vault: Vault, place: str, names: Iterable[str] | None = None) -> int:
    """Let a place lack anew what lies there, all of it or these; return how many. It gets a new day."""
    chosen = list(names) if names is not None else [one.name for one in _lying(vault, place)]
    count = 0
    for name in chosen:
        if vault.run(f"DELETE FROM lying WHERE place = ? AND is_there AND parcel = {_PARCEL}", place, name):  # noqa: S608 - ours
            vault.run("UPDATE outbox SET tries = tries + 1 WHERE name = ?", name)
            expect(vault, [name])
            _come_home(vault, name)
            count += 1
    return count


def lying(vault: Vault, place: str, before_ms: int, *, limit: int) -> list[Lying]:
    """Return what was sent to a place, is not confirmed, and was not seen there since `before_ms`."""
    found = vault.rows(
        """SELECT o.name, l.day FROM lying l JOIN outbox o ON o.id = l.parcel
        WHERE l.place = ? AND l.is_there AND l.sent_ms <= ? ORDER BY l.parcel LIMIT ?""",
        *(place, before_ms, limit),
    )
    return [Lying(name, day) for name, day in found]


def last_of(vault: Vault, place: str, priority: int) -> str:
    """Return the last by name of our objects of a priority that lie in a place, or ""."""
    row = vault.row(
        """SELECT max(o.name) FROM lying l JOIN outbox o ON o.id = l.parcel
        WHERE l.place = ? AND l.is_there AND o.priority = ?""",
        *(place, priority),
    )
    return str(row[0] or "") if row else ""


def put_since(vault: Vault, place: str, since_ms: int, *, priority: int) -> list[str]:
    """Return our objects of a priority that a place took, or was seen to hold, from a time on."""
    found = vault.rows(
        """SELECT o.name FROM lying l JOIN outbox o ON o.id = l.parcel
        WHERE l.place = ? AND l.is_there AND l.sent_ms >= ? AND o.priority = ?""",
        *(place, since_ms, priority),
    )
    return [name for (name,) in found]


def count_unconfirmed(vault: Vault, before_day: str) -> int:
    """Count records and files that were first sent before a day and are not confirmed; lists never are."""
    row = vault.row(
        """SELECT count(DISTINCT o.id) FROM outbox o JOIN lying l ON l.parcel = o.id
        WHERE o.state = 'sent' AND o.priority > 0 AND l.is_there AND l.day < ?""",
        before_day,
    )
    return int(row[0]) if row else 0


def lacking(vault: Vault) -> dict[str, Lack]:
    """Return what each place lacks; a place that lacks nothing is left out."""
    found = vault.rows(
        """SELECT w.place, count(*), sum(o.size), min(w.priority)
        FROM waiting w JOIN outbox o ON o.id = w.parcel GROUP BY w.place"""
    )
    return {place: Lack(count, size, priority) for place, count, size, priority in found}


def whereabouts(vault: Vault, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return in which places each of these parcels lies; those that lie nowhere are left out."""
    found = vault.rows(
        """SELECT o.name, l.place FROM json_each(?) n JOIN outbox o ON o.name = n.value
        JOIN lying l ON l.parcel = o.id AND l.is_there JOIN place p ON p.id = l.place
        ORDER BY p.position, p.id""",
        msgspec.json.encode(list(names)).decode(),
    )
    where: dict[str, tuple[str, ...]] = {}
    for name, place in found:
        where[name] = (*where.get(name, ()), place)
    return where


def refresh(vault: Vault, name: str) -> None:
    """Work out anew how far the records in a parcel are. Runs in a transaction."""
    roots = vault.rows(
        """SELECT e.root FROM outbox o
        JOIN event e ON e.stream = o.stream AND e.number BETWEEN o.first AND o.last
        WHERE o.name = ?""",
        name,
    )
    record_rows.refresh_states(vault, [root for (root,) in roots])


def _lying(vault: Vault, place: str) -> list[Lying]:
    return lying(vault, place, 1 << 62, limit=-1)


def _come_home(vault: Vault, name: str) -> bool:
    """Call a parcel waiting again if it lies nowhere; say whether it does."""
    is_home = vault.run(
        """UPDATE outbox SET state = 'here' WHERE name = ? AND state = 'sent'
        AND NOT EXISTS (SELECT 1 FROM lying WHERE parcel = outbox.id AND is_there)""",
        name,
    )
    if is_home:
        refresh(vault, name)
    return bool(is_home)
