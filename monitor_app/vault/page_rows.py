"""Rows read straight from the pages of a database file, so that one bad page costs only its own.

The format is SQLite's (https://www.sqlite.org/fileformat2.html). Reads files; opens no database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor_app.crypto.pages import PAGE_SIZE, SALT_SIZE, USABLE, PageOpener, database_salt

Values = tuple[Any, ...]
_TABLE_LEAF, _TABLE_INNER, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
_KINDS = frozenset({_TABLE_LEAF, _TABLE_INNER, _INDEX_LEAF, _INDEX_INNER})
_FILE_HEADER = 100
_WAL_HEADER, _FRAME_HEADER = 32, 24
_LEAF_MOST, _INDEX_MOST = USABLE - 35, (USABLE - 12) * 64 // 255 - 23
_LEAST = (USABLE - 12) * 32 // 255 - 23
_CELLS_MOST = PAGE_SIZE // 4
_INT_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True)
class Row:
    """One row as it lies on a page. `number` is its rowid, None in a table without."""

    number: int | None
    values: Values = field(repr=False)


@dataclass(frozen=True)
class Page:
    """One tree page: its rows, the pages below it, and how many of its rows cannot be read."""

    kind: int
    rows: tuple[Row, ...] = field(repr=False)
    children: tuple[int, ...]
    lost_rows: int


class PageFile:
    """A database file and its log, page by page, in clear in memory only."""

    def __init__(self, database: Path, key: bytes) -> None:
        self._file = database.open("rb")
        self._log = _logged(database.with_name(f"{database.name}-wal"))
        self.count = max(database.stat().st_size // PAGE_SIZE, *self._log, 0, 0)
        self.damaged: set[int] = set()
        self._opener = self._right_opener(key)
        self.damaged.clear()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def clear(self, number: int) -> bytes | None:
        """Return a page's content, or None if it is damaged or not there."""
        if not 1 <= number <= self.count:
            return None
        opened = self._newest(self._opener, number)
        if opened is None:
            self.damaged.add(number)
        return opened

    def page(self, number: int) -> Page | None:
        """Return a page of a tree, or None if it is damaged or none."""
        content = self.clear(number)
        if content is None:
            return None
        start = _FILE_HEADER if number == 1 else 0
        return _Reading(self, content, start).page() if content[start] in _KINDS else None

    def trees(self) -> Iterator[tuple[int, Page]]:
        """Yield every readable tree page with its number."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            if page is not None:
                yield number, page

    def _right_opener(self, key: bytes) -> PageOpener:
        """Return what opens: by the salt the file begins with, or by the derived one if that is damaged."""
        self._file.seek(0)
        openers = [PageOpener(key, salt) for salt in (self._file.read(SALT_SIZE), database_salt(key))]
        for number in range(1, self.count + 1):
            for opener in openers:
                if self._newest(opener, number) is not None:
                    return opener
        return openers[0]

    def _newest(self, opener: PageOpener, number: int) -> bytes | None:
        for sealed in reversed(self._log.get(number, [])):
            opened = opener.open(number, sealed)
            if opened is not None:
                return opened
            self.damaged.add(number)  # what is older may still open
        self._file.seek((number - 1) * PAGE_SIZE)
        return opener.open(number, self._file.read(PAGE_SIZE))


def _logged(path: Path) -> dict[int, list[bytes]]:
    """Return the page images of the log up to the last commit, oldest first, whatever their checksums say.

    Each image proves itself; a damaged frame does not hide those behind it.
    """
    content = path.read_bytes() if path.exists() else b""
    step = _FRAME_HEADER + PAGE_SIZE
    starts = range(_WAL_HEADER, len(content) - step + 1, step)
    salts = content[_WAL_HEADER + 8 : _WAL_HEADER + 16]
    frames = [content[at : at + step] for at in starts if content[at + 8 : at + 16] == salts]
    commits = [at for at, frame in enumerate(frames) if frame[4:8] != bytes(4)]
    found: dict[int, list[bytes]] = {}
    for frame in frames[: commits[-1] + 1 if commits else 0]:
        found.setdefault(int.from_bytes(frame[:4], "big"), []).append(frame[_FRAME_HEADER:])
    return found


class _Reading:
    """One page being read."""

    def __init__(self, file: PageFile, content: bytes, start: int) -> None:
        self._file = file
        self._content = content
        self._start = start
        self._kind = content[start]

    def page(self) -> Page:
        rows: list[Row] = []
        children: list[int] = []
        lost = 0
        for at in self._cells():
            if self._kind in {_TABLE_INNER, _INDEX_INNER}:
                children.append(int.from_bytes(self._content[at : at + 4], "big"))
            row = self._row(at)
            lost += row is None and self._kind != _TABLE_INNER
            rows += [row] if row else []
        if self._kind in {_TABLE_INNER, _INDEX_INNER}:
            children.append(int.from_bytes(self._content[self._start + 8 : self._start + 12], "big"))
        return Page(self._kind, tuple(rows), tuple(children), lost)

    def _cells(self) -> list[int]:
        count = int.from_bytes(self._content[self._start + 3 : self._start + 5], "big")
        first = self._start + (12 if self._kind in {_TABLE_INNER, _INDEX_INNER} else 8)
        if count > _CELLS_MOST:
            return []
        return [int.from_bytes(self._content[at : at + 2], "big") for at in range(first, first + 2 * count, 2)]

    def _row(self, at: int) -> Row | None:
        if self._kind == _TABLE_INNER:
            return None
        try:
            at += 4 if self._kind == _INDEX_INNER else 0
            size, at = _varint(self._content, at)
            number: int | None = None
            if self._kind == _TABLE_LEAF:
                number, at = _varint(self._content, at)
            payload = self._payload(at, size)
            return Row(number, _values(payload)) if payload is not None else None
        except (IndexError, ValueError):
            return None

    def _payload(self, at: int, size: int) -> bytes | None:
        most = _LEAF_MOST if self._kind == _TABLE_LEAF else _INDEX_MOST
        if size <= most:
            return self._content[at : at + size]
        here = _LEAST + (size - _LEAST) % (USABLE - 4)
        here = here if here <= most else _LEAST
        payload = bytearray(self._content[at : at + here])
        following = int.from_bytes(self._content[at + here : at + here + 4], "big")
        while len(payload) < size:
            page = self._file.clear(following)
            if page is None:
                return None
            payload += page[4:USABLE]
            following = int.from_bytes(page[:4], "big")
        return bytes(payload[:size])


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = content[at + step]
        if step == 8:
            value = value << 8 | byte
            break
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return (value - (1 << 64) if value >> 63 else value), at + step + 1


def _values(payload: bytes) -> Values:
    size, at = _varint(payload, 0)
    values: list[Any] = []
    body = size
    while at < size:
        serial, at = _varint(payload, at)
        value, body = _value(payload, body, serial)
        values.append(value)
    if body != len(payload):
        raise ValueError("a record that does not fill its payload")
    return tuple(values)


def _value(payload: bytes, at: int, serial: int) -> tuple[Any, int]:
    if serial in {0, 8, 9}:
        return {0: None, 8: 0, 9: 1}[serial], at
    if serial in _INT_SIZES:
        end = at + _INT_SIZES[serial]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if serial < 12:
        raise ValueError("no column of ours holds such a value")
    end = at + (serial - 12) // 2
    part = payload[at:end]
    return (part.decode("utf-8") if serial % 2 else part), end
