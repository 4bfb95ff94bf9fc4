"""In which language a page is shown, and where machine-made words are kept from a worker.

Words of consent, distress and screening that no person has reviewed are shown in the questionnaire's own
language, for the monitor; the page then says that an interpreter is needed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from monitor_app.forms.filling import Filling
from monitor_app.forms.views import GroupView, ItemView, OutlineEntry, PageView, Problem, QuestionView
from monitor_app.ui.forms.outline import walk

T = TypeVar("T")

_SENSITIVE = frozenset({"consent", "consent_uses", "distress", "screening", "telling", "loss", "how_now"})
"""Groups that are sensitive by name, for questionnaires that mark nothing."""


@dataclass(frozen=True)
class ShownPage:
    """A page as it may be shown, and the sensitive questions whose words stay in the source language."""

    page: PageView
    held_back: frozenset[str]


class Wording:
    """The chosen language, the second one under it ("" for none), and which are reviewed by a person."""

    def __init__(self, filling: Filling, is_reviewed: Callable[[str], bool]) -> None:
        self._filling = filling
        self._is_reviewed = is_reviewed
        self.source = filling.form.default_language or next(iter(filling.form.languages), "")
        self.second = ""

    @property
    def language(self) -> str:
        """Return the chosen language."""
        return self._filling.language or self.source

    def page(self, path: str) -> ShownPage:
        """Return a page in the chosen language; held-back words in the source language."""
        page = self._filling.page(path)
        if self._may_all(self.language):
            return ShownPage(page, frozenset())
        source = self._in(self.source, lambda: self._filling.page(path))
        is_whole = self.is_sensitive(page)
        held: set[str] = set()
        items = tuple(
            self._held_back(item, other, held, inside=is_whole)
            for item, other in zip(page.items, source.items, strict=True)
        )
        return ShownPage(
            replace(page, items=items, label=source.label if is_whole else page.label), frozenset(held)
        )

    def second_labels(self, path: str) -> dict[str, str]:
        """Return the words of each question of a page in the second language; none if it may not be shown."""
        if not self.second or self.second == self.language:
            return {}
        page = self._in(self.second, lambda: self._filling.page(path))
        inside = self.is_sensitive(page)
        return dict(self._labels(page.items, may_all=self._may_all(self.second), inside=inside))

    def entries(self) -> list[OutlineEntry]:
        """Return the lines of the outline in order; sensitive ones in the source language unless reviewed."""
        lines = walk(self._filling.outline())
        if self._may_all(self.language):
            return lines
        source = self._in(self.source, lambda: walk(self._filling.outline()))
        return [
            replace(line, label=other.label) if self.is_sensitive(line) else line
            for line, other in zip(lines, source, strict=True)
        ]

    def page_labels(self) -> dict[str, str]:
        """Return the label of each page; sensitive ones in the source language unless reviewed."""
        return {page.path: page.label for page in self.outline().children}

    def outline(self) -> OutlineEntry:
        """Return the pages with their counts; sensitive labels in the source language unless reviewed."""
        outline = self._filling.outline(questions=False)
        if self._may_all(self.language):
            return outline
        source = self._in(self.source, lambda: self._filling.outline(questions=False))
        pages = tuple(
            replace(page, label=other.label) if self.is_sensitive(page) else page
            for page, other in zip(outline.children, source.children, strict=True)
        )
        return replace(outline, children=pages)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is left to check; about sensitive questions in the source language unless reviewed."""
        found = self._filling.problems()
        if not found or self._may_all(self.language):
            return found
        held = {entry.path for entry in self.entries() if self.is_sensitive(entry)}
        source = self._in(self.source, self._filling.problems)
        pairs = zip(found, source, strict=True)
        return tuple(other if {one.path, one.page} & held else one for one, other in pairs)

    def is_sensitive(self, view: ItemView | PageView | OutlineEntry) -> bool:
        """Say whether words are of consent, distress or screening; by name only if the form marks nothing."""
        if self._filling.form.has_marks:
            return bool(view.sensitive)
        return bool({step.partition("[")[0] for step in view.path.split("/")} & _SENSITIVE)

    def _may_all(self, language: str) -> bool:
        return language == self.source or self._is_reviewed(language)

    def _in(self, language: str, look: Callable[[], T]) -> T:
        before = self._filling.language
        self._filling.set_language(language)
        try:
            return look()
        finally:
            self._filling.set_language(before)

    def _held_back(self, item: ItemView, source: ItemView, held: set[str], *, inside: bool) -> ItemView:
        is_held = inside or self.is_sensitive(item)
        if isinstance(item, GroupView) and isinstance(source, GroupView):
            pairs = zip(item.items, source.items, strict=True)
            items = tuple(self._held_back(one, other, held, inside=is_held) for one, other in pairs)
            return replace(item, items=items, label=source.label if is_held else item.label)
        if not is_held:
            return item
        held.add(item.path)
        return source

    def _labels(self, items: tuple[ItemView, ...], *, may_all: bool, inside: bool) -> Iterator[tuple[str, str]]:
        for item in items:
            is_held = inside or self.is_sensitive(item)
            if isinstance(item, GroupView):
                yield from self._labels(item.items, may_all=may_all, inside=is_held)
            elif isinstance(item, QuestionView) and (may_all or not is_held):
                yield item.path, item.label.plain
