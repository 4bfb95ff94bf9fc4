"""The encrypted store against plain SQLite of the same rows: what its protection costs.

"The vault" is what the program keeps: encrypted pages and the running sums that notice a page played back.
Where those sums weigh, encrypted pages alone stand beside it.
"""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from monitor_app.bench import taking_in, twins, world
from monitor_app.bench.measuring import Compared, Measure, Result, compare, seconds
from monitor_app.bench.twins import Kind, Rows, Twin
from monitor_app.vault import queries
from monitor_app.vault.driver import Database
from monitor_app.vault.vault import Vault
from monitor_app.vault.views import RecordFilter

NAME = "store"
RECORDS = 10_000
_LONGER = 10
_SINGLE_COMMITS = 200
_TAKEN_IN = 4_000
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
            three = _Twins(Path(folder), twins.schema_of(vault))
            many, one = taking_in.measure(vault, min(_TAKEN_IN, records))
        finally:
            vault.close()
        yield _figure("bulk insert as the program does it: records taken in, CPU", many, 1.4)
        yield _figure("commit of one record, as the program does it, CPU", one, 1.9)
        try:
            yield from _writing(three, bulk, single, records)
            yield _figure("file size", three.sizes(), 1.1)
            yield _figure("search for one word, CPU", three.ask(asked.one_word), 1.2)
            yield _figure("search for two words, CPU", three.ask(asked.two_words), 1.6)
            yield from _lists(three, asked, records)
            three.grow(_LONGER)
            yield from _lists(three, asked, records * _LONGER)
        finally:
            three.close()


def _writing(three: "_Twins", bulk: Rows, single: Rows, records: int) -> Iterator[Measure]:
    """Compare bare rows, without the work that makes them; what the running sums add has no bar of its own."""
    whole, cipher = three.fill(bulk)
    yield _figure(f"bulk insert of {records:,}, bare rows, encryption alone, CPU", cipher, 1.4)
    yield _figure(f"bulk insert of {records:,}, bare rows, with the sums, CPU", whole)
    whole, cipher = three.commit(single)
    yield _figure("commit of one record, bare rows, encryption alone, CPU", cipher, 1.9)
    yield _figure("commit of one record, bare rows, with the sums, CPU", whole)


def _lists(three: "_Twins", asked: "_Asked", records: int) -> Iterator[Measure]:
    yield _figure(f"list of 50 of {records:,}, cold, CPU", three.ask_anew(asked.list), 3.0)
    yield _figure(f"list of 50 of {records:,}, warm, CPU", three.ask(asked.list), 1.2)


def _figure(what: str, compared: Compared, bar: float | None = None) -> Measure:
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


class _Twins:
    """The vault's, the encrypted and the plain database, and what is done with them in turns."""

    def __init__(self, folder: Path, schema: list[str]) -> None:
        self._twins = [Twin(folder / f"{kind.name.lower()}.db", kind) for kind in Kind]
        self._schema = schema
        self._opened: list[Database] = []

    def fill(self, rows: Rows) -> tuple[Compared, Compared]:
        """Fill all several times; the last ones stay open. Returns the vault's and the encrypted one's."""
        batches = list(twins.batches(rows, _BATCH))
        best = [float("inf")] * len(Kind)
        for _ in range(_FILLINGS):
            self._start()
            for side, db in enumerate(self._opened):
                best[side] = min(best[side], seconds(partial(_fill, db, batches), time.process_time))
        return _against_plain(best)

    def commit(self, rows: Rows) -> tuple[Compared, Compared]:
        """Put records in one by one; the least for one of them counts."""
        best = [float("inf")] * len(Kind)
        for turn, one in enumerate(twins.batches(rows, 1)):
            for at in range(len(Kind)):
                side = (at + turn) % len(Kind)
                took = seconds(partial(twins.insert, self._opened[side], one), time.process_time)
                best[side] = min(best[side], took)
        return _against_plain(best)

    def sizes(self) -> Compared:
        """Return the sizes of the vault's and of the plain file."""
        (vault, plain), (ours, other) = self._vault_and_plain()
        return Compared(vault.size(ours), plain.size(other))

    def ask(self, statement: str) -> Compared:
        """Ask both, again and again: what is read is in memory."""
        _, (vault, plain) = self._vault_and_plain()
        return compare(
            partial(_ask, vault, statement), partial(_ask, plain, statement), rounds=_ROUNDS, best_of=5
        )

    def ask_anew(self, statement: str) -> Compared:
        """Ask both right after opening: every page is read from the file."""
        best = [float("inf"), float("inf")]
        for _ in range(_ROUNDS):
            for side, twin in enumerate(self._vault_and_plain()[0]):
                db = twin.open()
                best[side] = min(best[side], seconds(partial(_ask, db, statement), time.process_time))
                db.conn.close()
        return Compared(*best)

    def grow(self, times: int) -> None:
        """Make the lists of records so many times as long."""
        for db in self._opened:
            twins.grow_records(db, times)

    def close(self) -> None:
        """Close all."""
        while self._opened:
            self._opened.pop().conn.close()

    def _start(self) -> None:
        self.close()
        self._opened = [twin.fresh(self._schema) for twin in self._twins]
        vault, *_, plain = self._opened
        twins.settle(plain, like=vault)

    def _vault_and_plain(self) -> tuple[tuple[Twin, Twin], tuple[Database, Database]]:
        return (self._twins[0], self._twins[-1]), (self._opened[0], self._opened[-1])


def _against_plain(best: list[float]) -> tuple[Compared, Compared]:
    vault, cipher, plain = best
    return Compared(vault, plain), Compared(cipher, plain)


def _fill(db: Database, batches: list[Rows]) -> None:
    for batch in batches:
        twins.insert(db, batch)


def _ask(db: Database, statement: str) -> None:
    db.conn.execute(statement).fetchall()
