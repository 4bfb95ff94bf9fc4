"""What expressions yield, and how one kind becomes another, as the field's reference engine does it.

A node of type int, decimal, boolean or date reads as such; an empty one as "". It must not know functions.
"""

import math
import re
from datetime import UTC, tzinfo

from monitor_app.errors import ExpressionError
from monitor_app.forms.answers import number_text
from monitor_app.forms.moments import Moment, from_days, from_exact_days, read_date, read_moment
from monitor_app.forms.nodes import Node
from monitor_app.text import N_

Scalar = float | str | bool | Moment
Value = Scalar | list[Node]

_NUMBER = re.compile(r"\s*-?(\d+([.,]\d*)?|[.,]\d+)\s*")
_LIKE_DATE = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}")
_WHOLE_TYPES = frozenset({"int", "integer", "long", "decimal", "double", "float"})
_DAY_TYPES = frozenset({"date", "dateTime"})
_CLOSE = 1e-12


class DayCount(float):
    """Days since 1970 that text which is a date means: counted exactly, written as whole days."""


def node_value(node: Node, zone: tzinfo) -> Scalar:
    """Return a node's value by its type."""
    bind = node.bind
    if bind is None or bind.datatype == "string" or node.children:
        return node.text()
    text = node.value
    if text == "":
        return ""
    if bind.datatype in _WHOLE_TYPES:
        number = to_number(text)
        return text if math.isnan(number) else number
    if bind.datatype == "boolean":
        return text in {"true", "1"}
    if bind.datatype in _DAY_TYPES:
        moment = read_date(text, zone) if bind.datatype == "date" else read_moment(text, zone)
        return text if moment is None else moment
    return text


def unpack(value: Value, zone: tzinfo) -> Scalar:
    """Return one scalar: that of the only, or the first, node; "" for no node."""
    if isinstance(value, list):
        return node_value(value[0], zone) if value else ""
    return value


def to_text(value: Value, zone: tzinfo) -> str:
    """Return a value as text."""
    scalar = unpack(value, zone)
    if isinstance(scalar, str):
        return scalar
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    if isinstance(scalar, Moment):
        return scalar.text()
    if isinstance(scalar, DayCount):
        return number_text(float(math.floor(scalar)))
    near = round(scalar) if math.isfinite(scalar) else 0
    return number_text(float(near) if abs(scalar - near) < _CLOSE else scalar)


def to_number(value: Value, zone: tzinfo | None = None) -> float:
    """Return a value as a number, NaN if it is none. A date counts whole days; a decimal comma is fine."""
    if isinstance(value, list):
        value = unpack(value, zone) if zone is not None else value[0].text()
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, Moment):
        return value.days()
    if _NUMBER.fullmatch(value):
        return float(value.replace(",", "."))
    return _date_number(value, zone) if zone is not None and _LIKE_DATE.match(value) else math.nan


def _date_number(text: str, zone: tzinfo) -> float:
    """Return a date written as text as exact days; where engines differ, the answer that is a number."""
    moment = read_moment(text, zone)
    return DayCount(moment.exact_days()) if moment else math.nan


def to_days(scalar: Scalar, zone: tzinfo) -> float:
    """Return a value as a number to hold against a date: text that is a date counts whole days, as dates do."""
    if isinstance(scalar, str) and _LIKE_DATE.match(scalar):
        moment = read_moment(scalar, zone)
        return moment.days() if moment else math.nan
    return to_number(scalar, zone)


def to_boolean(value: Value, zone: tzinfo) -> bool:
    """Return a value as true or false. Several nodes are true, one node is what it holds."""
    if isinstance(value, list) and len(value) > 1:
        return True
    scalar = unpack(value, zone)
    if isinstance(scalar, bool):
        return scalar
    if isinstance(scalar, float):
        return not math.isnan(scalar) and abs(scalar) > _CLOSE
    return isinstance(scalar, Moment) or scalar != ""


def to_nodes(value: Value) -> list[Node]:
    """Return the nodes. Raise ExpressionError if it is something else."""
    if isinstance(value, list):
        return value
    raise ExpressionError(
        N_("An expression needs questions here, not a value."), N_("Use a path in this place.")
    )


def to_day(value: Value, zone: tzinfo) -> Scalar:
    """Return a value as a date: "" stays "". Raise ExpressionError if it cannot be one."""
    scalar = unpack(value, zone)
    moment = _day(scalar, zone)
    if moment is None:
        raise _no_date()
    return moment


def _day(scalar: Scalar, zone: tzinfo) -> Scalar | None:
    if isinstance(scalar, bool):
        return None
    if isinstance(scalar, Moment):
        return read_date(scalar.text(), zone)
    if isinstance(scalar, float):
        return scalar if math.isnan(scalar) else (None if math.isinf(scalar) else from_days(scalar, zone))
    return "" if scalar == "" else read_date(scalar, zone)


def to_moment(value: Value, zone: tzinfo) -> Scalar:
    """Return a value as a date with its time: "" stays "". Raise ExpressionError if it cannot be one."""
    scalar = unpack(value, zone)
    if isinstance(scalar, Moment):
        return scalar
    if isinstance(scalar, float) and math.isfinite(scalar):
        moment: Scalar | None = from_exact_days(scalar, zone)
    else:
        moment = read_moment(scalar, zone) if isinstance(scalar, str) and scalar else _day(scalar, zone)
    if moment is None:
        raise _no_date()
    return moment


def _no_date() -> ExpressionError:
    return ExpressionError(N_("A value that should be a date is none."), N_("Write dates as 2024-05-31."))


def equal(left: Scalar, right: Scalar, zone: tzinfo = UTC) -> bool:
    """Compare as the field does: by truth if either is a boolean, by number if either is one, else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return _truth(left) == _truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return any(a == b or abs(a - b) < _CLOSE for a in _counts(left, zone) for b in _counts(right, zone))
    if isinstance(left, Moment) or isinstance(right, Moment):
        return _words(left) == _words(right)
    return left == right


def _counts(scalar: Scalar, zone: tzinfo) -> tuple[float, ...]:
    """Return a value as a number; text that is a date means its day, counted whole or to the hour."""
    if isinstance(scalar, str) and _LIKE_DATE.match(scalar):
        moment = read_moment(scalar, zone)
        return (moment.days(), moment.exact_days()) if moment else (math.nan,)
    return (to_number(scalar),)


def _truth(scalar: Scalar) -> bool:
    if isinstance(scalar, float):
        return not math.isnan(scalar) and abs(scalar) > _CLOSE
    return bool(scalar)


def _words(scalar: Scalar) -> str:
    return scalar.text() if isinstance(scalar, Moment) else str(scalar)
