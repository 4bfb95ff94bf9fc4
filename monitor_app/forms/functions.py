"""Finds the functions of the expression language by name. It must not know forms."""

from collections.abc import Mapping

from monitor_app.errors import ExpressionError
from monitor_app.forms import (
    functions_choice,
    functions_date,
    functions_logic,
    functions_nodes,
    functions_number,
    functions_place,
    functions_text,
)
from monitor_app.forms.calling import Function, bind_call, refuse
from monitor_app.forms.expressions import Call
from monitor_app.forms.scope import Closure
from monitor_app.text import N_

KNOWN: Mapping[str, Function] = {
    **functions_logic.TABLE,
    **functions_number.TABLE,
    **functions_text.TABLE,
    **functions_date.TABLE,
    **functions_nodes.TABLE,
    **functions_choice.TABLE,
    **functions_place.TABLE,
}
_PREFIXES = ("jr:", "odk:", "orx:")


def is_known(name: str) -> bool:
    """Return whether there is a function of this name."""
    return name in KNOWN or name.removeprefix("jr:").removeprefix("odk:").removeprefix("orx:") in KNOWN


def find_function(call: Call, closures: tuple[Closure, ...]) -> Closure:
    """Return the closure of a call; an unknown function is refused only when it is reached."""
    function = KNOWN.get(call.name)
    for prefix in _PREFIXES:
        if function is None and call.name.startswith(prefix):
            function = KNOWN.get(call.name.removeprefix(prefix))
    if function is not None:
        return bind_call(function, call, closures)
    return refuse(
        ExpressionError(
            N_("There is no function {name}().", name=call.name),
            N_("Check how the function's name is written."),
        )
    )
