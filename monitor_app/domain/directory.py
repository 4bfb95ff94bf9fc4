"""The referral directory: organisations that help, and when somebody last made sure that they do.

We ship none: a number that nobody answers can do harm. Nothing is known of files.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum

import msgspec

OLD_AFTER_DAYS = 183
"""An entry that nobody checked for half a year is shown with a warning."""


class Help(StrEnum):
    """What somebody helps with; the word in the column `help` of the file."""

    EMERGENCY = "emergency"
    LEGAL = "legal"
    MEDICAL = "medical"
    COUNSELLING = "counselling"
    SHELTER = "shelter"
    UNION = "union"
    MIGRANTS = "migrants"
    CHILDREN = "children"
    MONEY = "money"
    OTHER = "other"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation that helps. `last_checked` is the day on which `checked_by` made sure of all this.

    `caution` says what to know before anybody is sent there.
    """

    name: str
    help: tuple[Help, ...]
    place: str
    contact: str
    last_checked: str
    checked_by: str
    source: str
    country: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""
    caution: str = ""

    def age_days(self, today: datetime.date) -> int:
        """Return how many days ago it was checked; below 0 by a clock that is slow."""
        return (today - datetime.date.fromisoformat(self.last_checked)).days

    def is_old(self, today: datetime.date) -> bool:
        """Say whether it was checked too long ago to be relied on."""
        return self.age_days(today) > OLD_AFTER_DAYS

    def says(self, words: str) -> bool:
        """Say whether every word stands somewhere in what a person would search by."""
        parts = (self.name, self.place, self.country, self.contact, self.caution, *self.languages)
        said = " ".join(parts).casefold()
        return all(word in said for word in words.casefold().split())


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """All organisations that help, as one list."""

    version: str = ""
    title: str = ""
    rows: tuple[Service, ...] = ()


def places(services: Iterable[Service]) -> list[str]:
    """Return the places that are named, each once, in order of the alphabet."""
    return sorted({one.place for one in services}, key=str.casefold)


def wanted(
    services: Iterable[Service], *, words: str = "", kind: Help | None = None, place: str = ""
) -> list[Service]:
    """Return those that fit: emergencies first, then those checked last, then by name."""
    found = [
        one
        for one in services
        if (kind is None or kind in one.help) and place in ("", one.place) and one.says(words)
    ]
    found.sort(key=lambda one: one.name.casefold())
    found.sort(key=lambda one: one.last_checked, reverse=True)
    return sorted(found, key=lambda one: Help.EMERGENCY not in one.help)
