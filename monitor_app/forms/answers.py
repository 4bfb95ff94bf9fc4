"""Answers as JSON values, and as the text an XForm instance holds. It must not know forms or screens.

Text, dates, times, choices and file names are str; whole numbers int; decimals float; several choices
list[str]; nothing is None.
"""

import math
import re
from collections.abc import Sequence

Answer = str | int | float | list[str] | None

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_MANY = {"select", "rank"}


def to_text(answer: Answer | Sequence[str]) -> str:
    """Return the text that an instance holds for `answer`."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, str):
        return answer
    if isinstance(answer, int):
        return str(answer)
    if isinstance(answer, float):
        return number_text(answer)
    return " ".join(answer)


def from_text(text: str, datatype: str, control: str = "") -> Answer:
    """Return the JSON value of instance `text`, by the bind's type and the control that asks for it."""
    if text == "":
        return None
    if control in _MANY or datatype in {"select", "odk:rank", "rank"}:
        return text.split()
    if datatype in {"int", "integer", "long"} and _WHOLE.fullmatch(text):
        return int(text)
    if datatype == "decimal" and _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return text


def number_text(number: float) -> str:
    """Write a number the way XPath does: no exponent, no trailing zeros."""
    if math.isnan(number):
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e18:
        return str(int(number))
    return _plain(repr(number))


def _plain(text: str) -> str:
    if "e" not in text:
        return text
    digits, _, power = text.partition("e")
    sign = "-" if digits.startswith("-") else ""
    whole, _, part = digits.lstrip("-").partition(".")
    shift = int(power)
    if shift >= 0:
        return sign + whole + part.ljust(shift, "0")[:shift] + ("." + part[shift:] if part[shift:] else "")
    return sign + "0." + "0" * (-shift - 1) + whole + part
