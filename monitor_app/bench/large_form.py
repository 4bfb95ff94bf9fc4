"""An invented questionnaire of the size of the largest in use: 500 questions, 950 rules, three languages.

Always the same: no chance, no clock. Shared by benchmarks and tests; nothing in it is anybody's questionnaire.
"""

from collections.abc import Iterator
from functools import cache

from monitor_app.forms.compiling import Compiled, compile_form

LANGUAGES = ("English (en)", "Français (fr)", "العربية (ar)")
PARTS = 25
"""Groups of twenty questions, every fifth of them a list with entries."""
_EACH = 20
_COLUMNS = (
    *("type", "name", "relevant", "required", "constraint", "calculation", "choice_filter", "default"),
    *(f"label::{language}" for language in LANGUAGES),
    *(f"hint::{language}" for language in LANGUAGES),
    *(f"constraint_message::{language}" for language in LANGUAGES),
)
_WORDS = (
    ("Part", "Partie", "جزء"),
    ("Question", "Question", "سؤال"),
    ("Say how often.", "Dites combien.", "قل كم مرة."),
)
_LIMIT = ("At most {n}.", "Au plus {n}.", "{n} على الأكثر.")
_LISTS = {"yn": 4, "ways": 12, "signs": 20, "town": 60, "area": 6}
Row = dict[str, str]

LONG_LIST = """| survey |
| | type | name | label | calculation |
| | begin_group | where | Where | |
| | select_one_from_file towns.csv | town | Which town? | |
| | end_group | | | |
| | begin_repeat | day | Day | |
| | integer | hours | Hours | |
| | integer | pay | Pay | |
| | calculate | share | | ${pay} div ${hours} |
| | end_repeat | | | |
| | calculate | total | | sum(${pay}) |
| settings |
| | form_id | form_title |
| | long_list | Long list |
"""
"""A question with the list of a file `towns.csv`, and a list of entries."""


@cache
def compiled(parts: int = PARTS) -> Compiled:
    """Return the questionnaire compiled, with so many parts."""
    return compile_form(table(parts).encode(), file_name="large.md")


def table(parts: int = PARTS) -> str:
    """Return the questionnaire as an XLSForm in Markdown."""
    rows = [row for part in range(parts) for row in _part(part)]
    lines = ["| survey |", _line(_COLUMNS), *(_line([row.get(one, "") for one in _COLUMNS]) for row in rows)]
    labels = [f"label::{language}" for language in LANGUAGES]
    lines += ["| choices |", _line(["list_name", "name", "area", *labels])]
    lines += [_line(choice) for choice in _choices()]
    lines += ["| settings |", _line(["form_title", "form_id", "version", "default_language"])]
    return "\n".join([*lines, _line(["Large questionnaire", "large", "1", LANGUAGES[0]])]) + "\n"


def value_for(kind: str, turn: int) -> str | int | float | list[str] | None:
    """Return an answer for a kind of question (`Kind` values); another one each turn."""
    return {
        "select_one": "a0" if turn % 3 else "a1",
        "select_multiple": [f"a{turn % 4}", f"a{turn % 4 + 4}"],
        "integer": turn % 40 + 1,
        "decimal": turn % 40 + 0.5,
        "date": f"2026-07-{turn % 28 + 1:02}",
        "text": f"They said it {turn} times.",
    }.get(kind)


def _part(part: int) -> Iterator[Row]:
    is_list = part % 5 == 4
    gate = f"${{q{part * _EACH - _EACH}}} != 'a3'" if part else ""
    kind = "repeat" if is_list else "group"
    yield {"type": f"begin_{kind}", "name": f"g{part}", "relevant": gate, **_labels(_WORDS[0], part + 1)}
    for place in range(_EACH):
        yield from _question(part, place)
    yield {"type": f"end_{kind}"}


def _question(part: int, place: int) -> Iterator[Row]:
    number = part * _EACH + place
    row = _KINDS[place % len(_KINDS)](number) | {"name": f"q{number}"} | _labels(_WORDS[1], number)
    if place:
        row["relevant"] = _gate(number, place)
    if place % 2 == 0:
        row["required"] = "yes"
    yield row
    if place % 5 == 4:
        yield {"type": "calculate", "name": f"c{number}", "calculation": _sum(number, place)}


def _gate(number: int, place: int) -> str:
    """Hang each question on the first of its part, and many on the one before too: long chains."""
    first = f"${{q{number - place}}} = 'a0' or ${{q{number - place}}} = 'a1'"
    if place % 5 == 0:
        return first
    return f"({first}) and (${{q{number - place % 5}}} != 'a2')"


def _sum(number: int, place: int) -> str:
    chosen, said = f"count-selected(${{q{number - 2}}})", f"string-length(${{q{number - 1}}})"
    mine = f"coalesce(${{q{number - 3}}}, 0) + {chosen} + {said}"
    return mine if place < 9 else f"{mine} + ${{c{number - 5}}}"


def _choice(_: int) -> Row:
    return {"type": "select_one yn"}


def _number(number: int) -> Row:
    most = 40 + number % 60
    messages = {
        f"constraint_message::{language}": words.format(n=most)
        for language, words in zip(LANGUAGES, _LIMIT, strict=True)
    }
    return {"type": "integer", "constraint": f". >= 0 and . <= {most}", **messages, **_hints()}


def _many(_: int) -> Row:
    return {"type": "select_multiple signs", "constraint": "not(selected(., 'a0')) or count-selected(.) <= 6"}


def _words(_: int) -> Row:
    return {"type": "text", "constraint": "string-length(.) < 2000"}


def _listed(number: int) -> Row:
    if number % _EACH < 5:
        return {"type": "select_one area"}
    return {"type": "select_one town", "choice_filter": f"area = ${{q{number - number % _EACH + 4}}}"}


_KINDS = (_choice, _number, _many, _words, _listed)


def _choices() -> Iterator[list[str]]:
    for name, size in _LISTS.items():
        for at in range(size):
            area = f"a{at % _LISTS['area']}" if name == "town" else ""
            yield [name, f"a{at}", area, *(f"{name} {at} {language[:2]}" for language in LANGUAGES)]


def _labels(words: tuple[str, str, str], number: int) -> Row:
    return {f"label::{one}": f"{word} {number}?" for one, word in zip(LANGUAGES, words, strict=True)}


def _hints() -> Row:
    return {f"hint::{one}": word for one, word in zip(LANGUAGES, _WORDS[2], strict=True)}


def _line(cells: tuple[str, ...] | list[str]) -> str:
    return f"| | {' | '.join(cells)} |"
