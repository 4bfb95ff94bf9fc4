"""How far each question is, worked out once and again only where something it hangs on changed.

It must not know words or screens. Finishing does not rely on it: `Filling.problems` looks at everything anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from monitor_app.forms.binds import Path
from monitor_app.forms.definition import Form, Question
from monitor_app.forms.nodes import Node
from monitor_app.forms.reading_paths import Reads, paths_read
from monitor_app.forms.views import Kind, OutlineEntry, Status


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a part of the form is."""

    questions: int = 0
    answered: int = 0
    missing: int = 0
    invalid: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.questions + other.questions,
            self.answered + other.answered,
            self.missing + other.missing,
            self.invalid + other.invalid,
        )

    def on(self, entry: OutlineEntry) -> OutlineEntry:
        """Return a line of the outline with these counts."""
        return replace(
            entry,
            questions=self.questions,
            answered=self.answered,
            missing=self.missing,
            invalid=self.invalid,
        )


NOTHING = Counts()


def counted(question: Question, node: Node, status: Status) -> Counts:
    """Return how far one question is, whose answer stands as `status` says."""
    if not asks(question):
        return NOTHING
    is_answered = node.value != "" or node.unread
    return Counts(
        1, int(is_answered), int(status is Status.REQUIRED_BUT_EMPTY), int(status is Status.CONSTRAINT_VIOLATED)
    )


class Remembered:
    """Counts by node. `heard` must be told of every node that changed, `forget` of changed lists of entries."""

    def __init__(self, form: Form) -> None:
        self._by_place: dict[Path, dict[int, tuple[Node, Counts]]] = {}
        self._readers, self._wide = _readers(form)

    def get(self, node: Node) -> Counts | None:
        """Return what is known of a node."""
        found = self._by_place.get(node.path, {}).get(id(node))
        return found[1] if found is not None and found[0] is node else None

    def put(self, node: Node, counts: Counts) -> Counts:
        """Remember counts, and return them."""
        self._by_place.setdefault(node.path, {})[id(node)] = (node, counts)
        return counts

    def forget(self) -> None:
        """Work everything out anew."""
        self._by_place.clear()

    def heard(self, changed: Iterable[Node]) -> None:
        """Forget what may have changed with these nodes."""
        for path in {node.path for node in changed}:
            for place in (path, *self._hanging_on(path)):
                self._by_place.pop(place, None)

    def _hanging_on(self, path: Path) -> Iterator[Path]:
        yield from self._readers.get(path, ())
        yield from (reader for read, reader in self._wide if path[: len(read)] == read)


@lru_cache(maxsize=8)
def _readers(form: Form) -> tuple[dict[Path, set[Path]], list[tuple[Path, Path]]]:
    """Return which questions are judged by what stands at a place, and by anything below one."""
    found: dict[Path, set[Path]] = {}
    wide: list[tuple[Path, Path]] = []
    for reader, read in _judged_by(form):
        if read.everything_below:
            wide.append((read.path, reader))
        else:
            found.setdefault(read.path, set()).add(reader)
    return found, wide


def _judged_by(form: Form) -> Iterator[tuple[Path, Reads]]:
    """Yield each question with the places that its limit and its list of choices read."""
    for path, question in form.questions.items():
        bind = form.binds.get(path)
        trees = [bind.constraint.tree] if bind is not None and bind.constraint is not None else []
        trees += [question.itemset.nodeset.tree] if question.itemset is not None else []
        trees += [one.tree for one in question.search.arguments] if question.search is not None else []
        for tree in trees:
            yield from ((path, read) for read in paths_read(tree, path))


def asks(question: Question) -> bool:
    """Return whether a question wants an answer: a note does not, nor does the head row of a table."""
    return question.kind is not Kind.NOTE and "label" not in question.appearance
