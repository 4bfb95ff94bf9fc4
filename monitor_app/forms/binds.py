"""What holds at one place of a questionnaire: rules, first values, words. It must not know XML or answers.

Generic paths are tuples of names from the root on: ("data", "hours", "week", "total").
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_app.forms.expressions import Expression

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
    """What holds for the nodes at one path. Messages are phrases; `preload` is (kind, parameters).

    `sensitive` is the mark of the place itself or of what is around it: consent, distress, screening, or "".
    """

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
    sensitive: str = ""


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


NOWHERE: Path = ()
"""The path of no place at all."""


def is_marked_identity(binds: Mapping[Path, Bind], path: Path) -> bool:
    """Say whether a place, or one around it, belongs in the identity part."""
    around = (binds.get(path[:length]) for length in range(1, len(path) + 1))
    return any(bind.identity for bind in around if bind is not None)


def mark_at(path: Path, binds: Mapping[Path, Bind]) -> str:
    """Return the sensitive mark of a place: its own, else the nearest one around it, else ""."""
    around = (binds.get(path[:length]) for length in range(len(path), 0, -1))
    return next((bind.sensitive for bind in around if bind is not None and bind.sensitive), "")
