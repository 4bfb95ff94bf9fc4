"""Up to four transfers at once: each lane is a Remote of its own, used by one thread at a time.

Lanes are opened when there is enough to carry. Knows nothing of what is carried.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from monitor_app.errors import MonitorError
from monitor_app.ports import ManyLaned, Remote

AT_ONCE = 4
_LOOK_SECONDS = 0.1
_WORTH_A_LANE = 3
"""A further lane costs a connection, at some places a process: so many things must wait for it."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Done(Generic[Item, Result]):
    """What became of one item: a result, or the known error it failed with."""

    item: Item
    result: Result | None
    error: MonitorError | None = None


@dataclass
class Lanes:
    """The remotes of one sync. `more` opens a further one unless `first` has one; without it there is one."""

    first: Remote
    more: Callable[[], Remote] | None = None
    at_once: int = AT_ONCE
    _free: list[Remote] = field(default_factory=list, init=False)
    _all: list[Remote] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._free.append(self.first)
        self._all.append(self.first)

    def close(self) -> None:
        """Let go of every lane; what is under way in them ends at once."""
        for remote in self._all:
            remote.close()

    def carry(
        self,
        work: Callable[[Remote, Item], Result],
        items: Iterable[Item],
        *,
        tick: Callable[[], None],
        is_over: Callable[[], bool] = lambda: False,
        in_order: bool = False,
    ) -> "Iterator[Done[Item, Result]]":
        """Yield what became of each item, as it is done, or `in_order`.

        `tick` is called again and again meanwhile; what it raises ends everything. Once `is_over`, nothing more
        is begun.
        """
        run = _Run(self, work, deque(items), is_over=is_over, in_order=in_order)
        try:
            yield from run.results(tick)
        except BaseException:
            self.close()  # nothing under way may hold up the end
            raise
        finally:
            run.end()

    def lend(self, waiting: int) -> Remote | None:
        """Return a free lane, a new one if so many wait that it is worth it, or None."""
        if self._free:
            return self._free.pop()
        if self.more is None or len(self._all) >= self.at_once or waiting < _WORTH_A_LANE:
            return None
        beside = self.first.beside() if isinstance(self.first, ManyLaned) else None
        self._all.append(remote := beside or self.more())
        return remote

    def give_back(self, remote: Remote) -> None:
        """Take a lane back."""
        self._free.append(remote)


class _Run(Generic[Item, Result]):
    """One use of the lanes."""

    def __init__(
        self,
        lanes: Lanes,
        work: Callable[[Remote, Item], Result],
        waiting: "deque[Item]",
        *,
        is_over: Callable[[], bool],
        in_order: bool,
    ) -> None:
        self._lanes, self._work, self._waiting = lanes, work, waiting
        self._is_over, self._in_order = is_over, in_order
        self._most = 2 * lanes.at_once if in_order else lanes.at_once
        self._pool = ThreadPoolExecutor(lanes.at_once, thread_name_prefix="lane")
        self._under_way: dict[Future[Result], tuple[Item, Remote]] = {}
        self._ready: deque[tuple[Item, Future[Result]]] = deque()

    def results(self, tick: Callable[[], None]) -> "Iterator[Done[Item, Result]]":
        """Yield what is done, and keep the lanes busy."""
        while self._waiting or self._under_way or self._ready:
            tick()
            self._collect(0.0 if self._has_next() else _LOOK_SECONDS)
            self._start()
            if self._has_next():
                yield _done(*self._ready.popleft())

    def end(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        self._waiting.clear()
        wait(self._under_way)
        self._collect(0.0)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _has_next(self) -> bool:
        return bool(self._ready) and self._ready[0][1].done()

    def _start(self) -> None:
        if self._is_over():
            self._waiting.clear()
        while self._waiting and max(len(self._under_way), len(self._ready)) < self._most:
            remote = self._lanes.lend(len(self._waiting))
            if remote is None:
                return
            item = self._waiting.popleft()
            future = self._pool.submit(self._work, remote, item)
            self._under_way[future] = (item, remote)
            if self._in_order:
                self._ready.append((item, future))

    def _collect(self, seconds: float) -> None:
        done, _ = wait(self._under_way, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in done:
            item, remote = self._under_way.pop(future)
            self._lanes.give_back(remote)
            if not self._in_order:
                self._ready.append((item, future))


def _done(item: Item, future: "Future[Result]") -> "Done[Item, Result]":
    error = future.exception()
    if error is None:
        return Done(item, future.result())
    if not isinstance(error, MonitorError):
        raise error
    return Done(item, None, error)
