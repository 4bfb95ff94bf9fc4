"""Turns a parsed expression into a closure, once per text. It must not know forms."""

import math
from datetime import tzinfo
from functools import lru_cache

from monitor_app.errors import ExpressionError
from monitor_app.forms import expressions as ex
from monitor_app.forms.functions import find_function
from monitor_app.forms.moments import Moment
from monitor_app.forms.nodes import Node
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
    left, right = compile_tree(tree.left), compile_tree(tree.right)
    match tree.operator:
        case "or":
            return lambda s: to_boolean(left(s), s.world.zone) or to_boolean(right(s), s.world.zone)
        case "and":
            return lambda s: to_boolean(left(s), s.world.zone) and to_boolean(right(s), s.world.zone)
        case "|":
            return lambda s: in_order([*to_nodes(left(s)), *to_nodes(right(s))])
        case "=" | "!=":
            return _equality(left, right, wanted=tree.operator == "=")
        case "<" | "<=" | ">" | ">=":
            return _order(left, right, tree.operator)
        case _:
            return _arithmetic(left, right, tree.operator)


def _several(value: Value) -> bool:
    return isinstance(value, list) and len(value) > 1


def _each(value: Value, scope: Scope) -> list[Scalar]:
    if isinstance(value, list):
        return [node_value(node, scope.world.zone) for node in value]
    return [value]


def _equality(left: Closure, right: Closure, *, wanted: bool) -> Closure:
    def compare(scope: Scope) -> Value:
        a, b = left(scope), right(scope)
        if not _several(a) and not _several(b):
            return equal(unpack(a, scope.world.zone), unpack(b, scope.world.zone)) is wanted
        if isinstance(a, bool) or isinstance(b, bool):
            return (to_boolean(a, scope.world.zone) == to_boolean(b, scope.world.zone)) is wanted
        return any(equal(x, y) is wanted for x in _each(a, scope) for y in _each(b, scope))

    return compare


def _ordered(a: float, b: float, operator: str) -> bool:
    if operator == "<":
        return a < b
    if operator == "<=":
        return a <= b
    return a > b if operator == ">" else a >= b


def _in_order(one: Scalar, other: Scalar, operator: str, zone: tzinfo) -> bool:
    if isinstance(one, Moment) or isinstance(other, Moment):
        return _ordered(to_days(one, zone), to_days(other, zone), operator)
    return _ordered(to_number(one, zone), to_number(other, zone), operator)


def _order(left: Closure, right: Closure, operator: str) -> Closure:
    def compare(scope: Scope) -> Value:
        a, b = left(scope), right(scope)
        zone = scope.world.zone
        if not _several(a) and not _several(b):
            return _in_order(unpack(a, zone), unpack(b, zone), operator, zone)
        return any(_in_order(x, y, operator, zone) for x in _each(a, scope) for y in _each(b, scope))

    return compare


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _remainder(a: float, b: float) -> float:
    return math.nan if b == 0 or math.isinf(a) or math.isnan(b) else math.fmod(a, b)


def _arithmetic(left: Closure, right: Closure, operator: str) -> Closure:
    def numbers(scope: Scope) -> tuple[float, float]:
        zone = scope.world.zone
        return to_number(left(scope), zone), to_number(right(scope), zone)

    def compute(scope: Scope) -> Value:
        a, b = numbers(scope)
        match operator:
            case "+":
                return a + b
            case "-":
                return a - b
            case "multiply":
                return a * b
            case "div":
                return _divide(a, b)
            case _:
                return _remainder(a, b)

    return compute


def evaluate(expression: ex.Expression, scope: Scope) -> Value:
    """Evaluate an expression. Raise ExpressionError."""
    return closure_of(expression)(scope)


def nodes_at(expression: ex.Expression, scope: Scope) -> list[Node]:
    """Evaluate an expression that must yield nodes."""
    return to_nodes(evaluate(expression, scope))
