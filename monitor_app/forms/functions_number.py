"""Functions on numbers. It must not know forms."""

import math
from collections.abc import Callable

from monitor_app.forms.calling import ANY, Arguments, Function
from monitor_app.forms.values import Value, to_number, to_text


def _own_number(a: Arguments) -> Value:
    return a.number(0) if len(a) else to_number(a.scope.node.text())


def _whole(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


def _int(a: Arguments) -> Value:
    number = a.number(0)
    return math.nan if math.isinf(number) else _whole(number)


def _half_up(number: float) -> float:
    return math.copysign(math.floor(number + 0.5), number) if abs(number) < 2**52 else number


def _round(a: Arguments) -> Value:
    number = a.number(0)
    places = a.number(1) if len(a) > 1 else 0.0
    if not math.isfinite(number) or not math.isfinite(places):
        return number if math.isinf(number) and len(a) == 1 else math.nan
    if abs(places) > 30:
        return number if places > 0 else 0.0
    power = 10.0 ** abs(int(places))
    if places >= 0:
        scaled = number * power
        return _half_up(scaled) / power if math.isfinite(scaled) else number
    return _half_up(number / power) * power


def _given(a: Arguments) -> list[float]:
    """Return the numbers that are there: what is empty does not count, what is no number spoils the rest."""
    zone = a.scope.world.zone
    numbers = [to_number(value, zone) for value in a.spread() if to_text(value, zone) != ""]
    return [math.nan] if any(map(math.isnan, numbers)) else numbers


def _least(a: Arguments) -> Value:
    return min(_given(a), default=math.nan)


def _greatest(a: Arguments) -> Value:
    return max(_given(a), default=math.nan)


def _power(a: Arguments) -> Value:
    base, exponent = a.number(0), a.number(1)
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:  # a negative base with a fraction above, or zero with a negative number
        return math.inf if base == 0 else math.nan


def _smooth(compute: Callable[[float], float]) -> Callable[[Arguments], Value]:
    """Return the body of a function of one number that is NaN where it is not defined."""

    def body(a: Arguments) -> Value:
        try:
            return compute(a.number(0))
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return body


def _logarithm(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _decadic(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


def _floor(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


def _ceiling(number: float) -> float:
    return float(math.ceil(number)) if math.isfinite(number) else number


TABLE = {
    "number": Function(0, 1, _own_number),
    "int": Function(1, 1, _int),
    "round": Function(1, 2, _round),
    "floor": Function(1, 1, _smooth(_floor)),
    "ceiling": Function(1, 1, _smooth(_ceiling)),
    "abs": Function(1, 1, _smooth(abs)),
    "min": Function(1, ANY, _least),
    "max": Function(1, ANY, _greatest),
    "pow": Function(2, 2, _power),
    "sqrt": Function(1, 1, _smooth(math.sqrt)),
    "exp": Function(1, 1, _smooth(math.exp)),
    "exp10": Function(1, 1, _smooth(lambda n: math.pow(10.0, n))),
    "log": Function(1, 1, _smooth(_logarithm)),
    "log10": Function(1, 1, _smooth(_decadic)),
    "pi": Function(0, 0, lambda _: math.pi),
    "sin": Function(1, 1, _smooth(math.sin)),
    "cos": Function(1, 1, _smooth(math.cos)),
    "tan": Function(1, 1, _smooth(math.tan)),
    "asin": Function(1, 1, _smooth(math.asin)),
    "acos": Function(1, 1, _smooth(math.acos)),
    "atan": Function(1, 1, _smooth(math.atan)),
    "atan2": Function(2, 2, lambda a: math.atan2(a.number(0), a.number(1))),
    "random": Function(0, 0, lambda a: a.scope.world.draw()),
}
