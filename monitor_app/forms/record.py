"""A record of a form as it lives: answers come in, all rules that read them are worked out again, in order.

It knows nothing of screens, languages or files. Values are kept when a node stops being relevant; they
only read as absent.
"""

import heapq
import math

from monitor_app.errors import ExpressionError
from monitor_app.forms.binds import Path
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.dependencies import Rule
from monitor_app.forms.ground import Ground
from monitor_app.forms.nodes import Node, grow
from monitor_app.forms.tree import instances, new_instance, place
from monitor_app.forms.unread import Unread
from monitor_app.forms.values import to_number

MOST_INSTANCES = 2_000
MOST_NODES = 300_000
MOST_WORK = 200_000


class Record(Ground):
    """The tree of one record and the machinery that keeps it true."""

    def __init__(self, form: Form, context: Context) -> None:
        super().__init__(form, context)
        self.changed: dict[int, Node] = {}
        self.parked: dict[tuple[int, Path], list[Node]] = {}
        self._heap: list[tuple[int, int, Rule, Node]] = []
        self._pending: set[tuple[int, int]] = set()
        self.begun = False
        self.unread = Unread(form)
        self.population = sum(1 for _ in self.top.walk())
        self._tick = 0
        self._current: tuple[int, int] | None = None

    # What happens from outside

    def assign(self, node: Node, text: str) -> None:
        """Put text into a node and note who must hear of it; `settle` does the work."""
        if node.value != text:
            node.value = text
            if node.unread:
                self.unread.answered(node)
            self.changed[id(node)] = node
            self.touch(node.parent if node.kind == "attribute" and node.parent is not None else node)

    def add(self, parent: Node, path: Path) -> Node:
        """Add a repeat instance; `settle` works out its rules."""
        node = new_instance(parent, path, self.form)
        self.population += sum(1 for _ in node.walk())
        self.changed[id(node)] = node
        self.awaken(node)
        return node

    def remove(self, node: Node) -> None:
        """Take a repeat instance out."""
        parent = node.parent
        if parent is None:
            return
        later = parent.named(node.local)[node.position() :]
        for one in node.walk():
            self.touch(one)
        parent.remove(node)
        self.population -= sum(1 for _ in node.walk())
        self._forget(node)
        self.changed[id(parent)] = parent
        for sibling in later:
            self.touch(sibling)

    def put_back(self, parent: Node, node: Node, number: int) -> None:
        """Return a removed instance to place `number` (from 1) among its kind."""
        family = parent.named(node.local)
        if number <= len(family):
            where = next(i for i, n in enumerate(parent.children) if n is family[number - 1])
        elif family:
            where = next(i for i, n in enumerate(parent.children) if n is family[-1]) + 1
        else:
            shell = new_instance(parent, node.path, self.form)
            where = next(i for i, n in enumerate(parent.children) if n is shell)
            parent.remove(shell)
        parent.insert(where, node)
        self.population += sum(1 for _ in node.walk())
        self.awaken(node)
        for sibling in parent.named(node.local)[number:]:
            self.touch(sibling)

    def awaken(self, top: Node) -> None:
        """Have every rule at and below `top` worked out, and everyone told that it is there."""
        for node in top.walk():
            self._relate(node)
            for rule in self.form.graph.at.get(node.path, ()):
                if rule.kind != "count":
                    self.push(rule, node)
            self.touch(node)
        for rule in self.form.graph.rules:
            if (
                rule.kind == "count"
                and rule.target[: len(top.path)] == top.path
                and len(rule.target) > len(top.path)
            ):
                for parent in instances(rule.target[:-1], top):
                    self.push(rule, parent)

    def settle(self) -> None:
        """Work until nothing waits any more."""
        self.world.steps = 0
        work = 0
        while self._heap and work < MOST_WORK:
            work += 1
            _, _, rule, node = heapq.heappop(self._heap)
            key = (id(rule), id(node))
            self._pending.discard(key)
            self._current = key
            if node.parent is not None:
                self._apply(rule, node)
        self._current = None
        self._heap.clear()
        self._pending.clear()

    # Propagation

    def touch(self, node: Node) -> None:
        """Note every rule that reads the place of `node`."""
        for rule, anchor in self.form.graph.watchers.get(node.path, ()):
            count = rule.kind == "count"
            target = rule.target[:-1] if count else rule.target
            under = node.ancestor(max(1, min(anchor, len(target))))
            if under is not None and under.parent is not None:
                for reader in instances(target, under):
                    self.push(rule, reader)

    def push(self, rule: Rule, node: Node) -> None:
        """Note that a rule must be worked out at a node."""
        key = (id(rule), id(node))
        if key in self._pending or key == self._current:
            return
        self._pending.add(key)
        self._tick += 1
        heapq.heappush(self._heap, (rule.rank, self._tick, rule, node))

    def _forget(self, node: Node) -> None:
        gone = {id(one) for one in node.walk()}
        self._heap = [entry for entry in self._heap if id(entry[3]) not in gone]
        heapq.heapify(self._heap)
        self._pending = {key for key in self._pending if key[1] not in gone}
        self.changed = {key: one for key, one in self.changed.items() if key not in gone}

    def _apply(self, rule: Rule, node: Node) -> None:
        match rule.kind:
            case "relevant":
                self._set_relevant(node, own=self._decide(rule, node, otherwise=True))
            case "required" | "readonly":
                self._set_flag(node, rule.kind, on=self._decide(rule, node, otherwise=False))
            case _ if self.unread.hides(rule, node):
                return  # what was worked out while the answer could be read still stands in the draft
            case "calculate":
                self._calculate(rule, node)
            case "count":
                self._adjust(rule, node)

    def _decide(self, rule: Rule, node: Node, *, otherwise: bool) -> bool:
        if self.unread.hides(rule, node):
            return self.unread.last(rule, node)
        return self.decide(rule.expression, node, otherwise=otherwise)

    def _set_flag(self, node: Node, flag: str, *, on: bool) -> None:
        if getattr(node, flag) is not on:
            setattr(node, flag, on)
            self.changed[id(node)] = node

    def _set_relevant(self, node: Node, *, own: bool) -> None:
        if node.own_relevant is own:
            return
        node.own_relevant = own
        before = node.relevant
        self._relate(node)
        if node.relevant is not before:
            self._spread(node)

    def _relate(self, node: Node) -> None:
        node.relevant = node.own_relevant and (node.parent is None or node.parent.relevant)

    def _spread(self, node: Node) -> None:
        """Pass relevance down and tell everyone who reads what came or went."""
        self.changed[id(node)] = node
        self.touch(node)
        for child in node.elements():
            before = child.relevant
            self._relate(child)
            if child.relevant is not before:
                self._spread(child)

    def _calculate(self, rule: Rule, node: Node) -> None:
        try:
            text = self.stored(self.value(rule.expression, node), node)
        except ExpressionError as error:
            self.faults["/".join(node.path), id(rule)] = str(error.message)
            text = ""
        self.assign(node, text)

    def _adjust(self, rule: Rule, parent: Node) -> None:
        """Make as many instances as the count says; surplus ones are parked with their answers."""
        path = rule.target
        phantom = self._phantom(parent, path)
        try:
            number = to_number(self.value(rule.expression, phantom), self.world.zone)
        except ExpressionError as error:
            self.faults["/".join(path), id(rule)] = str(error.message)
            return
        if math.isnan(number) and self.begun:
            return
        wanted = max(0, min(MOST_INSTANCES, int(number))) if math.isfinite(number) else 0
        parked = self.parked.setdefault((id(parent), path), [])
        while len(parent.named(path[-1])) < wanted and self.population < MOST_NODES:
            if parked:
                self.put_back(parent, parked.pop(), len(parent.named(path[-1])) + 1)
            else:
                self.added(self.add(parent, path))
        while len(parent.named(path[-1])) > wanted:
            last = parent.named(path[-1])[-1]
            self.remove(last)
            parked.append(last)

    def added(self, node: Node) -> None:
        """Hear that a repeat instance is new; actions hang in here."""

    def _phantom(self, parent: Node, path: Path) -> Node:
        """Return a stand-in for the repeat, so that paths relative to it can be walked."""
        family = parent.named(path[-1])
        if family:
            return family[0]
        node = grow(self.form.templates[path])
        place(node, path[:-1], self.form)
        node.parent = parent
        return node
