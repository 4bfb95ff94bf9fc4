"""Which values a question can ever offer, whatever has been answered. It must not know records or screens."""

from monitor_app.forms.definition import Form, Question
from monitor_app.forms.expressions import Call, Literal, Location, Tree, subtrees
from monitor_app.forms.nodes import Node


def values_offered(form: Form, question: Question) -> frozenset[str] | None:
    """Return every value of a question's list, filtered or not; None where that hangs on answers."""
    if question.search is not None:
        return None
    if question.itemset is None:
        return frozenset(choice.value for choice in question.choices) if question.choices else None
    items = _items(form, question.itemset.nodeset.tree)
    cell = _name(question.itemset.value.tree)
    if items is None or not cell:
        return None
    return frozenset(child.text() for item in items for child in item.children if child.local == cell)


def _items(form: Form, tree: Tree) -> list[Node] | None:
    """Return the nodes of a list written as `instance('name')/root/item[…]`, without its conditions."""
    for part in subtrees(tree):
        if isinstance(part, Location) and _instance(part.start) in form.instances:
            found = [form.instances[_instance(part.start)]]
            for step in part.steps:
                found = [child for node in found for child in node.named(step.test)]
            return found
    return None


def _instance(start: Tree | str | None) -> str:
    if isinstance(start, Call) and start.name == "instance" and isinstance(start.arguments[0], Literal):
        return start.arguments[0].value
    return ""


def _name(tree: Tree) -> str:
    if isinstance(tree, Location) and tree.start is None and len(tree.steps) == 1:
        return tree.steps[0].test
    return ""
