"""Plans the tables of a questionnaire's answers: one of records, one for each repeat, linked by index. Pure.

A column is a question, one choice of a question, or a fact about the record. It must not know files or vaults.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor_app.forms.binds import Path
from monitor_app.forms.definition import Form, Question
from monitor_app.forms.naming import Names, leaf_paths
from monitor_app.forms.views import Kind

MAIN = "answers"
"""What the table of records is called."""
INDEX, PARENT, PARENT_INDEX, RECORD = "_index", "_parent_table_name", "_parent_index", "_submission__uuid"
SPLIT_AT_MOST = 500
"""A question with more choices than this stays one column."""

_MANY = frozenset({Kind.SELECT_MULTIPLE, Kind.RANK})
_CHOSEN = _MANY | {Kind.SELECT_ONE}
_SILENT = frozenset({Kind.NOTE})


@dataclass(frozen=True)
class Column:
    """One column. `path` has no root; `choice` makes it a 0/1 column; `labels` turn values into words."""

    path: Path
    header: str
    choice: str = ""
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_list: bool = False


@dataclass(frozen=True)
class Table:
    """One table: the records (`path` is ()) or one repeat. `parent` is the path of the table it hangs on."""

    name: str
    path: Path
    parent: Path
    columns: tuple[Column, ...]
    links: tuple[str, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the heads of all columns: answers first, then what links the row."""
        return (*(column.header for column in self.columns), *self.links)


@dataclass(frozen=True)
class Plan:
    """The tables of one export, the one of records first. `repeats` are generic paths without root."""

    tables: tuple[Table, ...]
    repeats: frozenset[Path]

    @property
    def cells_a_row(self) -> Mapping[Path, int]:
        """Return how many columns each table has, by its path."""
        return {table.path: len(table.headers) for table in self.tables}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How tables look. `language` "" shows names as they stand in the questionnaire, else words in it.

    `split` gives each choice of a question with several a column of its own, beside the whole answer.
    """

    language: str = ""
    labels: bool = False
    split: bool = False


Staying = Callable[[Form, Path], bool]
"""Says whether the answers at a generic path (with root) stay here."""


def plan(forms: Sequence[Form], *, layout: Layout, stays: Staying, facts: Sequence[str]) -> Plan:
    """Plan the tables of all versions of one questionnaire, newest first; `facts` are columns of the record."""
    repeats = frozenset(path[1:] for form in forms for path in form.repeats)
    columns: dict[Path, dict[Path, list[Column]]] = {(): {}}
    for form in forms:
        names = Names(form, layout.language)
        for path in leaf_paths(form):
            table = _table_of(path[1:], repeats)
            known = columns.setdefault(table, {})
            if path[1:] not in known and _is_asked(form, path) and not stays(form, path):
                known[path[1:]] = _columns(form, path, names, layout)
    taken = {MAIN}
    return Plan(
        tuple(_table(path, columns[path], repeats, tuple(facts), taken) for path in columns), repeats=repeats
    )


def _table(
    path: Path,
    columns: Mapping[Path, list[Column]],
    repeats: frozenset[Path],
    facts: tuple[str, ...],
    taken: set[str],
) -> Table:
    links = (INDEX, PARENT, PARENT_INDEX, RECORD) if path else (*facts, INDEX)
    name = _unused("_".join(path[-1:]), "_".join(path), taken) if path else MAIN
    flat = [column for family in columns.values() for column in family]
    return Table(name, path, _table_of(path[:-1], repeats), tuple(_unique(flat, set(links))), links)


def _unused(name: str, longer: str, taken: set[str]) -> str:
    found, number = name, 1
    while found.casefold() in taken:
        found = longer if number == 1 else f"{longer}_{number}"
        number += 1
    taken.add(found.casefold())
    return found


def _unique(columns: Sequence[Column], taken: set[str]) -> Iterator[Column]:
    """Give every column a head of its own: the question's name behind it where two would be the same."""
    for column in columns:
        header, number = column.header, 1
        while header in taken:
            header = f"{column.header} ({'/'.join(column.path)})" + (f" {number}" if number > 1 else "")
            number += 1
        taken.add(header)
        yield Column(column.path, header, column.choice, column.labels, column.is_list)


def _columns(form: Form, path: Path, names: Names, layout: Layout) -> list[Column]:
    question = form.questions.get(path)
    name = "/".join(path[1:])
    header = (names.label(question.label) if question is not None and layout.labels else "") or name
    if question is None or question.kind not in _CHOSEN:
        return [Column(path[1:], header)]
    known = names.choices(question)
    labels = {value: label or value for value, label in known.items()} if layout.labels else {}
    whole = Column(path[1:], header, labels=labels, is_list=question.kind in _MANY)
    return [whole, *_split(question, whole, list(known), layout)]


def _split(question: Question, whole: Column, values: list[str], layout: Layout) -> Iterator[Column]:
    if not layout.split or question.kind is not Kind.SELECT_MULTIPLE or len(values) > SPLIT_AT_MOST:
        return
    for value in dict.fromkeys(values):
        yield Column(whole.path, f"{whole.header}/{whole.labels.get(value, value)}", choice=value)


def _is_asked(form: Form, path: Path) -> bool:
    """Say whether a place can hold an answer; what every record says about itself has columns of its own."""
    question = form.questions.get(path)
    return path[1:2] != ("meta",) and (question is None or question.kind not in _SILENT)


def _table_of(path: Path, repeats: frozenset[Path]) -> Path:
    return next((path[:length] for length in range(len(path), 0, -1) if path[:length] in repeats), ())
