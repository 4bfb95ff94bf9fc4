"""Several transfers at once, each in a lane of its own, and nothing left running at the end."""

import threading

import pytest

from monitor_app.errors import Cancelled
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.refusals import silent
from monitor_app.sync.lanes import AT_ONCE, Lanes
from monitor_app.text import N_


class Counted(MemoryRemote):
    """Counts how many of its kind are opened and closed."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log
        log.append("open")

    def close(self) -> None:
        self.log.append("close")


def nothing() -> None:
    """Be told that time passes."""


def carried(lanes, work, items, **how):
    return [(done.item, done.result) for done in lanes.carry(work, items, tick=nothing, **how)]


def test_everything_is_carried_once():
    assert sorted(carried(Lanes(MemoryRemote()), lambda _, item: item * 2, range(50))) == [
        (one, one * 2) for one in range(50)
    ]


def test_results_come_in_order_where_that_is_asked():
    lanes = Lanes(MemoryRemote(), more=MemoryRemote)
    assert carried(lanes, lambda _, item: item, range(40), in_order=True) == [(one, one) for one in range(40)]


def test_as_many_lanes_run_at_once_as_there_may_be_and_no_more():
    meeting = threading.Barrier(AT_ONCE, timeout=20)
    seen: set[int] = set()

    def work(remote, item):
        seen.add(id(remote))
        if item < AT_ONCE:
            meeting.wait()

    carried(Lanes(MemoryRemote(), more=MemoryRemote), work, range(20))
    assert len(seen) == AT_ONCE


class Broad(Counted):
    """Leads a few more threads to its place by itself."""

    def __init__(self, log: list[str], further: int) -> None:
        super().__init__(log)
        self.further = further

    def beside(self):
        self.further -= 1
        return MemoryRemote() if self.further >= 0 else None


def test_a_place_that_leads_further_is_opened_anew_only_where_it_does_not():
    log: list[str] = []
    meeting = threading.Barrier(AT_ONCE, timeout=20)

    def work(remote, item):
        if item < AT_ONCE:
            meeting.wait()

    carried(Lanes(Broad(log, 2), more=lambda: Counted(log)), work, range(20))
    assert log == ["open", "open"]


def test_a_further_lane_is_opened_only_if_enough_waits():
    log: list[str] = []
    lanes = Lanes(Counted(log), more=lambda: Counted(log))
    carried(lanes, lambda _, item: item, range(3))
    assert log == ["open"]


def test_what_fails_is_told_with_its_item_and_nothing_more_is_begun_once_over():
    failed: list[int] = []

    def work(_, item):
        if item == 2:
            raise silent()

    is_over = failed.__len__
    for done in Lanes(MemoryRemote()).carry(work, range(9), tick=nothing, is_over=is_over):
        failed.extend([done.item] if done.error else [])
    assert failed == [2]


def test_stopping_ends_every_lane_at_once():
    log: list[str] = []
    ended = threading.Event()

    class Hanging(Counted):
        def close(self):
            super().close()
            ended.set()

    def stop():
        raise Cancelled(N_("Stopped."))

    lanes = Lanes(Hanging(log))
    with pytest.raises(Cancelled):
        for _ in lanes.carry(lambda *_: ended.wait(20), [1], tick=_after(2, stop)):
            pass
    assert log == ["open", "close"]


def _after(count, then):
    """Return a tick that does something at its so-manieth call."""
    calls = iter([nothing] * (count - 1))

    def tick():
        next(calls, then)()

    return tick


def test_a_bug_in_a_lane_is_raised_and_not_told_as_weather():
    def work(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        carried(Lanes(MemoryRemote()), work, [1])
