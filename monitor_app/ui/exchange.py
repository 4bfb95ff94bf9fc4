"""The exchange of an open vault: one at a time, seen by every screen, begun by a person or by itself.

Decides nothing about records; when to try by itself is `operations.pacing`'s to say.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from monitor_app.errors import Cancelled, MonitorError
from monitor_app.operations import pacing, syncing
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.pacing import Near
from monitor_app.operations.syncing import Moving, SyncReport, Traffic, Which
from monitor_app.ports import Progress
from monitor_app.text import Message
from monitor_app.ui.jobs import Jobs, Running
from monitor_app.work.progress import Report

LOOK_MS = 10_000


class Exchange(QObject):
    """The one exchange of this window. `ended` carries a SyncReport or a MonitorError."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, jobs: Jobs, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(jobs)
        self._jobs, self._clock = jobs, clock
        self._running: Running | None = None
        self._traffic: Traffic | None = None
        self._failures = 0
        self._ended_at = clock()
        self._were_there: frozenset[str] | None = None
        self.what: Message | None = None
        self.is_by_itself = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_running(self) -> bool:
        """Say whether something moves, or waits in a pause."""
        return self._running is not None

    @property
    def moving(self) -> Moving:
        """What moves now."""
        return self._traffic.now() if self._traffic else Moving()

    def start(self, *, by_itself: bool = False, place: str = "", clear_old: bool = False) -> None:
        """Begin, unless one is under way; with all places, or the one of this name.

        `clear_old`: what everybody has confirmed leaves the places now, as far as it is old enough.
        """
        if self._running is not None:
            return
        which = Which(name=place, by_itself=by_itself)
        traffic = self._traffic = Traffic()
        self.is_by_itself, self.what = by_itself, None
        self._running = self._jobs.run(
            self,
            lambda on_desk, progress: syncing.run(
                on_desk, progress=progress, traffic=traffic, which=which, clear_old=clear_old
            ),
            done=self._done,
            progressed=self._progressed,
            failed=self._end,
        )
        self.changed.emit()

    def pause(self) -> None:
        """Begin nothing more until `resume`."""
        if self._traffic:
            self._traffic.pause()
            self.changed.emit()

    def resume(self) -> None:
        """Go on."""
        if self._traffic:
            self._traffic.resume()
            self.changed.emit()

    def stop(self) -> None:
        """End it; what was sent stays sent."""
        if self._running:
            self._running.stop()

    def begin_by_itself(self) -> None:
        """Try from time to time from now on."""
        self._timer.start()

    def look(self) -> None:
        """See whether it is time to try."""
        if self._running is None:
            self._jobs.run(self, _look, done=self._looked, failed=lambda _: None)

    def _looked(self, there: tuple[Near, ...]) -> None:
        """Begin if a stick has come, or if it is time for the places that are there."""
        now_there = frozenset(one.id for one in there)
        has_come = self._were_there is not None and bool(now_there - self._were_there)
        self._were_there = now_there
        pause = pacing.pause_after(
            failures=self._failures,
            is_more=any(one.waiting for one in there),
            is_urgent=any(one.is_urgent for one in there),
        )
        if there and (has_come or self._clock() >= self._ended_at + pause):
            self.start(by_itself=True)

    def _progressed(self, report: Report) -> None:
        self.what = report.what or self.what
        self.changed.emit()

    def _done(self, report: SyncReport) -> None:
        self._end(report)

    def _end(self, outcome: SyncReport | MonitorError) -> None:
        is_vain = isinstance(outcome, MonitorError) or outcome.stopped is not None
        self._failures = self._failures + 1 if is_vain and not isinstance(outcome, Cancelled) else 0
        self._ended_at = self._clock()
        self._running = self._traffic = None
        self.ended.emit(outcome)
        self.changed.emit()


def _look(on_desk: OnDesk, _: Progress) -> tuple[tuple[Near, ...], Changes]:
    """Look, beside the vault's thread and the window's: a drive of the network may take its time."""
    return on_desk(pacing.outlook).there(), NOTHING


def of(jobs: Jobs) -> Exchange:
    """Return the exchange of an open vault, made when first asked for."""
    found = jobs.findChild(Exchange)
    return found if isinstance(found, Exchange) else Exchange(jobs)


def begin_by_itself(jobs: Jobs) -> None:
    """Let the exchange of a vault that was just opened try by itself."""
    of(jobs).begin_by_itself()
