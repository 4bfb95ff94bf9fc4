"""In which language a page is shown, and where machine-made words are kept from a worker.

Words of consent, distress and screening that no person has reviewed are shown in the questionnaire's own
language, for the monitor; the page then says that an interpreter is needed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from monitor_app.forms.filling import Filling
from monitor_app.forms.views import GroupView, ItemView, OutlineEntry, PageView, QuestionView
from monitor_app.ui.forms.outline import walk

T = TypeVar("T")

_SENSITIVE = frozenset({"consent", "consent_uses", "distress", "screening", "telling", "how_now"})
"""Groups that are sensitive by name, for questionnaires whose marks do not reach us."""


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
        if self.language == self.source or self._is_reviewed(self.language):
            return ShownPage(page, frozenset())
        source = self._in(self.source, lambda: self._filling.page(path))
        is_whole = is_sensitive(page)
        held: set[str] = set()
        items = tuple(
            _held_back(item, other, held, inside=is_whole)
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
        may_all = self.second == self.source or self._is_reviewed(self.second)
        return dict(_labels(page.items, may_all=may_all, inside=is_sensitive(page)))

    def page_labels(self) -> dict[str, str]:
        """Return the label of each page; sensitive ones in the source language unless reviewed."""
        labels = {entry.path: entry.label for entry in walk(self._filling.outline())}
        if self.language == self.source or self._is_reviewed(self.language):
            return labels
        source = self._in(self.source, lambda: walk(self._filling.outline()))
        return {**labels, **{entry.path: entry.label for entry in source if is_sensitive(entry)}}

    def _in(self, language: str, look: Callable[[], T]) -> T:
        before = self._filling.language
        self._filling.set_language(language)
        try:
            return look()
        finally:
            self._filling.set_language(before)


def is_sensitive(view: ItemView | PageView | OutlineEntry) -> bool:
    """Say whether words are of consent, distress or screening: by their mark, or by their group's name."""
    names = {step.partition("[")[0] for step in view.path.split("/")}
    return bool(getattr(view, "sensitive", "")) or bool(names & _SENSITIVE)


def _held_back(item: ItemView, source: ItemView, held: set[str], *, inside: bool) -> ItemView:
    is_held = inside or is_sensitive(item)
    if isinstance(item, GroupView) and isinstance(source, GroupView):
        pairs = zip(item.items, source.items, strict=True)
        items = tuple(_held_back(one, other, held, inside=is_held) for one, other in pairs)
        return replace(item, items=items, label=source.label if is_held else item.label)
    if not is_held:
        return item
    held.add(item.path)
    return source


def _labels(items: tuple[ItemView, ...], *, may_all: bool, inside: bool) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for item in items:
        is_held = inside or is_sensitive(item)
        if isinstance(item, GroupView):
            found += _labels(item.items, may_all=may_all, inside=is_held)
        elif isinstance(item, QuestionView) and (may_all or not is_held):
            found.append((item.path, item.label.plain))
    return found
