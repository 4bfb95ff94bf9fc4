"""Makes views of pages, questions and the outline from a living record. It only looks; nothing changes."""

from collections.abc import Iterator

from monitor_app.forms.answers import from_text
from monitor_app.forms.binds import Bind
from monitor_app.forms.choices import Chooser
from monitor_app.forms.counting import Counts, Remembered, asks, counted
from monitor_app.forms.definition import Form, Group, Item, Question, Repeat
from monitor_app.forms.judging import judge
from monitor_app.forms.nodes import Node
from monitor_app.forms.paging import Page, pages_of, questions_below, repeat_path
from monitor_app.forms.record import Record
from monitor_app.forms.tree import instances, visible
from monitor_app.forms.views import (
    FIRST_CHOICES,
    GroupView,
    ItemView,
    Kind,
    OutlineEntry,
    PageView,
    QuestionView,
    RepeatView,
    RowView,
    Status,
)
from monitor_app.forms.wording import Speaker


class Shower:
    """Shows one record in the speaker's language."""

    def __init__(self, record: Record, speaker: Speaker, chooser: Chooser) -> None:
        self.record = record
        self.form: Form = record.form
        self.speaker = speaker
        self.chooser = chooser
        self.remembered = Remembered(record.form)

    def pages(self) -> list[Page]:
        """Return the relevant pages."""
        return pages_of(self.form, self.record.root)

    def page(self, page: Page) -> PageView:
        """Return what a page shows."""
        label = self.speaker.wording(page.label, page.node)
        return PageView(page.path, label, tuple(self._items(page.items, page.node)), page.sensitive)

    def _items(self, items: tuple[Item, ...], node: Node) -> Iterator[ItemView]:
        for item in items:
            if isinstance(item, Question):
                for found in instances(item.path, node)[:1]:
                    if found.relevant:
                        yield self.question(item, found)
            elif isinstance(item, Group):
                yield from self._group(item, node)
            else:
                yield self._repeat(item, node)

    def _group(self, group: Group, node: Node) -> Iterator[GroupView]:
        for inner in instances(group.path or node.path, node)[:1]:
            if inner.relevant:
                label = self.speaker.wording(group.label, inner)
                items = tuple(self._items(group.children, inner))
                yield GroupView(visible(inner, self.form), label, items, group.appearance, group.sensitive)

    def _repeat(self, repeat: Repeat, node: Node) -> RepeatView:
        free = repeat.count is None and not repeat.fixed
        parents = instances(repeat.path[:-1], node)
        parked = sum(len(self.record.parked.get((id(parent), repeat.path), ())) for parent in parents)
        return RepeatView(
            repeat_path(self.form, repeat, node),
            self.speaker.wording(repeat.label, node),
            tuple(self._row(repeat, one) for one in instances(repeat.path, node) if one.relevant),
            can_add=free,
            can_remove=free,
            parked=parked,
            appearance=repeat.appearance,
            sensitive=repeat.sensitive,
        )

    def _row(self, repeat: Repeat, node: Node) -> RowView:
        counts = self.counts(repeat.children, node)
        label = self.row_label(repeat, node)
        return RowView(
            visible(node, self.form), node.position(), label, counts.answered, counts.missing, counts.invalid
        )

    def row_label(self, repeat: Repeat, node: Node) -> str:
        """Return what tells this instance from the others: its first answer in words, or ""."""
        for question, found in questions_below(repeat.children, node):
            if found.value and asks(question):
                return self.said(question, found)
        return ""

    def said(self, question: Question, node: Node) -> str:
        """Return an answer in words."""
        if question.kind in {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK}:
            names = {offer.value: offer.label for offer in self.chooser.offers(question, node)}
            return ", ".join(names.get(value, value) for value in node.value.split())
        return node.value

    def question(self, question: Question, node: Node) -> QuestionView:
        """Return a question as it stands."""
        bind = node.bind or Bind(node.path)
        speaker = self.speaker
        judgement = judge(self.record, speaker, node, question)
        offers = self.chooser.offers(question, node, FIRST_CHOICES + 1)
        return QuestionView(
            visible(node, self.form),
            question.kind,
            speaker.wording(question.label, node),
            from_text(node.value, bind.datatype, question.control),
            appearance=question.appearance,
            hint=speaker.wording(question.hint, node),
            guidance=speaker.text(question.hint, node, "guidance"),
            help=speaker.text(question.help, node),
            choices=self.chooser.dress(offers[:FIRST_CHOICES]),
            required=node.required,
            readonly=is_readonly(node),
            status=judgement.status,
            message=judgement.message,
            more_choices=len(offers) > FIRST_CHOICES,
            identity=question.identity,
            unread=node.unread,
            provision=question.provision,
            sensitive=question.sensitive,
            low=question.low,
            high=question.high,
            step=question.step,
        )

    def count(self, question: Question, node: Node) -> Counts:
        """Return how far one question is."""
        known = self.remembered.get(node)
        if known is not None:
            return known
        is_note = question.kind is Kind.NOTE
        status = Status.OK if is_note else judge(self.record, self.speaker, node, question).status
        return self.remembered.put(node, counted(question, node, status))

    def questions(self, page: Page) -> Iterator[tuple[Question, Node]]:
        """Yield the relevant questions of a page."""
        return questions_below(page.items, page.node)

    def counts(self, items: tuple[Item, ...], node: Node) -> Counts:
        """Return how far the questions of a page are."""
        return sum((self.count(q, n) for q, n in questions_below(items, node)), Counts())

    def outline(self, *, questions: bool = True) -> OutlineEntry:
        """Return the form as pages with counts, and with their questions if wanted."""
        pages = [self._entry(page, questions=questions) for page in self.pages()]
        total = sum((Counts(p.questions, p.answered, p.missing, p.invalid) for p in pages), Counts())
        return total.on(OutlineEntry("", "form", self.form.title, "", children=tuple(pages)))

    def _entry(self, page: Page, *, questions: bool) -> OutlineEntry:
        lines = tuple(self._lines(page)) if questions else ()
        kind, label = self._page_kind(page), self._page_label(page)
        entry = OutlineEntry(page.path, kind, label, page.path, children=lines, sensitive=page.sensitive)
        return self.counts(page.items, page.node).on(entry)

    def _lines(self, page: Page) -> Iterator[OutlineEntry]:
        for question, node in questions_below(page.items, page.node):
            if asks(question):
                path, label = visible(node, self.form), self.speaker.wording(question.label, node).plain
                entry = OutlineEntry(path, "question", label, page.path, sensitive=question.sensitive)
                yield self.count(question, node).on(entry)

    def _page_kind(self, page: Page) -> str:
        if page.number:
            return "row"
        return "repeat" if len(page.items) == 1 and isinstance(page.items[0], Repeat) else "group"

    def _page_label(self, page: Page) -> str:
        label = self.speaker.wording(page.label, page.node).plain
        repeat = self.form.repeats.get(page.node.path) if page.number else None
        if repeat is None:
            return label
        own = self.row_label(repeat, page.node)
        return f"{label} {page.number}: {own}".strip() if own else f"{label} {page.number}".strip()


def is_readonly(node: Node) -> bool:
    """Return whether a node or anything around it may not be changed by hand."""
    if node.bind is not None and node.bind.calculate is not None:
        return True
    one: Node | None = node
    while one is not None:
        if one.readonly:
            return True
        one = one.parent
    return False
