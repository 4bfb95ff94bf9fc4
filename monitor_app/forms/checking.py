"""Judges answers: is one missing, does it break its constraint. It only looks; nothing changes."""

from collections.abc import Iterator

from monitor_app.forms.nodes import Node
from monitor_app.forms.record import Record
from monitor_app.forms.views import Status


def check_answer(record: Record, node: Node, text: str) -> Status:
    """Return how `text` would be taken at `node`."""
    if text == "":
        return Status.REQUIRED_BUT_EMPTY if node.required and not node.unread else Status.OK
    bind = node.bind
    if bind is None or bind.constraint is None or record.unread.hides_constraint(bind):
        return Status.OK
    kept, node.value = node.value, text
    try:
        holds = record.decide(bind.constraint, node, otherwise=True)
    finally:
        node.value = kept
    return Status.OK if holds else Status.CONSTRAINT_VIOLATED


def troubles(record: Record) -> Iterator[tuple[Node, Status]]:
    """Yield every relevant question whose answer cannot stand, in order."""
    for node in record.root.walk():
        if node.relevant and node.path in record.form.questions and not node.elements():
            status = check_answer(record, node, node.value)
            if status is not Status.OK:
                yield node, status


def first_trouble(record: Record) -> tuple[Node, Status] | None:
    """Return the first question whose answer cannot stand."""
    return next(troubles(record), None)
