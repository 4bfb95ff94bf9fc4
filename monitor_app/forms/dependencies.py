"""Which rule reads which answers, and in what order rules must be worked out. It must not know living records.

A rule is worked out again only where it can have changed: under the deepest node that the changed answer
and the rule's own place share (the anchor).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from monitor_app.forms.binds import Bind, Path
from monitor_app.forms.expressions import Expression
from monitor_app.forms.reading_paths import paths_read

RuleKind = Literal["relevant", "required", "readonly", "calculate", "count"]
_KINDS: tuple[RuleKind, ...] = ("relevant", "calculate", "required", "readonly")


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression of one bind: what it decides, where, and what it reads."""

    kind: RuleKind
    target: Path
    expression: Expression
    reads: frozenset[tuple[Path, int]]
    rank: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """All rules in working order; who hears of a change at a path (with the anchor's depth); rules by place."""

    rules: tuple[Rule, ...] = ()
    watchers: Mapping[Path, tuple[tuple[Rule, int], ...]] = field(default_factory=dict)
    at: Mapping[Path, tuple[Rule, ...]] = field(default_factory=dict)


class Circle(Exception):
    """Rules wait for each other; `paths` are the places involved."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__("rules wait for each other")
        self.paths = paths


def build_graph(binds: Iterable[Bind], counts: Mapping[Path, Expression], known: frozenset[Path]) -> Graph:
    """Return the graph of all rules. `known` are the paths of the instance. Raise Circle."""
    below = _below(known)
    rules = [rule for bind in binds for rule in _rules_of(bind, below)]
    for path, expression in counts.items():
        rules.append(Rule("count", path, expression, _reads(expression, path, below)))
    ordered = _ordered(rules, below)
    watchers: dict[Path, list[tuple[Rule, int]]] = {}
    at: dict[Path, list[Rule]] = {}
    for rule in ordered:
        at.setdefault(rule.target, []).append(rule)
        for path, anchor in rule.reads:
            watchers.setdefault(path, []).append((rule, anchor))
    return Graph(ordered, {p: tuple(w) for p, w in watchers.items()}, {p: tuple(r) for p, r in at.items()})


def _rules_of(bind: Bind, below: Mapping[Path, tuple[Path, ...]]) -> list[Rule]:
    found: list[Rule] = []
    for kind in _KINDS:
        expression: Expression | None = getattr(bind, kind)
        if expression is not None:
            found.append(Rule(kind, bind.path, expression, _reads(expression, bind.path, below)))
    return found


def _reads(
    expression: Expression, target: Path, below: Mapping[Path, tuple[Path, ...]]
) -> frozenset[tuple[Path, int]]:
    found: set[tuple[Path, int]] = set()
    for read in paths_read(expression.tree, target):
        paths = below.get(read.path, ()) if read.everything_below else (read.path,)
        found |= {(path, min(read.anchor, _shared(path, target))) for path in paths}
    return frozenset(found)


def _shared(one: Path, other: Path) -> int:
    depth = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        depth += 1
    return depth


def _below(known: Iterable[Path]) -> dict[Path, tuple[Path, ...]]:
    """Return for each path all known paths at and under it; () is the whole form."""
    found: dict[Path, list[Path]] = {}
    for path in known:
        for depth in range(len(path) + 1):
            found.setdefault(path[:depth], []).append(path)
    return {path: tuple(paths) for path, paths in found.items()}


def _ordered(rules: list[Rule], below: Mapping[Path, tuple[Path, ...]]) -> tuple[Rule, ...]:
    readers: dict[Path, set[int]] = {}
    for number, rule in enumerate(rules):
        for path, _ in rule.reads:
            readers.setdefault(path, set()).add(number)
    after: list[set[int]] = []
    waiting = [0] * len(rules)
    for number, rule in enumerate(rules):
        hearers = {r for path in _changes(rule, below) for r in readers.get(path, ())} - {number}
        after.append(hearers)
        for hearer in hearers:
            waiting[hearer] += 1
    return _sorted(rules, after, waiting)


def _changes(rule: Rule, below: Mapping[Path, tuple[Path, ...]]) -> tuple[Path, ...]:
    """Return the places a rule changes. A count may wait for what it counts; working it out again ends it."""
    if rule.kind == "calculate":
        return (rule.target,)
    if rule.kind == "relevant":
        return below.get(rule.target, (rule.target,))
    return ()


def _sorted(rules: list[Rule], after: list[set[int]], waiting: list[int]) -> tuple[Rule, ...]:
    ready = [number for number, count in enumerate(waiting) if count == 0]
    found: list[Rule] = []
    for number in ready:
        found.append(replace(rules[number], rank=len(found)))
        for hearer in sorted(after[number]):
            waiting[hearer] -= 1
            if waiting[hearer] == 0:
                ready.append(hearer)
    if len(found) < len(rules):
        raise Circle(
            tuple(dict.fromkeys(r.target for r, count in zip(rules, waiting, strict=True) if count > 0))
        )
    return tuple(found)
