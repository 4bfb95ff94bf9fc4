"""Sync: pack what is ours, exchange with the shared place, take in what arrived, confirm it.

The network runs outside the vault's thread; every touch of the vault is one short step on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from monitor_app.errors import RemoteError
from monitor_app.operations import budgets, carrying, membership, oddities, places
from monitor_app.operations.budgets import Budget, Habits
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.confirming import settle
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.operations.oddities import Oddity
from monitor_app.operations.receiving import VaultIncoming
from monitor_app.operations.sending import VaultOutgoing, look_after
from monitor_app.ports import Clock, Progress, Remote
from monitor_app.sync import engine
from monitor_app.sync.engine import PullReport, PushReport, ReadingKeys
from monitor_app.sync.exchange import Kind
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.sync.traffic import WITHOUT_FILES, Moving, Traffic
from monitor_app.text import Message
from monitor_app.vault import outbox, peers
from monitor_app.vault.outbox import OutboxItem
from monitor_app.vault.peers import HeldBack
from monitor_app.vault.views import OutboxSummary

__all__ = [
    "Budget",
    "Habits",
    "HeldBack",
    "Kind",
    "Moving",
    "Oddity",
    "OutboxItem",
    "SyncReport",
    "SyncState",
    "Traffic",
    "publish",
    "run",
    "settle",
    "state",
    "why",
]

SHOWN_AT_MOST = 200
_DAY_MS = 24 * 60 * 60 * 1000
_LISTED, _LOOKED, _SWEPT = "listed_ms", "looked_back_ms", "swept_ms"
_BACK_DAYS, _LONG_BACK_DAYS, _SWEEP_DAYS = 2, 14, 7
TOPICS = (Topic.SYNC, Topic.RECORDS, Topic.QUESTIONNAIRES, Topic.PEOPLE, Topic.SITES, Topic.FINDINGS)


@dataclass(frozen=True)
class SyncReport:
    """What one sync did. `stopped` says why it ended early; nothing is lost then, the next one goes on.

    `kept_back` objects may not travel now: for the day's budget (`is_spent`), or because only records may.
    """

    pull: PullReport
    push: PushReport
    confirmed_bodies: int
    sent_again: int = 0
    is_spent: bool = False

    @property
    def stopped(self) -> Message | None:
        """Why it ended early, or None."""
        return self.pull.stopped or self.push.stopped

    @property
    def kept_back(self) -> int:
        """How many objects may not travel now."""
        return self.push.kept_back


@dataclass(frozen=True)
class SyncState:
    """What the sync screen shows: counts, single objects, what may travel, and what is odd.

    `has_witness`: another device reads and confirms what this one sends.
    """

    address: str
    is_waiting: bool
    has_witness: bool
    summary: OutboxSummary
    waiting: dict[Kind, tuple[int, int]]
    items: tuple[OutboxItem, ...]
    held_back: tuple[HeldBack, ...]
    odd: tuple[Oddity, ...]
    budget: Budget
    last_ms: int


@dataclass(frozen=True)
class _Start:
    """What the network part needs from the desk, read once."""

    open: Callable[[], Remote]
    keys: ReadingKeys = field(repr=False)
    clock: Clock
    budget: Budget
    is_folder: bool
    sweep: bool
    back: int


def run(
    on_desk: OnDesk, *, progress: Progress, traffic: Traffic | None = None, only: Budget | None = None
) -> tuple[SyncReport, Changes]:
    """Exchange everything with the shared place. Raise BadInput if none is set, Cancelled, RemoteError.

    `traffic` tells another thread what moves, and lets it pause; `only` stands in for this device's habits.
    """
    start = on_desk(_start)
    allowed = only or start.budget
    traffic = traffic or Traffic()
    traffic.limit(budget=allowed.left, up_to=allowed.up_to)
    lanes = Lanes(start.open(), more=None if start.is_folder else start.open)
    sync = _Sync(on_desk, start, lanes, progress, traffic)
    try:
        return sync.run(), touched(*TOPICS)
    finally:
        sync.lanes.close()


@dataclass
class _Sync:
    """One sync under way."""

    on_desk: OnDesk
    start: _Start
    lanes: Lanes
    progress: Progress
    traffic: Traffic
    pushed: PushReport = field(default_factory=PushReport)
    confirmed: int = 0

    def run(self) -> SyncReport:
        """Send what is urgent, receive, confirm, send the rest."""
        self._push(Kind.URGENT)
        pulled = engine.pull(
            VaultIncoming(self.on_desk),
            self.lanes,
            keys=self.start.keys,
            clock=self.start.clock,
            progress=self.progress,
            sweep=self.start.sweep,
            back=self.start.back,
            between=self._answer,
            traffic=self.traffic,
        )
        self.confirmed += self.on_desk(settle)
        again = self._look_after() if pulled.stopped is None else 0
        self._push(Kind.VIDEO)
        report = SyncReport(pulled, self.pushed, self.confirmed, again, self.traffic.is_spent)
        self.on_desk(lambda desk: _remember(desk, report, self.start))
        return report

    def _answer(self) -> None:
        """Confirm what came, and send records, before photos come and go."""
        self.confirmed += self.on_desk(settle)
        self._push(WITHOUT_FILES)

    def _look_after(self) -> int:
        try:
            return look_after(self.on_desk, self.lanes, self.progress)
        except RemoteError as error:
            self.pushed = replace(self.pushed, stopped=error.message)
            return 0

    def _push(self, up_to: Kind) -> None:
        """Send lot after lot, packing anew before each, so that what becomes urgent meanwhile goes next."""
        outgoing = VaultOutgoing(self.on_desk, up_to=up_to)
        while self.pushed.stopped is None:
            self.on_desk(carrying.pack)
            lot = engine.push(
                outgoing, self.lanes, clock=self.start.clock, progress=self.progress, traffic=self.traffic
            )
            done = self.pushed
            self.pushed = replace(
                lot,
                sent=done.sent + lot.sent,
                sent_bytes=done.sent_bytes + lot.sent_bytes,
                problems=(*done.problems, *lot.problems),
            )
            if not lot.sent or lot.kept_back:
                return


def state(desk: Desk) -> SyncState:
    """Return what waits, what was sent, what is confirmed and what is odd."""
    mine = membership.membership(desk)
    known = membership.people_now(desk)
    waiting = outbox.waiting_by_kind(desk.vault)
    return SyncState(
        address=mine.address,
        is_waiting=mine.is_waiting,
        has_witness=known is None or any(one.box != desk.box for one in known.readers()),
        summary=outbox.summary(desk.vault),
        waiting={Kind(kind): found for kind, found in waiting.items()},
        items=tuple(outbox.items(desk.vault, offset=0, limit=SHOWN_AT_MOST)),
        held_back=tuple(peers.held_back(desk.vault)),
        odd=tuple(oddities.oddities(desk)),
        budget=budgets.budget(desk),
        last_ms=recall(desk, "synced_ms", int, 0),
    )


def why(held: HeldBack) -> tuple[Message, Message | None]:
    """Return why an object is held back, and what to do about it."""
    refused = Refused(Fault(held.reason))
    return refused.message, refused.hint


def publish(desk: Desk, digest: str) -> tuple[None, Changes]:
    """Offer a questionnaire to every monitor of the project, now and later."""
    membership.demand_coordinator(desk)
    with desk.vault.writing():
        carrying.publish_form(desk, digest)
    return None, touched(Topic.QUESTIONNAIRES, Topic.SYNC)


def reading_keys(desk: Desk) -> ReadingKeys:
    """Return what this device opens and believes with."""
    mine = membership.membership(desk)
    return ReadingKeys(
        project=mine.project,
        box=desk.box,
        receive_seeds=membership.receive_seeds(desk),
        roster_public=mine.roster_public,
        project_key=membership.project_key(desk),
        pin=membership.pin(desk),
    )


def _start(desk: Desk) -> _Start:
    place = places.access(desk)
    keys = reading_keys(desk)
    is_folder = places.kind_of(place) == "folder"
    sweep, back = _listing(desk, is_folder=is_folder)
    allowed = budgets.budget(desk)
    return _Start(lambda: desk.open_remote(place), keys, desk.clock, allowed, is_folder, sweep, back)


def _listing(desk: Desk, *, is_folder: bool) -> tuple[bool, int]:
    """Return whether every day is to be listed, and else how many days back.

    A stick may bring what was put on it long ago. Elsewhere the last days do, two weeks once a day, and all of
    it once a week: who uploads fixes the day at the first try, which may have failed.
    """
    now = desk.now()
    swept, looked, listed = (recall(desk, mark, int, 0) for mark in (_SWEPT, _LOOKED, _LISTED))
    if is_folder or not 0 <= now - swept < _SWEEP_DAYS * _DAY_MS:
        return True, 0
    back = max((now - listed) // _DAY_MS, 0) + _BACK_DAYS
    return False, max(back, _LONG_BACK_DAYS) if now - looked >= _DAY_MS else back


def _remember(desk: Desk, report: SyncReport, start: _Start) -> None:
    with desk.vault.writing():
        note(desk, "synced_ms", desk.now())
        oddities.keep(desk, report.pull, lost=report.sent_again)
        if report.pull.stopped is not None:
            return
        note(desk, _LISTED, desk.now())
        if start.sweep or start.back >= _LONG_BACK_DAYS:
            note(desk, _LOOKED, desk.now())
        if start.sweep:
            note(desk, _SWEPT, desk.now())
