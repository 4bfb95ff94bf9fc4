"""Functions on nodes: counting, positions, lists, repeats by index. It must not know forms."""

import math

from monitor_app.errors import ExpressionError
from monitor_app.forms.calling import ANY, Arguments, Function
from monitor_app.forms.expressions import Location, Tree
from monitor_app.forms.lots import lots, seed_of, shuffled
from monitor_app.forms.nodes import Node
from monitor_app.forms.values import Value, to_number, to_text
from monitor_app.text import N_


def _sum(a: Arguments) -> Value:
    filled = [node for node in a.nodes(0) if node.text() != ""]
    return math.fsum(to_number([node], a.scope.world.zone) for node in filled)


def _filled(a: Arguments) -> Value:
    return float(sum(1 for node in a.nodes(0) if node.text() != ""))


def _position(a: Arguments) -> Value:
    if not len(a):
        return float(a.scope.position)
    nodes = a.nodes(0)
    return float(nodes[0].position()) if nodes else math.nan


def _first(a: Arguments) -> Node | None:
    if not len(a):
        return a.scope.node
    nodes = a.nodes(0)
    return nodes[0] if nodes else None


def _name(a: Arguments) -> Value:
    node = _first(a)
    return node.name if node else ""


def _local_name(a: Arguments) -> Value:
    node = _first(a)
    return node.local if node else ""


def _namespace(a: Arguments) -> Value:
    node = _first(a)
    return node.namespace if node else ""


def _instance(a: Arguments) -> Value:
    name = a.text(0)
    found = a.scope.world.instance(name)
    if found is None:
        raise ExpressionError(
            N_("The questionnaire asks for the list {name}, which is not there.", name=name),
            N_("Add the file with this list to the questionnaire."),
        )
    return [found]


def _randomize(a: Arguments) -> Value:
    nodes = a.nodes(0)
    if len(a) == 1:
        return shuffled(nodes, a.scope.world.draw)
    zone = a.scope.world.zone
    seed = a.value(1)
    return shuffled(nodes, lots(seed_of(to_number(seed, zone), to_text(seed, zone))))


def generic_path(tree: Tree, node: Node) -> tuple[str, ...]:
    """Return the names from the root on that a path means at `node`; () if that cannot be told."""
    if not isinstance(tree, Location):
        return ()
    path = list(node.path) if tree.start != "/" else []
    for step in tree.steps:
        if step.axis == "parent" and path:
            path.pop()
        elif step.axis == "child":
            path.append(step.test.rpartition(":")[2])
        elif step.axis != "self":
            return ()
    return tuple(path)


def _indexed(a: Arguments) -> Value:
    """Take the target below the given instance of each named repeat, elsewhere below one's own."""
    node = a.scope.current
    target = generic_path(a.call.arguments[0], node)
    places = {generic_path(a.call.arguments[i], node): a.number(i + 1) for i in range(1, len(a) - 1, 2)}
    own: Node | None = a.scope.world.document
    found = [own] if own else []
    for depth in range(1, len(target) + 1):
        path = target[:depth]
        nodes = [child for parent in found for child in parent.named(path[-1])]
        if path in places:
            place = places[path]
            number = 1 if math.isnan(place) else int(max(0.0, min(place, 1e6)))
            found = nodes[number - 1 : number] if number else []
        else:
            mine = node.ancestor(depth)
            found = [mine] if depth < len(target) and mine in nodes and mine is not None else nodes
    return [n for n in found if n.relevant]


def _pulldata(a: Arguments) -> Value:
    name = a.text(0)
    top = a.scope.world.instance(name)
    if top is None:
        return _instance(a)
    column, key, wanted = a.text(1), a.text(2), a.text(3)
    for root in top.elements():
        if key.startswith("@"):
            rows = [row for row in root.elements() if cell_of(row, key) == wanted]
        else:
            rows = root.where("item", key, wanted)
        for row in rows[:1]:
            return cell_of(row, column) or ""
    return ""


def cell_of(row: Node, column: str) -> str | None:
    """Return what a row of a list holds in a column, None without one; `@name` means an attribute."""
    if column.startswith("@"):
        return next((a.value for a in row.attributes if a.name == column[1:]), None)
    return next((cell.text() for cell in row.named(column)[:1]), None)


TABLE = {
    "count": Function(1, 1, lambda a: float(len(a.nodes(0)))),
    "count-non-empty": Function(1, 1, _filled),
    "sum": Function(1, 1, _sum),
    "position": Function(0, 1, _position),
    "last": Function(0, 0, lambda a: float(a.scope.size)),
    "name": Function(0, 1, _name),
    "local-name": Function(0, 1, _local_name),
    "namespace-uri": Function(0, 1, _namespace),
    "current": Function(0, 0, lambda a: [a.scope.current]),
    "instance": Function(1, 1, _instance),
    "randomize": Function(1, 2, _randomize),
    "indexed-repeat": Function(3, ANY, _indexed),
    "pulldata": Function(4, 4, _pulldata),
}
