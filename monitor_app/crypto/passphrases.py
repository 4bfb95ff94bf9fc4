"""Passphrases made for people, each sign drawn by the operating system.

Six invented words carry 75.6 bits and can be spoken, and typed on any keyboard that has Latin letters; eight
short English words carry 80; twenty-eight digits carry 93 and serve every script.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from shamir_mnemonic.wordlist import WORDLIST

from monitor_app.crypto.guessing import estimate
from monitor_app.crypto.invented import CONSONANTS, VOWELS, WORDS, is_word
from monitor_app.crypto.primitives import random_bytes

ENGLISH_WORDS, DIGIT_GROUPS, GROUP = 8, 7, 4


class Kind(StrEnum):
    """What a passphrase is made of."""

    INVENTED = "invented"
    ENGLISH = "english"
    DIGITS = "digits"


def generate(kind: Kind = Kind.INVENTED) -> str:
    """Return a fresh passphrase, joined by hyphens; the rare one that looks guessable is drawn again."""
    draw, count = _MAKERS[kind]
    while True:
        passphrase = "-".join(draw() for _ in range(count))
        if estimate(passphrase).is_enough:
            return passphrase


def _invented() -> str:
    """Draw again what is no word of ours: every word stays as likely as any other."""
    while True:
        word = "".join(_pick(letters) for letters in (CONSONANTS, VOWELS, CONSONANTS, VOWELS))
        if is_word(word):
            return word


def _english() -> str:
    return str(_pick(WORDLIST))


def _digits() -> str:
    return "".join(_pick("0123456789") for _ in range(GROUP))


def _pick(choices: Sequence[str]) -> str:
    """Pick one, each as likely as any other: draws beyond a whole multiple are thrown away."""
    limit = 65_536 - 65_536 % len(choices)
    while True:
        draw = int.from_bytes(random_bytes(2), "big")
        if draw < limit:
            return choices[draw % len(choices)]


_MAKERS: dict[Kind, tuple[Callable[[], str], int]] = {
    Kind.INVENTED: (_invented, WORDS),
    Kind.ENGLISH: (_english, ENGLISH_WORDS),
    Kind.DIGITS: (_digits, DIGIT_GROUPS),
}
