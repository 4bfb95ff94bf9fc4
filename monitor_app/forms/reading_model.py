"""Reads the model of a form: the first values, the rules at each place, what happens by itself."""

from collections.abc import Iterable
from dataclasses import replace

from monitor_app.errors import ExpressionError, Flaw
from monitor_app.forms.binds import Bind, Path, Phrase, Seed, mark_at
from monitor_app.forms.definition import Action, Unsupported
from monitor_app.forms.expressions import Expression, parse
from monitor_app.forms.reading_words import message_phrase
from monitor_app.forms.reading_xml import Element, attribute, inside, local, name, space

_YES = frozenset({"yes", "true", "true()", "1"})
_NO = frozenset({"no", "false", "false()", "0"})
_OPENROSA = "http://openrosa.org/javarosa"


class Troubles:
    """What went wrong or does not work, gathered while a form is read."""

    def __init__(self) -> None:
        self.problems: list[Flaw] = []
        self.unsupported: list[Unsupported] = []

    def note(self, question: str, what: str) -> None:
        """Note once that something does not work here."""
        found = Unsupported(question, what)
        if found not in self.unsupported:
            self.unsupported.append(found)

    def expression(self, text: str | None, where: str) -> Expression | None:
        """Parse an expression; note the trouble and return None if it cannot be."""
        if text is None or not text.strip():
            return None
        try:
            return parse(text.strip())
        except ExpressionError as error:
            name, _, column = where.partition(" (")
            self.problems.append(Flaw(error.message, question=name, column=column.rstrip(")")))
            return None


def read_seed(element: Element) -> Seed:
    """Return an instance's nodes as they are written. White space that only indents is dropped."""
    children = tuple(read_seed(child) for child in inside(element))
    value = "" if children else _own_text(element)
    attributes = tuple((_attribute_name(key), str(text)) for key, text in element.items())
    template = any(
        str(key) == f"{{{_OPENROSA}}}template" or str(key) == "template" for key, _ in element.items()
    )
    return Seed(
        name(element), value, children, attributes=attributes, namespace=space(element), template=template
    )


def _own_text(element: Element) -> str:
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    return text if text.strip() else ""


def _attribute_name(key: object) -> str:
    return str(key).rpartition("}")[2]


def path_of(ref: str, base: Path = ()) -> Path:
    """Return the generic path a reference means; one that does not start with `/` stands below `base`."""
    ref = ref.strip()
    if ref.startswith("current()/"):
        ref = ref[len("current()/") :]
    path = [] if ref.startswith("/") else list(base)
    for step in ref.strip("/").split("/"):
        bare = step.partition("[")[0].strip()
        if bare == ".." and path:
            path.pop()
        elif bare not in {"", ".", ".."}:
            path.append(bare.rpartition(":")[2])
    return tuple(path)


def read_binds(model: Element, root: Path, troubles: Troubles) -> tuple[dict[Path, Bind], dict[str, Path]]:
    """Return the rules by place, and the places that binds name by id."""
    binds: dict[Path, Bind] = {}
    named: dict[str, Path] = {}
    for element in inside(model, "bind"):
        ref = attribute(element, "nodeset") or attribute(element, "ref")
        if not ref:
            continue
        path = path_of(ref, root)
        bind_id = element.get("id")
        if bind_id:
            named[str(bind_id)] = path
        binds[path] = _bind(element, path, troubles)
    return {path: replace(bind, sensitive=mark_at(path, binds)) for path, bind in binds.items()}, named


def _bind(element: Element, path: Path, troubles: Troubles) -> Bind:
    where = path[-1] if path else ""

    def rule(attribute_name: str) -> Expression | None:
        return troubles.expression(element.get(attribute_name), f"{where} ({attribute_name})")

    preload = attribute(element, "preload")
    return Bind(
        path,
        datatype=(element.get("type") or "string").rpartition(":")[2],
        relevant=rule("relevant"),
        required=rule("required"),
        readonly=rule("readonly"),
        calculate=rule("calculate"),
        constraint=rule("constraint"),
        constraint_message=_message(element, "constraintMsg"),
        required_message=_message(element, "requiredMsg"),
        preload=(preload, attribute(element, "preloadParams") or "") if preload else None,
        identity=(attribute(element, "identity") or "").strip().lower() in _YES,
        provision=(attribute(element, "provision") or "").strip(),
        sensitive=_mark(attribute(element, "sensitive")),
    )


def _mark(text: str | None) -> str:
    mark = (text or "").strip().lower()
    return "" if mark in _NO else mark


def _message(element: Element, wanted: str) -> Phrase:
    return message_phrase(attribute(element, wanted))


_EVENTS = frozenset(
    {
        "odk-instance-first-load",
        "odk-instance-load",
        "odk-new-repeat",
        "jr-insert",
        "xforms-value-changed",
        "xforms-ready",
    }
)


def read_actions(
    parents: Iterable[tuple[Element, Path]], binds: dict[str, Path], troubles: Troubles
) -> list[Action]:
    """Return the `setvalue` actions below elements that stand at a place."""
    found: list[Action] = []
    for parent, place in parents:
        for element in inside(parent, "setvalue", "setgeopoint", "recordaudio"):
            target = _target(element, place, binds)
            if local(element) != "setvalue":
                troubles.unsupported.append(Unsupported("/".join(target[1:]), local(element)))
                continue
            value = element.get("value")
            found.append(
                Action(
                    frozenset((element.get("event") or attribute(element, "event") or "").split()) & _EVENTS,
                    place,
                    target,
                    troubles.expression(value, f"{'/'.join(target[1:])} (setvalue)"),
                    "" if value else _own_text(element).strip(),
                    chosen=_with_conditions(element.get("ref"), target, troubles),
                )
            )
    return found


def _with_conditions(ref: str | None, target: Path, troubles: Troubles) -> Expression | None:
    if not ref or "[" not in ref:
        return None
    return troubles.expression(ref, f"{'/'.join(target[1:])} (setvalue)")


def _target(element: Element, place: Path, binds: dict[str, Path]) -> Path:
    bind = element.get("bind")
    if bind and bind in binds:
        return binds[bind]
    return path_of(element.get("ref") or "", place)
