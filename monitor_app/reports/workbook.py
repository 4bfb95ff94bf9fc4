"""Makes a workbook of tables, in memory: text stays text, nothing is taken for a formula or a link.

Larger ones than `CELLS_AT_MOST` are refused: the library would write them to the disk in clear.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from monitor_app.errors import BadInput
from monitor_app.reports.spreading import Cell, Row
from monitor_app.text import N_

CELLS_AT_MOST = 2_000_000
ROWS_AT_MOST = 1_048_576
COLUMNS_AT_MOST = 16_384
LETTERS_AT_MOST = 32_767
_SHEET = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_BLOCK = 1 << 20
_USE_CSV = N_("Choose CSV instead: it has no such limit.")
# A fixed time: when a file was made is told by its custody entry, not by the file.
_MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
Sheet = tuple[str, Sequence[str], Iterable[Row]]


def check_size(tables: Iterable[tuple[int, int]]) -> None:
    """Raise BadInput if tables of so many (rows, columns), heads not counted, fit into no workbook."""
    cells = 0
    for rows, columns in tables:
        cells += (rows + 1) * columns
        if columns > COLUMNS_AT_MOST:
            raise BadInput(
                N_(
                    "A sheet holds at most {limit} columns; this one would have {columns}.",
                    limit=COLUMNS_AT_MOST,
                    columns=columns,
                ),
                _USE_CSV,
            )
        if rows + 1 > ROWS_AT_MOST:
            raise BadInput(
                N_(
                    "A sheet holds at most {limit} rows; this one would have {rows}.",
                    limit=ROWS_AT_MOST,
                    rows=rows,
                ),
                _USE_CSV,
            )
    if cells > CELLS_AT_MOST:
        raise BadInput(
            N_(
                "A workbook made here holds at most {limit} cells; this one would have {cells}.",
                limit=CELLS_AT_MOST,
                cells=cells,
            ),
            _USE_CSV,
        )


def check_letters(longest: int) -> None:
    """Raise BadInput if an answer is longer than a cell can hold."""
    if longest > LETTERS_AT_MOST:
        raise BadInput(
            N_(
                "An answer has {letters} letters; a cell of a workbook holds {limit}.",
                letters=longest,
                limit=LETTERS_AT_MOST,
            ),
            _USE_CSV,
        )


def workbook(sheets: Iterable[Sheet], *, title: str, comments: str = "") -> Iterator[bytes]:
    """Yield the workbook in blocks. Each sheet has a name, its heads and its rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "comments": comments, "created": _MADE})
    bold = book.add_format({"bold": True})
    taken: set[str] = set()
    for name, headers, rows in sheets:
        sheet = book.add_worksheet(_sheet_name(name, taken))
        sheet.freeze_panes(1, 0)
        for at, header in enumerate(headers):
            sheet.write_string(0, at, header[:LETTERS_AT_MOST], bold)
        for number, row in enumerate(rows, start=1):
            _write(sheet, number, row)
    book.close()
    yield from _blocks(out)


def _write(sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, at, cell)
        elif cell is not None:
            sheet.write_number(number, at, cell)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that spreadsheets take: no signs they forbid, at most 31 letters, its own."""
    clean = _FORBIDDEN.sub("_", name).strip("'")[:_SHEET] or "Sheet"
    clean = f"{clean}_" if clean.casefold() == "history" else clean
    found, number = clean, 1
    while found.casefold() in taken:
        number += 1
        ending = f"_{number}"
        found = clean[: _SHEET - len(ending)] + ending
    taken.add(found.casefold())
    return found


def _blocks(out: io.BytesIO) -> Iterator[bytes]:
    whole = out.getbuffer()
    for start in range(0, len(whole), _BLOCK):
        yield bytes(whole[start : start + _BLOCK])
