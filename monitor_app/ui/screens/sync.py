"""Sending and receiving: where to, what waits, what is confirmed, what is held back, as far as it is known."""

from pathlib import Path
from typing import ClassVar

from monitor_app.domain.people import Right
from monitor_app.errors import MonitorError
from monitor_app.operations import projects, syncing
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.projects import Membership
from monitor_app.operations.syncing import HeldBack, Kind, OutboxItem, SyncReport, SyncState
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment, size
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Pill, Words

FOLDER = "folder:"
_Found = tuple[SyncState, Membership]
_KINDS: dict[Kind, Message] = {
    Kind.ROSTER: N_("List of people and devices"),
    Kind.RECORDS: N_("Records and decisions"),
    Kind.RECEIPTS: N_("Confirmations"),
    Kind.THUMBNAILS: N_("Small pictures and questionnaires"),
    Kind.PHOTOS: N_("Photos"),
}
_HOW_FAR: dict[str, tuple[Message, str, Message]] = {
    "here": (N_("On this device only"), "warn", N_("It goes with the next sync.")),
    "sent": (
        N_("Sent, not confirmed"),
        "neutral",
        N_("It lies in the shared place. No coordinator has confirmed it yet; it is sent again if need be."),
    ),
    "confirmed": (N_("Confirmed"), "ok", N_("A coordinator's device has signed that it arrived.")),
}


class Sync(Screen):
    """Answers what is only here, what was sent, and what is confirmed by whom."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SYNC, Topic.RECORDS, Topic.PEOPLE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._running: Running | None = None
        self._build_place()
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        self._build_counts()
        self._build_lists()
        link_to_guide(self.body, shell, "sync")

    def refresh(self) -> None:
        """Read again how far everything is."""
        self.shell.entitle(
            N_("Send and receive"), N_("The shared place sees only sealed parcels, never a record.")
        )
        self.jobs.read(self, _read, done=self._show)

    def _build_place(self) -> None:
        self.place = Card(N_("Shared place"), "")
        self.now = Button(N_("Sync now"), "primary", picture="sync")
        self.now.clicked.connect(self._sync)
        self.choose = Button(N_("Choose a folder or stick"))
        self.choose.clicked.connect(self._choose)
        self.people = Button(N_("Found a project or join one"), "primary")
        self.people.clicked.connect(lambda: self.shell.go("people"))
        self.last = Words("", "muted")
        row = Flow()
        row.addWidget(self.now)
        row.addWidget(self.choose)
        row.addWidget(self.people)
        self.place.add(self.last)
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
        self.body.addWidget(self.counts)

    def _build_lists(self) -> None:
        self.held_card = Card(
            N_("Held back"), N_("These parcels were not taken in. Nothing on this device was changed by them.")
        )
        self.held = RowList(N_("Held back"), still=True)
        self.held_card.add(self.held)
        self.items_card = Card(
            N_("Every parcel"), N_("The newest come last. Their names and sizes say nothing.")
        )
        self.items = RowList(N_("Parcels"), still=True)
        self.items_card.add(self.items)
        self.empty = EmptyState(
            N_("Nothing to send yet"), N_("Finished records, decisions and pictures appear here on their way.")
        )
        for widget in (self.held_card, self.empty, self.items_card):
            self.body.addWidget(widget)

    def _show(self, found: _Found) -> None:
        state, mine = found
        for widget in (self.now, self.choose, self.last, self.counts):
            widget.setVisible(bool(mine.project))
        self.people.setVisible(not mine.project)
        self.place.sentence.say(_place(state, mine))
        self.place.sentence.show()
        self.now.setEnabled(bool(state.address) and self._running is None)
        self.last.say(
            N_("Last exchange: {moment}", moment=moment(state.last_ms))
            if state.last_ms
            else N_("Never synced yet.")
        )
        counted = state.summary
        self.here.show_state(
            N_("Only here: {count}", count=counted.waiting), "warn" if counted.waiting else "neutral"
        )
        self.sent.show_state(N_("Sent, not confirmed: {count}", count=counted.sent), "neutral")
        is_some = "ok" if counted.confirmed else "neutral"
        self.confirmed.show_state(N_("Confirmed: {count}", count=counted.confirmed), is_some)
        self.meaning.say(_meaning(state, mine.rights))
        self.held.show_rows([_held_row(one) for one in state.held_back])
        self.held_card.setVisible(bool(state.held_back))
        self.items.show_rows([_item_row(one) for one in state.items])
        self.items_card.setVisible(bool(state.items))
        self.empty.setVisible(not state.items)

    def _choose(self) -> None:
        folder = self.files.folder(self, N_("Choose the shared folder"))
        if folder is not None:
            self.jobs.write(
                self,
                lambda desk: projects.set_address(desk, f"{FOLDER}{folder}"),
                done=lambda _: self.notice.dismiss(),
            )

    def _sync(self) -> None:
        self.notice.dismiss()
        self.progress.begin(N_("Looking into the shared place"))
        self.now.setEnabled(False)
        self._running = self.jobs.run(
            self,
            lambda on_desk, progress: syncing.run(on_desk, progress=progress),
            done=self._synced,
            progressed=self.progress.show_report,
            failed=self._failed,
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _synced(self, report: SyncReport) -> None:
        self._end()
        if report.stopped is not None:
            self.notice.tell(
                report.stopped, N_("Nothing is lost. The next sync goes on where this one ended."), style="warn"
            )
            return
        self.notice.tell(
            N_("The exchange is done."),
            N_("What was sent counts as arrived once a coordinator's device has confirmed it."),
            style="ok",
        )

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self.complain(error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self.refresh()


def _read(desk: Desk) -> _Found:
    return syncing.state(desk), projects.membership(desk)


def _place(state: SyncState, mine: Membership) -> Message | str:
    if not mine.project:
        return N_("This vault belongs to no project yet, so there is nobody to exchange with.")
    return _shown(state.address) or N_("No shared place is chosen yet.")


def _meaning(state: SyncState, rights: frozenset[Right]) -> Message:
    if state.is_waiting:
        return N_("You are not on the list yet: records wait here until you are accepted.")
    if state.summary.waiting:
        return N_("Waiting: {size}. Do not clear this device.", size=size(state.summary.bytes))
    if state.summary.sent:
        if Right.COORDINATOR in rights:
            return N_("Everything was sent. What you send is confirmed only by another coordinator's device.")
        return N_("Everything was sent, but not all is confirmed. Keep this device until it is.")
    if state.summary.confirmed:
        return N_("Everything that was sent is confirmed.")
    return N_("Nothing was sent yet.")


def _held_row(held: HeldBack) -> Row:
    why, hint = syncing.why(held)
    since = N_("Since {moment}.", moment=moment(held.since_ms))
    return Row(held.name, why, N_("Held back"), "warn", (*([hint] if hint else []), since))


def _item_row(item: OutboxItem) -> Row:
    words, style, meaning = _HOW_FAR[str(item.state)]
    if item.priority == Kind.ROSTER and item.state == "sent":
        words, meaning = (
            N_("Sent"),
            N_("It lies in the shared place for everyone; lists are not confirmed one by one."),
        )
    what = next((words for kind, words in _KINDS.items() if kind == item.priority), N_("Other"))
    told = N_("{size}.", size=size(item.size)) if item.size else N_("Part of a file.")
    return Row(item.name, what, words, style, (told, meaning))


def _shown(address: str) -> str:
    return str(Path(address.removeprefix(FOLDER))) if address.startswith(FOLDER) else address
