"""The one thread that opens and touches a vault, with a priority queue. Answers go first.

Knows neither Qt nor what a vault is: it is handed a function that opens one.
"""

import itertools
import queue
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Generic, TypeVar

from monitor_app.errors import Cancelled
from monitor_app.text import N_

T = TypeVar("T")
R = TypeVar("R")

BATCH_SECONDS = 0.02


class Priority(IntEnum):
    """What goes first. Within one priority: in order of submission."""

    ANSWER = 0
    SCREEN = 1
    WORK = 2
    BACKGROUND = 3


_END = 4


@dataclass(order=True)
class _Job(Generic[T]):
    priority: int
    order: int
    run: Callable[[T], bool] = field(compare=False)
    future: "Future[Any]" = field(compare=False)


class Writer(Generic[T]):
    """Runs functions on one thread, handing each what `open_it` returned there."""

    def __init__(
        self,
        open_it: Callable[[], T],
        close_it: Callable[[T], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        name: str = "vault",
    ) -> None:
        self._open_it = open_it
        self._close_it = close_it
        self._clock = clock
        self._jobs: queue.PriorityQueue[_Job[T]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._guard = threading.Lock()
        self._closing = False
        self._opened: Future[None] = Future()
        self._closed: Future[None] = Future()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def opened(self) -> "Future[None]":
        """Return a Future that is done once it was opened, or holds the error."""
        return self._opened

    def submit(self, function: Callable[[T], R], *, priority: Priority = Priority.SCREEN) -> "Future[R]":
        """Queue a function; its result or error is in the Future. After `close`, the Future is cancelled."""
        future: Future[R] = Future()

        def run(subject: T) -> bool:
            future.set_result(function(subject))
            return True

        return self._queue(run, future, priority)

    def submit_steps(
        self,
        function: Callable[[T], Generator[object, None, R]],
        *,
        priority: Priority = Priority.BACKGROUND,
    ) -> "Future[R]":
        """Queue long work that yields between steps; after 20 ms of steps more urgent work goes first."""
        future: Future[R] = Future()
        steps: list[Generator[object, None, R]] = []

        def run(subject: T) -> bool:
            if not steps:
                steps.append(function(subject))
            until = self._clock() + BATCH_SECONDS
            try:
                while self._clock() < until:
                    next(steps[0])
            except StopIteration as end:
                future.set_result(end.value)
                return True
            return False

        return self._queue(run, future, priority)

    def close(self) -> None:
        """Finish what runs, cancel what waits (answers are still done), close, and end the thread.

        Raise what closing raised.
        """
        with self._guard:
            if not self._closing:
                self._closing = True
                self._jobs.put(_Job(_END, next(self._order), lambda _: True, Future()))
        self._thread.join()
        self._closed.result()

    def _queue(self, run: Callable[[T], bool], future: "Future[R]", priority: int) -> "Future[R]":
        with self._guard:
            if self._closing:
                future.cancel()
            else:
                self._jobs.put(_Job(priority, next(self._order), run, future))
        return future

    def _live(self) -> None:
        try:
            subject = self._open_it()
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
            self._fail(error)
            return
        self._opened.set_result(None)
        self._work(subject)
        try:
            self._close_it(subject)
        except BaseException as error:  # noqa: BLE001 - raised again by close()
            self._closed.set_exception(error)
        else:
            self._closed.set_result(None)

    def _work(self, subject: T) -> None:
        while (job := self._jobs.get()).priority != _END:
            if self._closing and job.priority != Priority.ANSWER:
                self._drop(job)
                continue
            if not job.future.running() and not job.future.set_running_or_notify_cancel():
                continue
            try:
                is_done = job.run(subject)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
                job.future.set_exception(error)
                continue
            if not is_done:
                self._again(job)

    def _drop(self, job: _Job[T]) -> None:
        if job.future.running():
            job.future.set_exception(_stopped())
        else:
            job.future.cancel()

    def _again(self, job: _Job[T]) -> None:
        """Put unfinished steps behind everything of their priority; when closing, say that they stopped."""
        with self._guard:
            if self._closing:
                self._drop(job)
            else:
                job.order = next(self._order)
                self._jobs.put(job)

    def _fail(self, error: BaseException) -> None:
        """Hand the error of opening to everyone who waits or still comes."""
        self._opened.set_exception(error)
        self._closed.set_result(None)
        with self._guard:
            self._closing = True
        while not self._jobs.empty():
            job = self._jobs.get()
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(error)


def _stopped() -> Cancelled:
    return Cancelled(N_("This was stopped before it was done."), N_("Start it again after unlocking."))
