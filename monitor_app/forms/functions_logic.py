"""Functions that decide: if, not, coalesce, checklists. It must not know forms."""

import math
from collections.abc import Sequence

from monitor_app.errors import ExpressionError
from monitor_app.forms.calling import ANY, Arguments, Function
from monitor_app.forms.values import Value, to_boolean, to_text
from monitor_app.text import N_


def _if(a: Arguments) -> Value:
    return a.value(1) if a.truth(0) else a.value(2)


def _coalesce(a: Arguments) -> Value:
    value: Value = ""
    for place in range(len(a)):
        value = a.value(place)
        if to_text(value, a.scope.world.zone) not in {"", "NaN"}:
            return value
    return value


def _once(a: Arguments) -> Value:
    own = a.scope.node.text()
    return own or a.value(0)


def _from_string(a: Arguments) -> Value:
    return a.text(0).strip().lower() in {"true", "1"}


def _within(least: float, most: float, found: float) -> bool:
    return (least < 0 or found >= least) and (most < 0 or found <= most)


def _truths(a: Arguments, values: Sequence[Value]) -> list[bool]:
    return [to_boolean(value, a.scope.world.zone) for value in values]


def _checklist(a: Arguments) -> Value:
    return _within(a.number(0), a.number(1), sum(_truths(a, a.spread(2))))


def _weighted(a: Arguments) -> Value:
    if len(a) == 4 and isinstance(a.value(2), list) and isinstance(a.value(3), list):
        checks: list[Value] = [[node] for node in a.nodes(2)]
        weights = a.numbers(3)
    else:
        if len(a) % 2:
            raise ExpressionError(
                N_("weighted-checklist() needs a weight for each condition."),
                N_("Write each condition with its weight behind it."),
            )
        checks = [a.value(place) for place in range(2, len(a), 2)]
        weights = [a.number(place) for place in range(3, len(a), 2)]
    total = math.fsum(w for holds, w in zip(_truths(a, checks), weights, strict=False) if holds)
    return _within(a.number(0), a.number(1), total)


TABLE = {
    "true": Function(0, 0, lambda _: True),
    "false": Function(0, 0, lambda _: False),
    "not": Function(1, 1, lambda a: not a.truth(0)),
    "boolean": Function(1, 1, lambda a: a.truth(0)),
    "boolean-from-string": Function(1, 1, _from_string),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, ANY, _coalesce),
    "once": Function(1, 1, _once),
    "checklist": Function(2, ANY, _checklist),
    "weighted-checklist": Function(2, ANY, _weighted),
}
