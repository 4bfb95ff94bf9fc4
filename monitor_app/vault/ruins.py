"""Which rows of a damaged database belong to which table: by its trees and, where those are cut, by shape."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from monitor_app.vault import tally
from monitor_app.vault.page_rows import Page, PageFile, Row, Values
from monitor_app.vault.tally import Table

Record = dict[str, Any]
_MASTER = 5
"""Columns of sqlite_master: type, name, tbl_name, rootpage, sql."""


class Ruins:
    """The tables of a damaged database. `shapes` are the tables of a whole one of today."""

    def __init__(self, file: PageFile, shapes: Mapping[str, Table]) -> None:
        self._file = file
        self._shapes = shapes
        self._pages = {number: (page.kind, page.children) for number, page in file.trees()}
        self._sums = self._find_sums()
        self.tables = {**shapes, **self._told_tables()}
        roots = self._roots()
        self._reached = {name: self._reach(root) for name, root in roots.items()}
        self._cut = {name for name in self.tables if name not in roots or None in self._reached[name]}
        known = set[int | None]().union(*self._reached.values(), *map(self._reach, self._other_roots()))
        self._orphans = sorted(number for number in self._pages if number not in known) if self._cut else []

    def rows(self, name: str) -> Iterator[Record]:
        """Yield every row of a table that can still be read, by column; some may come twice."""
        table = self.tables.get(name)
        if table is None:
            return
        numbers = sorted(number for number in self._reached.get(name, set()) if number)
        for number in numbers:
            for row in self._page(number).rows:
                yield _record(table, row)
        for number in self._orphans if name in self._cut else ():
            for row in self._page(number).rows:
                if _fits(table, row):
                    yield _record(table, row)

    def count(self, name: str) -> int | None:
        """Return how many rows the table had, if its sum can still be read."""
        kept = self._sums.get(name)
        return kept[0] if kept else None

    def is_cut(self, name: str) -> bool:
        """Say whether a part of the table cannot be reached."""
        return name in self._cut

    def is_whole(self, name: str, rows: Iterator[Values]) -> bool:
        """Say whether these rows, in the columns that are summed, are exactly what it held."""
        key = self._sums.get("key/v0", (0, b""))[1]
        kept = self._sums.get(name)
        if kept is None or not key:
            return False
        return kept == tally.sum_of(key, name, rows)

    def _page(self, number: int) -> Page:
        return self._file.page(number) or Page(0, (), (), 0)

    def _find_sums(self) -> dict[str, tuple[int, bytes]]:
        found = {}
        for number, (kind, _) in self._pages.items():
            if kind in {0x0A, 0x02}:
                for row in self._page(number).rows:
                    match row.values:
                        case (str(name), int(count), bytes(total)):
                            found[name] = (count, total)
        return found if tally.SCHEMA in found or "key/v0" in found else {}

    def _told_tables(self) -> dict[str, Table]:
        try:
            return msgspec.json.decode(self._sums[tally.SCHEMA][1], type=dict[str, Table])
        except (KeyError, msgspec.DecodeError):
            return {}

    def _master(self) -> list[Values]:
        numbers = [number for number in self._reach(1) if number]
        rows = [row.values for number in numbers for row in self._page(number).rows]
        return [row for row in rows if len(row) == _MASTER]

    def _roots(self) -> dict[str, int]:
        told = {name: table.root_page for name, table in self._told_tables().items()}
        read = {row[1]: row[3] for row in self._master() if row[0] == "table" and row[1] in self.tables}
        return {**told, **read}

    def _other_roots(self) -> list[int]:
        return [row[3] for row in self._master() if isinstance(row[3], int) and row[3]] + [1]

    def _reach(self, root: int) -> set[int | None]:
        """Return the pages of a tree; None among them if a part of it is cut off."""
        found: set[int | None] = set()
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in found:
                continue
            if number not in self._pages:
                found.add(None)
                continue
            found.add(number)
            waiting += self._pages[number][1]
        return found


def _record(table: Table, row: Row) -> Record:
    order = (*table.key, *(name for name in table.columns if name not in table.key))
    record = dict(zip(order, row.values, strict=False))
    if table.rowid_column and row.number is not None:
        record[table.rowid_column] = row.number
    return record


def _fits(table: Table, row: Row) -> bool:
    """Say whether a row that belongs to no tree may be of this table."""
    if len(row.values) != len(table.columns) or (row.number is None) != bool(table.key):
        return False
    record = _record(table, row)
    return all(_is_of(record[name], kind) for name, kind in zip(table.columns, table.kinds, strict=False))


def _is_of(value: object, kind: str) -> bool:
    wanted: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "BLOB": (bytes,)}
    is_nullable = kind.endswith("?")
    types = wanted.get(kind.rstrip("?"), (object,))
    return (value is None and is_nullable) or isinstance(value, types)
