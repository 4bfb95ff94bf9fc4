"""Answers that lie sealed where nobody here can read them, and what the rules that read them decided last.

A rule is not worked out again while it would read such an answer as empty. It must not know keys or vaults.
"""

from collections.abc import Iterable, Iterator, Mapping

from monitor_app.forms.binds import Bind, Path, is_marked_identity
from monitor_app.forms.definition import Form
from monitor_app.forms.dependencies import Rule
from monitor_app.forms.nodes import Node
from monitor_app.forms.reading_paths import paths_read
from monitor_app.forms.tree import find, instances, visible

_DECIDING = frozenset({"relevant", "required", "readonly"})


class Unread:
    """The unread nodes of one record."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._nodes: dict[Path, list[Node]] = {}
        self._last: dict[tuple[str, int], tuple[Node, bool]] = {}
        self._rules = [
            rule for rule in form.graph.rules if rule.kind in _DECIDING and _reads_identity(rule, form)
        ]

    def mark(self, top: Node, paths: Iterable[str], known: Mapping[str, bool]) -> None:
        """Note which places hold an unread answer, and what `decided` said when the answers were known."""
        for path in paths:
            node = find(top, path)
            if node is not None and not node.value:
                node.unread = True
                self._nodes.setdefault(node.path, []).append(node)
        for key, holds in known.items():
            kind, _, path = key.partition(" ")
            node = find(top, path)
            if node is not None:
                self._last[kind, id(node)] = (node, holds)

    def answered(self, node: Node) -> None:
        """Note that a node was answered anew."""
        node.unread = False
        self._nodes = {
            path: left
            for path, nodes in self._nodes.items()
            if (left := [one for one in nodes if one is not node])
        }

    def hides(self, rule: Rule, node: Node) -> bool:
        """Say whether a rule would read an unread answer as empty."""
        if not self._nodes:
            return False
        return any(
            _share(one, node, max(1, min(anchor, len(rule.target))))
            for path, anchor in rule.reads
            for one in self._nodes.get(path, ())
        )

    def hides_constraint(self, bind: Bind) -> bool:
        """Say whether the limit at a place may read an unread answer; it was judged while that was known."""
        if not self._nodes or bind.constraint is None:
            return False
        return any(read.path in self._nodes for read in paths_read(bind.constraint.tree, bind.path))

    def last(self, rule: Rule, node: Node) -> bool:
        """Return what a rule decided when last known; what nobody knows is asked, and never forced."""
        found = self._last.get((rule.kind, id(node)))
        return found[1] if found is not None else rule.kind == "relevant"

    def below(self, top: Node) -> bool:
        """Say whether an unread answer lies at or below a node."""
        return bool(self._nodes) and any(node.unread for node in top.walk())

    def decided(self, root: Node) -> dict[str, bool]:
        """Return what each rule that reads identity answers decides now, by rule and path."""
        return dict(self._decided(root))

    def _decided(self, root: Node) -> Iterator[tuple[str, bool]]:
        for rule in self._rules:
            for node in instances(rule.target, root):
                holds = {
                    "relevant": node.own_relevant,
                    "required": node.required,
                    "readonly": node.readonly,
                }[rule.kind]
                yield f"{rule.kind} {visible(node, self._form)}", holds


def _reads_identity(rule: Rule, form: Form) -> bool:
    return any(is_marked_identity(form.binds, path) for path, _ in rule.reads)


def _share(one: Node, other: Node, depth: int) -> bool:
    return one.ancestor(depth) is other.ancestor(depth)
