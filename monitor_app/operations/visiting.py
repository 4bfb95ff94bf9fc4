"""One shared place in one exchange: opened, sent to, received from, looked after; and what became of it.

A place that fails ends its own visit only. Everything that touches the vault is one short step on its thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import structs

from monitor_app.errors import BadInput, RemoteError
from monitor_app.operations import asking, carrying, clearing_days, membership, oddities, removing, visited
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.places import Place
from monitor_app.operations.receiving import VaultIncoming
from monitor_app.operations.sending import VaultOutgoing, look_after
from monitor_app.operations.visited import Trouble, Visited
from monitor_app.ports import Clock, Progress, Remote
from monitor_app.remotes.refusals import unplugged
from monitor_app.sync import engine, names
from monitor_app.sync.engine import PullReport, PushReport, ReadingKeys
from monitor_app.sync.exchange import Kind
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.traffic import Traffic
from monitor_app.text import Message
from monitor_app.vault import lodging, outbox

_DAY_MS = 24 * 60 * 60 * 1000
_BACK_DAYS, _LONG_BACK_DAYS, _SWEEP_DAYS = 2, 14, 7


@dataclass(frozen=True)
class Errand:
    """What the visits of one exchange share."""

    on_desk: OnDesk
    clock: Clock
    progress: Progress
    traffic: Traffic


@dataclass(frozen=True)
class Way:
    """How a place is reached and how far back it is listed, read once."""

    place: Place
    open: Callable[[], Remote]
    sweep: bool
    back: int
    since_ms: int


@dataclass
class Visit:
    """The visit to one place, and what it has done so far. `error` is why it could not be opened."""

    errand: Errand
    way: Way
    pulled: PullReport | None = None
    pushed: PushReport = field(default_factory=PushReport)
    again: int = 0
    removed: removing.Removed = field(default_factory=removing.Removed)
    error: RemoteError | BadInput | None = None
    _lanes: Lanes | None = None

    @property
    def place(self) -> Place:
        """The place that is visited."""
        return self.way.place

    @property
    def stopped(self) -> Message | None:
        """Why it ended early, or None."""
        if self.error is not None:
            return self.error.message
        return (self.pulled.stopped if self.pulled else None) or self.pushed.stopped

    @property
    def is_away(self) -> bool:
        """Say whether it ended early because the folder or stick is not there, which is no fault."""
        return self.stopped is not None and bool(self.place.folder) and not Path(self.place.folder).is_dir()

    def open(self) -> None:
        """Begin the visit. What is wrong stands in `error`."""
        folder = self.place.folder
        try:
            if folder and Path(folder).is_absolute() and not Path(folder).is_dir():
                raise unplugged()
            self._lanes = Lanes(self.way.open(), more=None if folder else self.way.open)
        except (RemoteError, BadInput) as error:
            self.error = error

    def close(self) -> None:
        """Let go of the place."""
        if self._lanes is not None:
            self._lanes.close()

    def push(self, up_to: Kind) -> None:
        """Send lot after lot, packing anew before each, so that what becomes urgent meanwhile goes next."""
        outgoing = VaultOutgoing(self.errand.on_desk, self.place.id, up_to=up_to)
        while self._lanes is not None and self.pushed.stopped is None:
            self.errand.on_desk(carrying.pack)
            lot = engine.push(
                outgoing,
                self._lanes,
                clock=self.errand.clock,
                progress=self.errand.progress,
                traffic=self.errand.traffic,
            )
            self.pushed = _joined(self.pushed, lot)
            if not lot.sent or lot.kept_back:
                return

    def pull(self, between: Callable[[], None]) -> None:
        """Receive all that is new here; `between` is called before files are fetched."""
        if self._lanes is None:
            return
        found = engine.pull(
            VaultIncoming(self.errand.on_desk),
            self._lanes,
            keys=self.errand.on_desk(reading_keys),  # an earlier place may have brought a newer list
            clock=self.errand.clock,
            progress=self.errand.progress,
            sweep=self.way.sweep,
            back=self.way.back,
            between=between,
            traffic=self.errand.traffic,
        )
        self.pulled = added(self.pulled, found) if self.pulled else found

    def look_after(self) -> None:
        """Send again what is gone from here."""
        if self._lanes is None or self.pulled is None or self.pulled.stopped is not None:
            return
        errand = self.errand
        try:
            self.again = look_after(
                errand.on_desk, self.place.id, self._lanes, errand.progress, is_near=bool(self.place.folder)
            )
        except RemoteError as error:
            self.pushed = replace(self.pushed, stopped=error.message)

    def clear(self, *, is_asked: bool = False) -> None:
        """Let leave from here what was replaced, and days that everybody holds: now and then, or if asked."""
        if self._lanes is None or self.stopped is not None:
            return
        errand, place = self.errand, self.place
        try:
            self.removed = removing.replaced(
                errand.on_desk, place.id, self._lanes, errand.progress, is_near=bool(place.folder)
            )
            days = clearing_days.run(
                errand.on_desk, place.id, self._lanes, errand.progress, push=self._say, is_asked=is_asked
            )
            self.removed = removing.added(self.removed, days)
        except RemoteError as error:
            self.pushed = replace(self.pushed, stopped=error.message)

    def _say(self) -> bool:
        """Send what was just said; say whether nothing of it waits any more."""
        self.push(Kind.RECORDS)
        return not self.errand.on_desk(
            lambda desk: outbox.due(desk.vault, self.place.id, 1, up_to=int(Kind.RECORDS))
        )


def way_to(desk: Desk, place: Place) -> Way:
    """Return how to visit a place now."""
    before = visited.of(desk, place.id)
    sweep, back = _listing(desk.now(), before, is_folder=bool(place.folder))
    return Way(place, lambda: desk.open_remote(place.access), sweep or asking.must_ask(desk), back, desk.now())


def remember(desk: Desk, visit: Visit) -> None:
    """Keep what a visit noticed, in place of what the one before did. Runs in a transaction."""
    before, now = visited.of(desk, visit.place.id), desk.now()
    stopped = visit.stopped
    seen = structs.replace(
        before, tried_ms=now, trouble=Trouble.of(stopped) if stopped else None, is_away=visit.is_away
    )
    if visit.pulled is not None:
        pulled = replace(
            visit.pulled, shown_roster=max(visit.pulled.shown_roster, _put_roster(desk, visit.way))
        )
        seen = oddities.noticed(seen, pulled, lost=visit.again, now_ms=now)
        if stopped is None:
            seen = structs.replace(seen, reached_ms=now)
        if visit.pulled.stopped is None:
            seen = _listed(seen, visit.way, now)
            if visit.way.sweep:
                asking.note_asked(desk)
    visited.keep(desk, visit.place.id, seen)


def _put_roster(desk: Desk, way: Way) -> int:
    """Return the newest version of the list that this device put there in this visit, or -1."""
    put = lodging.put_since(desk.vault, way.place.id, way.since_ms, priority=Kind.ROSTER)
    parsed = (names.parse(name) for name in put)
    return max((name.number for name in parsed if isinstance(name, names.RosterName)), default=-1)


def reading_keys(desk: Desk) -> ReadingKeys:
    """Return what this device opens and believes with."""
    mine = membership.membership(desk)
    must_ask = asking.must_ask(desk)
    return ReadingKeys(
        project=mine.project,
        box=desk.box,
        receive_seeds=membership.receive_seeds(desk) + (asking.former_seeds(desk) if must_ask else ()),
        roster_public=mine.roster_public,
        project_key=membership.project_key(desk),
        pin=membership.pin(desk),
        former=asking.former(desk) if must_ask else (),
    )


def added(one: PullReport, other: PullReport) -> PullReport:
    """Return what two pulls did, the later one last. What waits is what the later one says."""
    return replace(
        other,
        new_segments=one.new_segments + other.new_segments,
        new_events=one.new_events + other.new_events,
        new_chunks=one.new_chunks + other.new_chunks,
        received_bytes=one.received_bytes + other.received_bytes,
        newest_roster=max(one.newest_roster, other.newest_roster),
    )


def _joined(done: PushReport, lot: PushReport) -> PushReport:
    return replace(
        lot,
        sent=done.sent + lot.sent,
        sent_bytes=done.sent_bytes + lot.sent_bytes,
        problems=(*done.problems, *lot.problems),
    )


def _listing(now: int, before: Visited, *, is_folder: bool) -> tuple[bool, int]:
    """Return whether every day is to be listed, and else how many days back.

    A stick may bring what was put on it long ago. Elsewhere the last days do, two weeks once a day, and all of
    it once a week: who uploads fixes the day at the first try, which may have failed.
    """
    if is_folder or not 0 <= now - before.swept_ms < _SWEEP_DAYS * _DAY_MS:
        return True, 0
    back = max((now - before.listed_ms) // _DAY_MS, 0) + _BACK_DAYS
    return False, max(back, _LONG_BACK_DAYS) if now - before.looked_ms >= _DAY_MS else back


def _listed(seen: Visited, way: Way, now: int) -> Visited:
    is_long = way.sweep or way.back >= _LONG_BACK_DAYS
    return structs.replace(
        seen,
        listed_ms=now,
        looked_ms=now if is_long else seen.looked_ms,
        swept_ms=now if way.sweep else seen.swept_ms,
    )
