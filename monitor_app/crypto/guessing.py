"""How hard a passphrase of one's own is to guess, in bits, reckoned low: what cannot be judged counts little.

Looks for the cheapest way to put the text together from words, dates, rows of the keyboard, repetitions and
single signs. Nothing typed is kept. Random words of ours are known by their shape.
"""

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor_app.crypto.common_words import COMMON
from monitor_app.crypto.invented import BITS_A_WORD, is_invented

ENOUGH = 75.0
"""Bits that a passphrase of one's own must have."""
_LONGEST, _LONGEST_PART = 128, 24
_COMMON_BITS, _WORD_BITS, _LETTER_BITS, _LETTERS_A_WORD = 8.0, 12.0, 3.8, 9
_DISGUISE_BITS, _SENTENCE_BITS = 2.0, 1.6
_DIGIT_BITS, _SIGN_BITS, _IDEOGRAPH_BITS = 3.2, 3.0, 4.0
_YEAR_BITS, _DATE_BITS, _PATTERN_BITS, _AGAIN_BITS = 5.0, 11.0, 6.0, 3.0
_ROWS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "!@#$%^&*()", "йцукенгшщзх", "фывапролджэ"),
)
_LEET = str.maketrans("@4301!5$7", "aaeoiisst")
_YEAR = re.compile(r"(?:19|20|13|14|25)\d\d")
_NO_VOWELS = re.compile("[bcdfghjklmnpqrstvwxz]{5}|^[bcdfghjklmnpqrstvwxz]+$")
_BINDING = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "is",
        "are",
        "and",
        "or",
        "in",
        "on",
        "for",
        "that",
        "my",
        "de",
        "la",
        "der",
        "die",
    ]
)
_SEPARATORS = frozenset(" -_.,/")


class Advice(StrEnum):
    """What would make it harder to guess."""

    MORE_WORDS = "more_words"
    NO_DATES = "no_dates"
    NO_PATTERNS = "no_patterns"
    RARER_WORDS = "rarer_words"
    OURS = "ours"


@dataclass(frozen=True)
class Estimate:
    """Bits at the most, rounded down, and what helps."""

    bits: int
    advice: tuple[Advice, ...]

    @property
    def is_enough(self) -> bool:
        """Say whether this may protect a vault."""
        return self.bits >= ENOUGH


@dataclass(frozen=True)
class _Part:
    bits: float
    advice: Advice | None = None


def estimate(passphrase: str) -> Estimate:
    """Reckon how many bits a guesser must search at the most. At most 128 signs are looked at."""
    text = _plain(passphrase)
    words = re.split("[ -]+", text)
    if is_invented(words):
        return Estimate(int(BITS_A_WORD * len(words)), ())
    bits, parts = _cheapest(text)
    if not _BINDING.isdisjoint(words):  # grammar: each word follows from those before it
        bits = min(bits, _SENTENCE_BITS * len(text))
    return Estimate(int(bits), _advised(bits, [part.advice for part in parts if part.advice]))


def _plain(passphrase: str) -> str:
    """Leave out capitals, accents and doubled spaces: they add less than they seem to."""
    letters = unicodedata.normalize("NFKD", passphrase).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))
    return " ".join(unicodedata.normalize("NFKC", bare).split())[:_LONGEST]


def _advised(bits: float, found: list[Advice]) -> tuple[Advice, ...]:
    if bits >= ENOUGH:
        return ()
    return tuple(dict.fromkeys([*found, Advice.MORE_WORDS, Advice.OURS]))


def _cheapest(text: str) -> tuple[float, list[_Part]]:
    best: list[tuple[float, list[_Part]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - _LONGEST_PART), end)
        ways = (
            (best[start][0] + part.bits, start, part) for start in starts for part in _parts(text, start, end)
        )
        bits, start, part = min(ways, key=lambda way: way[0])
        best.append((bits, [*best[start][1], part]))
    return best[-1]


def _parts(text: str, start: int, end: int) -> Iterator[_Part]:
    """Yield what text[start:end] may be, as one part."""
    part = text[start:end]
    if len(part) == 1:
        yield _single(text, start)
        return
    if part in COMMON or part[::-1] in COMMON:
        yield _Part(_COMMON_BITS, Advice.RARER_WORDS)
    if len(part) >= 3 and part in text[:start]:
        yield _Part(_AGAIN_BITS, Advice.NO_PATTERNS)
    if len(part) >= 3 and (_is_row(part) or _is_run(part)):
        yield _Part(_PATTERN_BITS, Advice.NO_PATTERNS)
    if part.isdecimal():
        yield from _digits(part)
    yield from _words(part)


def _words(part: str) -> Iterator[_Part]:
    """Yield what a word costs: any run of letters that can be spoken, also in disguise, such as p4ssw0rd."""
    bare = part.translate(_LEET)
    disguised = sum(one != other for one, other in zip(part, bare, strict=True))
    disguise = _DISGUISE_BITS if disguised else 0.0
    if disguise and bare in COMMON:
        yield _Part(_COMMON_BITS + disguise, Advice.RARER_WORDS)
    if len(part) > 3 and bare.isalpha() and 3 * disguised <= len(part) and not _NO_VOWELS.search(bare):
        yield _Part(_WORD_BITS * math.ceil(len(part) / _LETTERS_A_WORD) + disguise)


def _single(text: str, at: int) -> _Part:
    sign = text[at]
    if sign in _SEPARATORS or (at and text[at - 1] == sign):
        return _Part(_AGAIN_BITS / 3 if sign not in _SEPARATORS else 0.0)
    if sign.isdecimal():
        return _Part(_DIGIT_BITS)
    if sign.isalpha():
        return _Part(_IDEOGRAPH_BITS if "\u3040" <= sign <= "\u9fff" else _LETTER_BITS)
    return _Part(_SIGN_BITS)


def _digits(part: str) -> Iterator[_Part]:
    if _YEAR.fullmatch(part):
        yield _Part(_YEAR_BITS, Advice.NO_DATES)
    if len(part) in {6, 8} and _is_date(part):
        yield _Part(_DATE_BITS, Advice.NO_DATES)


def _is_date(part: str) -> bool:
    pairs = [int(part[at : at + 2]) for at in range(0, len(part), 2)]
    days, months = pairs[:-1] + pairs[-1:], pairs
    return any(1 <= day <= 31 for day in days) and any(1 <= month <= 12 for month in months)


def _is_row(part: str) -> bool:
    return any(part in row or part[::-1] in row for row in _ROWS)


def _is_run(part: str) -> bool:
    """Tell whether signs follow each other at one distance, such as abc, 2468 or aaa."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(part)}
    return len(steps) == 1 and abs(steps.pop()) <= 3
