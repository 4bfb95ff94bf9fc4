"""What a measurement is, and how two ways of doing one thing are compared: in turns, by the best of each.

Knows nothing of what is measured.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

Timer = Callable[[], float]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure against its bar, both in `unit` (× is a ratio). At most the bar is good.

    Without a bar it stands beside another figure, to explain it.
    """

    name: str
    what: str
    value: float
    unit: str
    bar: float | None

    @property
    def is_ok(self) -> bool:
        """Say whether the bar is kept."""
        return self.bar is None or self.value <= self.bar


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A benchmark that cannot run here, and why."""

    name: str
    why: str


Result = Measure | Skipped


@dataclass(frozen=True)
class Compared:
    """The best seconds of ours and of the other way."""

    ours: float
    other: float

    @property
    def ratio(self) -> float:
        """Return how many times the other's time ours takes."""
        return self.ours / self.other


def seconds(work: Callable[[], object], timer: Timer = time.perf_counter) -> float:
    """Return how long `work` takes by `timer`."""
    started = timer()
    work()
    return timer() - started


def compare(
    ours: Callable[[], object],
    other: Callable[[], object],
    *,
    rounds: int,
    timer: Timer = time.process_time,
    best_of: int = 1,
) -> Compared:
    """Do both in turns, so that both meet the same weather; the least is what a thing costs.

    `best_of` repeats each within its turn, for what is too short to be measured once.
    """
    best = [float("inf"), float("inf")]
    for turn in range(rounds):
        order = (0, 1) if turn % 2 == 0 else (1, 0)
        for side in order:
            work = (ours, other)[side]
            best[side] = min([best[side], *(seconds(work, timer) for _ in range(best_of))])
    return Compared(*best)


def medians(
    ways: Mapping[str, Callable[[], object]], *, rounds: int, timer: Timer = time.perf_counter
) -> dict[str, float]:
    """Do a thing in several ways in turns, each turn from another one on; return the median seconds of each."""
    took: dict[str, list[float]] = {way: [] for way in ways}
    order = list(ways)
    for turn in range(rounds):
        first = turn % len(order)
        for way in order[first:] + order[:first]:
            took[way].append(seconds(ways[way], timer))
    return {way: statistics.median(all_of_it) for way, all_of_it in took.items()}


def share(values: list[float], part: float) -> float:
    """Return the value that `part` of them do not exceed (0.95: the 95th percentile)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
