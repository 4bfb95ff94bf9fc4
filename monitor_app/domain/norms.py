"""Norms of hours and pay, and the code of labour standards, as dated data, and how well each is known.

Facts only: nothing here computes, and nothing is known of files.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from monitor_app.text import N_, Message

Mark = Literal["R", "M", "P"]
"""R: read in the source named; M: from memory; P: a proposal of ours. M and P are always to be confirmed."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?")
_DAY_OR_YEAR = re.compile(r"(\d{4}(-\d{2}-\d{2})?)?")
_MOST = 1_000_000_000
_KEY = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

Problem = tuple[str, Message]
"""The field, and what is wrong with it."""


class Provision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule. `confirmed` is false while the organisation has not checked our wording and mapping."""

    key: str
    title: str
    source: str
    date: str
    description: str = ""
    sub_standards: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    title_mark: Mark = "M"
    sub_standards_mark: Mark = "P"
    instruments_mark: Mark = "M"
    confirmed: bool = False
    note: str = ""

    def problems(self) -> Iterator[Problem]:
        """Yield what makes it no rule one may rely on."""
        if not _KEY.fullmatch(self.key):
            yield "key", N_("Write two to eight capital letters or digits, such as FL.")
        yield from _missing(("title", self.title), ("source", self.source))
        yield from _no_month("date", self.date)


class Norm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One limit or rate: where, of what, how much, since when. resources/norms/hours.toml tells the meanings.

    `checked_by` is empty until a person of the organisation has looked it up: until then it is to be confirmed.
    """

    id: str
    place: str
    topic: str
    value: bool | int | float
    unit: str
    source: str
    mark: Mark
    checked_on: str
    status: Literal["in_force", "goal", "proposed", "disputed"]
    part: str = ""
    scope: str = ""
    effective_from: str = ""
    effective_until: str = ""
    checked_by: str = ""
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Say whether a person of the organisation has looked it up."""
        return bool(self.checked_by)

    def problems(self) -> Iterator[Problem]:
        """Yield what makes it no norm one may rely on."""
        if not _ID.fullmatch(self.id):
            yield "id", N_("Write small letters, digits and hyphens only, 64 at most.")
        named = (("place", self.place), ("topic", self.topic), ("unit", self.unit), ("source", self.source))
        yield from _missing(*named)
        if not -_MOST <= self.value <= _MOST:
            yield "value", N_("This is no number of hours, days, percent or money.")
        yield from _no_month("checked_on", self.checked_on)
        for field, day in (("effective_from", self.effective_from), ("effective_until", self.effective_until)):
            if not _DAY_OR_YEAR.fullmatch(day):
                yield field, N_("Write a year or a day, such as 2023 or 2023-01-31, or leave it empty.")
        if self.effective_from and self.effective_until and self.effective_from > self.effective_until:
            yield "effective_until", N_("It ends before it begins.")


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code of labour standards. `note` says how far it is confirmed."""

    id: str
    version: str
    title: str
    note: str = ""
    rows: tuple[Provision, ...] = ()


class Norms(msgspec.Struct, frozen=True, kw_only=True):
    """The norms of hours and pay."""

    id: str
    version: str
    title: str = ""
    note: str = ""
    rows: tuple[Norm, ...] = ()


def _missing(*fields: tuple[str, str]) -> Iterator[Problem]:
    for field, value in fields:
        if not value.strip():
            yield field, N_("This may not be empty.")


def _no_month(field: str, value: str) -> Iterator[Problem]:
    if not _MONTH.fullmatch(value):
        yield field, N_("Write the month, such as 2026-11.")
