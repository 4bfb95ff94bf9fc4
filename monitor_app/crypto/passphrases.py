"""Passphrases made for people: six invented words that can be spoken and typed in any language's keyboard.

Each word is consonant-vowel-consonant-vowel out of 16 × 5 × 16 × 5 = 6,400, so six words carry 75.9 bits.
"""

from monitor_app.crypto.primitives import random_bytes

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aeiou"
WORDS = 6


def generate() -> str:
    """Return six random words, separated by hyphens."""
    return "-".join(_word() for _ in range(WORDS))


def _word() -> str:
    return "".join(_pick(letters) for letters in (_CONSONANTS, _VOWELS, _CONSONANTS, _VOWELS))


def _pick(letters: str) -> str:
    """Pick one letter, each as likely as any other: draws beyond a whole multiple are thrown away."""
    limit = 256 - 256 % len(letters)
    while True:
        draw = random_bytes(1)[0]
        if draw < limit:
            return letters[draw % len(letters)]
