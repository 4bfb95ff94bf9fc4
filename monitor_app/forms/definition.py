"""A questionnaire as it was written: frozen, without answers. It must not know XML, pyxform or who fills it in.

Generic paths are tuples of names from the root on: ("data", "hours", "week", "total").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor_app.forms.expressions import Expression
from monitor_app.forms.views import Kind

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words before a language is chosen: text and expressions, or an expression for an itext id."""

    parts: tuple["str | Expression", ...] = ()
    itext: Expression | None = None

    def __bool__(self) -> bool:
        return bool(self.parts) or self.itext is not None


NOTHING = Phrase()


@dataclass(frozen=True, slots=True)
class Bind:
    """What holds for the nodes at one path. Messages are phrases; `preload` is (kind, parameters)."""

    path: Path
    datatype: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    calculate: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Phrase = NOTHING
    required_message: Phrase = NOTHING
    preload: tuple[str, str] | None = None
    identity: bool = False
    provision: str = ""


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
    low: float | None = None
    high: float | None = None
    step: float | None = None
    identity: bool = False
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group in the body; `path` is None for one that only holds things together on screen."""

    path: Path | None
    label: Phrase
    children: tuple["Item", ...]
    appearance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat; `count` rules how many there are, otherwise people add them unless `fixed`."""

    path: Path
    label: Phrase
    children: tuple["Item", ...]
    count: Expression | None = None
    fixed: bool = False
    appearance: tuple[str, ...] = ()


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Action:
    """`setvalue`: when one of `events` happens at `source`, `target` takes `value` (an expression, or text)."""

    events: frozenset[str]
    source: Path
    target: Path
    value: Expression | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A thing of the form that does not work here, and at which question."""

    question: str
    what: str


@dataclass(frozen=True, slots=True)
class Seed:
    """A node of an instance as the form ships it; `template` for an unborn repeat instance."""

    name: str
    value: str = ""
    children: tuple["Seed", ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    namespace: str = ""
    template: bool = False
    kind: str = "element"


@dataclass(frozen=True, slots=True)
class Translation:
    """One language's texts: itext id → form ("", "long", "short", "guidance", "image", …) → phrase."""

    language: str
    texts: Mapping[str, Mapping[str, Phrase]]


@dataclass(frozen=True, slots=True)
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
    actions: tuple[Action, ...] = ()
    translations: tuple[Translation, ...] = ()
    default_language: str = ""
    instances: Mapping[str, Seed] = field(default_factory=dict)
    templates: Mapping[Path, Seed] = field(default_factory=dict)
    unsupported: tuple[Unsupported, ...] = ()
    namespace: str = ""
    submission: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages the form speaks; empty if its words have none."""
        return tuple(t.language for t in self.translations)
