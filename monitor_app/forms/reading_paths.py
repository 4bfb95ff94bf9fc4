"""Which places of the form an expression reads, told from its tree alone. It must not evaluate anything."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor_app.forms.binds import Path
from monitor_app.forms.expressions import Binary, Call, Filtered, Location, Step, Tree, parts


@dataclass(frozen=True, slots=True)
class Reads:
    """A place that is read. Down to depth `anchor` it is the reader's own line of instances."""

    path: Path
    anchor: int
    everything_below: bool = False


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a part of an expression stands; `path` is None inside a list that is not the record."""

    path: Path | None
    anchor: int


def paths_read(tree: Tree, target: Path) -> set[Reads]:
    """Return what `tree` reads when it is a rule at `target`."""
    return set(_collect(tree, _Standing(target, len(target)), target))


def _collect(tree: Tree, here: _Standing, target: Path) -> Iterator[Reads]:
    while isinstance(tree, Binary):  # long chains lean to the left
        yield from _collect(tree.right, here, target)
        tree = tree.left
    if isinstance(tree, Location):
        yield from _location(tree, here, target)
        return
    if isinstance(tree, Filtered):
        yield from _filtered(tree, here, target)
        return
    if isinstance(tree, Call) and tree.name == "indexed-repeat":
        for part in tree.arguments:
            yield from (Reads(r.path, 0, r.everything_below) for r in _collect(part, here, target))
        return
    for part in parts(tree):
        yield from _collect(part, here, target)


def _filtered(tree: Filtered, here: _Standing, target: Path) -> Iterator[Reads]:
    yield from _collect(tree.base, here, target)
    inside = _Standing(None, 0)
    if isinstance(tree.base, Location):
        found = _walk(tree.base, here, target)
        inside = _Standing(found.path, 0) if isinstance(found, _Standing) else inside
    for predicate in tree.predicates:
        yield from _collect(predicate, inside, target)


def _location(tree: Location, here: _Standing, target: Path) -> Iterator[Reads]:
    if tree.start is not None and not isinstance(tree.start, str):
        yield from _collect(tree.start, here, target)
    standing = _beginning(tree, here, target)
    on_line = tree.start == "/"
    for number, step in enumerate(tree.steps):
        last = number == len(tree.steps) - 1
        on_line = on_line and not last and not step.predicates
        before = standing
        standing, everything = _advance(before, step, target if on_line else None)
        inside = _Standing(standing.path, min(before.anchor, standing.anchor))
        for predicate in step.predicates:
            yield from _collect(predicate, inside, target)
        if everything:
            if standing.path is not None:
                yield Reads(standing.path, standing.anchor, everything_below=True)
            return
    if standing.path:
        yield Reads(standing.path, standing.anchor)


def _walk(tree: Location, here: _Standing, target: Path) -> _Standing | None:
    standing = _beginning(tree, here, target)
    for step in tree.steps:
        standing, everything = _advance(standing, step, None)
        if everything:
            return None
    return standing


def _beginning(tree: Location, here: _Standing, target: Path) -> _Standing:
    if tree.start is None:
        return here
    if tree.start == "/":
        return _Standing((), 0)
    if tree.start == Call("current", ()):
        return _Standing(target, len(target))
    if isinstance(tree.start, Filtered) and isinstance(tree.start.base, Location):
        found = _walk(tree.start.base, here, target)
        return _Standing(found.path, 0) if found else _Standing((), 0)
    return _Standing(None, 0)


def _advance(here: _Standing, step: Step, line: Path | None) -> tuple[_Standing, bool]:
    """Return where a step leads, and whether it may lead anywhere below. `line` is one's own, if on it."""
    if here.path is None or step.axis in {"self", "attribute"}:
        return here, False
    if step.axis == "parent":
        path = here.path[:-1]
        return _Standing(path, min(here.anchor, len(path))), False
    if step.axis == "child" and not step.test.endswith(("*", "()")):
        path = (*here.path, step.test.rpartition(":")[2])
        own = line is not None and line[: len(path)] == path
        return _Standing(path, len(path) if own else min(here.anchor, len(here.path))), False
    if step.axis.startswith(("ancestor", "following", "preceding")):
        return _Standing((), 0), True
    return here, True
