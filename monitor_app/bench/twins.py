"""Databases of the same rows, as the vault keeps them, encrypted only, and plain, with the same settings.

All are the same SQLite, so that only what protects them differs. Only invented rows ever come here.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

from monitor_app.vault import driver, tally
from monitor_app.vault.driver import Database
from monitor_app.vault.vault import PLAIN_INSERT, Vault

Rows = dict[str, list[tuple[object, ...]]]

_SAME = ("temp_store", "secure_delete", "foreign_keys", "cache_size", "journal_mode", "synchronous")
_FED = "search"
_SHADOWS = frozenset(f"{_FED}_{part}" for part in ("data", "idx", "content", "docsize", "config"))
_TABLES = ("event", "body", "record", "search_subject", _FED)
_INSERTS = {_FED: "INSERT INTO search (rowid, text) VALUES (?, ?)"}
_KEY = bytes(range(32))


class Kind(Enum):
    """What protects the rows of a twin."""

    VAULT = "encrypted pages, and the running sums that notice a page played back"
    CIPHER = "encrypted pages alone"
    PLAIN = "nothing"


class Twin:
    """One of them: a file and what opens it."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self.path = path
        self._kind = kind

    def open(self) -> Database:
        """Open it anew: with an empty cache of pages, its schema read."""
        if self._kind is not Kind.PLAIN:
            return driver.connect(self.path, _KEY, mode="rwc")
        db = Database(str(self.path), execute_plugins=False)
        db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return db

    def fresh(self, schema: Sequence[str]) -> Database:
        """Start over with empty tables."""
        for path in self.path.parent.glob(f"{self.path.name}*"):
            path.unlink()
        db = self.open()
        for statement in schema:
            db.conn.execute(statement)
        db.conn.commit()
        if self._kind is Kind.VAULT:
            tally.watch(db)
            db.conn.commit()
        return db

    def size(self, db: Database) -> int:
        """Return how large the file is once everything is in it."""
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return self.path.stat().st_size


def settle(plain: Database, like: Database) -> None:
    """Give the plain one the settings of the other."""
    for name in _SAME:
        (value,) = like.conn.execute(f"PRAGMA {name}").fetchone()
        plain.conn.execute(f"PRAGMA {name}={value}").fetchone()


def schema_of(vault: Vault) -> list[str]:
    """Return the statements that make the vault's tables."""
    found = vault.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, rowid")
    statements = [sql for name, sql in found if name not in _SHADOWS and not name.startswith("sqlite_")]
    return [*statements, "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)"]


def rows_of(vault: Vault) -> Rows:
    """Return the rows that records make, by table, oldest first."""
    own = {table: vault.rows(f"SELECT * FROM {table}") for table in _TABLES if table != _FED}  # noqa: S608 - our own names
    return {**own, _FED: vault.rows("SELECT rowid, text FROM search ORDER BY rowid")}


def split(rows: Rows, last: int) -> tuple[Rows, Rows]:
    """Part the rows of the last records from all before."""
    return {name: found[:-last] for name, found in rows.items()}, {
        name: found[-last:] for name, found in rows.items()
    }


def batches(rows: Rows, size: int) -> Iterator[Rows]:
    """Cut the rows into runs of so many records."""
    longest = max(len(found) for found in rows.values())
    for start in range(0, longest, size):
        yield {name: found[start : start + size] for name, found in rows.items()}


def insert(db: Database, rows: Rows) -> None:
    """Put rows in, in one transaction."""
    db.conn.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        if found:
            marks = ", ".join("?" * len(found[0]))
            db.conn.executemany(_INSERTS.get(table, f"{PLAIN_INSERT} INTO {table} VALUES ({marks})"), found)
    tally.settle(db)
    db.conn.execute("COMMIT")


def grow_records(db: Database, times: int) -> None:
    """Make the list of records so many times as long, each copy finished at another moment."""
    columns = [row[1] for row in db.conn.execute("PRAGMA table_info(record)")][1:]
    changed = {"root": "root || ?1", "id": "id || ?1", "finished_ms": "finished_ms + ?1"}
    values = ", ".join(changed.get(column, column) for column in columns)
    (last,) = db.conn.execute("SELECT max(number) FROM record").fetchone()
    for copy in range(1, times):
        db.conn.execute("BEGIN IMMEDIATE")
        sql = f"INSERT INTO record SELECT NULL, {values} FROM record WHERE number <= ?2"  # noqa: S608 - our own names
        db.conn.execute(sql, (copy, last))
        db.conn.execute("COMMIT")
