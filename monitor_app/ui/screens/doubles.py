"""Two names for one thing: joins doubled factories and pseudonyms, and parts them again."""

from functools import partial
from typing import ClassVar

from monitor_app.operations import joining_names
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.joining_names import Double, Kind
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button

_Found = tuple[list[tuple[str, str]], list[Double]]
_HEADINGS: dict[Kind, tuple[Message, Message]] = {
    Kind.SITE: (N_("One factory, named twice"), N_("Its records and findings are then counted together.")),
    Kind.WORKER: (
        N_("One worker, two codes"),
        N_("They then count as one source. Join them only if you are sure; no names are needed."),
    ),
}


class Doubles(Screen):
    """Answers which names stand for the same."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SITES, Topic.RECORDS})
    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.cards = {kind: DoublesCard(self, kind) for kind in Kind}
        for card in self.cards.values():
            self.body.addWidget(card)

    def refresh(self) -> None:
        """Read again what is joined."""
        self.shell.entitle(N_("Doubles"), N_("Nothing is lost by joining: it can be taken back at any time."))
        for kind, card in self.cards.items():
            self.jobs.read(self, partial(_read, kind), done=card.show_names)


class DoublesCard(Card):
    """Joins two names of one kind."""

    def __init__(self, screen: Screen, kind: Kind) -> None:
        super().__init__(*_HEADINGS[kind])
        self._screen, self._kind = screen, kind
        self.double = ChoiceField(N_("This one"))
        self.kept = ChoiceField(N_("is the same as this one, which is kept"))
        self.join = Button(N_("Join them"), "primary")
        self.join.clicked.connect(self._join)
        self.joined = RowList(N_("Joined names"))
        self.part = Button(N_("Part the chosen one again"))
        self.part.clicked.connect(self._part)
        for widget in (self.double, self.kept):
            self.add(widget)
        self.add(self.join, left=True)
        self.add(self.joined)
        self.add(self.part, left=True)
        for field in (self.double, self.kept):
            field.box.currentIndexChanged.connect(self._allow)
        self._allow()

    def show_names(self, found: _Found) -> None:
        """Show what can be joined and what is."""
        names, doubles = found
        choices: list[tuple[str, Message | str]] = [("", N_("Choose")), *names]
        self.double.offer(choices)
        self.kept.offer(choices)
        self.joined.show_rows([_row(one) for one in doubles])
        self.joined.setVisible(bool(doubles))
        self.part.setVisible(bool(doubles))

    def _allow(self) -> None:
        """Two different names are needed."""
        name, kept = self.double.value(), self.kept.value()
        self.join.setEnabled(bool(name and kept) and name != kept)

    def _join(self) -> None:
        kind, name, kept = self._kind, self.double.value(), self.kept.value()
        self._screen.jobs.write(self._screen, lambda desk: joining_names.join(desk, kind, name, kept))

    def _part(self) -> None:
        kind, name = self._kind, self.joined.current()
        if name:
            self._screen.jobs.write(self._screen, lambda desk: joining_names.part(desk, kind, name))


def _read(kind: Kind, desk: Desk) -> _Found:
    return joining_names.names(desk, kind), joining_names.doubles(desk, kind)


def _row(one: Double) -> Row:
    return Row(one.name, one.words, N_("Joined"), "accent", (N_("Counted as {name}.", name=one.kept_words),))
