"""How functions of the expression language are declared. It must not know any one function."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor_app.errors import ExpressionError
from monitor_app.forms.expressions import Call
from monitor_app.forms.nodes import Node
from monitor_app.forms.scope import Closure, Scope
from monitor_app.forms.values import Value, to_boolean, to_number, to_text
from monitor_app.text import N_

Body = Callable[["Arguments"], Value]
ANY = 1_000


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes, and what it does with them."""

    low: int
    high: int
    body: Body


class Arguments:
    """The arguments of one call, evaluated only when they are asked for."""

    __slots__ = ("call", "closures", "scope")

    def __init__(self, scope: Scope, closures: Sequence[Closure], call: Call) -> None:
        self.scope = scope
        self.closures = closures
        self.call = call

    def __len__(self) -> int:
        return len(self.closures)

    def value(self, place: int) -> Value:
        """Return an argument as it is."""
        return self.closures[place](self.scope)

    def text(self, place: int, default: str | None = None) -> str:
        """Return an argument as text; `default` if it was not given."""
        if default is not None and place >= len(self.closures):
            return default
        return to_text(self.value(place), self.scope.world.zone)

    def number(self, place: int) -> float:
        """Return an argument as a number."""
        return to_number(self.value(place), self.scope.world.zone)

    def truth(self, place: int) -> bool:
        """Return an argument as true or false."""
        return to_boolean(self.value(place), self.scope.world.zone)

    def nodes(self, place: int) -> list[Node]:
        """Return an argument that must be nodes. Raise ExpressionError otherwise."""
        value = self.value(place)
        if not isinstance(value, list):
            raise ExpressionError(N_("A function needs a path to questions."), N_("Use ${name} in this place."))
        return value

    def spread(self, first: int = 0) -> list[Value]:
        """Return the arguments from `first` on, each node of a set by itself."""
        found: list[Value] = []
        for place in range(first, len(self.closures)):
            value = self.value(place)
            if isinstance(value, list):
                found += [[node] for node in value]
            else:
                found.append(value)
        return found

    def texts(self, first: int = 0) -> list[str]:
        """Return the spread arguments as texts."""
        return [to_text(value, self.scope.world.zone) for value in self.spread(first)]

    def numbers(self, first: int = 0) -> list[float]:
        """Return the spread arguments as numbers."""
        return [to_number(value, self.scope.world.zone) for value in self.spread(first)]


def bind_call(function: Function, call: Call, closures: tuple[Closure, ...]) -> Closure:
    """Return the closure of a call. Wrong numbers of arguments are refused when it is reached."""
    body = function.body
    if function.low <= len(closures) <= function.high:
        return lambda scope: body(Arguments(scope, closures, call))
    return refuse(
        ExpressionError(
            N_("The function {name}() is given the wrong number of values.", name=call.name),
            N_("Look up how many values this function takes."),
        )
    )


def refuse(error: ExpressionError) -> Closure:
    """Return a closure that raises `error` when it is reached."""

    def raising(_: Scope) -> Value:
        raise error

    return raising
