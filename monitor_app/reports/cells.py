"""Writes rows as CSV that no spreadsheet takes for formulas, and reads such cells back.

A text that begins with a sign a spreadsheet calculates with gets one `'` in front, and so does a text that
begins with `'` already: whoever takes one `'` away from the start of every quoted cell has what was written.
"""

from collections.abc import Iterable, Iterator, Sequence

from monitor_app.reports.spreading import Cell

MARK = "'"
BYTE_ORDER = "\ufeff"
_BLOCK = 1 << 16
_CALCULATES = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", MARK)
_PASSED_OVER = " \u00a0\u3000\ufeff\u200e\u200f"


def guarded(cell: Cell) -> Cell:
    """Return a cell that is only looked at, never calculated. Numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(_PASSED_OVER).startswith(_CALCULATES):
        return MARK + cell
    return cell


def unguarded(cell: str) -> str:
    """Return what stood in a text cell before `guarded`."""
    return cell.removeprefix(MARK)


def csv_blocks(headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, byte_order: bool) -> Iterator[bytes]:
    """Yield a table as UTF-8 in blocks: text quoted, numbers not. `byte_order` is the mark that Excel wants."""
    lines = [BYTE_ORDER + _line(headers) if byte_order else _line(headers)]
    gathered = 0
    for row in rows:
        line = _line(row)
        lines.append(line)
        gathered += len(line)
        if gathered >= _BLOCK:
            yield "".join(lines).encode()
            lines, gathered = [], 0
    yield "".join(lines).encode()


def _line(row: Sequence[Cell]) -> str:
    return ",".join([_written(cell) for cell in row]) + "\r\n"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return '"' + str(guarded(cell)).replace('"', '""') + '"'
    return str(cell)
