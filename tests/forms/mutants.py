"""Questionnaires that went wrong: cells swapped, emptied or made strange, and files with damaged bytes.

Each number gives one mutant, the same each time (real files are among the sources where they are at hand).
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape

import openpyxl

from monitor_app.forms.compiling import convert
from monitor_app.settings import resource_folder
from tests.forms.building import survey
from tests.support.places import REPOSITORY

RICH = survey(
    "text | who | Who? | required=yes | identity=yes",
    "begin_group | work | Work | relevant=${who} != '' | sensitive=consent",
    "integer | hours | Hours | constraint=. < 100 | hint=A week",
    "calculate | pay | | calculation=${hours} * 2",
    "note | told | You said ${hours}",
    "end_group | | ",
    "begin_repeat | week | Week | repeat_count=${hours}",
    "select_one yn | ok | Fine? | choice_filter=name != ${who}",
    "date | day | Day | default=today()",
    "select_multiple yn | many | Many | appearance=minimal",
    "end_repeat | | ",
    "range | scale | How much | parameters=start=1 end=5 step=1",
    "image | photo | A picture",
    more="| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n",
)
STRANGE = (
    "",
    "0",
    "-1",
    "1e400",
    "yes",
    "data",
    "${nobody}",
    "${who",
    "${hours} + ${hours}",
    "((((((",
    "'",
    "]]>",
    "<b>&amp;</b>",
    "../../..",
    "//*[1]",
    "1 div 0",
    "position(..)",
    "indexed-repeat(${ok}, ${week}, 99999999999)",
    "count(${week}) > 1",
    "if(" * 80,
    "((" * 300 + "1" + "))" * 300,
    "x" * 40_000,
    "\u202e\u0000\ufffe",
    "‎中文",
    "name with spaces",
    "begin_group",
    "end_repeat",
    "begin_repeat",
    "select_one nothing",
    "select_one_from_file none.csv",
    "calculate",
    "hidden string",
    "2026-13-45",
    "=1+1",
    "jr:choice-name(${ok}, '${ok}')",
    "pulldata('a', 'b', 'c', 'd')",
    "selected(., .)",
    "once(random())",
    "${pay}",
    "${week}",
    "999999999999999999999",
)
Mutant = tuple[bytes, str]


def mutant(number: int) -> Mutant:
    """Return the content and the file name of mutant `number`."""
    lot = Random(number)
    name, source = lot.choice(_sources())
    ending = name.rpartition(".")[2]
    if ending == "md" and lot.random() < 0.4:
        source, ending = _workbook(source.decode()), "xlsx"
    ways: dict[str, Callable[[bytes, Random], bytes]] = {"md": _odd_table, "xlsx": _odd_workbook}
    way = ways.get(ending, _odd_bytes) if lot.random() < 0.8 else _odd_bytes
    return way(source, lot), f"mutant.{ending}"


def xform_mutant(number: int) -> bytes:
    """Return mutant `number` of a compiled questionnaire: rules made strange, tags lost, doubled or moved."""
    lot = Random(number)
    text = convert(RICH.encode(), "md").xform.decode()
    for _ in range(lot.randint(1, 4)):
        way = lot.choice([_odd_rule, _odd_rule, _lost_tag, _doubled_tag, _odd_letter])
        text = way(text, lot)
    return text.encode()


def _odd_rule(text: str, lot: Random) -> str:
    rules = list(re.finditer(r'"([^"]*)"', text))
    at, other = lot.choice(rules), lot.choice(rules).group(1)
    strange = escape(lot.choice(STRANGE), {'"': "&quot;"})
    return text[: at.start(1)] + lot.choice([strange, strange, other]) + text[at.end(1) :]


def _lost_tag(text: str, lot: Random) -> str:
    at = lot.choice(list(re.finditer(r"<[^>]+>", text)))
    return text[: at.start()] + text[at.end() :]


def _doubled_tag(text: str, lot: Random) -> str:
    tag = lot.choice(list(re.finditer(r"<[^>]+/>", text)) or list(re.finditer(r"<[^>]+>", text))).group()
    at = lot.choice(list(re.finditer(r">", text))).end()
    return text[:at] + tag + text[at:]


def _odd_letter(text: str, lot: Random) -> str:
    at = lot.randrange(len(text))
    return text[:at] + chr(lot.randrange(32, 300)) + text[at + 1 :]


def _sources() -> list[tuple[str, bytes]]:
    ours = resource_folder("forms", "three_questions.md")
    found = [("rich.md", RICH.encode())] * 4 + [(ours.name, ours.read_bytes())]
    folder = REPOSITORY.parent / "shared" / "vectors" / "xlsforms"
    real = [p for p in sorted(folder.glob("*.xls*")) if p.stat().st_size < 60_000] if folder.exists() else []
    return found + [(path.name, path.read_bytes()) for path in real]


def _workbook(table: str) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| |"):
            book.worksheets[-1].append([cell or None for cell in cells[1:]])
        elif line.startswith("|"):
            book.create_sheet(cells[0])
    return _saved(book)


def _loaded(source: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(source))


def _saved(book: openpyxl.Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _odd_table(source: bytes, lot: Random) -> bytes:
    lines = source.decode().splitlines()
    for _ in range(lot.randint(1, 4)):
        at = lot.randrange(len(lines))
        cells = lines[at].split("|")
        if lot.random() < 0.2:
            lines[at] = lot.choice(lines)
        elif lot.random() < 0.1:
            del lines[at]
        else:
            cells[lot.randrange(len(cells))] = f" {lot.choice(STRANGE)} "
            lines[at] = "|".join(cells)
    return "\n".join(lines).encode("utf-8", "replace")


def _odd_workbook(source: bytes, lot: Random) -> bytes:
    try:
        book = _loaded(source)
    except (zipfile.BadZipFile, KeyError, ValueError):  # an older kind of workbook under this name
        return _odd_bytes(source, lot)
    for _ in range(lot.randint(1, 5)):
        sheet = lot.choice(book.worksheets)
        row, column = lot.randint(1, max(sheet.max_row, 1)), lot.randint(1, max(sheet.max_column, 1))
        chance = lot.random()
        if chance < 0.1:
            sheet.delete_rows(row)
        elif chance < 0.2:
            sheet.delete_cols(column)
        elif chance < 0.25:
            sheet.title = lot.choice(["survey", "choices", "settings", "other"]) + str(lot.randint(0, 1))
        else:
            legal = "".join(c for c in lot.choice(STRANGE)[:32_000] if c >= " " and c != "\ufffe")
            sheet.cell(row, column).value = lot.choice([legal, lot.choice([7, 7.5, None, True])])
    return _saved(book)


def _odd_bytes(source: bytes, lot: Random) -> bytes:
    broken = bytearray(source)
    for _ in range(lot.randint(1, 30)):
        broken[lot.randrange(len(broken))] = lot.randrange(256)
    return bytes(broken[: lot.randint(1, len(broken))] if lot.random() < 0.3 else broken)
