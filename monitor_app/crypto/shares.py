"""A secret on three sheets of words, any two of which give it back (SLIP-39, FORMAT.md §10).

The only user of shamir_mnemonic. Knows no vault and no file; says which word was mistyped, never a secret.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from monitor_app.crypto.primitives import random_bytes
from monitor_app.errors import SheetRefused
from monitor_app.text import N_

SHEETS, NEEDED = 3, 2
LENGTHS = {20: 16, 33: 32}
"""Words on a sheet, and bytes of the secret they are a part of."""
_STEMS = {word[:4]: word for word in WORDLIST}
_SLOWEST = 5
_LIKE = 0.5
_NOT_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class Fault:
    """A word that cannot stand there: its place from 1, and the nearest words of the list."""

    place: int
    nearest: tuple[str, ...]


def new_secret(size: int) -> bytes:
    """Draw a secret to put on sheets."""
    return random_bytes(size)


def split(secret: bytes) -> tuple[str, ...]:
    """Return three sheets of 20 (16 bytes) or 33 words (32 bytes); two give the secret back."""
    if len(secret) not in LENGTHS.values():
        raise ValueError("a secret on sheets has 16 or 32 bytes")
    # Stretching is for guessable secrets; these are random.
    (sheets,) = generate_mnemonics(1, [(NEEDED, SHEETS)], secret, iteration_exponent=0)
    return tuple(sheets)


def combined(sheets: Sequence[str]) -> bytes:
    """Return the secret two sheets were made from. Raise SheetRefused."""
    return _joined([" ".join(checked(sheet)) for sheet in sheets])


def _joined(sheets: Sequence[str], passphrase: bytes = b"") -> bytes:
    try:
        read = [Share.from_mnemonic(sheet) for sheet in sheets]
        if any(one.iteration_exponent > _SLOWEST for one in read):
            raise _foreign()
        _belong(read)
        return combine_mnemonics(sheets, passphrase)
    except (MnemonicError, ValueError) as error:
        raise _foreign() from error


def _belong(read: Sequence[Share]) -> None:
    if len({one.identifier for one in read}) > 1:
        raise SheetRefused(
            N_("These sheets do not belong together."),
            N_("Their first two words must be the same. Use two sheets of one set."),
        )
    if len({(one.group_index, one.index) for one in read}) < len(read):
        raise SheetRefused(N_("This is the same sheet twice."), N_("Type the words of two different sheets."))


def checked(sheet: str) -> tuple[str, ...]:
    """Return the words of one sheet, spelt in full. Raise SheetRefused, which names the place of a slip."""
    words = _words(sheet)
    if len(words) not in LENGTHS:
        raise SheetRefused(
            N_("A sheet has 20 or 33 words; {count} were typed.", count=len(words)),
            N_("Look for a word left out or typed twice."),
        )
    slips = faults(sheet)
    if slips:
        raise SheetRefused(
            N_("Word {place} is not as it stands on the sheet.", place=slips[0].place),
            N_("Compare it with the paper, letter by letter."),
        )
    if not _fits(words):
        raise SheetRefused(
            N_("These are words of the list, but not those of one sheet."),
            N_("Compare every word and their order with the paper."),
        )
    return tuple(words)


def number(sheet: str) -> int:
    """Return which sheet of its set this is, from 1. Raise SheetRefused."""
    return Share.from_mnemonic(" ".join(checked(sheet))).index + 1


def count(sheet: str) -> int:
    """Count the words typed so far."""
    return len(_words(sheet))


def faults(sheet: str) -> tuple[Fault, ...]:
    """Return the words that cannot be right; while a sheet is being typed, only those not in the list."""
    words = _words(sheet)
    unknown = [Fault(at, _nearest(word)) for at, word in enumerate(words, 1) if word not in WORD_INDEX_MAP]
    if unknown or len(words) not in LENGTHS or _fits(words):
        return tuple(unknown)
    found = next(_one_slip(words), None)
    return (found,) if found else ()


def _one_slip(words: Sequence[str]) -> Iterator[Fault]:
    """Look for one word that was mistaken for a like one: the checksum then fits."""
    for at, word in enumerate(words):
        for like in difflib.get_close_matches(word, WORDLIST, n=12, cutoff=_LIKE):
            if _fits([*words[:at], like, *words[at + 1 :]]):
                yield Fault(at + 1, (like,))


def _fits(words: Sequence[str]) -> bool:
    try:
        Share.from_mnemonic(" ".join(words))
    except (MnemonicError, ValueError):
        return False
    return True


def _words(sheet: str) -> list[str]:
    """Read what people type: numbered lines, capitals, or only the first four letters of a word."""
    plain = unicodedata.normalize("NFKC", sheet).casefold()
    return [_in_full(word) for word in _NOT_LETTERS.split(plain) if word]


def _in_full(word: str) -> str:
    known = _STEMS.get(word[:4], "")
    return known if len(word) >= 4 and known.startswith(word) else word


def _nearest(word: str) -> tuple[str, ...]:
    known = _STEMS.get(word[:4])
    near = difflib.get_close_matches(word, WORDLIST, n=3, cutoff=_LIKE)
    return tuple(dict.fromkeys([*([known] if known else []), *near]))[:3]


def _foreign() -> SheetRefused:
    return SheetRefused(
        N_("These sheets do not give a key."), N_("Check that both are recovery sheets made by this program.")
    )
