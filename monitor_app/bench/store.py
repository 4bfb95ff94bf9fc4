"""The encrypted store against plain SQLite of the same rows: what the encryption itself costs."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from monitor_app.bench import twins, world
from monitor_app.bench.measuring import Compared, Measure, Result, compare, seconds
from monitor_app.bench.twins import Rows, Twin
from monitor_app.vault import queries
from monitor_app.vault.driver import Database
from monitor_app.vault.vault import Vault
from monitor_app.vault.views import RecordFilter

NAME = "store"
RECORDS = 10_000
_LONGER = 10
_SINGLE_COMMITS = 200
_BATCH = 1_500
_FILLINGS = 5
_ROUNDS = 15


def measure(scale: float) -> Iterator[Result]:
    """Measure with 10,000 records (and lists of ten times as many), or a part of them."""
    records = max(int(RECORDS * scale), 40)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        vault = world.make(Path(folder) / "vault", records)
        try:
            asked = _Asked(vault)
            bulk, single = twins.split(twins.rows_of(vault), min(_SINGLE_COMMITS, records // 2))
            pair = _Pair(Path(folder), twins.schema_of(vault))
        finally:
            vault.close()
        try:
            yield _figure(f"bulk insert of {records:,} records, CPU", pair.fill(bulk), 1.4)
            yield _figure("commit of one record, CPU", pair.commit(single), 1.9)
            yield _figure("file size", pair.sizes(), 1.1)
            yield _figure("search for one word, CPU", pair.ask(asked.one_word), 1.2)
            yield _figure("search for two words, CPU", pair.ask(asked.two_words), 1.6)
            yield from _lists(pair, asked, records)
            pair.grow(_LONGER)
            yield from _lists(pair, asked, records * _LONGER)
        finally:
            pair.close()


def _lists(pair: "_Pair", asked: "_Asked", records: int) -> Iterator[Measure]:
    yield _figure(f"list of 50 of {records:,}, cold, CPU", pair.ask_anew(asked.list), 3.0)
    yield _figure(f"list of 50 of {records:,}, warm, CPU", pair.ask(asked.list), 1.2)


def _figure(what: str, compared: Compared, bar: float) -> Measure:
    return Measure(name=NAME, what=what, value=compared.ratio, unit="×", bar=bar)


class _Asked:
    """The statements that the program really makes for a list and for searches, overheard."""

    def __init__(self, vault: Vault) -> None:
        rare, common = world.common_word(40), world.common_word(8)
        self.list = _overheard(vault, RecordFilter())
        self.one_word = _overheard(vault, RecordFilter(text=f"{rare}."))
        self.two_words = _overheard(vault, RecordFilter(text=f"{common} {rare}."))


def _overheard(vault: Vault, wanted: RecordFilter) -> str:
    heard: list[str] = []
    vault.db.conn.set_trace_callback(heard.append)
    queries.records(vault, wanted, limit=50)
    vault.db.conn.set_trace_callback(None)
    return next(statement for statement in heard if statement.startswith("SELECT r.id"))


class _Pair:
    """The sealed and the plain database, and what is done with both in turns."""

    def __init__(self, folder: Path, schema: list[str]) -> None:
        self._twins = (Twin(folder / "sealed.db", is_plain=False), Twin(folder / "plain.db", is_plain=True))
        self._schema = schema
        self._opened: list[Database] = []

    def fill(self, rows: Rows) -> Compared:
        """Fill both several times; the last ones stay open."""
        batches = list(twins.batches(rows, _BATCH))
        best = [float("inf"), float("inf")]
        for _ in range(_FILLINGS):
            self._start()
            for side, db in enumerate(self._opened):
                best[side] = min(best[side], seconds(partial(_fill, db, batches), time.process_time))
        return Compared(*best)

    def commit(self, rows: Rows) -> Compared:
        """Put records in one by one; the least for one of them counts."""
        ours, other = (iter(list(twins.batches(rows, 1))) for _ in self._opened)
        sealed, plain = self._opened
        rounds = max(len(found) for found in rows.values())
        return compare(
            lambda: twins.insert(sealed, next(ours)), lambda: twins.insert(plain, next(other)), rounds=rounds
        )

    def sizes(self) -> Compared:
        """Return both files' sizes."""
        sealed, plain = (twin.size(db) for twin, db in zip(self._twins, self._opened, strict=True))
        return Compared(sealed, plain)

    def ask(self, statement: str) -> Compared:
        """Ask both, again and again: what is read is in memory."""
        sealed, plain = self._opened
        return compare(
            partial(_ask, sealed, statement), partial(_ask, plain, statement), rounds=_ROUNDS, best_of=5
        )

    def ask_anew(self, statement: str) -> Compared:
        """Ask both right after opening: every page is read from the file."""
        best = [float("inf"), float("inf")]
        for _ in range(_ROUNDS):
            for side, twin in enumerate(self._twins):
                db = twin.open()
                best[side] = min(best[side], seconds(partial(_ask, db, statement), time.process_time))
                db.conn.close()
        return Compared(*best)

    def grow(self, times: int) -> None:
        """Make both lists of records so many times as long."""
        for db in self._opened:
            twins.grow_records(db, times)

    def close(self) -> None:
        """Close both."""
        while self._opened:
            self._opened.pop().conn.close()

    def _start(self) -> None:
        self.close()
        self._opened = [twin.fresh(self._schema) for twin in self._twins]
        sealed, plain = self._opened
        twins.settle(plain, like=sealed)


def _fill(db: Database, batches: list[Rows]) -> None:
    for batch in batches:
        twins.insert(db, batch)


def _ask(db: Database, statement: str) -> None:
    db.conn.execute(statement).fetchall()
