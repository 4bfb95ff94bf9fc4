"""Builds and changes the tree of a record: nodes with their places, new and removed repeat instances."""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC

from monitor_app.forms.binds import Path
from monitor_app.forms.definition import Form
from monitor_app.forms.moments import read_date, read_moment
from monitor_app.forms.nodes import Node, document, grow
from monitor_app.forms.values import to_number


def plant(form: Form) -> Node:
    """Return the document of a new record, every node knowing its place and rules."""
    top = document(grow(form.root))
    root = top.children[0]
    place(root, (), form)
    return top


def place(node: Node, base: Path, form: Form) -> None:
    """Tell `node` and all below it where they stand."""
    node.path = (*base, node.local)
    node.bind = form.binds.get(node.path)
    node.repeated = node.path in form.repeats
    if node.value and node.bind is not None:
        node.value = fitted(node.value, node.bind.datatype)
    for child in node.children:
        place(child, node.path, form)


def fitted(text: str, datatype: str) -> str:
    """Return a first value as its type holds it, "" where it is none of that type."""
    if datatype in {"int", "integer", "long"}:
        number = to_number(text)
        return str(int(number)) if math.isfinite(number) else ""
    if datatype == "date":
        day = read_date(text, UTC)
        return day.text() if day else ""
    if datatype == "dateTime":
        return text if read_moment(text, UTC) else ""
    return text


def instances(path: Path, under: Node) -> list[Node]:
    """Return the nodes at a generic path that lie at or below `under`."""
    found = [under]
    for name in path[len(under.path) :]:
        if name.startswith("@"):
            return [a for node in found for a in node.attributes if a.local == name[1:]]
        found = [child for node in found for child in node.named(name)]
    return found


def new_instance(parent: Node, path: Path, form: Form) -> Node:
    """Add an instance of a repeat behind the others, or where the first one belongs; return it."""
    node = grow(form.templates[path])
    place(node, path[:-1], form)
    parent.insert(_where(parent, path, form), node)
    node.relevant = parent.relevant
    return node


def _where(parent: Node, path: Path, form: Form) -> int:
    others = parent.named(path[-1])
    if others:
        last = len(parent.children)
        return next(i for i in range(last, 0, -1) if parent.children[i - 1] is others[-1])
    before = _names_before(form, path)
    places = [i for i, n in enumerate(parent.children) if n.local in before]
    return places[-1] + 1 if places else 0


def _names_before(form: Form, path: Path) -> set[str]:
    """Return the names that stand before the repeat in the form as it was written."""
    seeds = [form.root]
    for name in path[1:-1]:
        seeds = [c for s in seeds for c in s.children if c.name.rpartition(":")[2] == name]
    names: set[str] = set()
    for child in seeds[0].children if seeds else ():
        if child.name.rpartition(":")[2] == path[-1]:
            break
        names.add(child.name.rpartition(":")[2])
    return names


def visible(node: Node, form: Form) -> str:
    """Return a node's path as screens and records write it: no root, an index at repeats only."""
    steps: list[str] = []
    while node.parent is not None and node.parent.kind != "document":
        steps.append(f"{node.local}[{node.position()}]" if node.path in form.repeats else node.local)
        node = node.parent
    return "/".join(reversed(steps))


def find(top: Node, path: str) -> Node | None:
    """Return the node at `hours/week[2]/total` or `/data/hours[1]/week[2]/total`; no index means the first."""
    node = top.children[0]
    steps = [step for step in path.split("/") if step]
    if path.startswith("/"):
        if not steps or _name_and_place(steps[0])[0] != node.local:
            return None
        steps = steps[1:]
    for step in steps:
        name, number = _name_and_place(step)
        family = (
            [a for a in node.attributes if a.local == name[1:]] if name.startswith("@") else node.named(name)
        )
        if not 1 <= number <= len(family):
            return None
        node = family[number - 1]
    return node


def _name_and_place(step: str) -> tuple[str, int]:
    name, _, rest = step.partition("[")
    number = rest.rstrip("]")
    return name.rpartition(":")[2], int(number) if number.isdecimal() and len(number) < 9 else 1


def leaves(node: Node) -> Iterator[Node]:
    """Yield the nodes that hold answers, in order."""
    return (one for one in node.walk() if not one.elements())


Parked = Mapping[tuple[int, Path], list[Node]]
