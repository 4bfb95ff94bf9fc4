"""Choices that an appearance `search('file', …)` takes from the rows of a file. It must not know records.

The one choice written in the form names the columns; choices whose value is a number are offered as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from monitor_app.forms.expressions import Call, Expression, Literal, parse
from monitor_app.forms.nodes import Node


@dataclass(frozen=True, slots=True)
class Search:
    """The list, and how rows are found: mode, columns and text, perhaps a column and its value; or all."""

    file: str
    arguments: tuple[Expression, ...] = ()


_MODES: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda cell, wanted: wanted in cell,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "matches": lambda cell, wanted: cell == wanted,
}


def read_search(appearance: str) -> tuple[Search | None, str]:
    """Return the search in an appearance, and the appearance without it. Raise ExpressionError."""
    before, call, rest = appearance.partition("search(")
    if not call:
        return None, appearance
    end = _closing(rest)
    tree = parse(f"search({rest[:end]})").tree
    words = f"{before} search {rest[end + 1 :]}"
    if not isinstance(tree, Call) or not tree.arguments or not isinstance(tree.arguments[0], Literal):
        return None, words
    arguments = tuple(Expression("", argument) for argument in tree.arguments[1:])
    return Search(tree.arguments[0].value.removesuffix(".csv"), arguments), words


def _closing(text: str) -> int:
    """Return the place of the bracket that closes the call, outside of quotes."""
    depth, quote = 1, ""
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                return place
    return len(text)


def rows_found(top: Node, arguments: Sequence[str]) -> Iterator[Node]:
    """Yield the rows of a list that a search finds; `arguments` are worked out already."""
    for root in top.elements():
        for row in root.elements():
            if _finds(row, arguments):
                yield row


def cell(row: Node, columns: str) -> str:
    """Return what a row holds in a column, or in several with commas between."""
    names = [name.strip() for name in columns.split(",")]
    return " ".join(text for text in (_text(row, name) for name in names) if text)


def _finds(row: Node, arguments: Sequence[str]) -> bool:
    if len(arguments) == 2:  # a mode and a column without a text find everything
        return True
    if len(arguments) >= 3:
        holds = _MODES.get(arguments[0].strip().lower(), _MODES["contains"])
        columns = [name.strip() for name in arguments[1].split(",")]
        if not any(holds(_text(row, name), arguments[2]) for name in columns):
            return False
    return len(arguments) < 5 or _text(row, arguments[3].strip()) == arguments[4]


def _text(row: Node, name: str) -> str:
    return next((one.text() for one in row.named(name.replace(" ", "_").rpartition(":")[2])[:1]), "")
