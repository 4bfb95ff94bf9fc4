"""Progress that reports at most every 100 ms and raises Cancelled at the next step once stopped."""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from monitor_app.errors import Cancelled
from monitor_app.text import N_, Message

EVERY_SECONDS = 0.1


class Report(NamedTuple):
    """How far a job is. `total` 0: unknown."""

    done: int
    total: int
    what: Message | None


class Reporting:
    """A `ports.Progress` for one job; `stop` may be called from any thread."""

    def __init__(self, tell: Callable[[Report], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._next = float("-inf")
        self._stopped = threading.Event()

    def step(self, done: int, total: int, what: Message | None = None) -> None:
        """Report if it is time to; always at the end. Raise Cancelled if stopped."""
        if self._stopped.is_set():
            raise Cancelled(
                N_("This was stopped."), N_("What was done so far is kept. Start it again to go on.")
            )
        now = self._clock()
        if now >= self._next or (total and done >= total):
            self._next = now + EVERY_SECONDS
            self._tell(Report(done, total, what))

    def stop(self) -> None:
        """Ask the job to stop."""
        self._stopped.set()
