"""Cuts a form into pages: a group with questions of its own is one page, so is each repeat instance.

Questions that stand loose between groups make pages of their own. It must not know words or screens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor_app.forms.binds import NOTHING, Phrase, mark_at
from monitor_app.forms.definition import Form, Group, Item, Question, Repeat
from monitor_app.forms.nodes import Node
from monitor_app.forms.tree import instances, visible


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what stands on it, and the node its questions lie under. Repeat instances have a `number`."""

    path: str
    label: Phrase
    node: Node
    items: tuple[Item, ...]
    number: int = 0
    sensitive: str = ""


def pages_of(form: Form, root: Node) -> list[Page]:
    """Return the relevant pages in order."""
    return [page for page in _walk(form, form.items, root, "") if shows_anything(page.items, page.node)]


def _walk(form: Form, items: tuple[Item, ...], node: Node, base: str) -> Iterator[Page]:
    run: list[Item] = []
    runs = 0
    for item in (*items, None):
        if item is not None and not _stands_alone(item):
            run.append(item)
            continue
        if run:
            runs += 1
            path = base if runs == 1 else f"{base}#{runs}"
            yield Page(path, NOTHING, node, tuple(run), sensitive=mark_at(node.path, form.binds))
            yield from _rows_inside(form, tuple(run), node)
            run = []
        if isinstance(item, Group):
            yield from _group(form, item, node)
        elif isinstance(item, Repeat):
            yield from _repeat(form, item, node)


def _stands_alone(item: Item) -> bool:
    return isinstance(item, Repeat) or (isinstance(item, Group) and item.path is not None)


def _group(form: Form, group: Group, node: Node) -> Iterator[Page]:
    for inner in instances(group.path or node.path, node)[:1]:
        if "field-list" in group.appearance or any(isinstance(child, Question) for child in group.children):
            yield Page(visible(inner, form), group.label, inner, group.children, sensitive=group.sensitive)
            yield from _rows_inside(form, group.children, inner)
        else:
            yield from _walk(form, group.children, inner, visible(inner, form))


def _repeat(form: Form, repeat: Repeat, node: Node) -> Iterator[Page]:
    path = repeat_path(form, repeat, node)
    yield Page(path, repeat.label, node, (repeat,), sensitive=repeat.sensitive)
    yield from _rows(form, repeat, node)


def _rows(form: Form, repeat: Repeat, node: Node) -> Iterator[Page]:
    for number, instance in enumerate(instances(repeat.path, node), 1):
        path = visible(instance, form)
        yield Page(path, repeat.label, instance, repeat.children, number, repeat.sensitive)
        yield from _rows_inside(form, repeat.children, instance)


def _rows_inside(form: Form, items: tuple[Item, ...], node: Node) -> Iterator[Page]:
    """Yield the pages of repeat instances that stand inside a page."""
    for item in items:
        if isinstance(item, Repeat):
            yield from _rows(form, item, node)
        elif isinstance(item, Group):
            for inner in instances(item.path or node.path, node)[:1]:
                yield from _rows_inside(form, item.children, inner)


def repeat_path(form: Form, repeat: Repeat, node: Node) -> str:
    """Return the path of a repeat as a whole, below the node that holds its instances."""
    parents = instances(repeat.path[:-1], node)
    base = visible(parents[0], form) if parents else ""
    return f"{base}/{repeat.path[-1]}" if base else repeat.path[-1]


def questions_below(items: tuple[Item, ...], node: Node) -> Iterator[tuple[Question, Node]]:
    """Yield the relevant questions of a page with their nodes; those in repeats are on pages of their own."""
    for item in items:
        if isinstance(item, Question):
            for found in instances(item.path, node)[:1]:
                if found.relevant:
                    yield item, found
        elif isinstance(item, Group):
            for inner in instances(item.path or node.path, node)[:1]:
                if inner.relevant:
                    yield from questions_below(item.children, inner)


def shows_anything(items: tuple[Item, ...], node: Node) -> bool:
    """Return whether anything on a page is relevant."""
    if not node.relevant:
        return False
    if next(questions_below(items, node), None) is not None:
        return True
    return any(_shows_repeat(item, node) for item in items)


def _shows_repeat(item: Item, node: Node) -> bool:
    if isinstance(item, Repeat):
        found = instances(item.path, node)
        return any(one.relevant for one in found) or (
            not found and all(p.relevant for p in instances(item.path[:-1], node))
        )
    if isinstance(item, Group):
        inner = instances(item.path or node.path, node)
        return any(_shows_repeat(child, one) for one in inner[:1] if one.relevant for child in item.children)
    return False
