"""A running keyed sum over the rows of every table, on one page: an old page played back does not fit it.

Triggers keep it in the very transaction that changes a row; of tables that mostly grow they only note which
rows came, and `settle` sums those up before the commit. It does not see all pages played back together: that is
a whole old vault, which only others can notice. Must not know what any table means.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from monitor_app.crypto import primitives
from monitor_app.vault.driver import Database, demand_whole

SCHEMA = "schema/v0"
"""The row that repeats where each table begins, in case page 1 is lost."""
_KEY = "key/v0"
"""The row with the key of the sums: random, so that a change of the vault's keys leaves them valid."""
_SIZE = 32
_ALL = (1 << 8 * _SIZE) - 1
_NAMED_BY_HASH = frozenset({("body", "content")})
"""Table and column of what is long and is named by a hash in its own row: the check follows that hash,
so that the sum need not read it once more."""
_GROWING = ("event", "body", "record", "search_subject")
"""Tables of numbered rows that come in great numbers: summed up once a transaction. A trigger that calls a
function makes SQLite save every page before each row, and the search index write out what it gathered."""
_UNWATCHED = frozenset({"tally", "_sqlite_migrations"})
_SEARCH_PARTS = ("data", "idx", "content", "docsize", "config")


class Table(msgspec.Struct, frozen=True):
    """Where a table begins in the file, and what stands in its rows.

    `key` is empty where rows have numbers; `rowid_column` is that number under a name; a kind ends in `?`
    where nothing may stand.
    """

    root_page: int
    columns: tuple[str, ...]
    key: tuple[str, ...]
    rowid_column: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Coming:
    """How the rows that came to a growing table are read and summed up."""

    name: str
    read: str
    key: bytes = field(repr=False)


_coming: WeakKeyDictionary[Database, tuple[_Coming, ...]] = WeakKeyDictionary()
"""What each connection that is watched has to settle."""


def watch(db: Database, *, afresh: tuple[str, ...] = ()) -> None:
    """Keep the sums of this connection's writes from now on; tables without one, and `afresh`, are counted.

    Runs inside a transaction of the caller's, or takes one.
    """
    key = sum_key(db) or _new_key(db)
    known = {name for (name,) in db.conn.execute("SELECT name FROM tally")}
    tables = table_map(db)
    _coming[db] = tuple(_noting(db, key, name, tables[name]) for name in _GROWING if name in tables)
    for name, table in tables.items():
        _teach(db, key, name)
        if name not in known or name in afresh:
            if name in _GROWING:
                db.conn.execute(f"DELETE FROM tally_new_{name}")  # noqa: S608 - our own names
            rows, total = recounted(db, key, name, summed(name, table))
            db.conn.execute("INSERT OR REPLACE INTO tally VALUES (?, ?, ?)", (name, rows, total))
        for statement in _triggers(name, table):
            db.conn.execute(statement)
    for gone in known - tables.keys() - {SCHEMA, _KEY}:
        db.conn.execute("DELETE FROM tally WHERE name = ?", (gone,))
    schema = msgspec.json.encode(tables)
    kept = db.conn.execute("SELECT total FROM tally WHERE name = ?", (SCHEMA,)).fetchone()
    demand_whole(db)
    if kept != (schema,):
        db.conn.execute("INSERT OR REPLACE INTO tally VALUES (?, 0, ?)", (SCHEMA, schema))


def settle(db: Database) -> None:
    """Take the rows that came into the sums of their tables. Runs at the end of the transaction, within it."""
    coming = _coming.get(db, ())
    if not coming:
        return
    asked = ", ".join(f"EXISTS (SELECT 1 FROM tally_new_{one.name})" for one in coming)  # noqa: S608 - our own names
    waiting = db.conn.execute(f"SELECT {asked}").fetchone()
    for one, is_there in zip(coming, waiting, strict=True):
        if is_there:
            _settle(db, one)


def _settle(db: Database, one: _Coming) -> None:
    count, came = sum_of(one.key, one.name, db.conn.execute(one.read))
    kept = db.conn.execute("SELECT row_count, total FROM tally WHERE name = ?", (one.name,)).fetchone()
    rows, total = kept or (0, bytes(_SIZE))
    summed_up = int.from_bytes(total, "big") + int.from_bytes(came, "big") & _ALL
    sums = (rows + count, summed_up.to_bytes(_SIZE, "big"), one.name)
    db.conn.execute("UPDATE tally SET row_count = ?, total = ? WHERE name = ?", sums)
    db.conn.execute(f"DELETE FROM tally_new_{one.name}")  # noqa: S608 - our own names


def _noting(db: Database, key: bytes, name: str, table: Table) -> _Coming:
    """Make where a growing table's new rows are noted: in memory, taken back with the transaction."""
    db.conn.execute(f"CREATE TEMP TABLE IF NOT EXISTS tally_new_{name} (id INTEGER PRIMARY KEY)")
    new = f"SELECT id FROM tally_new_{name}"  # noqa: S608 - our own names
    columns = _names(summed(name, table))
    read = f"SELECT {columns} FROM {_quoted(name)} WHERE {_quoted(table.rowid_column)} IN ({new})"  # noqa: S608 - as above
    return _Coming(name, read, key)


def differs(db: Database, name: str, table: Table) -> bool:
    """Say whether a table's rows are not those its sum was made of. Takes one read transaction."""
    db.conn.execute("BEGIN")
    try:
        kept = db.conn.execute("SELECT row_count, total FROM tally WHERE name = ?", (name,)).fetchone()
        return kept is None or tuple(kept) != recounted(db, sum_key(db), name, summed(name, table))
    finally:
        if db.conn.in_transaction:
            db.conn.rollback()


def recounted(db: Database, key: bytes, name: str, columns: tuple[str, ...]) -> tuple[int, bytes]:
    """Count a table's rows and sum up these columns of them anew."""
    rows = db.conn.execute(f"SELECT {_names(columns)} FROM {_quoted(name)}")  # noqa: S608 - the schema's own names
    counted = sum_of(key, name, rows)
    demand_whole(db)
    return counted


def sum_of(key: bytes, name: str, rows: Iterable[tuple[Any, ...]]) -> tuple[int, bytes]:
    """Count these rows, each in the columns that are summed, and return the sum as it is kept."""
    count, total, row_sum = 0, 0, _row_sum(key, name)
    for row in rows:
        count += 1
        total += row_sum(row)
    return count, (total & _ALL).to_bytes(_SIZE, "big")


def summed(name: str, table: Table) -> tuple[str, ...]:
    """Return the columns of which a table's sum is made."""
    return tuple(column for column in table.columns if (name, column) not in _NAMED_BY_HASH)


def table_map(db: Database) -> dict[str, Table]:
    """Return every table that has rows of its own: neither virtual nor part of one."""
    found = {}
    listed = db.conn.execute("SELECT name, rootpage, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    every = listed.fetchall()
    # No PRAGMA table_list: it opens virtual tables and swallows what goes wrong there.
    virtual = tuple(name for name, _, sql in every if sql.startswith("CREATE VIRTUAL"))
    parts_of = {f"{name}_{part}" for name in virtual for part in _SEARCH_PARTS}
    for name, root_page, sql in every:
        if name in virtual or name in parts_of or name in _UNWATCHED or name.startswith("sqlite_"):
            continue
        columns = db.conn.execute(f"PRAGMA main.table_info({_quoted(name)})").fetchall()
        parts = sorted((column[5], column[1], column[2]) for column in columns if column[5])
        is_number = len(parts) == 1 and parts[0][2] == "INTEGER" and "WITHOUT ROWID" not in sql
        key = () if "WITHOUT ROWID" not in sql else tuple(part[1] for part in parts)
        names = tuple(column[1] for column in columns)
        kinds = tuple(column[2] if column[3] else f"{column[2]}?" for column in columns)
        found[name] = Table(root_page, names, key, parts[0][1] if is_number else "", kinds)
    return found


def sum_key(db: Database) -> bytes:
    """Return the key of this database's sums, or b"" where there are none yet."""
    row = db.conn.execute("SELECT total FROM tally WHERE name = ?", (_KEY,)).fetchone()
    return row[0] if row else b""


def _new_key(db: Database) -> bytes:
    key = primitives.new_key()
    db.conn.execute("DELETE FROM tally")
    db.conn.execute("INSERT INTO tally VALUES (?, 0, ?)", (_KEY, key))
    return key


def _row_sum(key: bytes, name: str) -> Callable[[tuple[Any, ...]], int]:
    """Return what works out the part of one row in its table's sum."""
    begun = hashlib.blake2b(digest_size=_SIZE, key=key, person=b"fieldwork-tally")
    begun.update(msgspec.msgpack.encode(name))
    copy, encode, number = begun.copy, msgspec.msgpack.Encoder().encode, int.from_bytes

    def row_sum(row: tuple[Any, ...]) -> int:
        digest = copy()
        digest.update(encode(row))
        return number(digest.digest(), "big")

    return row_sum


def _teach(db: Database, key: bytes, name: str) -> None:
    """Let the statements of this connection add a row of a table to its sum and take one away.

    Runs for every row that is written: each function more costs as much as the row itself.
    """
    row_sum, number = _row_sum(key, name), int.from_bytes

    def come(total: bytes, *row: Any) -> bytes:  # noqa: ANN401 - SQLite hands any values
        return (number(total, "big") + row_sum(row) & _ALL).to_bytes(_SIZE, "big")

    def gone(total: bytes, *row: Any) -> bytes:  # noqa: ANN401 - as above
        return (number(total, "big") - row_sum(row) & _ALL).to_bytes(_SIZE, "big")

    db.conn.create_function(f"tally_come_{name}", -1, come, deterministic=True)
    db.conn.create_function(f"tally_gone_{name}", -1, gone, deterministic=True)


def _triggers(name: str, table: Table) -> Iterator[str]:
    columns = summed(name, table)
    old, new = (", ".join(f"{side}.{_quoted(one)}" for one in columns) for side in ("OLD", "NEW"))
    come, gone = f"tally_come_{name}(total, {new})", f"tally_gone_{name}(total, {old})"
    changed = f"tally_come_{name}(tally_gone_{name}(total, {old}), {new})"
    where, forget = f"WHERE name = '{name}'", ""
    on_insert = f"UPDATE tally SET row_count = row_count + 1, total = {come} {where}"  # noqa: S608 - our own names
    if name in _GROWING:
        number = _quoted(table.rowid_column)
        on_insert = f"INSERT INTO tally_new_{name} VALUES (NEW.{number})"  # noqa: S608 - as above
        where += f" AND NOT EXISTS (SELECT 1 FROM tally_new_{name} WHERE id = OLD.{number})"  # noqa: S608 - as above
        forget = f"; DELETE FROM tally_new_{name} WHERE id = OLD.{number}"  # noqa: S608 - as above
    bodies = {
        "INSERT": on_insert,
        "DELETE": f"UPDATE tally SET row_count = row_count - 1, total = {gone} {where}{forget}",  # noqa: S608 - as above
        "UPDATE": f"UPDATE tally SET total = {changed} {where}",  # noqa: S608 - as above
    }
    for on, body in bodies.items():
        yield f"CREATE TEMP TRIGGER IF NOT EXISTS tally_{on}_{name} AFTER {on} ON {name} BEGIN {body}; END"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return f'"{name}"'
