"""Who may be shown what: the table of audiences, the thresholds, and what kind of thing each leaf is.

What the table does not name is hidden. Pure; knows no files.
"""

from dataclasses import dataclass
from enum import StrEnum

from monitor_app.domain.supply import Party


class Sort(StrEnum):
    """What an answer is, as far as hiding goes. A question nobody sorted is TEXT and stays here."""

    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    TRAIT = "trait"
    CONSENT = "consent"
    IDENTITY = "identity"


class Blur(StrEnum):
    """How far a date is rounded."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Rule:
    """What one audience may see."""

    threshold: int
    blur: Blur
    sorts: frozenset[Sort]
    fields: frozenset[str]
    photos: bool
    chain: bool


def rule(audience: Party) -> Rule:
    """Return the rule for an audience."""
    raise NotImplementedError(audience)


def sort_of(path: str, kind: str) -> Sort:
    """Sort a question by its path and XForm type; names like line, shift, nationality make it a TRAIT."""
    raise NotImplementedError(path, kind)
