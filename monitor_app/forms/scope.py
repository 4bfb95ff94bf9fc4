"""What an expression sees: the node it stands at, and the world around. It must not know functions."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Protocol

from monitor_app.errors import ExpressionError
from monitor_app.forms.nodes import Node
from monitor_app.forms.values import Value
from monitor_app.text import N_

MOST_STEPS = 10_000_000


class World(Protocol):
    """What is the same for every expression of a record."""

    zone: tzinfo
    steps: int
    language: str

    @property
    def document(self) -> Node:
        """Return the document of the record."""
        ...

    def now(self) -> datetime:
        """Return the moment, in the zone."""
        ...

    def instance(self, name: str) -> Node | None:
        """Return the document of a list, or None."""
        ...

    def draw(self) -> float:
        """Return a number drawn by lot, from 0 up to 1."""
        ...

    def itext(self, key: str) -> str:
        """Return a text of the form in the language shown."""
        ...

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """Return the label of a choice of the question at `path`."""
        ...

    @property
    def variables(self) -> Mapping[str, Value]:
        """Return what `$names` stand for."""
        ...

    @property
    def attached(self) -> Mapping[str, str]:
        """Return facts about the record: its id, the pseudonym of who asks."""
        ...


class Scope:
    """Where an expression stands: a node among others, and where the whole expression began."""

    __slots__ = ("current", "node", "position", "size", "world")

    def __init__(
        self, world: World, node: Node, *, current: Node | None = None, position: int = 1, size: int = 1
    ) -> None:
        self.world = world
        self.node = node
        self.current = current if current is not None else node
        self.position = position
        self.size = size


Closure = Callable[[Scope], Value]


def count_steps(world: World, steps: int) -> None:
    """Count work done; raise ExpressionError when an expression runs away."""
    world.steps += steps
    if world.steps > MOST_STEPS:
        raise ExpressionError(
            N_("A calculation takes too long."), N_("Look for repeats that are counted by a very large number.")
        )
