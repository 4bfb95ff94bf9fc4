"""The shape of the words we make up: two different syllables of a consonant and a vowel, and no known word.

Says how many there are, so that nobody has to believe a number. Draws nothing.
"""

import itertools
import math
from collections.abc import Sequence

from monitor_app.crypto.common_words import COMMON

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aeiou"
WORDS = 6
_SYLLABLES = tuple(map("".join, itertools.product(CONSONANTS, VOWELS)))


def is_word(word: str) -> bool:
    """Tell whether we would make up this word."""
    return len(word) == 4 and word[:2] != word[2:] and {word[:2], word[2:]} <= _KNOWN and word not in COMMON


def is_invented(words: Sequence[str]) -> bool:
    """Tell whether these words are such as we make up: at least six, all different."""
    return len(set(words)) == len(words) >= WORDS and all(map(is_word, words))


_KNOWN = frozenset(_SYLLABLES)
_TAKEN = sum(len(word) == 4 and {word[:2], word[2:]} <= _KNOWN and word[:2] != word[2:] for word in COMMON)
COUNT = len(_SYLLABLES) * (len(_SYLLABLES) - 1) - _TAKEN
"""How many words there are."""
BITS_A_WORD = math.log2(COUNT)
"""What each of them adds, drawn evenly."""
