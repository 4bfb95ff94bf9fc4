"""The file of the referral directory: a table (CSV, UTF-8) with named columns, read strictly, row by row.

Columns: name, help, place, contact, last_checked, checked_by, source; and, if wanted, country, languages,
hours, caution. In `help` and `languages` several words are parted by semicolons, or by `|` where the table
itself uses semicolons; `last_checked` is a day such as 2026-11-23.
"""

import csv
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from monitor_app.domain.directory import Help, Service
from monitor_app.errors import PackFlaw, PackRefused
from monitor_app.text import N_

NEEDED = ("name", "help", "place", "contact", "last_checked", "checked_by", "source")
COLUMNS = (*NEEDED, "country", "languages", "hours", "caution")
LONGEST = 1_000
"""Letters in one cell."""
_LONGEST_NAME = 40
_MOST_TOLD = 200
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTED = re.compile(r"[;|]")


def read_directory(text: str, *, most: int) -> tuple[Service, ...]:
    """Return the organisations of a table. Raise PackRefused with every problem, by row and column."""
    table = _table(text)
    head = [_column(name) for name in next(table, [])]
    _refuse_if(list(_head_flaws(head)))
    services: list[Service] = []
    flaws: list[PackFlaw] = []
    for number, cells in enumerate(table, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > most + 1:
            flaws.append(PackFlaw(N_("There are more entries than {most}.", most=most), row=number))
            break
        row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        found = list(_flaws(row, len(cells) > len(head)))
        flaws += [PackFlaw(one.what, row=number, column=one.column) for one in found]
        if not found:
            services.append(_service(row))
    if not services and not flaws:
        flaws.append(PackFlaw(N_("The table has no row under its head.")))
    _refuse_if(flaws)
    return tuple(services)


def _table(text: str) -> Iterator[list[str]]:
    """Yield rows; spreadsheets part cells by a comma, a semicolon or a tab, as their country is used to."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(_LINE.findall(text), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise PackRefused(
            N_("This file is no table with rows and columns."),
            N_("Save it from a spreadsheet as CSV in UTF-8, then try again."),
        ) from error


def _column(name: str) -> str:
    return "_".join(name.strip().lower().split())


def _head_flaws(head: Sequence[str]) -> Iterator[PackFlaw]:
    for name in head:
        if name not in COLUMNS:
            yield PackFlaw(N_("Nothing of this name is known here."), row=1, column=name[:_LONGEST_NAME])
    for name in NEEDED:
        if name not in head:
            yield PackFlaw(N_("This column is missing."), row=1, column=name)
    for name in sorted({one for one in head if head.count(one) > 1}):
        yield PackFlaw(N_("There are two columns of this name."), row=1, column=name)


def _flaws(row: Mapping[str, str], is_longer: bool) -> Iterator[PackFlaw]:  # noqa: FBT001 - one caller, beside it
    if is_longer:
        yield PackFlaw(N_("This row has more cells than the head."))
    for name in NEEDED:
        if not row.get(name):
            yield PackFlaw(N_("This may not be empty."), column=name)
    for name, cell in row.items():
        if len(cell) > LONGEST:
            yield PackFlaw(N_("There are more than {most} letters here.", most=LONGEST), column=name)
        elif not all(letter.isprintable() or letter in "\n\r\t" for letter in cell):
            yield PackFlaw(N_("There are letters here that nobody can see."), column=name)
    if not set(_parts(row.get("help", ""))) <= set(Help):
        yield PackFlaw(N_("Use only these words: {words}", words=", ".join(Help)), column="help")
    if row.get("last_checked") and not _is_day(row["last_checked"]):
        yield PackFlaw(N_("Write the day as in 2026-11-23."), column="last_checked")


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return bool(_DAY.fullmatch(text))


def _service(row: Mapping[str, str]) -> Service:
    plain = {name: " ".join(row.get(name, "").split()) for name in COLUMNS if name not in ("help", "languages")}
    return Service(
        **plain,
        help=tuple(Help(word) for word in _parts(row["help"])),
        languages=tuple(part.strip() for part in _PARTED.split(row.get("languages", "")) if part.strip()),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip().lower() for part in _PARTED.split(cell) if part.strip()]


def _refuse_if(flaws: Sequence[PackFlaw]) -> None:
    if flaws:
        raise PackRefused(
            N_("This file cannot be used. Problems in it: {count}.", count=len(flaws)),
            N_("Correct these in the file, then try again."),
            tuple(flaws[:_MOST_TOLD]),
        )
