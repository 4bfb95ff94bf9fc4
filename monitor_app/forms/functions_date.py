"""Functions on dates and times. The moment comes from the world. It must not look at a clock."""

import math

from monitor_app.errors import ExpressionError
from monitor_app.forms.calling import Arguments, Function
from monitor_app.forms.moments import Moment, format_moment, read_moment, start_of_day, time_of_day
from monitor_app.forms.values import Value, to_day, to_moment, unpack
from monitor_app.text import N_


def _now(a: Arguments) -> Value:
    return Moment(a.scope.world.now(), dated=False)


def _today(a: Arguments) -> Value:
    return start_of_day(Moment(a.scope.world.now(), dated=False))


def _format(a: Arguments) -> Value:
    zone = a.scope.world.zone
    value = unpack(a.value(0), zone)
    if isinstance(value, str) and value and read_moment(value, zone) is None:
        moment: Value | None = _clock_time(a, value)
    else:
        moment = to_moment(value, zone)
    if not isinstance(moment, Moment):
        return ""
    found = format_moment(moment, a.text(1), a.scope.world.language)
    if found is None:
        raise ExpressionError(
            N_("A date pattern has an unknown code."), N_("Use codes such as %Y, %m, %d, %H and %M.")
        )
    return found


def _clock_time(a: Arguments, text: str) -> Value:
    today = _today(a)
    day = today.text() if isinstance(today, Moment) else ""
    return to_moment(f"{day}T{text}", a.scope.world.zone)


def _decimal_moment(a: Arguments) -> Value:
    moment = to_moment(a.value(0), a.scope.world.zone)
    return moment.exact_days() if isinstance(moment, Moment) else math.nan


def _decimal_time(a: Arguments) -> Value:
    world = a.scope.world
    value = unpack(a.value(0), world.zone)
    if isinstance(value, Moment):
        value = value.when.strftime("%H:%M:%S.%f")
    if not isinstance(value, str) or value == "":
        return math.nan
    found = time_of_day(value, world.zone, world.now())
    return math.nan if found is None else found


TABLE = {
    "now": Function(0, 0, _now),
    "today": Function(0, 0, _today),
    "date": Function(1, 1, lambda a: to_day(a.value(0), a.scope.world.zone)),
    "date-time": Function(1, 1, lambda a: to_moment(a.value(0), a.scope.world.zone)),
    "format-date": Function(2, 2, _format),
    "format-date-time": Function(2, 2, _format),
    "decimal-date-time": Function(1, 1, _decimal_moment),
    "decimal-time": Function(1, 1, _decimal_time),
}
