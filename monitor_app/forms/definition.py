"""A questionnaire as it was written: frozen, without answers. It must not know XML, pyxform or who fills it in.

Generic paths are tuples of names from the root on: ("data", "hours", "week", "total").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor_app.forms.binds import NOTHING, Bind, Path, Phrase, Seed
from monitor_app.forms.dependencies import Graph
from monitor_app.forms.expressions import Expression
from monitor_app.forms.nodes import Node
from monitor_app.forms.searching import Search
from monitor_app.forms.views import Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice written in the form itself."""

    value: str
    label: Phrase


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices that come from nodes: the expression, and the names of the children that hold value and label."""

    nodeset: Expression
    value: Expression
    label: Expression
    label_is_itext: bool = False
    shuffled: bool = False
    seed: Expression | None = None
    by_language: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question or note as it stands in the body."""

    path: Path
    kind: Kind
    control: str
    label: Phrase = NOTHING
    hint: Phrase = NOTHING
    guidance: Phrase = NOTHING
    help: Phrase = NOTHING
    appearance: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    search: Search | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    identity: bool = False
    provision: str = ""
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group in the body; `path` is None for one that only holds things together on screen."""

    path: Path | None
    label: Phrase
    children: tuple["Item", ...]
    appearance: tuple[str, ...] = ()
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat; `count` rules how many there are, otherwise people add them unless `fixed`."""

    path: Path
    label: Phrase
    children: tuple["Item", ...]
    count: Expression | None = None
    fixed: bool = False
    appearance: tuple[str, ...] = ()
    sensitive: str = ""


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Action:
    """`setvalue`: when one of `events` happens at `source`, `target` takes `value` (an expression, or text).

    `chosen` is the target written with conditions, where it has some.
    """

    events: frozenset[str]
    source: Path
    target: Path
    value: Expression | None
    text: str = ""
    chosen: Expression | None = None


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A thing of the form that does not work here, and at which question."""

    question: str
    what: str


@dataclass(frozen=True, slots=True)
class Translation:
    """One language's texts: itext id → form ("", "long", "short", "guidance", "image", …) → phrase."""

    language: str
    texts: Mapping[str, Mapping[str, Phrase]]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A questionnaire: what it asks, its rules, its words."""

    id: str
    version: str
    title: str
    root: Seed
    binds: Mapping[Path, Bind]
    items: tuple[Item, ...]
    repeats: Mapping[Path, Repeat]
    questions: Mapping[Path, Question]
    graph: Graph
    actions: tuple[Action, ...] = ()
    translations: tuple[Translation, ...] = ()
    default_language: str = ""
    instances: Mapping[str, Node] = field(default_factory=dict)
    templates: Mapping[Path, Seed] = field(default_factory=dict)
    unsupported: tuple[Unsupported, ...] = ()
    namespace: str = ""
    submission: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages the form speaks; empty if its words have none."""
        return tuple(t.language for t in self.translations)

    @property
    def lacks_lists(self) -> bool:
        """Return whether a list of it has no rows here, as when its file was not there at import."""
        return any(not root.children for top in self.instances.values() for root in top.children)

    @property
    def has_marks(self) -> bool:
        """Return whether its author marked anything as sensitive."""
        return any(bind.sensitive for bind in self.binds.values())
