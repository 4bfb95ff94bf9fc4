"""Turns a parsed expression into a closure, once per text. It must not know forms."""

import math
import operator
from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache

from monitor_app.errors import ExpressionError
from monitor_app.forms import expressions as ex
from monitor_app.forms.functions import find_function
from monitor_app.forms.moments import Moment
from monitor_app.forms.paths import WalkStep, in_order, keep, locate
from monitor_app.forms.scope import Closure, Scope
from monitor_app.forms.values import (
    Scalar,
    Value,
    equal,
    node_value,
    to_boolean,
    to_days,
    to_nodes,
    to_number,
    unpack,
)
from monitor_app.text import N_


@lru_cache(maxsize=20_000)
def closure_of(expression: ex.Expression) -> Closure:
    """Return the closure of an expression. Raise ExpressionError for unknown functions or wrong arguments."""
    return compile_tree(expression.tree)


def compile_tree(tree: ex.Tree) -> Closure:  # noqa: PLR0911 - one return for each kind of tree
    """Return a closure that evaluates `tree`."""
    match tree:
        case ex.Number() | ex.Literal():
            constant: Value = tree.value
            return lambda _: constant
        case ex.Variable():
            return _variable(tree.name)
        case ex.Negated():
            operand = compile_tree(tree.operand)
            return lambda scope: -to_number(operand(scope), scope.world.zone)
        case ex.Binary():
            return _binary(tree)
        case ex.Call():
            return find_function(tree, tuple(compile_tree(a) for a in tree.arguments))
        case ex.Location():
            return _location(tree)
        case ex.Filtered():
            return _filtered(tree)


def _variable(name: str) -> Closure:
    def read(scope: Scope) -> Value:
        if name not in scope.world.variables:
            raise ExpressionError(
                N_("An expression uses a variable that does not exist."), N_("Use ${name} instead.")
            )
        return scope.world.variables[name]

    return read


def _location(tree: ex.Location) -> Closure:
    start = None if tree.start is None or isinstance(tree.start, str) else compile_tree(tree.start)
    steps = tuple(
        WalkStep(step, tuple(compile_tree(p) for p in step.predicates), _keyed(step)) for step in tree.steps
    )
    if not steps and tree.start == "/":
        return lambda scope: [scope.world.document]
    return locate(tree, start, steps)


def _keyed(step: ex.Step) -> tuple[str, Closure] | None:
    """Return (child, closure) if the first condition is `child = something the same for every candidate`."""
    if not step.predicates or not isinstance(step.predicates[0], ex.Binary):
        return None
    test = step.predicates[0]
    if test.operator != "=":
        return None
    for key, other in ((test.left, test.right), (test.right, test.left)):
        name = _child_name(key)
        if name and _same_everywhere(other):
            return name, _scalar(compile_tree(other))
    return None


def _scalar(closure: Closure) -> Closure:
    return lambda scope: unpack(closure(scope), scope.world.zone)


def _child_name(tree: ex.Tree) -> str:
    if isinstance(tree, ex.Location) and tree.start is None and len(tree.steps) == 1:
        step = tree.steps[0]
        if (
            step.axis == "child"
            and not step.predicates
            and step.test.replace("_", "").replace("-", "").isalnum()
        ):
            return step.test
    return ""


def _same_everywhere(tree: ex.Tree) -> bool:
    """Return whether the value does not depend on the node it is asked at."""
    if isinstance(tree, ex.Literal):
        return True
    if not isinstance(tree, ex.Location) or tree.start is None or any(s.predicates for s in tree.steps):
        return False
    return tree.start == "/" or tree.start == ex.Call("current", ())


def _filtered(tree: ex.Filtered) -> Closure:
    base = compile_tree(tree.base)
    conditions = tuple(compile_tree(p) for p in tree.predicates)

    def filtered(scope: Scope) -> Value:
        nodes = to_nodes(base(scope))
        for condition in conditions:
            nodes = keep(nodes, condition, scope)
        return nodes

    return filtered


def _binary(tree: ex.Binary) -> Closure:
    """Compile a chain such as `a + b - c` flat: long chains are common and must not nest calls."""
    spine: list[tuple[str, ex.Tree]] = []
    node: ex.Tree = tree
    while isinstance(node, ex.Binary):
        spine.append((node.operator, node.right))
        node = node.left
    first = compile_tree(node)
    rest = tuple((_OPERATORS[sign], compile_tree(right)) for sign, right in reversed(spine))
    if len(rest) == 1:
        join, right = rest[0]
        return lambda scope: join(first(scope), right, scope)

    def fold(scope: Scope) -> Value:
        value = first(scope)
        for join, right in rest:
            value = join(value, right, scope)
        return value

    return fold


Joint = Callable[[Value, Closure, Scope], Value]


def _or(left: Value, right: Closure, scope: Scope) -> Value:
    return to_boolean(left, scope.world.zone) or to_boolean(right(scope), scope.world.zone)


def _and(left: Value, right: Closure, scope: Scope) -> Value:
    return to_boolean(left, scope.world.zone) and to_boolean(right(scope), scope.world.zone)


def _union(left: Value, right: Closure, scope: Scope) -> Value:
    return in_order([*to_nodes(left), *to_nodes(right(scope))])


def _several(value: Value) -> bool:
    return isinstance(value, list) and len(value) > 1


def _each(value: Value, scope: Scope) -> list[Scalar]:
    if isinstance(value, list):
        return [node_value(node, scope.world.zone) for node in value]
    return [value]


def _equality(*, wanted: bool) -> Joint:
    def compare(a: Value, right: Closure, scope: Scope) -> Value:
        b, zone = right(scope), scope.world.zone
        if not _several(a) and not _several(b):
            return equal(unpack(a, zone), unpack(b, zone), zone) is wanted
        if isinstance(a, bool) or isinstance(b, bool):
            return (to_boolean(a, zone) == to_boolean(b, zone)) is wanted
        return any(equal(x, y, zone) is wanted for x in _each(a, scope) for y in _each(b, scope))

    return compare


def _order(ordered: Callable[[float, float], bool]) -> Joint:
    def holds(one: Scalar, other: Scalar, zone: tzinfo) -> bool:
        if isinstance(one, Moment) or isinstance(other, Moment):
            return ordered(to_days(one, zone), to_days(other, zone))
        return ordered(to_number(one, zone), to_number(other, zone))

    def compare(a: Value, right: Closure, scope: Scope) -> Value:
        b, zone = right(scope), scope.world.zone
        if not _several(a) and not _several(b):
            return holds(unpack(a, zone), unpack(b, zone), zone)
        return any(holds(x, y, zone) for x in _each(a, scope) for y in _each(b, scope))

    return compare


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _remainder(a: float, b: float) -> float:
    return math.nan if b == 0 or math.isinf(a) or math.isnan(b) else math.fmod(a, b)


def _arithmetic(compute: Callable[[float, float], float]) -> Joint:
    def join(a: Value, right: Closure, scope: Scope) -> Value:
        zone = scope.world.zone
        return compute(to_number(a, zone), to_number(right(scope), zone))

    return join


_OPERATORS: dict[str, Joint] = {
    "or": _or,
    "and": _and,
    "|": _union,
    "=": _equality(wanted=True),
    "!=": _equality(wanted=False),
    "<": _order(operator.lt),
    "<=": _order(operator.le),
    ">": _order(operator.gt),
    ">=": _order(operator.ge),
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "multiply": _arithmetic(operator.mul),
    "div": _arithmetic(_divide),
    "mod": _arithmetic(_remainder),
}


def evaluate(expression: ex.Expression, scope: Scope) -> Value:
    """Evaluate an expression. Raise ExpressionError."""
    return closure_of(expression)(scope)
