"""Who may be shown what: the table of audiences, consent, thresholds, rounding.

What the table does not name is hidden. Pure; knows no files. Thresholds after domain research §7.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from monitor_app.bundles.sorting import Sort, sort_of
from monitor_app.domain import earlier
from monitor_app.domain.events import Answer, RecordFinished, RecordKind
from monitor_app.domain.supply import Party
from monitor_app.text import N_, Message

__all__ = [
    "Blur",
    "Rule",
    "Sort",
    "blurred",
    "consent_paths",
    "may_be_counted",
    "may_leave",
    "may_show_photos",
    "rule",
    "sort_of",
    "told",
]


class Blur(StrEnum):
    """How far a date is rounded."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Rule:
    """What one audience may see.

    `threshold` is the smallest number of people that may be told; `bands` tells larger ones roughly;
    `fields` are leaves beside the answers.
    """

    threshold: int
    bands: bool
    blur: Blur
    sorts: frozenset[Sort]
    fields: frozenset[str]
    photos: bool
    chain: bool


_FIELDS = frozenset({"kind", "record_kind", "form", "site"})
_FACTS = frozenset({Sort.CHOICE, Sort.NUMBER})
_CLOSE = Rule(
    threshold=1,
    bands=False,
    blur=Blur.WEEK,
    sorts=_FACTS | {Sort.TRAIT},
    fields=_FIELDS | {"language"},
    photos=True,
    chain=True,
)
_DISTANT = Rule(
    threshold=5, bands=False, blur=Blur.MONTH, sorts=_FACTS, fields=_FIELDS, photos=True, chain=True
)
_OPEN = Rule(
    threshold=10,
    bands=True,
    blur=Blur.MONTH,
    sorts=frozenset({Sort.CHOICE}),
    fields=_FIELDS,
    photos=False,
    chain=True,
)
# The employer knows shifts, faces and dates, and so recognises best.
_EMPLOYER = Rule(
    threshold=10,
    bands=True,
    blur=Blur.MONTH,
    sorts=frozenset({Sort.CHOICE}),
    fields=_FIELDS,
    photos=False,
    chain=False,
)
_RULES = {
    Party.WORKERS: _CLOSE,
    Party.EMPLOYER: _EMPLOYER,
    Party.BRAND: _DISTANT,
    Party.LINKED_BUYERS: _DISTANT,
    Party.PUBLIC: _OPEN,
}

_SHARE = {
    Party.WORKERS: ("workers", "union"),
    Party.EMPLOYER: ("employer",),
    Party.BRAND: ("brand", "brands"),
    Party.LINKED_BUYERS: ("linked_buyers", "buyers"),
    Party.PUBLIC: ("public",),
}


def rule(audience: Party) -> Rule:
    """Return the rule for an audience."""
    return _RULES[audience]


def consent_paths(record: RecordFinished, audience: Party) -> tuple[str, ...]:
    """Return the answers that say whether this record may be shared with an audience."""
    names = {f"{start}{word}" for word in _SHARE[audience] for start in ("share_", "agree_share_")}
    return tuple(path for path in _consents(record) if _last(path) in names)


def may_leave(record: RecordFinished, audience: Party) -> bool:
    """Say whether the content of a record may leave: a worker's own yes; a child's not to all.

    A monitor's observation needs nobody's yes, unless it asked.
    """
    said = [_consents(record)[path] for path in consent_paths(record, audience)]
    if audience in (Party.EMPLOYER, Party.PUBLIC) and _answer(record, "adult") not in (None, "yes"):
        return False
    if not said and record.record_kind is RecordKind.OBSERVATION:
        return not _consents(record)
    return bool(said) and all(answer == "yes" for answer in said)


def may_be_counted(record: RecordFinished) -> bool:
    """Say whether a record may be counted with others: unless the worker said no."""
    return _answer(record, "agree_aggregate") != "no" and _answer(record, "agree_interview") != "no"


def may_show_photos(record: RecordFinished) -> bool:
    """Say whether pictures may leave with the record: unless the worker said no."""
    return _answer(record, "agree_photos") != "no"


def told(count: int, audience: Party, *, beside: int = 0) -> Message:
    """Return a number of people as an audience may read it; `beside` of them are shown one by one elsewhere.

    When the number and what is shown beside it would give away a small rest, the number is rounded down.
    """
    rules = rule(audience)
    if count == 0:
        return N_("none")
    if count < rules.threshold:
        return N_("fewer than {threshold}", threshold=rules.threshold)
    if rules.bands:
        return _band(count)
    if beside and 0 < count - beside < rules.threshold:
        return N_("{threshold} or more", threshold=rules.threshold)
    return N_("{count}", count=count)


def blurred(when: int | str, blur: Blur) -> str:
    """Round milliseconds UTC or an ISO date to a week (2026-W30) or month (2026-07); "" if it is no date."""
    try:
        day = date.fromisoformat(when[:10]) if isinstance(when, str) else _day(when)
    except (ValueError, OverflowError, OSError):
        return ""
    if blur is Blur.MONTH:
        return f"{day.year:04}-{day.month:02}"
    week = day.isocalendar()
    return f"{week.year:04}-W{week.week:02}"


def _band(count: int) -> Message:
    for low, high in ((10, 19), (20, 49), (50, 99)):
        if low <= count <= high:
            return N_("{low} to {high}", low=low, high=high)
    return N_("100 or more")


def _day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date()


def _consents(record: RecordFinished) -> dict[str, Answer]:
    """Return what was said about sharing. To an earlier version of the questionnaire only a no still counts."""
    said = {path: answer for path, answer in record.answers.items() if sort_of(path, "") is Sort.CONSENT}
    own = {path: answer for path, answer in said.items() if not earlier.is_earlier(path)}
    names = {_last(path) for path in own}
    return own | {p: a for p, a in said.items() if p not in own and a != "yes" and _last(p) not in names}


def _answer(record: RecordFinished, name: str) -> Answer | None:
    return next((answer for path, answer in _consents(record).items() if _last(path) == name), None)


def _last(path: str) -> str:
    return path.rpartition("/")[2]
