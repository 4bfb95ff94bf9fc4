"""Typed dates of the expression language: reading, writing, counting days since 1970.

It must not know the clock. A date is midnight in the zone of whoever fills the form in. Zones come as `tzinfo`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from fractions import Fraction

from monitor_app.forms.calendars import calendar_words

_DATE = re.compile(r"(\d{1,6})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as a person in its zone reads it; `dated` means only the day counts."""

    when: datetime
    dated: bool

    def text(self) -> str:
        """Return the day, as the field's engines do whenever a date becomes text."""
        return f"{self.when.year:04d}-{self.when.month:02d}-{self.when.day:02d}"

    def stamp(self) -> str:
        """Return the full moment with milliseconds and offset."""
        return self.when.isoformat(timespec="milliseconds")

    def days(self) -> float:
        """Return whole local days since 1970-01-01."""
        return float(self.when.toordinal() - _EPOCH.toordinal())

    def exact_days(self) -> float:
        """Return days since 1970-01-01 UTC, with their fraction."""
        gap = self.when - _EPOCH
        return float(Fraction(gap // timedelta(microseconds=1), 86_400_000_000))


def read_date(text: str, zone: tzinfo) -> Moment | None:
    """Read a date or date and time and keep only the local day; None if it is neither."""
    moment = read_moment(text, zone)
    return start_of_day(moment) if moment else None


def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """Read `2024-05-01` or `2024-05-01T09:30:00.000+02:00`; None if it is neither."""
    text = text.strip()
    date, _, time = text.partition("T")
    found = _DATE.fullmatch(date)
    if not found:
        return None
    try:
        year, month, day_of_month = (int(part) for part in found.groups())
        day = datetime(year, month, day_of_month, tzinfo=zone)
    except (ValueError, OverflowError):
        return None
    if not time:
        return Moment(day, dated=True) if "T" not in text else None
    return _with_time(day, time, zone)


def _with_time(day: datetime, time: str, zone: tzinfo) -> Moment | None:
    found = _TIME.fullmatch(time)
    if not found:
        return None
    hour, minute, second, fraction, offset = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        aware = _offset(offset) or zone
        moment = day.replace(
            hour=int(hour), minute=int(minute), second=int(second or 0), microsecond=micro, tzinfo=aware
        )
        return Moment(moment.astimezone(zone), dated=False)
    except (ValueError, OverflowError):
        return None


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if minutes > 59 or hours > 14:
        raise ValueError(text)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def start_of_day(moment: Moment) -> Moment:
    """Return the day of a moment."""
    return Moment(moment.when.replace(hour=0, minute=0, second=0, microsecond=0), dated=True)


def from_days(days: float, zone: tzinfo) -> Moment | None:
    """Return the local day that lies `days` after 1970-01-01; None if no calendar reaches it."""
    try:
        return Moment((datetime(1970, 1, 1) + _DAY * int(days // 1)).replace(tzinfo=zone), dated=True)  # noqa: DTZ001 - zone follows
    except (OverflowError, ValueError):
        return None


def from_exact_days(days: float, zone: tzinfo) -> Moment | None:
    """Return the moment that lies `days` after the beginning of 1970 UTC; None if no calendar reaches it."""
    try:
        return Moment((_EPOCH + timedelta(days=days)).astimezone(zone), dated=False)
    except (OverflowError, ValueError):
        return None


def time_of_day(text: str, zone: tzinfo, now: datetime) -> float | None:
    """Return the fraction of the local day that `10:30:00.000+02:00` names; None if it is no time."""
    moment = _with_time(now.astimezone(zone), text.strip(), zone) or read_moment(text, zone)
    if moment is None:
        return None
    local = moment.when
    return ((local.hour * 60 + local.minute) * 60 + local.second + local.microsecond / 1e6) / 86_400


def format_moment(moment: Moment, pattern: str, language: str = "") -> str | None:
    """Write a moment by a pattern of `%` codes, names in a form's language; None if a code is unknown."""
    words = calendar_words(language)
    when, out, signs = moment.when, [], iter(pattern)
    known = {
        "%": "%",
        "Y": f"{when.year:04d}",
        "y": f"{when.year % 100:02d}",
        "m": f"{when.month:02d}",
        "n": str(when.month),
        "b": words.months[when.month - 1],
        "d": f"{when.day:02d}",
        "e": str(when.day),
        "H": f"{when.hour:02d}",
        "h": str(when.hour),
        "M": f"{when.minute:02d}",
        "S": f"{when.second:02d}",
        "3": f"{when.microsecond // 1000:03d}",
        "a": words.days[when.weekday()],
    }
    for sign in signs:
        piece = known.get(next(signs, "")) if sign == "%" else sign
        if piece is None:
            return None
        out.append(piece)
    return "".join(out)
