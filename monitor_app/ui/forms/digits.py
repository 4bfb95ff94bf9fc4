"""Numbers as people type them: digits of any script, with a point, a comma or an Arabic decimal sign. Pure."""

import unicodedata

_POINTS = {",": ".", "٫": ".", "。": ".", "．": ".", "，": "."}
_GROUPING = {" ", "\u00a0", "\u202f", "'", "’", "٬"}
_MINUS = {"−", "－", "–"}


def latin(text: str) -> str:
    """Return `text` with the digits of any script as 0 to 9, and its decimal sign as a point."""
    return "".join(_latin(letter) for letter in text.strip())


def whole(text: str) -> int | None:
    """Read a whole number; None if it is none."""
    plain = latin(text)
    digits = plain.removeprefix("-").removeprefix("+")
    return int(plain) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def decimal(text: str) -> float | None:
    """Read a number with or without decimals; None if it is none."""
    plain = latin(text)
    body = plain.removeprefix("-").removeprefix("+")
    if not any(letter.isdigit() for letter in body) or any(letter not in "0123456789." for letter in body):
        return None
    return float(plain) if body.count(".") <= 1 else None


def _latin(letter: str) -> str:
    if letter in _GROUPING:
        return ""
    if letter in _MINUS:
        return "-"
    value = unicodedata.decimal(letter, None)
    return str(value) if value is not None else _POINTS.get(letter, letter)
