"""Sending and receiving: what waits, what moves now, what is confirmed, what is odd, and what may travel."""

from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from monitor_app.domain.people import Right
from monitor_app.errors import Cancelled, MonitorError
from monitor_app.operations import projects, syncing
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.projects import Membership
from monitor_app.operations.syncing import SyncReport, SyncState
from monitor_app.text import N_
from monitor_app.ui import exchange
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.shared.words import place_row
from monitor_app.ui.sync import words
from monitor_app.ui.sync.clearing_card import ClearingCard
from monitor_app.ui.sync.hand_over_card import HandOverCard
from monitor_app.ui.sync.limits import LimitsCard
from monitor_app.ui.sync.moving_panel import MovingPanel
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Pill, Words

_Found = tuple[SyncState, Membership]
LOOK_MS = 500


class Sync(Screen):
    """Answers what is only here, what moves, what was sent, and what is confirmed by whom."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SYNC, Topic.RECORDS, Topic.PEOPLE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._has_address = False
        self.exchange = exchange.of(shell.jobs)
        self.exchange.changed.connect(self._show_moving)
        self.exchange.ended.connect(self._ended)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._show_moving)
        self._build_place()
        self.moving = MovingPanel(self.exchange)
        self.body.addWidget(self.moving)
        self._build_counts()
        self._build_odd()
        self.limits = LimitsCard(self.jobs)
        self.body.addWidget(self.limits)
        self.hand_over = HandOverCard(self)
        self.body.addWidget(self.hand_over)
        self.clearing = ClearingCard(self, self.exchange)
        self.body.addWidget(self.clearing)
        self._build_items()
        link_to_guide(self.body, shell, "sync")

    def refresh(self) -> None:
        """Read again how far everything is."""
        self.shell.entitle(
            N_("Send and receive"), N_("The shared place sees only sealed parcels, never a record.")
        )
        self.jobs.read(self, _read, done=self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow what moves while this is seen."""
        super().showEvent(event)
        self._looking.start()
        self._show_moving()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._looking.stop()

    def _build_place(self) -> None:
        self.place = Card(N_("Shared places"), "")
        self.now = Button(N_("Sync now"), "primary", picture="sync")
        self.now.clicked.connect(self._sync)
        self.set_up = Button(N_("Set up the shared place"))
        self.set_up.clicked.connect(
            lambda: self.shell.go("shared_places" if self._has_address else "shared_place")
        )
        self.people = Button(N_("Found a project or join one"), "primary")
        self.people.clicked.connect(lambda: self.shell.go("people"))
        self.reached = RowList(N_("Shared places"), still=True)
        row = Flow()
        for button in (self.now, self.set_up, self.people):
            row.addWidget(button)
        self.place.add(self.reached)
        self.place.rows.addLayout(row)
        self.body.addWidget(self.place)

    def _build_counts(self) -> None:
        self.counts = Card(N_("How far everything is"))
        self.here, self.sent, self.confirmed = Pill(), Pill(), Pill()
        row = Flow()
        for pill in (self.here, self.sent, self.confirmed):
            row.addWidget(pill)
        self.counts.rows.addLayout(row)
        self.meaning = Words("")
        self.counts.add(self.meaning)
        self.waiting = Words("", "muted")
        self.counts.add(self.waiting)
        self.body.addWidget(self.counts)

    def _build_odd(self) -> None:
        self.odd_card = Card(
            N_("What is odd"), N_("Nothing on this device was changed by these. Each says what to do.")
        )
        self.odd = RowList(N_("What is odd"), still=True)
        self.odd_card.add(self.odd)
        self.body.addWidget(self.odd_card)

    def _build_items(self) -> None:
        self.items_card = Card(
            N_("Every parcel"), N_("The newest come last. Their names and sizes say nothing.")
        )
        self.items = RowList(N_("Parcels"), still=True)
        self.items_card.add(self.items)
        self.empty = EmptyState(
            N_("Nothing to send yet"), N_("Finished records, decisions and pictures appear here on their way.")
        )
        self.body.addWidget(self.empty)
        self.body.addWidget(self.items_card)

    def _show(self, found: _Found) -> None:
        state, mine = found
        for widget in (self.now, self.set_up, self.counts, self.limits, self.hand_over):
            widget.setVisible(bool(mine.project))
        self.people.setVisible(not mine.project)
        self.place.sentence.say(words.where(mine))
        self._has_address = bool(state.places)
        self.place.sentence.setVisible(not (mine.project and self._has_address))
        self.reached.show_rows([place_row(one) for one in state.places])
        self.reached.setVisible(bool(mine.project and state.places))
        self.set_up.say(N_("Shared places") if state.places else N_("Set up a shared place"))
        self._show_counts(state, mine.rights)
        self.odd.show_rows([words.odd_row(one) for one in state.odd])
        self.odd_card.setVisible(bool(state.odd))
        self.limits.show_budget(state.budget)
        self.clearing.show_choice(state.kept_days, mine, is_alone=not state.has_witness)
        self.items.show_rows([words.item_row(one, _lying(state, one.name)) for one in state.items])
        self.items_card.setVisible(bool(state.items))
        self.empty.setVisible(not state.items)
        self._show_moving()

    def _show_counts(self, state: SyncState, rights: frozenset[Right]) -> None:
        counted = state.summary
        self.here.show_state(
            N_("Only here: {count}", count=counted.waiting), "warn" if counted.waiting else "neutral"
        )
        self.sent.show_state(N_("Sent, not confirmed: {count}", count=counted.sent), "neutral")
        is_some = "ok" if counted.confirmed else "neutral"
        self.confirmed.show_state(N_("Confirmed: {count}", count=counted.confirmed), is_some)
        self.meaning.say(words.meaning(state, rights))
        self.waiting.say(words.waiting(state))
        self.waiting.setVisible(bool(state.waiting))

    def _show_moving(self) -> None:
        self.moving.show_now()
        self.now.setEnabled(self._has_address and not self.exchange.is_running)

    def _sync(self) -> None:
        self.notice.dismiss()
        self.exchange.start()

    def _ended(self, outcome: SyncReport | MonitorError) -> None:
        self.refresh()
        if isinstance(outcome, MonitorError):
            if not isinstance(outcome, Cancelled):
                self._warn(outcome)
            return
        if not (self.exchange.is_by_itself and outcome.stopped is None):
            what, means, style = words.ended(outcome)
            self.notice.tell(what, means, style=style)

    def _warn(self, error: MonitorError) -> None:
        """Complain of what a person began; what was tried without being asked is only told."""
        if self.exchange.is_by_itself:
            self.notice.tell(error.message, error.hint or "", style="warn")
        else:
            self.complain(error)


def _lying(state: SyncState, name: str) -> tuple[str, ...]:
    """Return the names of the places where a parcel lies, if there are several to tell apart."""
    return state.lying.get(name, ()) if len(state.places) > 1 else ()


def _read(desk: Desk) -> _Found:
    return syncing.state(desk), projects.membership(desk)
