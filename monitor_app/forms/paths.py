"""Walks paths through the tree: axes, tests, conditions, and which instance of a repeat a path means.

An absolute path inside a repeat means the repeat instance it is used in, except at its last step.
Nodes that are not relevant are not there.
"""

from collections.abc import Callable, Iterable

from monitor_app.forms.expressions import Location, Step
from monitor_app.forms.nodes import XHTML, Node
from monitor_app.forms.scope import Closure, Scope, count_steps
from monitor_app.forms.values import Value, to_boolean

Test = Callable[[Node], bool]
_PREFIXES = {"h": XHTML, "xhtml": XHTML}


def locate(location: Location, start: Closure | None, steps: tuple["WalkStep", ...]) -> Closure:
    """Return a closure that yields the nodes at a path."""
    if location.start == "/":
        return lambda scope: _relevant(_from_root(scope, steps))
    if start is None:
        return lambda scope: _relevant(_follow([scope.node], steps, scope))

    def from_tree(scope: Scope) -> list[Node]:
        nodes = start(scope)
        return _relevant(_follow(nodes if isinstance(nodes, list) else [], steps, scope))

    return from_tree


class WalkStep:
    """A step made ready: its test compiled, its conditions closures."""

    __slots__ = ("axis", "conditions", "keyed", "local", "plain", "prefix", "test")

    def __init__(self, step: Step, conditions: tuple[Closure, ...], keyed: tuple[str, Closure] | None) -> None:
        self.axis = step.axis
        self.test = _node_test(step)
        prefix, _, local = step.test.rpartition(":")
        self.prefix, self.local = prefix, local
        self.conditions = conditions
        self.keyed = keyed
        self.plain = step.axis == "child" and step.test != "*" and not step.test.endswith("()") and local != "*"


def _from_root(scope: Scope, steps: tuple[WalkStep, ...]) -> list[Node]:
    nodes = [scope.world.document]
    line = _line(scope.current if scope.current.path else scope.node)
    for depth, step in enumerate(steps):
        last = depth == len(steps) - 1
        own = line[depth] if depth < len(line) else None
        if own is not None and not last and step.plain and not step.conditions and own.local == step.local:
            nodes = [own]
            continue
        line = ()
        nodes = _one_step(nodes, step, scope)
    return nodes


def _line(node: Node) -> tuple[Node, ...]:
    """Return the ancestors of a record's node from its root to itself; nothing for nodes of lists."""
    if not node.path:
        return ()
    found = [node]
    while (parent := found[-1].parent) is not None and parent.kind == "element":
        found.append(parent)
    return tuple(reversed(found))


def _follow(nodes: list[Node], steps: tuple[WalkStep, ...], scope: Scope) -> list[Node]:
    for step in steps:
        nodes = _one_step(nodes, step, scope)
    return nodes


def _one_step(nodes: list[Node], step: WalkStep, scope: Scope) -> list[Node]:
    if len(nodes) == 1:
        found = _conditioned(_candidates(nodes[0], step, scope), step, scope)
        return found[::-1] if step.axis in _BACKWARDS else found
    found = []
    for node in nodes:
        found += _conditioned(_candidates(node, step, scope), step, scope)
    if step.axis in {"child", "self", "attribute"}:
        return found
    return in_order(found)


_BACKWARDS = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def _candidates(node: Node, step: WalkStep, scope: Scope) -> list[Node]:
    if step.plain:
        if step.keyed is not None and not node.path and node.kind == "element":
            wanted = step.keyed[1](scope)
            if isinstance(wanted, str):
                return node.where(step.local, step.keyed[0], wanted)
        found = node.named(step.local)
        count_steps(scope.world, len(found) + 1)
        return found if not found or all(map(step.test, found)) else [n for n in found if step.test(n)]
    found = [n for n in _AXES[step.axis](node) if step.test(n)]
    count_steps(scope.world, len(found) + 1)
    return found


def _conditioned(nodes: list[Node], step: WalkStep, scope: Scope) -> list[Node]:
    for condition in step.conditions:
        nodes = keep(nodes, condition, scope)
    return nodes


def keep(nodes: list[Node], condition: Closure, scope: Scope) -> list[Node]:
    """Return the nodes a condition holds for; a number means the place."""
    size = len(nodes)
    count_steps(scope.world, size)
    found = []
    for place, node in enumerate(nodes, 1):
        inner = Scope(scope.world, node, current=scope.current, position=place, size=size)
        if holds(condition(inner), inner):
            found.append(node)
    return found


def holds(value: Value, scope: Scope) -> bool:
    """Return whether a condition lets the node at `scope` pass; a path asks whether something is there."""
    if isinstance(value, float):
        return value == scope.position
    if isinstance(value, list):
        return bool(value)
    return to_boolean(value, scope.world.zone)


def _relevant(nodes: list[Node]) -> list[Node]:
    for node in nodes:
        if not node.relevant:
            return [n for n in nodes if n.relevant]
    return nodes


def _node_test(step: Step) -> Test:
    test = step.test
    if test.endswith("()"):
        kind = test[:-2]
        return (lambda _: True) if kind == "node" else (lambda node: node.kind == kind)
    kind = "attribute" if step.axis == "attribute" else "element"
    prefix, _, local = test.rpartition(":")
    if local == "*":
        return lambda node: (
            node.kind == kind and (not prefix or node.namespace == _PREFIXES.get(prefix, node.namespace))
        )
    if prefix in _PREFIXES:
        space = _PREFIXES[prefix]
        return lambda node: node.local == local and node.namespace == space
    if kind == "attribute":
        return lambda node: node.kind == kind and node.name == test
    return lambda node: node.kind == kind and node.local == local and node.namespace != XHTML


def _parent(node: Node) -> list[Node]:
    return [node.parent] if node.parent is not None else []


def _ancestors(node: Node) -> list[Node]:
    found: list[Node] = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _descendants(node: Node) -> list[Node]:
    found: list[Node] = []
    pending = list(reversed(children(node)))
    while pending:
        one = pending.pop()
        found.append(one)
        pending.extend(reversed(children(one)))
    return found


def children(node: Node) -> list[Node]:
    """Return all children; the text of a leaf counts as a text node."""
    if node.children or node.kind != "element" or node.value == "":
        return node.children
    text = Node("", node.value, kind="text")
    text.parent = node
    return [text]


def _siblings(node: Node, *, after: bool) -> list[Node]:
    if node.parent is None or node.kind == "attribute":
        return []
    family = node.parent.children
    place = next((i for i, n in enumerate(family) if n is node), 0)
    return family[place + 1 :] if after else family[:place][::-1]


def _following(node: Node) -> list[Node]:
    return [
        d for a in (node, *_ancestors(node)) for s in _siblings(a, after=True) for d in (s, *_descendants(s))
    ]


def _preceding(node: Node) -> list[Node]:
    found: list[Node] = []
    for ancestor in (node, *_ancestors(node)):
        for sibling in _siblings(ancestor, after=False):
            found += reversed([sibling, *_descendants(sibling)])
    return found


_AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": children,
    "parent": _parent,
    "self": lambda node: [node],
    "attribute": lambda node: node.attributes,
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: [node, *_ancestors(node)],
    "descendant": _descendants,
    "descendant-or-self": lambda node: [node, *_descendants(node)],
    "following": _following,
    "following-sibling": lambda node: _siblings(node, after=True),
    "preceding": _preceding,
    "preceding-sibling": lambda node: _siblings(node, after=False),
    "namespace": lambda _: [],
}


def in_order(nodes: list[Node]) -> list[Node]:
    """Return each node once, in document order."""
    once = {id(node): node for node in nodes}
    return sorted(once.values(), key=_place) if len(once) > 1 else list(once.values())


def _place(node: Node) -> tuple[int, ...]:
    steps: list[int] = []
    while (parent := node.parent) is not None:
        if node.kind == "attribute":
            steps.append(-1_000 + next(i for i, n in enumerate(parent.attributes) if n is node))
        else:
            steps.append(next((i for i, n in enumerate(parent.children) if n is node), 0))
        node = parent
    return tuple(reversed(steps))
