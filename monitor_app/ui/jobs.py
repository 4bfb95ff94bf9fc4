"""Takes work to the vault's thread and brings the result back. The only place where threads meet Qt.

`owner` is required: if it was destroyed meanwhile, it gets nothing. A `MonitorError` goes to `failed`, or to
the nearest owner that can `complain`; anything else is a bug and is raised here, for the crash dialog.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from monitor_app import processes
from monitor_app.errors import Cancelled, MonitorError
from monitor_app.operations.changes import Changes
from monitor_app.ports import Progress
from monitor_app.work.progress import Report, Reporting
from monitor_app.work.writer import Priority

if TYPE_CHECKING:  # a desk brings the whole vault along; the first window does without
    from monitor_app.operations.desk import Desk, OnDesk

STOPPING_SECONDS = 0.4
"""How long a stopped job may take to clean up after itself when everything is ending."""
CLOSING_SECONDS = 3.0
"""How long a lock waits for the vault to close; everything that was kept is durable by then in any case."""

R = TypeVar("R")
Failed = Callable[[MonitorError], None]


class VaultThread(Protocol):
    """What `work.writer.Writer` offers: one thread that holds the desk."""

    def submit(self, function: "Callable[[Desk], R]", *, priority: Priority = ...) -> "Future[R]":
        """Queue a function for the vault's thread."""
        ...

    def opened(self) -> "Future[None]":
        """Return what is done once the vault is open."""
        ...

    def close(self) -> None:
        """Keep what waits, close the vault, end the thread."""
        ...


@dataclass(frozen=True)
class _Arrival:
    owner: QObject
    tell: Callable[[], None]


class Running:
    """A long job that can be stopped."""

    def __init__(self, reporting: Reporting) -> None:
        self._reporting = reporting

    def stop(self) -> None:
        """Ask the job to stop; it does so at its next step."""
        self._reporting.stop()


class Jobs(QObject):
    """Sends work away and brings results home."""

    changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, thread: VaultThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = thread
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="job")
        self._long: dict[Future[Any], Running] = {}
        self._is_over = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def opened(self, owner: QObject, *, done: Callable[[], None], failed: Failed | None = None) -> None:
        """Say when the vault is open, or why not."""
        self._follow(owner, self._thread.opened(), lambda _: done(), failed)

    def read(
        self,
        owner: QObject,
        work: "Callable[[Desk], R]",
        *,
        done: Callable[[R], None],
        failed: Failed | None = None,
    ) -> None:
        """Look something up; `done` gets it in the window's thread."""
        self._follow(owner, self._thread.submit(work, priority=Priority.SCREEN), done, failed)

    def write(
        self,
        owner: QObject,
        work: "Callable[[Desk], tuple[R, Changes]]",
        *,
        done: Callable[[R], None] | None = None,
        failed: Failed | None = None,
        priority: Priority = Priority.SCREEN,
    ) -> None:
        """Do something that lasts; `done` gets the result once it is durable, then every screen hears of it."""
        self._follow(owner, self._thread.submit(work, priority=priority), self._settled(done), failed)

    def run(
        self,
        owner: QObject,
        function: "Callable[[OnDesk, Progress], tuple[R, Changes]]",
        *,
        done: Callable[[R], None] | None = None,
        progressed: Callable[[Report], None] | None = None,
        failed: Failed | None = None,
    ) -> Running:
        """Do something long beside the vault's thread; it is handed `on_desk` and its progress."""

        def report(step: Report) -> None:
            if progressed is not None:
                self._send(_Arrival(owner, lambda: progressed(step)))

        reporting = Reporting(report, clock=time.monotonic)
        future = self._pool.submit(lambda: function(self._on_desk, reporting))
        running = Running(reporting)
        self._long = {one: job for one, job in self._long.items() if not one.done()} | {future: running}
        self._follow(owner, future, self._settled(done), failed)
        return running

    def abandon(self) -> None:
        """Stop every long job, whatever it waits for: its child is killed. What is being kept goes on."""
        for running in self._long.values():
            running.stop()
        with processes.ending():
            pass

    def close(self, *, at_most: float | None = None) -> None:
        """Stop long jobs, keep what waits, close the vault, and end the threads; nobody hears of them any more.

        `at_most` seconds are given to the vault where the process ends anyway.
        """
        self._is_over = True
        self.abandon()
        with processes.ending():
            self._pool.shutdown(wait=False, cancel_futures=True)
            wait_for(self._long, timeout=STOPPING_SECONDS)
        if at_most is None:
            self._thread.close()
            return
        closer = threading.Thread(target=self._thread.close, name="closer", daemon=True)
        closer.start()
        closer.join(at_most)

    def _on_desk(self, work: "Callable[[Desk], R]") -> R:
        return self._thread.submit(work, priority=Priority.WORK).result()

    def _settled(self, done: Callable[[R], None] | None) -> Callable[[tuple[R, Changes]], None]:
        def settle(outcome: tuple[R, Changes]) -> None:
            result, changes = outcome
            if done is not None:
                done(result)
            if changes.topics:
                self.changed.emit(changes)

        return settle

    def _follow(
        self, owner: QObject, future: "Future[R]", done: Callable[[R], None], failed: Failed | None
    ) -> None:
        def arrive(ended: "Future[R]") -> None:
            if not ended.cancelled():
                self._send(_Arrival(owner, lambda: _tell(owner, ended, done, failed)))

        future.add_done_callback(arrive)

    def _send(self, arrival: _Arrival) -> None:
        if shiboken6.isValid(self):
            self._arrived.emit(arrival)

    @Slot(object)
    def _deliver(self, arrival: _Arrival) -> None:
        if shiboken6.isValid(arrival.owner) and not self._is_over:
            arrival.tell()


def _tell(owner: QObject, ended: "Future[R]", done: Callable[[R], None], failed: Failed | None) -> None:
    error = ended.exception()
    if error is None:
        done(ended.result())
    elif not isinstance(error, MonitorError):
        raise error
    elif failed is not None:
        failed(error)
    elif not isinstance(error, Cancelled):
        complain(owner, error)


def complain(owner: QObject, error: MonitorError) -> None:
    """Show a known error at the nearest owner that has a place for it."""
    at: QObject | None = owner
    while at is not None:
        if hasattr(at, "complain"):
            at.complain(error)
            return
        at = at.parent()
    raise error
