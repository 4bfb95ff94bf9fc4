"""Functions on text. Patterns come from outside, so matching has a time limit. It must not know forms."""

import base64
import binascii
import hashlib
import math
from collections.abc import Callable
from functools import lru_cache

import regex

from monitor_app.errors import ExpressionError
from monitor_app.forms.calling import ANY, Arguments, Function
from monitor_app.forms.signed import is_signed
from monitor_app.forms.values import Value
from monitor_app.text import N_

MATCH_SECONDS = 0.5
_SPACES = regex.compile(r"[ \t\r\n]+")
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _own_text(a: Arguments) -> str:
    if len(a):
        return a.text(0)
    if a.scope.node.kind == "document":
        raise ExpressionError(
            N_("{name}() without a value needs a question to read.", name=a.call.name),
            N_("Give it ${name} or some text."),
        )
    return a.scope.node.text()


def _substr(a: Arguments) -> Value:
    text, start = a.text(0), a.number(1)
    end = a.number(2) if len(a) > 2 else float(len(text))
    return text[_place(start, text) : _place(end, text)]


def _place(number: float, text: str) -> int:
    place = 0 if math.isnan(number) else int(max(-(2**31), min(2**31, number)))
    return max(0, place + len(text)) if place < 0 else place


def _substring(a: Arguments) -> Value:
    """Count characters from 1 and round halves up, as XPath says."""
    text, start = a.text(0), _round(a.number(1))
    stop = start + _round(a.number(2)) if len(a) > 2 else math.inf
    return "".join(sign for place, sign in enumerate(text, 1) if place >= start and place < stop)


def _round(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def _before(a: Arguments) -> Value:
    text, mark = a.text(0), a.text(1)
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(a: Arguments) -> Value:
    text, mark = a.text(0), a.text(1)
    return text.partition(mark)[2] if mark else text


def _translate(a: Arguments) -> Value:
    old, new = a.text(1), a.text(2)
    table: dict[int, str] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place : place + 1])
    return a.text(0).translate(table)


@lru_cache(maxsize=500)
def _pattern(source: str) -> "regex.Pattern[str]":
    # Java's `[a-z&&[^aeiou]]` needs the newer rules for sets; everything else keeps the plain ones.
    return regex.compile(source, regex.VERSION1 if "&&[" in source else regex.VERSION0)


def _regex(a: Arguments) -> Value:
    try:
        return _pattern(a.text(1)).fullmatch(a.text(0), timeout=MATCH_SECONDS) is not None
    except (regex.error, OverflowError) as error:
        raise ExpressionError(
            N_("A pattern in this questionnaire is not valid."), N_("Correct the pattern given to regex().")
        ) from error
    except TimeoutError as error:
        raise ExpressionError(
            N_("A pattern in this questionnaire takes too long."), N_("Simplify the pattern given to regex().")
        ) from error


_DIGESTS = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}


def _digest(a: Arguments) -> Value:
    name = _DIGESTS.get(a.text(1).upper().replace("-", ""))
    if name is None:
        raise ExpressionError(
            N_("digest() does not know this kind of hash."), N_("Use MD5, SHA-1, SHA-256 or SHA-512.")
        )
    found = hashlib.new(name, a.text(0).encode(), usedforsecurity=False).digest()
    form = a.text(2, "base64")
    return found.hex() if form.lower() == "hex" else base64.b64encode(found).decode()


def _decode(a: Arguments) -> Value:
    try:
        return base64.b64decode(a.text(0), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _extract_signed(a: Arguments) -> Value:
    """Return the text behind a signature of 64 bytes if the signature fits the key, else ""."""
    try:
        content = base64.b64decode(a.text(0), validate=True)
        key = base64.b64decode(a.text(1), validate=True)
    except (binascii.Error, ValueError):
        return ""
    message = content[64:]
    return message.decode("utf-8", "replace") if is_signed(message, content[:64], key) else ""


def _uuid(a: Arguments) -> Value:
    draw = a.scope.world.draw
    if len(a):
        length = a.number(0)
        signs = 0 if math.isnan(length) else int(min(max(length, 0), 1_000))
        return "".join(_ALPHABET[int(draw() * len(_ALPHABET))] for _ in range(signs))
    return make_uuid(draw)


def make_uuid(draw: Callable[[], float]) -> str:
    """Return a version 4 UUID drawn by lot."""
    digits = [f"{int(draw() * 16):x}" for _ in range(32)]
    digits[12], digits[16] = "4", "89ab"[int(draw() * 4)]
    text = "".join(digits)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _join(a: Arguments) -> Value:
    return a.text(0).join(a.texts(1))


def _contains(a: Arguments) -> Value:
    return a.text(1) in a.text(0)


def _selected(a: Arguments) -> Value:
    return f" {a.text(1).strip()} " in f" {' '.join(a.text(0).split())} "


def _selected_at(a: Arguments) -> Value:
    chosen, place = a.text(0).split(), a.number(1)
    return chosen[int(place)] if 0 <= place < len(chosen) else ""


TABLE = {
    "string": Function(0, 1, _own_text),
    "concat": Function(0, ANY, lambda a: "".join(a.texts())),
    "join": Function(1, ANY, _join),
    "substr": Function(2, 3, _substr),
    "substring": Function(2, 3, _substring),
    "substring-before": Function(2, 2, _before),
    "substring-after": Function(2, 2, _after),
    "translate": Function(3, 3, _translate),
    "contains": Function(2, 2, _contains),
    "starts-with": Function(2, 2, lambda a: a.text(0).startswith(a.text(1))),
    "ends-with": Function(2, 2, lambda a: a.text(0).endswith(a.text(1))),
    "string-length": Function(0, 1, lambda a: float(len(_own_text(a)))),
    "normalize-space": Function(0, 1, lambda a: _SPACES.sub(" ", _own_text(a)).strip(" ")),
    "lower-case": Function(1, 1, lambda a: a.text(0).lower()),
    "upper-case": Function(1, 1, lambda a: a.text(0).upper()),
    "regex": Function(2, 2, _regex),
    "digest": Function(2, 3, _digest),
    "base64-decode": Function(1, 1, _decode),
    "extract-signed": Function(2, 2, _extract_signed),
    "uuid": Function(0, 1, _uuid),
    "selected": Function(2, 2, _selected),
    "is-selected": Function(2, 2, _selected),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, lambda a: float(len(a.text(0).split()))),
}
