"""What the compiler complains about, in plain words: which sheet, which row, which question, what is wrong.

It must not know pyxform itself, only its sentences. What is not known here is passed on without links.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from monitor_app.errors import Flaw
from monitor_app.text import N_, Message

Sheets = Mapping[str, object]

_PLACED = re.compile(r"\[row : (?P<row>\d+)\]\s*(?:On the '(?P<sheet>[^']*)' sheet, )?")
_COLUMN = re.compile(r"the '(?P<column>[^']*)' value (?:'(?P<value>[^']*)' )?is (?:invalid|problematic)\.\s*")
_NOISE = re.compile(r"\s*Learn more: \S+|\s*See \[?https?://\S+|\s*\{'.*\}\s*$")
_UNUSED = ("max-pixels", "simserial", "subscriberid", "phonenumber", "no longer supported", "id_string column")

_SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], Message]], ...] = (
    (r"Choice names must be unique", lambda _: N_("This choice name stands twice in its list.")),
    (r"Choices should have a label", lambda _: N_("This choice has no label.")),
    (r"Choices must have a name", lambda _: N_("This choice has no name.")),
    (
        r"Could not find the name '([^']*)'",
        lambda m: N_("It refers to the question {name}, which is not there.", name=m[1]),
    ),
    (
        r"Reference variables must start with",
        lambda _: N_(
            "A reference to a question is not written as a dollar sign and the name in curly brackets."
        ),
    ),
    (
        r"The name '([^']*)' appears more than once",
        lambda m: N_("It refers to {name}, and several questions have this name.", name=m[1]),
    ),
    (
        r"Questions, groups, and repeats (?:must|should) be unique",
        lambda _: N_("Another question or group beside it has the same name."),
    ),
    (r"Repeat names must not be the same", lambda _: N_("This repeat has the name of the whole form.")),
    (r"Repeat names must unique", lambda _: N_("Another repeat has the same name.")),
    (r"The name 'meta' is reserved", lambda _: N_("The name meta is kept for facts about the record.")),
    (
        r"Names must begin with a letter",
        lambda _: N_(
            "A name begins with a letter and holds only letters, digits, hyphens, dots and underscores."
        ),
    ),
    (
        r"Unmatched 'end_(\w+)'",
        lambda m: N_("An end of a {kind} has no beginning before it.", kind=m[1]),
    ),
    (
        r"Unmatched 'begin_(\w+)'.*for the name '([^']*)'",
        lambda m: N_("The {kind} {name} has no end.", kind=m[1], name=m[2]),
    ),
    (
        r"List name not in (?:external )?choices sheet: (\S+)",
        lambda m: N_("The list {name} is not on the sheet of choices.", name=m[1]),
    ),
    (
        r"Unknown question type '([^']*)'",
        lambda m: N_("The question type {kind} is not known.", kind=m[1]),
    ),
    (
        r"Duplicate column header: (.+)",
        lambda m: N_("Two columns have the header {name}.", name=m[1].strip()[:60]),
    ),
    (
        r"Headers that are different names for the same column were found: ('[^']*', '[^']*')",
        lambda m: N_("Two columns mean the same: {names}.", names=m[1]),
    ),
    (
        r"One or more required column headers were not found: (.+?)\.",
        lambda m: N_("These columns are missing: {names}.", names=m[1]),
    ),
    (r"Missing calculation", lambda _: N_("The calculation is missing.")),
    (r"Question with no type", lambda _: N_("This question has no type.")),
    (r"with no name", lambda _: N_("This question or group has no name.")),
    (r"being skipped", lambda _: N_("This row has no name and no label, so it is left out.")),
    (r"has no label", lambda _: N_("This group has no label.")),
    (r"must be in the form of 'key1", lambda _: N_("Parameters are written as name=value.")),
    (
        r"invalid parameter key\(s\): '([^']*)'",
        lambda m: N_("These parameters are not known for this kind of question: {names}.", names=m[1]),
    ),
    (
        r"parameter '([^']*)' must be a number",
        lambda m: N_("The parameter {name} is not a number.", name=m[1]),
    ),
    (r"must not be '0'", lambda _: N_("The step of a range cannot be zero.")),
    (r"When looking for a sheet named '(\w+)'", lambda m: N_("There is no sheet {name}.", name=m[1])),
    (r"must have a sheet named|You must have a sheet", lambda _: N_("There is no sheet survey.")),
    (
        r"do not contain valid machine-readable codes: (.+?)\.?$",
        lambda m: N_(
            "These languages carry no code, such as English (en): {names}. Writing direction and names of "
            "months may be those of English.",
            names=m[1],
        ),
    ),
    (
        r"Language '([^']*)' is missing",
        lambda m: N_("Some words are missing in some languages, among them {name}.", name=m[1]),
    ),
    (
        r"uses or_other and translations",
        lambda _: N_("The words of the choice Other are in English only."),
    ),
    (
        r"Column headers must not be empty and must not contain spaces",
        lambda _: N_("A column of the choices has a blank in its header and is left out."),
    ),
)


def complaints_in(text: str, sheets: Sheets | None = None) -> tuple[Flaw, ...]:
    """Return each complaint of a text by itself, in plain words."""
    whole = " ".join(text.split())
    starts = [found.start() for found in _PLACED.finditer(whole)]
    pieces = [whole] if len(starts) < 2 else _cut(whole, starts)
    return _once(flaw for piece in pieces if (flaw := plain(piece, sheets)).what)


def remarks_in(warnings: Sequence[str], sheets: Sheets | None = None) -> tuple[Flaw, ...]:
    """Return what an author should know, without what does not matter here; each thing once."""
    kept = (text for text in warnings if not any(sign in text for sign in _UNUSED))
    return _once(flaw for text in kept for flaw in complaints_in(text, sheets))


def _once(flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
    return tuple({str(flaw): flaw for flaw in flaws}.values())


def _cut(whole: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(whole)]
    return [whole[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def plain(text: str, sheets: Sheets | None = None) -> Flaw:
    """Return one complaint in plain words, with its place."""
    place = _PLACED.search(text)
    if place is None:
        return _unplaced(text, sheets)
    rest = text[place.end() :]
    column = _COLUMN.match(rest)
    sheet, row = place["sheet"] or "survey", int(place["row"])
    what = _said(rest if column is None else rest[column.end() :])
    question = (column["value"] if column else None) or _name_at(sheets, sheet, row)
    return Flaw(what, sheet=sheet, row=row, question=question, column=column["column"] if column else "")


def _said(text: str) -> Message | str:
    text = _NOISE.sub("", text).strip()
    for pattern, sentence in _SENTENCES:
        found = re.search(pattern, text)
        if found:
            return sentence(found)
    return text[:400]


def _rows(sheets: Sheets | None, sheet: str) -> Sequence[Mapping[str, object]]:
    found = (sheets or {}).get(sheet)
    return found if isinstance(found, list) else []


def _name_at(sheets: Sheets | None, sheet: str, row: int) -> str:
    rows = _rows(sheets, sheet)
    cell = rows[row - 2].get("name") if 2 <= row < len(rows) + 2 else None
    return "" if cell is None else str(cell)[:60]


def _unplaced(text: str, sheets: Sheets | None) -> Flaw:
    """Return a complaint that names no row; the one about an unknown type is found in the rows."""
    what = _said(text)
    unknown = re.search(r"Unknown question type '([^']*)'", text)
    for number, row in enumerate(_rows(sheets, "survey") if unknown else (), 2):
        if unknown and str(row.get("type", "")).strip() == unknown[1].strip():
            name = _name_at(sheets, "survey", number)
            return Flaw(what, sheet="survey", row=number, question=name, column="type")
    return Flaw(what)
