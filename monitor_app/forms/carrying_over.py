"""From one version of a questionnaire to another: which answers of a draft go over, and why the others cannot.

It compares two forms and moves values; it must not know vaults, keys, words or screens. Nothing is lost: every
answer is carried, kept as not carried, or (a list of choices that shrank) partly the one and partly the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from enum import Enum

from monitor_app.forms.answers import Answer, from_text, to_text
from monitor_app.forms.binds import NOWHERE, Path, Seed, is_marked_identity
from monitor_app.forms.definition import Form
from monitor_app.forms.judging import misfit
from monitor_app.forms.offering import values_offered
from monitor_app.forms.views import Kind

UNREAD = "\0unread"
"""Stands for an answer that lies sealed and cannot be read here."""

_ONE_OF_A_LIST = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE)
_FITS = frozenset(
    {
        *((one, other) for one in _NUMBERS for other in (*_NUMBERS, Kind.TEXT)),
        (Kind.BARCODE, Kind.TEXT),
        (Kind.TEXT, Kind.BARCODE),
        (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE),
    }
)


class Why(Enum):
    """Why an answer cannot be carried over."""

    GONE = "gone"
    """The newer version does not ask this."""
    OTHER_KIND = "other_kind"
    """It asks for another kind of answer here."""
    CHOICE = "choice"
    """What was chosen is not offered any more."""
    SECRECY = "secrecy"
    """One version seals this answer apart and the other does not."""
    WORKED_OUT = "worked_out"
    """Nobody answered this: one of the versions works it out by itself."""
    UNREADABLE = "unreadable"
    """It lies sealed, stands at another place now, and this device cannot open it to move it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer that goes over, from its path in the old version to its path in the new one."""

    before: str
    path: str
    value: Answer


@dataclass(frozen=True, slots=True)
class NotCarried:
    """An answer (or a part of one) that stays behind, at its path in the old version, and why."""

    path: str
    value: Answer
    why: Why


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """The whole of a comparison. `counts` are instances by repeat, at paths of the new version."""

    carried: tuple[Carried, ...]
    kept: tuple[NotCarried, ...]
    counts: Mapping[str, int]


def carry_over(old: Form, new: Form, answers: Mapping[str, Answer]) -> CarriedOver:
    """Sort a draft's answers by path of the old version; `UNREAD` stands for those that lie sealed."""
    comparison = Comparison(old, new)
    carried: list[Carried] = []
    kept: list[NotCarried] = []
    counts: dict[str, int] = {}
    for path, value in answers.items():
        if comparison.is_count(path):
            target = comparison.target(path)
            if target and isinstance(value, int):
                counts[target] = value
            continue
        gone, left = comparison.sort(path, value)
        carried += [gone] if gone else []
        kept += [left] if left else []
    return CarriedOver(tuple(carried), tuple(kept), counts)


class Comparison:
    """Two versions of a questionnaire side by side; the old one is what an answer was given to."""

    def __init__(self, old: Form, new: Form) -> None:
        self.old = old
        self.new = new
        self._places = _places(old, new)
        self._offers: dict[tuple[int, Path], frozenset[str] | None] = {}

    def is_count(self, path: str) -> bool:
        """Say whether a path means how many instances a repeat has, which is no answer."""
        return not path.endswith("]") and self._generic(path) in self.old.repeats

    def target(self, path: str) -> str:
        """Return where `rep[2]/total` stands in the new version, "" where it does not."""
        before = self._generic(path)
        after = self._places.get(before)
        if after is None:
            return ""
        inside = -1 if self.is_count(path) else None
        numbers = _numbers(path)
        places = [numbers[at] for at in _repeats_around(self.old, before)[:inside]]
        around = _repeats_around(self.new, after)[:inside]
        return _written(after, dict(zip(around, places, strict=True))) if len(around) == len(places) else ""

    def sort(self, path: str, value: Answer) -> tuple[Carried | None, NotCarried | None]:
        """Return what of an answer goes over and what stays behind."""
        why = self.why_not(path, value)
        if why is Why.CHOICE and isinstance(value, list) and self._may_be_parted(path):
            staying = self._vanished(path, value)
            going = [one for one in value if one not in staying]
            rest = NotCarried(path, [one for one in value if one in staying], why)
            return (Carried(path, self.target(path), going) if going else None), rest
        if why is not None:
            return None, NotCarried(path, value, why)
        return Carried(path, self.target(path), self._as_asked_now(path, value)), None

    def why_not(self, path: str, value: Answer) -> Why | None:
        """Return why an answer cannot go over as it is, None if it can."""
        before = self._generic(path)
        after = self._places.get(before, NOWHERE)
        target = self.target(path)
        if self._is_worked_out(self.old, before):
            return None if target and self._is_worked_out(self.new, after) else Why.WORKED_OUT
        if not target:
            return Why.GONE
        if self._is_worked_out(self.new, after):
            return Why.WORKED_OUT
        if is_marked_identity(self.old.binds, before) is not is_marked_identity(self.new.binds, after):
            return Why.SECRECY
        if value == UNREAD and target != path:
            return Why.UNREADABLE
        return self._misfit(before, after, value) or (Why.CHOICE if self._vanished(path, value) else None)

    def _misfit(self, before: Path, after: Path, value: Answer) -> Why | None:
        one, other = self.old.questions.get(before), self.new.questions.get(after)
        if one is None or other is None:
            return None if one is other else Why.OTHER_KIND
        if one.kind is other.kind:
            return None
        if (one.kind, other.kind) not in _FITS or value == UNREAD:
            return Why.OTHER_KIND
        return Why.OTHER_KIND if misfit(other.kind, to_text(value), UTC) else None

    def _vanished(self, path: str, value: Answer) -> frozenset[str]:
        """Return what was chosen of a list and is not in the newer list."""
        before = self._generic(path)
        one, other = self._list(self.old, before), self._list(self.new, self._places.get(before, NOWHERE))
        if other is None:
            return frozenset()
        if value == UNREAD:
            return frozenset({UNREAD}) if one is None or not one <= other else frozenset()
        chosen = frozenset(value if isinstance(value, list) else [to_text(value)])
        return (chosen if one is None else chosen & one) - other

    def _list(self, form: Form, path: Path) -> frozenset[str] | None:
        question = form.questions.get(path)
        if question is None or question.kind not in _ONE_OF_A_LIST:
            return None
        key = (id(form), path)
        if key not in self._offers:
            self._offers[key] = values_offered(form, question)
        return self._offers[key]

    def _may_be_parted(self, path: str) -> bool:
        """Say whether chosen things stand each for itself; a rank without one of its things is another rank."""
        question = self.new.questions.get(self._places.get(self._generic(path), NOWHERE))
        return question is not None and question.kind is Kind.SELECT_MULTIPLE

    def _as_asked_now(self, path: str, value: Answer) -> Answer:
        after = self._places[self._generic(path)]
        one, other = self.old.questions.get(self._generic(path)), self.new.questions.get(after)
        if value == UNREAD or one is None or other is None or one.kind is other.kind:
            return value
        bind = self.new.binds.get(after)
        return from_text(to_text(value), bind.datatype if bind else "string", other.control)

    def _generic(self, path: str) -> Path:
        return (_local(self.old.root), *(step.partition("[")[0] for step in path.split("/")))

    @staticmethod
    def _is_worked_out(form: Form, path: Path) -> bool:
        bind = form.binds.get(path)
        return bind is not None and bind.calculate is not None


def _places(old: Form, new: Form) -> dict[Path, Path]:
    """Return where each old place stands in the new version: at the same path, else the only one so named."""
    before, after = _known(old.root, ()), _known(new.root, ())
    same = {path: (_local(new.root), *path[1:]) for path in before}
    found = {path: there for path, there in same.items() if there in after}
    lost, fresh = before - found.keys(), after - set(found.values())
    for name in {path[-1] for path in lost}:
        homeless = [path for path in lost if path[-1] == name]
        free = [path for path in fresh if path[-1] == name]
        if len(homeless) == len(free) == 1 and _stand_alike(old, homeless[0], new, free[0]):
            found[homeless[0]] = free[0]
    return found


def _stand_alike(old: Form, before: Path, new: Form, after: Path) -> bool:
    """Say whether a place lies inside repeats of the same names in both versions."""
    names = [before[at] for at in _repeats_around(old, before)]
    return names == [after[at] for at in _repeats_around(new, after)]


def _known(seed: Seed, base: Path) -> set[Path]:
    path = (*base, _local(seed))
    return {path}.union(*(_known(child, path) for child in seed.children))


def _local(seed: Seed) -> str:
    return seed.name.rpartition(":")[2]


def _repeats_around(form: Form, path: Path) -> list[int]:
    """Return at which steps of a path (from 0, the root) a repeat stands."""
    return [at for at in range(1, len(path)) if path[: at + 1] in form.repeats]


def _numbers(path: str) -> list[int]:
    """Return the instance at each step, the root first; 1 where none is written."""
    written = (step.partition("[")[2].rstrip("]") for step in path.split("/"))
    return [1, *(int(one) if one.isdecimal() and len(one) < 9 else 1 for one in written)]


def _written(path: Path, numbers: Mapping[int, int]) -> str:
    return "/".join(_steps(path, numbers))


def _steps(path: Path, numbers: Mapping[int, int]) -> Iterator[str]:
    for at, name in enumerate(path[1:], 1):
        yield f"{name}[{numbers[at]}]" if at in numbers else name
