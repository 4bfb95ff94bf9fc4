"""What can be chosen at a question just now, and what a chosen value is called. It must not know screens."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from monitor_app.errors import ExpressionError
from monitor_app.forms.binds import Path, Phrase
from monitor_app.forms.definition import Itemset, Question
from monitor_app.forms.evaluating import evaluate
from monitor_app.forms.expressions import Call, Location, parse, subtrees
from monitor_app.forms.functions_nodes import generic_path
from monitor_app.forms.lots import lots
from monitor_app.forms.nodes import Node
from monitor_app.forms.reading_paths import paths_read
from monitor_app.forms.record import Record
from monitor_app.forms.scope import Scope
from monitor_app.forms.searching import Search, cell, rows_found
from monitor_app.forms.tree import find, instances
from monitor_app.forms.values import to_text
from monitor_app.forms.views import NO_MEDIA, ChoiceView, Kind, Media
from monitor_app.forms.wording import Speaker

MOST_CHOICES = 200_000
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice before it is dressed for the screen."""

    value: str
    label: str
    media: Media = NO_MEDIA


@dataclass(frozen=True, slots=True)
class _Kept:
    """A list worked out once, and its words ready to be searched."""

    offers: list[Offer]
    folded: list[str]
    values: frozenset[str]


class Chooser:
    """Works out choices when they are asked for."""

    def __init__(self, record: Record, speaker: Speaker) -> None:
        self.record = record
        self.speaker = speaker
        self._lists: dict[tuple[Path, str], _Kept] = {}
        self._fixed: dict[Path, bool] = {}
        record.world.is_offered = self.is_offered

    def dress(self, offers: list[Offer]) -> tuple[ChoiceView, ...]:
        """Return choices as a screen shows them."""
        return tuple(ChoiceView(o.value, self.speaker.dressed(o.label, o.media)) for o in offers)

    def search(self, question: Question, node: Node, text: str, limit: int) -> list[Offer]:
        """Return the first choices whose label or value holds `text`, whatever its case."""
        wanted = text.casefold()
        if not wanted:
            return self.offers(question, node, limit)
        if question.itemset is not None and self._is_fixed(question):
            kept = self._kept(question, node)
            places = (i for i, words in enumerate(kept.folded) if wanted in words)
            return [kept.offers[i] for i in islice(places, limit)]
        found = self.offers(question, node)
        return [o for o in found if wanted in o.label.casefold() or wanted in o.value.casefold()][:limit]

    def offers(self, question: Question, node: Node, limit: int = MOST_CHOICES) -> list[Offer]:
        """Return value and label of each choice, at most `limit` of them."""
        if question.search is not None:
            return list(islice(self._searched(question, question.search, node), limit))
        if question.itemset is None:
            return [self._written(c.value, c.label, node) for c in question.choices[:limit]]
        if not self._is_fixed(question):
            return self._from_nodes(question.itemset, node, limit)
        return self._kept(question, node).offers[:limit]

    def is_offered(self, question: Question, node: Node) -> bool:
        """Return whether what is chosen can be chosen now; where nothing can be told, it can.

        A list whose file is missing is empty, and a filter that reads a sealed answer finds nothing.
        """
        if question.search is not None:
            known = frozenset(offer.value for offer in self.offers(question, node))
        elif question.itemset is None:
            known = frozenset(choice.value for choice in question.choices)
        elif self._is_fixed(question):
            known = self._kept(question, node).values
        elif self.record.unread.below(self.record.root) or self.record.form.lacks_lists:
            return True
        else:
            known = frozenset(offer.value for offer in self._from_nodes(question.itemset, node, MOST_CHOICES))
            return set(self._values(question, node)) <= known
        return not known or set(self._values(question, node)) <= known

    def in_order(self, node: Node, text: str) -> str:
        """Return several chosen values in the order of the choices; as given if one is none of them."""
        question = self.record.form.questions.get(node.path)
        if question is None or question.kind is not Kind.SELECT_MULTIPLE or " " not in text.strip():
            return text
        order = {offer.value: at for at, offer in enumerate(self.offers(question, node))}
        chosen = text.split()
        return " ".join(sorted(chosen, key=order.__getitem__)) if order.keys() >= set(chosen) else text

    def _values(self, question: Question, node: Node) -> list[str]:
        return [node.value] if question.kind is Kind.SELECT_ONE else node.value.split()

    def _kept(self, question: Question, node: Node) -> "_Kept":
        """Return a list that does not depend on answers, worked out once a language."""
        key = (question.path, self.speaker.language)
        if key not in self._lists and question.itemset is not None:
            offers = self._from_nodes(question.itemset, node, MOST_CHOICES)
            folded = [f"{o.label}\n{o.value}".casefold() for o in offers]
            self._lists[key] = _Kept(offers, folded, frozenset(o.value for o in offers))
        return self._lists[key]

    def _is_fixed(self, question: Question) -> bool:
        """Return whether the choices are the same whatever has been answered."""
        itemset = question.itemset
        if itemset is None or (itemset.label_is_itext and self.speaker.speaks_of_answers):
            return False
        if question.path not in self._fixed:
            trees = list(subtrees(itemset.nodeset.tree))
            shuffled = any(isinstance(t, Call) and t.name == "randomize" for t in trees)
            self._fixed[question.path] = not shuffled and not paths_read(itemset.nodeset.tree, question.path)
        return self._fixed[question.path]

    def _written(self, value: str, label: Phrase, node: Node) -> Offer:
        return Offer(value, self.speaker.text(label, node), self.speaker.media(label, node))

    def _searched(self, question: Question, search: Search, node: Node) -> Iterator[Offer]:
        """Yield the choices of a search: a written choice names columns, numbers are offered as they are."""
        top = self.record.form.instances.get(search.file)
        try:
            told = [to_text(self.record.value(one, node), self.record.world.zone) for one in search.arguments]
        except ExpressionError as error:
            self.record.faults["/".join(node.path), id(search)] = str(error.message)
            return
        for choice in question.choices:
            if _NUMBER.fullmatch(choice.value) or top is None:
                yield self._written(choice.value, choice.label, node)
                continue
            columns = self.speaker.text(choice.label, node)
            for row in rows_found(top, told):
                yield Offer(cell(row, choice.value), cell(row, columns))

    def _from_nodes(self, itemset: Itemset, node: Node, limit: int) -> list[Offer]:
        value, label = _child(itemset.value.tree), _child(itemset.label.tree)
        found: list[Offer] = []
        for item in self._nodes(itemset, node)[:limit]:
            words = self._cell(item, label, itemset.label.text, node)
            if itemset.by_language:
                words = self._cell(item, f"{label}@{self.speaker.language}", "''", node) or words
            media = NO_MEDIA
            if itemset.label_is_itext:
                words, media = self.speaker.translated(words, node), self.speaker.media_of(words, node)
            found.append(Offer(self._cell(item, value, itemset.value.text, node), words, media))
        return found

    def _nodes(self, itemset: Itemset, node: Node) -> list[Node]:
        world = self.record.world
        kept, world.lot = (
            world.lot,
            lots(zlib.crc32(f"{world.context.seed}{node.path}{node.position()}".encode())),
        )
        world.steps = 0
        try:
            value = self.record.value(itemset.nodeset, node)
        except ExpressionError as error:
            self.record.faults["/".join(node.path), id(itemset)] = str(error.message)
            return []
        finally:
            world.lot = kept
        return value if isinstance(value, list) else []

    def _cell(self, item: Node, name: str, text: str, node: Node) -> str:
        if name:
            return next((child.text() for child in item.children if child.local == name), "")
        scope = Scope(self.record.world, item, current=node)
        try:
            return to_text(evaluate(parse(text), scope), self.record.world.zone)
        except ExpressionError:
            return ""

    def name(self, value: str, path: str, node: Node) -> str:
        """Return the label of `value` at the question that `path` means as seen from `node`."""
        target = self._question_node(path.strip(), node)
        question = self.record.form.questions.get(target.path) if target is not None else None
        if question is None or target is None:
            return value
        for offer in self.offers(question, target):
            if offer.value == value:
                return offer.label
        return value if value == "" else ""

    def _question_node(self, path: str, node: Node) -> Node | None:
        try:
            generic = generic_path(parse(path).tree, node)
        except ExpressionError:
            return None
        shared = 0
        for one, other in zip(generic, node.path, strict=False):
            if one != other:
                break
            shared += 1
        under = node.ancestor(max(shared, 1))
        found = instances(generic, under) if under is not None and generic else []
        return found[0] if found else find(self.record.top, path)


def _child(tree: object) -> str:
    """Return the name if an expression is just the name of a child."""
    if isinstance(tree, Location) and tree.start is None and len(tree.steps) == 1:
        step = tree.steps[0]
        if step.axis == "child" and not step.predicates and step.test.isidentifier():
            return step.test
    return ""
