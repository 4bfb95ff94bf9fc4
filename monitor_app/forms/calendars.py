"""Short names of months and days in the language of a form, out of babel's tables. It must not know records."""

import re
from dataclasses import dataclass
from functools import lru_cache

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_IN_BRACKETS = re.compile(r"\(\s*([^()]+?)\s*\)\s*$")


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Names from January on, and from Monday on."""

    months: tuple[str, ...]
    days: tuple[str, ...]


ENGLISH = CalendarWords(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)


@lru_cache(maxsize=64)
def calendar_words(language: str) -> CalendarWords:
    """Return the names for a language as forms write it (`Français (fr)`, `fr`, `French`), else English."""
    code = _code_of(language.strip())
    if not code or code.split("_")[0] == "en":
        return ENGLISH
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return ENGLISH
    months, days = locale.months["format"]["abbreviated"], locale.days["format"]["abbreviated"]
    return CalendarWords(tuple(months[n] for n in range(1, 13)), tuple(days[n] for n in range(7)))


def _code_of(language: str) -> str:
    inside = _IN_BRACKETS.search(language)
    wanted = inside.group(1) if inside else language
    named = _by_english_name().get(wanted.casefold())
    if named:
        return named
    return wanted.replace("-", "_") if _CODE.fullmatch(wanted) else ""


@lru_cache(maxsize=1)
def _by_english_name() -> dict[str, str]:
    from babel import Locale

    return {str(name).casefold(): str(code) for code, name in Locale("en").languages.items()}
