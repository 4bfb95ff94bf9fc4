"""Takes a record apart into answers by path and puts it together again. It must not know words or screens.

A draft also says how many instances each repeat has (`hours/week`: 2) and keeps the answers of parked instances
behind them (`hours/week[3]/total`).
"""

from collections.abc import Iterator, Mapping

from monitor_app.errors import BadInput
from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.answers import Answer, from_text, to_text
from monitor_app.forms.definition import Form
from monitor_app.forms.nodes import Node
from monitor_app.forms.tree import find, leaves, visible
from monitor_app.forms.views import Removed
from monitor_app.text import N_


def taken_apart(record: ActingRecord) -> dict[str, Answer]:
    """Return every answer and every count of instances."""
    found: dict[str, Answer] = {}
    inside: dict[tuple[str, ...], list[str]] = {}
    for *around, name in record.form.repeats:
        inside.setdefault(tuple(around), []).append(name)
    for node in record.root.walk():
        for name in inside.get(node.path, ()):
            found[_joined(visible(node, record.form), name)] = len(node.named(name))
        if node.value and not node.elements():
            found[visible(node, record.form)] = typed(record.form, node)
    found.update(_parked(record))
    return found


def relevant_answers(record: ActingRecord) -> dict[str, Answer]:
    """Return the answers of relevant nodes, in order."""
    form = record.form
    return {visible(n, form): typed(form, n) for n in leaves(record.root) if n.relevant and n.value}


def typed(form: Form, node: Node) -> Answer:
    """Return a node's answer as a JSON value."""
    question = form.questions.get(node.path)
    return from_text(
        node.value, node.bind.datatype if node.bind else "string", question.control if question else ""
    )


def _joined(base: str, name: str) -> str:
    return f"{base}/{name}" if base else name


def _parked(record: ActingRecord) -> Iterator[tuple[str, Answer]]:
    parents = {id(node): node for node in record.root.walk()}
    for (parent_id, path), nodes in record.parked.items():
        parent = parents.get(parent_id)
        if parent is None:
            continue
        base = _joined(visible(parent, record.form), path[-1])
        for number, node in enumerate(reversed(nodes), len(parent.named(path[-1])) + 1):
            for leaf in leaves(node):
                if leaf.value:
                    below = "/".join(_below(leaf, node, record.form))
                    yield f"{base}[{number}]/{below}", typed(record.form, leaf)


def _below(leaf: Node, top: Node, form: Form) -> list[str]:
    steps: list[str] = []
    node: Node | None = leaf
    while node is not None and node is not top:
        steps.append(f"{node.local}[{node.position()}]" if node.path in form.repeats else node.local)
        node = node.parent
    return steps[::-1]


def put_together(record: ActingRecord, draft: Mapping[str, Answer]) -> None:
    """Give a record the answers of a draft. What fits nowhere is left out; `unplaced` tells what."""
    counts = {
        path: value for path, value in draft.items() if isinstance(value, int) and _is_repeat(record, path)
    }
    for path in sorted(counts, key=lambda one: one.count("/")):
        make_count(record, path, int(counts[path] or 0))
    for path, value in draft.items():
        if path in counts:
            continue
        node = find(record.top, path) or grown(record, path)
        if node is not None and not node.elements():
            node.value = to_text(value)


def unplaced(record: ActingRecord, draft: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers of a draft that this form has no place for."""
    return {p: v for p, v in draft.items() if not _is_repeat(record, p) and find(record.top, p) is None}


def _is_repeat(record: ActingRecord, path: str) -> bool:
    return generic(record, path) in record.form.repeats and not path.endswith("]")


def generic(record: ActingRecord, path: str) -> tuple[str, ...]:
    """Return the generic path of `hours/week[2]/total`."""
    steps = [step.partition("[")[0] for step in path.strip("/").split("/")]
    root = record.root.local
    return tuple(steps) if path.startswith("/") else (root, *steps)


def make_count(record: ActingRecord, path: str, wanted: int) -> None:
    """Give a repeat so many instances, before rules are worked out."""
    base, _, name = path.rpartition("/")
    parent = find(record.top, base) if base else record.root
    if parent is None:
        return
    while len(parent.named(name)) < min(wanted, 5_000):
        record.add(parent, (*parent.path, name))
    while len(parent.named(name)) > wanted:
        record.remove(parent.named(name)[-1])


def grown(record: ActingRecord, path: str) -> Node | None:
    """Return the node at a path, adding the repeat instances that lead to it."""
    node = record.root
    for step in path.strip("/").split("/"):
        name, _, number = step.rstrip("]").partition("[")
        place = int(number) if number.isdecimal() and len(number) < 5 else 1
        child_path = (*node.path, name)
        while child_path in record.form.repeats and len(node.named(name)) < place:
            record.add(node, child_path)
        family = node.named(name)
        if len(family) < place:
            return None
        node = family[place - 1]
    return node


def answers_below(record: ActingRecord, top: Node) -> dict[str, Answer]:
    """Return all a draft holds of one repeat instance: answers, counts, parked instances."""
    mark = f"{visible(top, record.form)}/"
    return {path: answer for path, answer in taken_apart(record).items() if path.startswith(mark)}


def restore(record: ActingRecord, removed: Removed) -> None:
    """Put a removed repeat instance back at its number."""
    base, _, last = removed.path.rpartition("/")
    name, _, number = last.rstrip("]").partition("[")
    parent = find(record.top, base) if base else record.root
    if parent is None:
        return
    node = record.add(parent, (*parent.path, name))
    parent.remove(node)
    record.put_back(parent, node, int(number or 1))
    put_together(record, removed.answers)
    record.resume()


def fill(record: ActingRecord, answers: Mapping[str, object]) -> None:
    """Answer many questions, shallow ones first. Raise BadInput naming the first place that does not exist."""
    _fill(record, record.root, answers)


def _fill(record: ActingRecord, node: Node, answers: Mapping[str, object]) -> None:
    for key, value in answers.items():
        target = node
        steps = [step for step in key.split("/") if step]
        for step in steps[:-1]:
            target = _child(target, step)
        _put(record, target, steps[-1] if steps else "", value)


def _child(node: Node, step: str) -> Node:
    name, _, number = step.rstrip("]").partition("[")
    family = node.named(name)
    place = int(number) if number.isdecimal() and len(number) < 5 else 1
    if not 1 <= place <= len(family):
        raise _no_place(step)
    return family[place - 1]


def _put(record: ActingRecord, parent: Node, step: str, value: object) -> None:
    path = (*parent.path, step)
    if path in record.form.repeats and isinstance(value, list):
        while len(parent.named(step)) > len(value) and record.form.repeats[path].count is None:
            record.remove_instance(parent.named(step)[-1])
        for number, one in enumerate(value, 1):
            while len(parent.named(step)) < number:
                record.add_instance(parent, path)
            _fill(record, parent.named(step)[number - 1], _mapping(one, step))
        return
    node = _child(parent, step)
    if isinstance(value, Mapping):
        _fill(record, node, value)
        return
    if node.elements():
        raise _no_place(step)
    record.answer(node, _text(value, step))


def _mapping(value: object, step: str) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    raise _no_place(step)


def _text(value: object, step: str) -> str:
    if value is None or isinstance(value, str | int | float):
        return to_text(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    raise _no_place(step)


def _no_place(step: str) -> BadInput:
    return BadInput(
        N_("The answers name {name}, which this questionnaire does not ask in this way.", name=step[:80]),
        N_("Check the answers against the questionnaire."),
    )
