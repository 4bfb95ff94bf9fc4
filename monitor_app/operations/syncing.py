"""Sync: pack what is ours, exchange with every shared place that is there, take in what arrived, confirm it.

The network runs outside the vault's thread; every touch of the vault is one short step on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from monitor_app.operations import budgets, carrying, membership, oddities, places, retention, visited
from monitor_app.operations.budgets import Budget, Habits
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.confirming import settle
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.oddities import Oddity
from monitor_app.operations.places import ALL, Place, Which
from monitor_app.operations.visited import Visited
from monitor_app.operations.visiting import Errand, Visit, added, reading_keys, remember, way_to
from monitor_app.ports import Progress
from monitor_app.sync.engine import PullReport, PushReport
from monitor_app.sync.exchange import Kind
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.sync.traffic import WITHOUT_FILES, Moving, Traffic
from monitor_app.text import Message
from monitor_app.vault import lodging, outbox, peers
from monitor_app.vault.lodging import Lack
from monitor_app.vault.outbox import OutboxItem
from monitor_app.vault.peers import HeldBack
from monitor_app.vault.views import OutboxSummary

__all__ = [
    "ALL",
    "Budget",
    "Called",
    "Habits",
    "HeldBack",
    "Kind",
    "Moving",
    "Oddity",
    "OutboxItem",
    "Place",
    "PlaceState",
    "SyncReport",
    "SyncState",
    "Traffic",
    "Visit",
    "Which",
    "publish",
    "reading_keys",
    "run",
    "settle",
    "state",
    "why",
]

SHOWN_AT_MOST = 200
TOPICS = (
    Topic.SYNC,
    Topic.RECORDS,
    Topic.QUESTIONNAIRES,
    Topic.PEOPLE,
    Topic.SITES,
    Topic.FINDINGS,
    Topic.PACKS,
)


@dataclass(frozen=True)
class Called:
    """What became of one place in an exchange: why it ended early, or None. `is_away`: it is not plugged in."""

    name: str
    stopped: Message | None
    is_away: bool
    pull: PullReport
    push: PushReport


@dataclass(frozen=True)
class SyncReport:
    """What one sync did, in all and at each place. Nothing is lost when one ends early, the next one goes on.

    `kept_back` objects may not travel now: for the day's budget (`is_spent`), or because only records may.
    `removed` counts what left the places because it was replaced, erased, or is held by everybody.
    """

    pull: PullReport
    push: PushReport
    confirmed_bodies: int
    sent_again: int = 0
    is_spent: bool = False
    removed: int = 0
    places: tuple[Called, ...] = ()

    @property
    def stopped(self) -> Message | None:
        """Why it ended early, or None. A stick that is not there is no fault if another place was reached."""
        failed = [one for one in self.places if one.stopped is not None]
        is_fault = [one for one in failed if not one.is_away or len(failed) == len(self.places)]
        return is_fault[0].stopped if is_fault else None

    @property
    def kept_back(self) -> int:
        """How many objects may not travel now."""
        return self.push.kept_back


@dataclass(frozen=True)
class PlaceState:
    """How it stands with one place: what it lacks, and what its last visit noticed."""

    place: Place
    lacks: Lack
    visited: Visited
    is_older: bool

    @property
    def trouble(self) -> Message | None:
        """What went wrong there last, or None."""
        return self.visited.trouble.message() if self.visited.trouble else None


@dataclass(frozen=True)
class SyncState:
    """What the sync screen shows: counts, single objects, what may travel, and what is odd.

    `has_witness`: another device reads and confirms what this one sends. `lying` names the places where each
    of the `items` lies that nobody confirmed. `kept_days`: so long things stay there, 0 for ever.
    """

    places: tuple[PlaceState, ...]
    is_waiting: bool
    has_witness: bool
    summary: OutboxSummary
    waiting: dict[Kind, tuple[int, int]]
    items: tuple[OutboxItem, ...]
    lying: Mapping[str, tuple[str, ...]]
    held_back: tuple[HeldBack, ...]
    odd: tuple[Oddity, ...]
    budget: Budget
    last_ms: int
    kept_days: int = retention.DEFAULT_DAYS


def run(
    on_desk: OnDesk,
    *,
    progress: Progress,
    traffic: Traffic | None = None,
    only: Budget | None = None,
    which: Which = ALL,
    clear_old: bool = False,
) -> tuple[SyncReport, Changes]:
    """Exchange everything with the shared places that are reached. Raise BadInput if none is set, Cancelled.

    `traffic` tells another thread what moves, and lets it pause; `only` stands in for this device's habits.
    A place that cannot be reached is in the report. `clear_old`: days that everybody holds leave now.
    """
    ways = on_desk(lambda desk: [way_to(desk, place) for place in places.to_visit(desk, which)])
    allowed = only or on_desk(budgets.budget)
    traffic = traffic or Traffic()
    traffic.limit(budget=allowed.left, up_to=allowed.up_to)
    errand = Errand(on_desk, on_desk(lambda desk: desk.clock), progress, traffic)
    sync = _Sync(errand, [Visit(errand, way) for way in ways], clear_old=clear_old)
    try:
        return sync.run(), touched(*TOPICS)
    finally:
        for visit in sync.visits:
            visit.close()


@dataclass
class _Sync:
    """One sync under way. The places are visited in step: what is urgent goes to all before the rest."""

    errand: Errand
    visits: list[Visit]
    clear_old: bool = False
    confirmed: int = 0

    def run(self) -> SyncReport:
        """Send what is urgent, receive, confirm, send the rest."""
        for visit in self.visits:
            visit.open()
            visit.push(Kind.URGENT)
        for visit in self.visits:
            self._pull(visit)
        for visit in self._that_may_go_on():
            self._pull(visit)
        for visit in self.visits:
            visit.look_after()
            visit.push(Kind.VIDEO)
            visit.clear(is_asked=self.clear_old)
        self.errand.on_desk(self._remember)
        return self._report()

    def _pull(self, visit: Visit) -> None:
        """Receive; confirm what came and send records before photos come and go."""

        def answer() -> None:
            self._settle()
            visit.push(WITHOUT_FILES)

        visit.pull(answer)
        self._settle()

    def _settle(self) -> None:
        self.confirmed += self.errand.on_desk(settle)

    def _that_may_go_on(self) -> list[Visit]:
        """Return the places where something waited that a later place has brought what it waited for."""
        brought = [bool(visit.pulled and visit.pulled.new_events) for visit in self.visits]
        return [
            visit
            for at, visit in enumerate(self.visits)
            if any(brought[at + 1 :]) and visit.pulled and (visit.pulled.gaps or visit.pulled.held_back)
        ]

    def _remember(self, desk: Desk) -> None:
        with desk.vault.writing():
            for visit in self.visits:
                remember(desk, visit)

    def _report(self) -> SyncReport:
        pulled, pushed = PullReport(), PushReport()
        for visit in self.visits:
            pulled = _both(pulled, visit.pulled) if visit.pulled else pulled
            pushed = _sum(pushed, visit.pushed)
        return SyncReport(
            pull=pulled,
            push=pushed,
            confirmed_bodies=self.confirmed,
            sent_again=sum(visit.again for visit in self.visits),
            is_spent=self.errand.traffic.is_spent,
            removed=sum(visit.removed.objects for visit in self.visits),
            places=tuple(
                Called(one.place.name, one.stopped, one.is_away, one.pulled or PullReport(), one.pushed)
                for one in self.visits
            ),
        )


def state(desk: Desk) -> SyncState:
    """Return what waits, what was sent, what is confirmed and what is odd."""
    mine = membership.membership(desk)
    held = places.listed(desk)
    called = {one.id: one.name for one in held}
    items = tuple(outbox.items(desk.vault, offset=0, limit=SHOWN_AT_MOST))
    lying = lodging.whereabouts(desk.vault, [item.name for item in items])
    known = membership.people_now(desk)
    waiting = outbox.waiting_by_kind(desk.vault)
    return SyncState(
        places=tuple(_place_states(desk, held)),
        is_waiting=mine.is_waiting,
        has_witness=known is None or any(one.box != desk.box for one in known.readers()),
        summary=outbox.summary(desk.vault),
        waiting={Kind(kind): found for kind, found in waiting.items()},
        items=items,
        lying={name: tuple(called[one] for one in where) for name, where in lying.items()},
        held_back=tuple(peers.held_back(desk.vault)),
        odd=tuple(oddities.oddities(desk)),
        budget=budgets.budget(desk),
        kept_days=retention.days(desk),
        last_ms=max((visited.of(desk, one.id).reached_ms for one in held), default=0),
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


def _place_states(desk: Desk, held: list[Place]) -> list[PlaceState]:
    lacking = lodging.lacking(desk.vault)
    return [
        PlaceState(
            one,
            lacking.get(one.id, Lack()),
            visited=(seen := visited.of(desk, one.id)),
            is_older=oddities.is_older(desk, seen) and lacking.get(one.id, Lack()).priority > Kind.ROSTER,
        )
        for one in held
    ]


def _both(one: PullReport, other: PullReport) -> PullReport:
    """Return what was received at two places; a part of a file lacks only if no place has it."""
    joined = added(one, other)
    return replace(
        joined,
        gaps=(*one.gaps, *other.gaps),
        held_back=(*one.held_back, *other.held_back),
        foreign=one.foreign + other.foreign,
        stopped=one.stopped or other.stopped,
    )


def _sum(one: PushReport, other: PushReport) -> PushReport:
    return PushReport(
        sent=one.sent + other.sent,
        sent_bytes=one.sent_bytes + other.sent_bytes,
        left=one.left + other.left,
        kept_back=one.kept_back + other.kept_back,
        stopped=one.stopped or other.stopped,
        problems=(*one.problems, *other.problems),
    )
