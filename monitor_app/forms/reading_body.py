"""Reads the body of a form: questions, groups, repeats, choices, in the order they are asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor_app.errors import ExpressionError, Flaw
from monitor_app.forms.binds import NOTHING, Bind, Path, Phrase, mark_at
from monitor_app.forms.definition import Choice, Group, Item, Itemset, Question, Repeat, Unsupported
from monitor_app.forms.expressions import Call, Expression, parse, subtrees
from monitor_app.forms.reading_model import Troubles, path_of
from monitor_app.forms.reading_words import read_phrase
from monitor_app.forms.reading_xml import Element, attribute, first, inside, local
from monitor_app.forms.searching import Search, read_search
from monitor_app.forms.views import Kind

_CONTROLS = frozenset({"input", "secret", "select1", "select", "rank", "range", "trigger", "upload"})
_BY_TYPE = {
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "long": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "double": Kind.DECIMAL,
    "float": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
    "geopoint": Kind.GEOPOINT,
    "geotrace": Kind.GEOTRACE,
    "geoshape": Kind.GEOSHAPE,
    "barcode": Kind.BARCODE,
    "binary": Kind.FILE,
}
_BY_CONTROL = {
    "select1": Kind.SELECT_ONE,
    "select": Kind.SELECT_MULTIPLE,
    "rank": Kind.RANK,
    "range": Kind.RANGE,
    "trigger": Kind.ACKNOWLEDGE,
}
_BY_MEDIA = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
_NOT_HERE = {
    "maps": "map",
    "placement-map": "map",
    "quick-map": "map",
    "bearing": "bearing",
    "printer": "printing",
}


_BARE = re.compile(r"[^\W\d][\w\-]*(/[^\W\d][\w\-]*)*")


@dataclass(slots=True)
class Body:
    """What was read: things in order, and by path."""

    items: tuple[Item, ...] = ()
    questions: dict[Path, Question] = field(default_factory=dict)
    repeats: dict[Path, Repeat] = field(default_factory=dict)
    holders: list[tuple[Element, Path]] = field(default_factory=list)


class BodyReader:
    """Walks the body once."""

    def __init__(self, binds: Mapping[Path, Bind], named: Mapping[str, Path], troubles: Troubles) -> None:
        self.binds = binds
        self.named = named
        self.troubles = troubles
        self.body = Body()

    def read(self, element: Element | None, root: Path) -> Body:
        """Return what the body asks."""
        if element is not None:
            self.body.items = self._items(element, root)
        return self.body

    def _items(self, parent: Element, base: Path) -> tuple[Item, ...]:
        found: list[Item] = []
        for element in inside(parent):
            kind = local(element)
            if kind in _CONTROLS:
                found.append(self._question(element, base))
            elif kind == "group":
                found.append(self._group(element, base))
            elif kind == "repeat":
                found.append(self._repeat(element, base, NOTHING, ()))
        return tuple(found)

    def _place(self, element: Element, base: Path) -> Path | None:
        bind = element.get("bind")
        if bind and bind in self.named:
            return self.named[bind]
        ref = element.get("ref") or element.get("nodeset")
        return path_of(ref, base) if ref else None

    def _group(self, element: Element, base: Path) -> Item:
        path = self._place(element, base)
        label = self._phrase(first(element, "label"), path)
        appearance = _appearance(element)
        inner = [child for child in inside(element) if local(child) not in {"label", "hint"}]
        if len(inner) == 1 and local(inner[0]) == "repeat":
            return self._repeat(inner[0], path or base, label, appearance)
        if path is not None:
            self.body.holders.append((element, path))
        mark = mark_at(path or base, self.binds)
        return Group(path, label, self._items(element, path or base), appearance, mark)

    def _repeat(self, element: Element, base: Path, label: Phrase, appearance: tuple[str, ...]) -> Repeat:
        path = self._place(element, base) or base
        self.body.holders.append((element, path))
        own = self._phrase(first(element, "label"), path)
        repeat = Repeat(
            path,
            label or own,
            self._items(element, path),
            count=self.troubles.expression(_count(attribute(element, "count")), f"{path[-1]} (repeat count)"),
            fixed=(attribute(element, "noAddRemove") or "").startswith("true"),
            appearance=appearance or _appearance(element),
            sensitive=mark_at(path, self.binds),
        )
        self.body.repeats[path] = repeat
        return repeat

    def _phrase(self, element: Element | None, path: Path | None) -> Phrase:
        try:
            return read_phrase(element)
        except ExpressionError as error:
            name = path[-1] if path else ""
            self.troubles.problems.append(Flaw(error.message, question=name, column="label"))
            return NOTHING

    def _question(self, element: Element, base: Path) -> Question:
        path = self._place(element, base) or base
        self.body.holders.append((element, path))
        bind = self.binds.get(path, Bind(path))
        search, looks = self._search(element.get("appearance") or "", path)
        appearance = _words(looks)
        control = local(element)
        kind = _kind(element, control, bind)
        if element.get("query"):
            control, kind = "select1", Kind.SELECT_ONE
        self._note_unsupported(path, kind, appearance)
        question = Question(
            path,
            kind,
            control,
            label=self._phrase(first(element, "label"), path),
            hint=self._phrase(first(element, "hint"), path),
            help=self._phrase(first(element, "help"), path),
            appearance=appearance,
            choices=self._choices(element, path),
            itemset=self._itemset(element, path),
            search=search,
            low=_number(element.get("start")),
            high=_number(element.get("end")),
            step=_number(element.get("step")),
            identity=bind.identity,
            provision=bind.provision,
            sensitive=mark_at(path, self.binds),
        )
        self.body.questions.setdefault(path, question)
        return question

    def _search(self, appearance: str, path: Path) -> tuple[Search | None, str]:
        try:
            return read_search(appearance)
        except ExpressionError as error:
            self.troubles.problems.append(Flaw(error.message, question=path[-1], column="appearance"))
            return None, ""

    def _note_unsupported(self, path: Path, kind: Kind, appearance: tuple[str, ...]) -> None:
        where = "/".join(path[1:])
        if kind is Kind.BARCODE:
            self.troubles.unsupported.append(Unsupported(where, "barcode"))
        for word in appearance:
            what = "another app (ex:)" if word.startswith("ex:") else _NOT_HERE.get(word.partition("(")[0])
            if what:
                self.troubles.unsupported.append(Unsupported(where, what))

    def _choices(self, element: Element, path: Path) -> tuple[Choice, ...]:
        found: list[Choice] = []
        for item in inside(element, "item"):
            value = first(item, "value")
            text = "".join(str(t) for t in value.itertext()).strip() if value is not None else ""
            found.append(Choice(text, self._phrase(first(item, "label"), path)))
        return tuple(found)

    def _itemset(self, element: Element, path: Path) -> Itemset | None:
        where = f"{path[-1]} (choices)"
        query = self.troubles.expression(element.get("query"), where)
        if query is not None:
            return Itemset(query, parse("name"), parse("label"), by_language=True)
        itemset = first(element, "itemset")
        if itemset is None:
            return None
        nodeset = self.troubles.expression(itemset.get("nodeset"), where)
        value = self.troubles.expression(_ref(itemset, "value"), where) or parse("name")
        label, is_itext = _unwrapped(self.troubles.expression(_ref(itemset, "label"), where) or value)
        return None if nodeset is None else Itemset(nodeset, value, label, label_is_itext=is_itext)


def _count(text: str | None) -> str | None:
    """Return a repeat count as seen from the repeat itself; a bare name stands beside it."""
    bare = bool(text) and _BARE.fullmatch((text or "").strip()) is not None
    return f"../{(text or '').strip()}" if bare else text


def _ref(element: Element, child: str) -> str | None:
    found = first(element, child)
    return found.get("ref") if found is not None else None


def _unwrapped(label: Expression) -> tuple[Expression, bool]:
    """Return the expression for the label, and whether it gives a key into the translations."""
    tree = label.tree
    if isinstance(tree, Call) and tree.name == "jr:itext" and len(tree.arguments) == 1:
        return Expression(label.text, tree.arguments[0]), True
    return label, False


def _appearance(element: Element) -> tuple[str, ...]:
    return _words(element.get("appearance") or "")


def _words(text: str) -> tuple[str, ...]:
    return (text.strip(),) if "(" in text else tuple(text.split())


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _kind(element: Element, control: str, bind: Bind) -> Kind:
    if control == "upload":
        return _BY_MEDIA.get((element.get("mediatype") or "").partition("/")[0], Kind.FILE)
    if control in _BY_CONTROL:
        return _BY_CONTROL[control]
    kind = _BY_TYPE.get(bind.datatype, Kind.TEXT)
    fixed = bind.readonly is not None and bind.readonly.text.replace(" ", "") == "true()"
    if fixed and kind is Kind.TEXT and bind.calculate is None:
        return Kind.NOTE
    return kind


def functions_used(expression: Expression) -> set[str]:
    """Return the names of the functions an expression calls."""
    return {tree.name for tree in subtrees(expression.tree) if isinstance(tree, Call)}
