"""The last look before anything leaves: planted words, phone and id numbers, mail addresses.

Names the file and the kind of thing found, never the thing.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from monitor_app.bundles.container import Entry
from monitor_app.errors import ExportRefused
from monitor_app.text import N_, Message

_TEXTS = frozenset({"json", "jsonl", "csv", "txt", "md"})
_SHORTEST = 6
"""Encoded bytes below which a match in a picture is chance."""
_DAY = re.compile(r"(?<!\w)\d{4}-(?:\d{2}(?:-\d{2})?|w\d{2})(?!\d)")
_NUMBER = re.compile(r"(?<![\w.])\+?\d(?:[ ()./\-]{0,2}\d){8,17}x?(?!\w)|(?<!\w)[a-z]{1,2}\d{7,9}(?!\w)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w[\w.]*")


class Kind(StrEnum):
    """What looks as if it should stay here."""

    IDENTITY = "identity"
    NUMBER = "number"
    MAIL = "mail"


@dataclass(frozen=True)
class Suspicion:
    """A file and the kind of thing found in it."""

    path: str
    kind: Kind


def scan(entries: Iterable[Entry], forbidden: Sequence[str], *, expected: Sequence[str] = ()) -> None:
    """Raise ExportRefused if an entry holds a forbidden text or a number like a phone's or an id's.

    `expected` are texts that are meant to leave, such as a contract's number.
    """
    for suspicion in suspicions(entries, forbidden, expected=expected):
        raise ExportRefused(
            _told(suspicion),
            N_("Look at the file in the preview. Remove or reword it there, then try again."),
        )


def suspicions(
    entries: Iterable[Entry], forbidden: Sequence[str], *, expected: Sequence[str] = ()
) -> Iterator[Suspicion]:
    """Yield what looks as if it should stay here, at most one of each kind a file."""
    words = [folded for text in forbidden if len(folded := _folded(text)) > 1]
    meant = sorted((_folded(text) for text in expected if text.strip()), key=len, reverse=True)
    for entry in entries:
        is_text = entry.path.rpartition(".")[2] in _TEXTS
        kinds = _in_text(entry, words, meant) if is_text else _in_bytes(entry, forbidden)
        if _names_one(_folded(entry.path), words):
            kinds = {Kind.IDENTITY, *kinds}
        yield from (Suspicion(entry.path, kind) for kind in sorted(kinds))


def _in_text(entry: Entry, words: Sequence[str], meant: Sequence[str]) -> set[Kind]:
    lines = [_folded(line) for text in _strings(entry) for line in text.splitlines()]
    found: set[Kind] = set()
    if _names_one(" ".join(lines), words):
        found.add(Kind.IDENTITY)
    text = "|".join(lines)  # numbers of neighbouring values are not one number
    for one in meant:
        text = text.replace(one, "#")
    if _NUMBER.search(_DAY.sub("#", text)):
        found.add(Kind.NUMBER)
    if _MAIL.search(text):
        found.add(Kind.MAIL)
    return found


def _names_one(text: str, words: Sequence[str]) -> bool:
    """Look for each word; short Latin ones only as whole words, digits also without spaces between."""
    digits = re.sub(r"[ ()./\-]", "", text)
    for word in words:
        if word.isascii() and len(word) < 5:
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                return True
        elif word in text or (_is_number(word) and re.sub(r"\D", "", word) in digits):
            return True
    return False


def _is_number(word: str) -> bool:
    return sum(sign.isdigit() for sign in word) >= 6 and not any(sign.isalpha() for sign in word)


def _strings(entry: Entry) -> list[str]:
    """Return a file's text: decoded JSON values, so that no escape hides anything; else the whole."""
    content = b"".join(entry.open())
    text = content.decode("utf-8", "replace")
    if entry.path.endswith(".json"):
        return list(_values(msgspec.json.decode(content)))
    if entry.path.endswith(".jsonl"):
        return [value for line in content.splitlines() for value in _values(msgspec.json.decode(line))]
    return [text]


def _values(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _values(one)
    elif isinstance(value, list):
        for one in value:
            yield from _values(one)
    elif value is not None:
        yield str(value)


def _in_bytes(entry: Entry, forbidden: Sequence[str]) -> set[Kind]:
    needles = _needles(forbidden)
    longest = max(map(len, needles), default=1)
    rest = b""
    for block in entry.open():
        searched = (rest + block).lower()
        if any(needle in searched for needle in needles):
            return {Kind.IDENTITY}
        rest = searched[-longest + 1 :] if longest > 1 else b""
    return set()


def _needles(forbidden: Sequence[str]) -> list[bytes]:
    forms = {text.encode(code).lower() for text in forbidden for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return [form for form in forms if len(form) >= _SHORTEST]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _told(suspicion: Suspicion) -> Message:
    if suspicion.kind is Kind.IDENTITY:
        return N_("{path} holds something from the identity part, so nothing left.", path=suspicion.path)
    if suspicion.kind is Kind.MAIL:
        return N_("{path} holds what looks like a mail address, so nothing left.", path=suspicion.path)
    return N_("{path} holds what looks like a phone or identity number, so nothing left.", path=suspicion.path)
