"""Help near here: who helps, with what and where, and when somebody last made sure."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from monitor_app.domain import directory
from monitor_app.domain.directory import Help, Service
from monitor_app.domain.people import Right
from monitor_app.operations import membership, packs
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.text import N_, Message
from monitor_app.ui.models.wordings import HELPS
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.fields import ChoiceBox
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.service_card import ServiceCard
from monitor_app.ui.widgets.speaking import Words

SHOWN_AT_MOST = 30
_TYPING_PAUSE_MS = 250
_OLD = N_("Some of these were not checked for over six months. Call there yourself before you send anybody.")
_ASK = N_("Ask the person first, and let them decide. In danger, think of who may see or hear the call.")


@dataclass(frozen=True)
class _Found:
    services: tuple[Service, ...]
    today: date
    may_publish: bool


class DirectoryScreen(Screen):
    """Answers who can help, here and now."""

    for_reading = True
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PACKS, Topic.SYNC})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found = _Found((), date.min, may_publish=False)
        self._build_search()
        self.old = Words(_OLD, "warn-text")
        self.care = Words(_ASK, "muted")
        self.list: list[ServiceCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self.more = Words("", "muted")
        self.empty = EmptyState(
            N_("Nobody is listed yet"),
            N_(
                "A coordinator adds the list under Questionnaires. Fieldwork brings none along: "
                "a number that nobody answers can do harm."
            ),
            N_("Add the list"),
        )
        assert self.empty.button is not None
        self.empty.button.clicked.connect(lambda: self.shell.go("packs"))
        self.nothing = EmptyState(
            N_("Nobody fits"), N_("Take something out of the search, or choose “any” beside it.")
        )
        self.body.addWidget(self.care)
        self.body.addWidget(self.old)
        self.body.addLayout(self._cards)
        for widget in (self.more, self.empty, self.nothing):
            self.body.addWidget(widget)
        link_to_guide(self.body, shell, "packs")
        self.offers["search"] = self.search.setFocus
        bus.changed.connect(self._retranslate)
        self._retranslate()

    def refresh(self) -> None:
        """Read the list again."""
        self.shell.entitle(N_("Help near here"), N_("Readable without a network."))
        self.jobs.read(self, _read, done=self._take)

    def _build_search(self) -> None:
        self.search = discreet(QLineEdit())
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._show)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._show)
        self.kind, self.place = ChoiceBox(12), ChoiceBox(12)
        row = Flow()
        for box in (self.kind, self.place):
            box.activated.connect(lambda _: self._show())
            row.addWidget(box)
        self.body.addWidget(self.search)
        self.body.addLayout(row)

    def _retranslate(self) -> None:
        self.search.setPlaceholderText(tr(N_("Search for a name, a place, a language")))
        self.search.setAccessibleName(tr(N_("Search those who help")))
        offered = {one for service in self._found.services for one in service.help}
        kinds = [(str(one), tr(words)) for one, words in HELPS.items() if one in offered]
        _offer(self.kind, N_("What help"), [("", tr(N_("Any help"))), *kinds])
        places = [(one, one) for one in directory.places(self._found.services)]
        _offer(self.place, N_("Where"), [("", tr(N_("Any place"))), *places])

    def _take(self, found: _Found) -> None:
        self._found = found
        self._retranslate()
        self._show()

    def _put(self, shown: list[Service]) -> None:
        for card in self.list:
            card.hide()
            card.deleteLater()
        self.list = [ServiceCard(one, self._found.today) for one in shown]
        for card in self.list:
            self._cards.addWidget(card)

    def _show(self) -> None:
        self._pause.stop()
        kind = str(self.kind.currentData() or "")
        fitting = directory.wanted(
            self._found.services,
            words=self.search.text(),
            kind=Help(kind) if kind else None,
            place=str(self.place.currentData() or ""),
        )
        shown = fitting[:SHOWN_AT_MOST]
        self._put(shown)
        has_any = bool(self._found.services)
        for widget in (self.search, self.kind, self.place, self.care):
            widget.setVisible(has_any)
        self.old.setVisible(any(one.is_old(self._found.today) for one in shown))
        self.more.setVisible(len(fitting) > len(shown))
        self.more.say(
            N_("Shown: {shown} of {count}. Search to see others.", shown=len(shown), count=len(fitting))
        )
        self.empty.setVisible(not has_any)
        assert self.empty.button is not None
        self.empty.button.setVisible(self._found.may_publish)
        self.nothing.setVisible(has_any and not shown)


def _read(desk: Desk) -> _Found:
    mine = membership.membership(desk)
    may_publish = Right.COORDINATOR in mine.rights and bool(mine.project)
    return _Found(packs.directory(desk).rows, packs.today(desk), may_publish)


def _offer(box: ChoiceBox, name: Message, choices: list[tuple[str, str]]) -> None:
    before = str(box.currentData() or "")
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(before), 0))
    box.setAccessibleName(tr(name))
