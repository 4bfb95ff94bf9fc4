"""What a questionnaire calls its questions and choices in one language, without a record: for tables.

Words that would hold an answer show "…" in its place. It must not evaluate anything.
"""

from collections.abc import Iterator, Mapping

from monitor_app.forms.binds import Path, Phrase, Seed
from monitor_app.forms.definition import Form, Itemset, Question
from monitor_app.forms.expressions import Call, Expression, Literal, Location, subtrees
from monitor_app.forms.markdown import plain_text, spans_of
from monitor_app.forms.nodes import Node

_GAP = "…"
_BLANK = frozenset({"", "-"})
"""The compiler writes a dash where a translation is missing."""
_MANY = 200_000


def leaf_paths(form: Form) -> list[Path]:
    """Return the generic path of every place that can hold an answer, in order of the form."""
    found = dict.fromkeys(_leaves(form.root, ()))
    for path, template in form.templates.items():
        found.update(dict.fromkeys(_leaves(template, path[:-1])))
    return list(found)


class Names:
    """Says what things are called in `language` (as the form writes it), else in the form's own, else ""."""

    def __init__(self, form: Form, language: str) -> None:
        tables = {one.language: one.texts for one in form.translations}
        self._form = form
        self._texts = tables.get(language, {})
        self._default = tables.get(form.default_language, {})
        self._lists: dict[tuple[str, str, str], Mapping[str, str]] = {}

    def label(self, phrase: Phrase) -> str:
        """Return a phrase as plain text; "" where nothing is written."""
        text = self._translated(_key(phrase.itext)) if phrase.itext is not None else _joined(phrase)
        return _plain(text)

    def choices(self, question: Question) -> Mapping[str, str]:
        """Return label by value of every choice the form itself can name, whatever was answered before."""
        if question.itemset is None:
            return {choice.value: self.label(choice.label) for choice in question.choices}
        return self._listed(question.itemset)

    def _listed(self, itemset: Itemset) -> Mapping[str, str]:
        name, value, label = _instance(itemset.nodeset), _child(itemset.value), _child(itemset.label)
        if name not in self._form.instances:
            return {}
        key = (name, value, label)
        if key not in self._lists:
            items = (node for node in self._form.instances[name].walk() if node.named(value))
            self._lists[key] = {
                _cell(item, value): self._label_of(item, label, is_itext=itemset.label_is_itext)
                for item, _ in zip(items, range(_MANY), strict=False)
            }
        return self._lists[key]

    def _label_of(self, item: Node, label: str, *, is_itext: bool) -> str:
        text = _cell(item, label)
        text = self._translated(text) if is_itext else text
        return _plain(text)

    def _translated(self, key: str) -> str:
        found = (_first(table.get(key) or {}) for table in (self._texts, self._default))
        return next((text for text in found if text.strip() not in _BLANK), "")


def _first(forms: Mapping[str, Phrase]) -> str:
    phrase = forms.get("") or forms.get("long") or forms.get("short")
    return _joined(phrase) if phrase else ""


def _plain(text: str) -> str:
    plain = " ".join(plain_text(spans_of(text.strip())).split())
    return "" if plain in _BLANK else plain


def _joined(phrase: Phrase) -> str:
    return "".join(part if isinstance(part, str) else _GAP for part in phrase.parts)


def _key(itext: Expression | None) -> str:
    trees = subtrees(itext.tree) if itext is not None else ()
    return next((tree.value for tree in trees if isinstance(tree, Literal)), "")


def _instance(nodeset: Expression) -> str:
    """Return the name of the list that an expression picks from, "" if it is none of the form's own."""
    for tree in subtrees(nodeset.tree):
        if isinstance(tree, Call) and tree.name == "instance" and isinstance(tree.arguments[0], Literal):
            return tree.arguments[0].value
    return ""


def _child(expression: Expression) -> str:
    """Return the name of the child that an expression means."""
    tree = expression.tree
    return tree.steps[-1].test.rpartition(":")[2] if isinstance(tree, Location) and tree.steps else ""


def _cell(item: Node, name: str) -> str:
    found = item.named(name)
    return found[0].text() if found else ""


def _leaves(seed: Seed, base: Path) -> Iterator[Path]:
    path = (*base, seed.name.rpartition(":")[2])
    if not seed.children:
        yield path
    for child in seed.children:
        yield from _leaves(child, path)
