"""Expressions of the OpenRosa XPath dialect as trees. It must not know how they are evaluated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression and the text it came from."""

    text: str
