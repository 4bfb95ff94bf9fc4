"""Spreads one record's answers over the rows of a table; repeats keep their place by running numbers. Pure.

Every table is gone through on its own, over all records in the same order, so nothing has to be remembered.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor_app.domain.events import Answer
from monitor_app.forms.binds import Path
from monitor_app.reports.tables import Column, Plan, Table

Cell = str | int | float | None
Row = Sequence[Cell]

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d{1,4})\])?")
_EXACT = 2**53
"""Whole numbers beyond this are written as text: a spreadsheet would round them."""


@dataclass(frozen=True)
class Line:
    """One record to spread: its id in the table, its answers by path, and the facts every record has."""

    uuid: str
    answers: Mapping[str, Answer]
    facts: tuple[Cell, ...] = ()


def spread(table: Table, plan: Plan, lines: Iterable[Line | None]) -> Iterator[Row]:
    """Yield the rows of a table for records in order. The first has index 1; None keeps a place."""
    make = _main_rows(table) if not table.path else _Repeats(table, plan).rows
    for number, line in enumerate(lines, start=1):
        if line is not None:
            yield from make(line, number)


def instances(plan: Plan, answers: Mapping[str, Answer]) -> dict[Path, int]:
    """Return how many rows a record gives each repeat's table."""
    tree = _placed(answers, plan.repeats)
    return {table.path: len(_walk(table.path, plan, tree)) for table in plan.tables if table.path}


def _main_rows(table: Table) -> Callable[[Line, int], Iterator[Row]]:
    places = _places(table.columns)

    def rows(line: Line, number: int) -> Iterator[Row]:
        row: list[Cell] = [None] * len(table.columns)
        for path, answer in line.answers.items():
            for at, column in places.get(path, ()):
                row[at] = cell(answer, column)
        yield [*row, *line.facts, number]

    return rows


def _places(columns: Sequence[Column]) -> dict[str, list[tuple[int, Column]]]:
    found: dict[str, list[tuple[int, Column]]] = {}
    for at, column in enumerate(columns):
        found.setdefault("/".join(column.path), []).append((at, column))
    return found


Instance = tuple[int, ...]
_Tree = dict[tuple[Path, Instance], dict[Path, Answer]]


class _Repeats:
    """Counts the instances of a repeat and of all it lies in, from the first record on."""

    def __init__(self, table: Table, plan: Plan) -> None:
        self._table, self._plan = table, plan
        self._columns: dict[Path, list[tuple[int, Column]]] = {column.path: [] for column in table.columns}
        for at, column in enumerate(table.columns):
            self._columns[column.path].append((at, column))
        self._parent = next(one for one in plan.tables if one.path == table.parent)
        self._count = 0
        self._parents = 0

    def rows(self, line: Line, number: int) -> Iterator[Row]:
        tree = _placed(line.answers, self._plan.repeats)
        parents = _walk(self._parent.path, self._plan, tree) if self._parent.path else [()]
        numbers = {instance: self._parents + at for at, instance in enumerate(parents, start=1)}
        self._parents += len(parents)
        for instance in _walk(self._table.path, self._plan, tree):
            self._count += 1
            row: list[Cell] = [None] * len(self._table.columns)
            for path, answer in tree.get((self._table.path, instance), {}).items():
                for at, column in self._columns.get(path, ()):
                    row[at] = cell(answer, column)
            parent = numbers[instance[:-1]] if self._parent.path else number
            yield [*row, self._count, self._parent.name, parent, line.uuid]


def _placed(answers: Mapping[str, Answer], repeats: frozenset[Path]) -> _Tree:
    """Sort the answers that lie in repeats by the instance that holds them."""
    tree: _Tree = {}
    for path, answer in answers.items():
        if "[" not in path:
            continue
        generic, numbers = steps(path)
        table: Path = ()
        instance: list[int] = []
        for length in range(1, len(generic) + 1):
            if generic[:length] in repeats:
                table = generic[:length]
                instance.append(numbers[length - 1])
        if table:
            tree.setdefault((table, tuple(instance)), {})[generic] = answer
    return tree


def _walk(path: Path, plan: Plan, tree: _Tree) -> list[Instance]:
    """Return the instances of a repeat in order, also empty ones before or around others."""
    depth = sum(1 for length in range(1, len(path) + 1) if path[:length] in plan.repeats)
    last: dict[Instance, int] = {}
    for table, instance in tree:
        if table[: len(path)] == path:
            for at in range(depth):
                last[instance[:at]] = max(last.get(instance[:at], 0), instance[at])
    found: list[Instance] = [()]
    for _ in range(depth):
        found = [(*one, number) for one in found for number in range(1, last.get(one, 0) + 1)]
    return found


@lru_cache(maxsize=1 << 15)
def steps(path: str) -> tuple[Path, tuple[int, ...]]:
    """Return the generic path of `hours/week[2]/total` and the number of each step, 1 where none is written."""
    found = [_STEP.fullmatch(step) for step in path.split("/")]
    names = tuple(match[1] if match else step for match, step in zip(found, path.split("/"), strict=True))
    return names, tuple(int(match[2] or 1) if match else 1 for match in found)


def cell(answer: Answer, column: Column) -> Cell:
    """Return what stands in a cell: numbers as numbers, dates as kept, words if the column has them."""
    if column.choice:
        chosen = answer if isinstance(answer, list) else str(answer).split()
        return int(column.choice in chosen)
    if isinstance(answer, list):
        return (
            "; ".join(column.labels.get(value, value) for value in answer)
            if column.labels
            else " ".join(answer)
        )
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, str):
        return _worded(answer, column) if column.labels else answer
    if isinstance(answer, int):
        return answer if abs(answer) <= _EXACT else str(answer)
    return answer if answer - answer == 0 else str(answer)


def _worded(answer: str, column: Column) -> str:
    if column.is_list:
        return "; ".join(column.labels.get(value, value) for value in answer.split())
    return column.labels.get(answer, answer)
