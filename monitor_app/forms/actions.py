"""What a form does by itself: first values, values set when something happens.

The moment comes from the record's world; it must not look at a clock.
"""

from monitor_app.errors import ExpressionError
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Action, Form
from monitor_app.forms.functions_text import make_uuid
from monitor_app.forms.moments import Moment
from monitor_app.forms.nodes import Node
from monitor_app.forms.record import Record
from monitor_app.forms.tree import instances

_FIRST = frozenset({"odk-instance-first-load", "odk-instance-load", "xforms-ready"})
_NEW = frozenset({"odk-new-repeat", "jr-insert"})
_CHANGED = frozenset({"xforms-value-changed"})
_IN_WORDS = ("choice-name(", "%a", "%b")


class ActingRecord(Record):
    """A record that also does what its form asks for when something happens."""

    def __init__(self, form: Form, context: Context) -> None:
        super().__init__(form, context)
        self._on_change: dict[tuple[str, ...], list[Action]] = {}
        for action in form.actions:
            if action.events & _CHANGED:
                self._on_change.setdefault(action.source, []).append(action)

    def begin(self) -> None:
        """Give a new record its first values and work everything out."""
        self._preload()
        self._fill_fixed()
        for action in self.form.actions:
            if action.events & _FIRST:
                self._everywhere(action)
        self.resume()

    def resume(self) -> None:
        """Work everything out, as when a record is opened again."""
        self.awaken(self.root)
        self.settle()
        self.begun = True

    def answer(self, node: Node, text: str) -> None:
        """Put an answer in, let the rules follow, then what happens on a change."""
        before = node.value
        self.assign(node, text)
        self.settle()
        if node.value != before:
            self._react(node)

    def _react(self, node: Node) -> None:
        for action in self._on_change.get(node.path, ()):
            for target in self._targets(action, node):
                before = target.value
                self._set(action, target)
                self.settle()
                if target.value != before:
                    self._react(target)

    def add_instance(self, parent: Node, path: tuple[str, ...]) -> Node:
        """Add a repeat instance as a person does."""
        node = self.add(parent, path)
        self.added(node)
        self.settle()
        return node

    def remove_instance(self, node: Node) -> None:
        """Remove a repeat instance as a person does."""
        self.remove(node)
        for one in node.walk():
            for path in self.form.repeats:
                self.parked.pop((id(one), path), None)
        self.settle()

    def added(self, node: Node) -> None:
        """Run what a new instance of a repeat asks for, before its rules are worked out."""
        for action in self.form.actions:
            if action.events & _NEW and action.target[: len(node.path)] == node.path:
                for target in instances(action.target, node):
                    self._set(action, target)

    def _everywhere(self, action: Action) -> None:
        for target in instances(action.target, self.root):
            self._set(action, target)

    def _targets(self, action: Action, source: Node) -> list[Node]:
        shared = 0
        for one, other in zip(action.target, source.path, strict=False):
            if one != other:
                break
            shared += 1
        if action.chosen is not None:
            found = self.value(action.chosen, source)
            return found if isinstance(found, list) else []
        under = source.ancestor(shared)
        return instances(action.target, under) if under is not None and shared else []

    def _set(self, action: Action, target: Node) -> None:
        text = action.text
        if action.value is not None:
            try:
                text = self.stored(self.value(action.value, target), target)
            except ExpressionError as error:
                self.faults["/".join(target.path), id(action)] = str(error.message)
                return
        self.assign(target, text)

    def _preload(self) -> None:
        for node in self.root.walk():
            if node.bind is not None and node.bind.preload is not None and not node.elements():
                text = self._first_value(*node.bind.preload)
                if text:
                    node.value = text

    def _fill_fixed(self) -> None:
        """Give a repeat that nobody may add to at least one instance."""
        for path, repeat in self.form.repeats.items():
            if repeat.fixed and repeat.count is None:
                for parent in instances(path[:-1], self.root):
                    if not parent.named(path[-1]):
                        self.added(self.add(parent, path))

    def _first_value(self, kind: str, what: str) -> str:
        """Return what a preload asks for. Device and phone numbers are never given."""
        now = Moment(self.world.now(), dated=False)
        if kind == "uid":
            own = self.world.context.record_id
            return f"uuid:{own or make_uuid(self.world.draw)}"
        if kind == "timestamp" and what == "start":
            return now.stamp()
        if kind == "date" and what == "today":
            return now.text()
        return self.world.context.user if kind == "property" and what == "username" else ""

    def rename(self) -> None:
        """Work out again what holds words of the form, after the language changed."""
        for rule in self.form.graph.rules:
            if any(sign in rule.expression.text for sign in _IN_WORDS):
                for node in instances(rule.target, self.root):
                    self.push(rule, node)
        self.settle()

    def close(self) -> None:
        """Put in what is only known at the end."""
        for node in self.root.walk():
            if node.bind is not None and node.bind.preload == ("timestamp", "end"):
                self.answer(node, Moment(self.world.now(), dated=False).stamp())
