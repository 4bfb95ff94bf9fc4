"""What may travel: the day's budget, records only, a pause; and what is told of what moves."""

import pytest

from monitor_app.errors import Cancelled
from monitor_app.ports import Silent
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.sync import engine
from monitor_app.sync.exchange import Kind
from monitor_app.sync.traffic import WITHOUT_FILES, Traffic
from monitor_app.text import N_
from tests.support.fakes import SetClock
from tests.sync.people import NOW, Outbox


def pushed(outbox, traffic):
    return engine.push(outbox, MemoryRemote(), clock=SetClock(NOW), progress=Silent(), traffic=traffic)


def of_kinds(*kinds):
    outbox = Outbox()
    for kind in kinds:
        outbox.add(f"fld1/out/boxaa/{kind.name.lower()}", bytes(100), kind)
    return outbox


def test_the_budget_lets_records_go_before_photos():
    outbox = of_kinds(Kind.PHOTOS, Kind.RECORDS, Kind.VIDEO)
    report = pushed(outbox, traffic := Traffic(budget=150))
    assert (report.sent, report.kept_back, outbox.sent) == (1, 2, ["fld1/out/boxaa/records"])
    assert traffic.is_spent


def test_what_is_urgent_goes_whatever_the_budget():
    outbox = of_kinds(Kind.URGENT, Kind.ROSTER, Kind.RECORDS)
    assert pushed(outbox, Traffic(budget=0)).sent == 2
    assert list(outbox.waiting) == ["fld1/out/boxaa/records"]


def test_records_only_takes_their_thumbnails_and_leaves_files():
    outbox = of_kinds(*Kind)
    assert pushed(outbox, Traffic(up_to=WITHOUT_FILES)).kept_back == 3
    assert {name.rpartition("/")[2] for name in outbox.waiting} == {"photos", "audio", "video"}


def test_without_limits_everything_goes():
    outbox = of_kinds(*Kind)
    assert pushed(outbox, Traffic()).sent == len(Kind)


def test_speed_is_of_the_last_seconds():
    at = [0.0]
    traffic = Traffic(timer=lambda: at[0])
    traffic.begin(is_sending=True, total=3000)
    traffic.carry(Kind.PHOTOS, 1000)
    at[0] = 2.0
    traffic.carry(Kind.PHOTOS, 1000)
    moving = traffic.now()
    assert (moving.kind, moving.objects, moving.done, moving.total) == (Kind.PHOTOS, 2, 2000, 3000)
    assert moving.bytes_a_second == 1000
    at[0] = 60.0
    assert traffic.now().bytes_a_second == 0


def test_a_paused_sync_waits_and_can_be_stopped_there():
    traffic = Traffic()
    traffic.pause()
    assert traffic.now().is_paused

    def stop():
        raise Cancelled(N_("Stopped."))

    with pytest.raises(Cancelled):
        traffic.wait_while_paused(stop)


def test_going_on_after_a_pause_loses_nothing():
    traffic = Traffic()
    traffic.pause()

    class Resuming:
        """Presses the button at the first word."""

        def step(self, done, total, what=None):
            if traffic.is_paused:
                traffic.resume()

    outbox = of_kinds(Kind.RECORDS, Kind.PHOTOS)
    report = engine.push(outbox, MemoryRemote(), clock=SetClock(NOW), progress=Resuming(), traffic=traffic)
    assert (report.sent, outbox.waiting) == (2, {})


def test_what_was_sent_is_marked_even_when_stopped_in_the_middle():
    class Stopping:
        def step(self, done, total, what=None):
            if done >= 3:
                raise Cancelled(N_("Stopped."))

    outbox = Outbox()
    for number in range(9):
        outbox.add(f"fld1/out/boxaa/{number}", b"1")
    with pytest.raises(Cancelled):
        engine.push(outbox, MemoryRemote(), clock=SetClock(NOW), progress=Stopping())
    assert len(outbox.sent) >= 3
    assert len(outbox.sent) + len(outbox.waiting) == 9
