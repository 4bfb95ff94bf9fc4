"""Progress that reports at most every 100 ms and raises Cancelled at the next step once stopped."""

from collections.abc import Callable
from typing import NamedTuple

from monitor_app.text import Message


class Report(NamedTuple):
    """How far a job is. `total` 0: unknown."""

    done: int
    total: int
    what: Message | None


class Reporting:
    """A `ports.Progress` for one job; `stop` may be called from any thread."""

    def __init__(self, tell: Callable[[Report], None], *, clock: Callable[[], float]) -> None: ...

    def step(self, done: int, total: int, what: Message | None = None) -> None:
        """Report if it is time to; always at the end. Raise Cancelled if stopped."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask the job to stop."""
        raise NotImplementedError
