"""What one exchange decides: what goes first, what may go, what is looked after, and what is odd."""

import contextlib
from dataclasses import replace

import pytest

from monitor_app.domain.events import DeviceRevoked, Photo
from monitor_app.errors import BadInput
from monitor_app.operations import budgets, syncing
from monitor_app.operations.budgets import Habits
from monitor_app.ports import Silent
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.sync.exchange import Kind
from monitor_app.vault import attachments, events
from tests.support.desks import append_record
from tests.support.fakes import PowerCut

DAY = 24 * 60 * 60
PHOTO_BYTES = 3 * 1024 * 1024


def append_photo(desk, size: int = PHOTO_BYTES) -> None:
    """Finish a record with one photo of that size."""
    vault = desk.vault
    sizes = {"original": size, "working": 10, "thumbnail": 10}
    files = {
        name: attachments.store(vault, [bytes(count)], name=name, media_type="image/jpeg")
        for name, count in sizes.items()
    }
    append_record(desk, photos=(Photo(question="p", **files),))


def waiting(desk) -> dict[Kind, int]:
    return {kind: count for kind, (count, _) in syncing.state(desk).waiting.items()}


class Noting(MemoryRemote):
    """Remembers in which order things were put."""

    def __init__(self) -> None:
        super().__init__()
        self.order: list[str] = []

    def put(self, name, content):
        self.order.append(name.split("/")[1])
        super().put(name, content)


class TestOrder:
    def test_what_endangers_somebody_leaves_before_records_that_waited_longer(self, pair):
        append_photo(pair.coordinator)
        append_record(pair.coordinator)
        remote = Noting()
        revoked = DeviceRevoked(
            subject="boxzz", device=pair.coordinator.box, time=pair.coordinator.stamp(), last_good=0
        )
        events.append(pair.coordinator.vault, revoked, stream=f"{pair.coordinator.box}/{pair.monitor.box}")
        syncing.run(
            lambda work: work(replace(pair.coordinator, open_remote=lambda _: remote)), progress=Silent()
        )
        assert remote.order[0] == "out"
        assert remote.order[1:3] == ["in", "b"]

    def test_a_thumbnail_travels_with_its_record_when_only_records_may(self, pair):
        append_photo(pair.monitor)
        budgets.choose(pair.monitor, Habits(records_only=True))
        report = pair.sync(pair.monitor)
        assert (report.push.sent, report.kept_back) == (2, 4)
        assert waiting(pair.monitor) == {Kind.PHOTOS: 4}


class TestBudget:
    def test_a_day_ends_at_its_budget_and_the_next_one_goes_on(self, pair, clock):
        append_photo(pair.monitor)
        budgets.choose(pair.monitor, Habits(megabytes_a_day=2))
        report = pair.sync(pair.monitor)
        assert report.is_spent
        assert budgets.budget(pair.monitor).used <= 2 * budgets.MEGABYTE
        left = waiting(pair.monitor)[Kind.PHOTOS]
        assert pair.sync(pair.monitor).push.sent_bytes < budgets.MEGABYTE
        clock.forward(seconds=DAY)
        pair.sync(pair.monitor)
        assert waiting(pair.monitor).get(Kind.PHOTOS, 0) < left

    def test_what_is_received_counts_too(self, pair):
        append_photo(pair.monitor)
        pair.sync(pair.monitor)
        budgets.choose(pair.coordinator, Habits(megabytes_a_day=2))
        report = pair.sync(pair.coordinator)
        assert report.pull.new_events == 1
        assert report.pull.new_chunks < 6
        assert 0 < budgets.budget(pair.coordinator).used <= 2 * budgets.MEGABYTE

    def test_the_cost_is_by_the_price_that_was_entered(self, desk):
        budgets.choose(desk, Habits(price=0.5))
        budgets.spend(desk, 4 * budgets.MEGABYTE)
        assert budgets.budget(desk).cost == 2.0

    def test_a_limit_below_zero_is_refused(self, desk):
        with pytest.raises(BadInput):
            budgets.choose(desk, Habits(megabytes_a_day=-1))


class TestLookingAfter:
    def test_what_a_place_lost_is_sent_again_the_next_day_and_told(self, pair, clock):
        append_record(pair.monitor)
        pair.sync(pair.monitor)
        for path in (pair.folder / "fld1" / "in").rglob("*-*"):
            path.unlink()
        clock.forward(seconds=DAY)
        report = pair.sync(pair.monitor)
        assert report.sent_again == 1
        assert [odd.id for odd in syncing.state(pair.monitor).odd] == ["lost"]
        assert pair.sync(pair.coordinator).pull.new_events == 1

    def test_what_still_lies_there_is_not_sent_again(self, pair, clock):
        append_record(pair.monitor)
        pair.sync(pair.monitor)
        clock.forward(seconds=DAY)
        report = pair.sync(pair.monitor)
        assert (report.sent_again, report.push.sent) == (0, 0)

    def test_what_nobody_confirms_for_a_week_is_told(self, pair, clock):
        append_record(pair.monitor)
        pair.sync(pair.monitor)
        clock.forward(seconds=9 * DAY)
        pair.sync(pair.monitor)
        assert "withheld" in [odd.id for odd in syncing.state(pair.monitor).odd]

    def test_a_missing_parcel_is_told_until_it_comes(self, pair):
        for _ in range(2):
            append_record(pair.monitor)
            pair.sync(pair.monitor)
        first = min((pair.folder / "fld1" / "in").rglob("*-*"), key=lambda path: path.name)
        content = first.read_bytes()
        first.unlink()
        pair.sync(pair.coordinator)
        (odd,) = syncing.state(pair.coordinator).odd
        assert str(odd.what).startswith("Parcel 1 of one device is missing")
        first.write_bytes(content)
        pair.sync(pair.coordinator)
        assert syncing.state(pair.coordinator).odd == ()


class TestPowerCut:
    def test_after_a_cut_at_any_put_the_next_exchange_goes_on_and_nothing_doubles(self, pair):
        append_photo(pair.monitor)

        class Cut(MemoryRemote):
            """Stands for the shared place until the power goes at a put."""

            left = 1

            def put(self, name, content):
                self.left -= 1
                if self.left < 0:
                    raise PowerCut
                super().put(name, content)

        place = Cut()
        desk = replace(pair.monitor, open_remote=lambda _: place)
        for left in range(1, 8):
            place.left = left % 3
            with contextlib.suppress(PowerCut):
                syncing.run(lambda work: work(desk), progress=Silent())
        place.left = 99
        syncing.run(lambda work: work(desk), progress=Silent())
        assert syncing.state(pair.monitor).summary.waiting == 0
        tails = [name.rpartition("/")[2] for name in place.objects]
        assert len(tails) == len(set(tails)) == 6


class TestConfirmed:
    def test_mail_of_a_coordinator_is_confirmed_by_what_its_reader_sends_next(self, pair):
        append_record(pair.monitor)
        pair.exchange()
        before = syncing.state(pair.coordinator).summary.confirmed
        append_record(pair.monitor)
        pair.exchange()
        assert syncing.state(pair.coordinator).summary.confirmed > before

    def test_many_chunks_are_confirmed_by_few_receipts(self, pair):
        append_photo(pair.monitor, 6 * 1024 * 1024)
        pair.exchange()
        assert syncing.state(pair.monitor).summary.sent == 0
        receipts = events.heads(pair.monitor.vault)[f"{pair.coordinator.box}/{pair.monitor.box}"]
        assert receipts[0] <= 1

    def test_who_coordinates_alone_has_nobody_to_confirm(self, pair):
        assert not syncing.state(pair.coordinator).has_witness
        assert syncing.state(pair.monitor).has_witness
