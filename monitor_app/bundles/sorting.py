"""What kind of thing each answer is, by its question's name, groups and kind: what may tell on a person wins.

A question nobody recognises is TEXT and stays here. Pure.
"""

import re
from enum import StrEnum

from monitor_app.domain import earlier


class Sort(StrEnum):
    """What an answer is, as far as hiding goes. A question nobody sorted is TEXT and stays here."""

    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    TRAIT = "trait"
    CONSENT = "consent"
    IDENTITY = "identity"


# Question names of our own and of many others' questionnaires, cut at underscores.
_TRAITS = frozenset(
    {
        "line",
        "shift",
        "team",
        "station",
        "workstation",
        "position",
        "job",
        "title",
        "supervisor",
        "nationality",
        "country",
        "origin",
        "hometown",
        "province",
        "ethnicity",
        "ethnic",
        "religion",
        "language",
        "spoken",
        "dormitory",
        "dorm",
        "room",
        "housing",
        "age",
        "birth",
        "gender",
        "sex",
        "tenure",
        "status",
        "work_kind",
        "union",
        "member",
        "membership",
        "pregnant",
        "pregnancy",
        "disability",
        "symptoms",
        "hurt",
        "grounds",
        "health",
        "place",
        "present",
        "interpreter",
        "route",
        "family",
        "children",
        "marital",
    }
)
_TRAIT_GROUPS = frozenset(
    {"situation", "setting", "opening", "where", "dormitory", "students", "young", "together", "complaints"}
)
# About reaching a person, how they feel, and the monitor's own safety and judgement.
_PRIVATE_GROUPS = frozenset(
    {
        "identity",
        "safe_contact",
        "follow_up",
        "how_now",
        "loss",
        "wellbeing",
        "distress",
        "screening",
        "safety_first",
        "monitor_check",
        "indicators",
        "closing",
    }
)
_PRIVATE = frozenset(
    {"name", "phone", "telephone", "mobile", "email", "wechat", "address", "contact", "who5", "k6", "phq"}
)
_KINDS = {
    "select_one": Sort.CHOICE,
    "select_multiple": Sort.CHOICE,
    "rank": Sort.CHOICE,
    "acknowledge": Sort.CHOICE,
    "integer": Sort.NUMBER,
    "decimal": Sort.NUMBER,
    "range": Sort.NUMBER,
    "date": Sort.DATE,
    "datetime": Sort.DATE,
}
_INDEX = re.compile(r"\[\d+\]")


def sort_of(path: str, kind: str) -> Sort:
    """Sort a question by its path and its kind (`forms.views.Kind` values); what may tell on a person wins."""
    *groups, name = _INDEX.sub("", path).lower().split("/")
    words = {name, *name.split("_")}
    if _PRIVATE_GROUPS & set(groups) or _PRIVATE & words:
        return Sort.IDENTITY
    if any(group.startswith("consent") for group in groups):
        return Sort.CONSENT
    sort = Sort.TEXT if earlier.is_earlier(path) else _KINDS.get(kind, Sort.TEXT)
    if not (_TRAIT_GROUPS & set(groups) or _TRAITS & words):
        return sort
    return Sort.TRAIT if sort in (Sort.CHOICE, Sort.NUMBER) else Sort.TEXT
