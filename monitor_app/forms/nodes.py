"""The living tree of a record, and the read-only trees of lists. It must not know expressions."""

from collections.abc import Iterator
from typing import Optional

from monitor_app.forms.binds import Bind, Path, Seed

XHTML = "http://www.w3.org/1999/xhtml"
XFORMS = "http://www.w3.org/2002/xforms"


class Node:
    """One node. `value` is the text of a leaf; `relevant` already counts what its ancestors say.

    `unread`: an answer is kept for it, sealed, and cannot be read here.
    """

    __slots__ = (
        "_index",
        "_named",
        "attributes",
        "bind",
        "children",
        "kind",
        "local",
        "name",
        "namespace",
        "own_relevant",
        "parent",
        "path",
        "place",
        "readonly",
        "relevant",
        "repeated",
        "required",
        "unread",
        "value",
    )

    def __init__(self, name: str, value: str = "", *, kind: str = "element", namespace: str = "") -> None:
        self.kind = kind
        self.name = name
        self.local = name.rpartition(":")[2]
        self.namespace = namespace
        self.value = value
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.bind: Bind | None = None
        self.path: Path = ()
        self.own_relevant = True
        self.relevant = True
        self.required = False
        self.readonly = False
        self.repeated = False
        self.unread = False
        self.place = 1
        self._named: dict[str, list[Node]] | None = None
        self._index: dict[tuple[str, str], dict[str, list[Node]]] | None = None

    def append(self, child: "Node") -> None:
        """Add a child at the end."""
        self.insert(len(self.children), child)

    def insert(self, place: int, child: "Node") -> None:
        """Add a child before the one at `place`."""
        self.children.insert(place, child)
        child.parent = self
        if self._named is not None and child.kind == "element":
            family = self._named.get(child.local, _NONE)
            behind = place >= len(self.children) - 1 or (family and self.children[place - 1] is family[-1])
            if behind:  # as nearly always: nothing else moves, so what is known stays known
                child.place = len(family) + 1
                self._named[child.local] = [*family, child]
                return
        self._named = None

    def remove(self, child: "Node") -> None:
        """Take a child out."""
        family = self._named.get(child.local, _NONE) if self._named is not None else _NONE
        self.children.remove(child)
        if self._named is not None and family and family[-1] is child:
            self._named[child.local] = family[:-1]
        else:
            self._named = None

    def named(self, local: str) -> list["Node"]:
        """Return the element children of one local name, in order. Do not change the list."""
        if self._named is None:
            self._named = {}
            for child in self.children:
                if child.kind == "element":
                    family = self._named.setdefault(child.local, [])
                    family.append(child)
                    child.place = len(family)
        return self._named.get(local, _NONE)

    def where(self, local: str, key: str, value: str) -> list["Node"]:
        """Return the children `local` whose own child `key` holds `value`. Only for trees that never change."""
        if self._index is None:
            self._index = {}
        table = self._index.get((local, key))
        if table is None:
            table = self._index[(local, key)] = {}
            for child in self.named(local):
                cell = next((one for one in child.children if one.local == key), None)
                if cell is not None:
                    table.setdefault(cell.text(), []).append(child)
        return table.get(value, _NONE)

    def text(self) -> str:
        """Return the string value: its own text, or that of everything below."""
        if self.children:
            return "".join(
                n.value if n.kind == "text" else n.text() for n in self.children if n.kind in _TEXTUAL
            )
        return self.value

    def elements(self) -> list["Node"]:
        """Return the element children."""
        return [child for child in self.children if child.kind == "element"]

    def walk(self) -> Iterator["Node"]:
        """Yield this node and every element below it, in document order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(child for child in reversed(node.children) if child.kind == "element")

    def ancestor(self, depth: int) -> Optional["Node"]:
        """Return the ancestor (or self) whose generic path has `depth` steps."""
        node: Node | None = self
        while node is not None and len(node.path) > depth:
            node = node.parent
        return node

    def position(self) -> int:
        """Return the place among siblings of the same name, from 1."""
        if self.parent is None:
            return 1
        self.parent.named(self.local)
        return self.place

    def located(self) -> tuple[tuple[str, int], ...]:
        """Return names and places from the root on."""
        steps: list[tuple[str, int]] = []
        node: Node | None = self
        while node is not None and node.kind != "document":
            steps.append((node.name, node.position()))
            node = node.parent
        return tuple(reversed(steps))


_NONE: list[Node] = []
_TEXTUAL = frozenset({"text", "element"})


def document(root: Node) -> Node:
    """Return a document node above `root`."""
    top = Node("", kind="document")
    top.append(root)
    return top


def grow(seed: Seed) -> Node:
    """Return living nodes for what a form ships; templates are left out."""
    node = Node(seed.name, seed.value, kind=seed.kind, namespace=seed.namespace)
    for name, value in seed.attributes:
        attribute = Node(name, value, kind="attribute")
        attribute.parent = node
        node.attributes.append(attribute)
    for child in seed.children:
        if not child.template:
            node.append(grow(child))
    return node
