"""A record that says somebody is in danger: it leaves first and is seen until answered."""

from dataclasses import replace

import msgspec
import pytest

from monitor_app.domain.events import Photo, from_leaves, to_leaves
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, budgets, carrying, collecting, pacing, places, reviewing, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.budgets import Habits
from monitor_app.ports import Silent
from monitor_app.sync.exchange import Kind
from monitor_app.vault import attachments, drafts, outbox
from tests.operations.test_exchanging import Noting, append_photo, waiting
from tests.support.desks import append_record, finished_record
from tests.support.worlds import with_form


def append_urgent(desk, **changed) -> str:
    """Finish a record with a photo that says somebody is in danger; return its id."""
    sizes = {"original": 900, "working": 90, "thumbnail": 9}
    files = {
        name: attachments.store(desk.vault, [bytes(count)], name=name, media_type="image/jpeg")
        for name, count in sizes.items()
    }
    return append_record(desk, is_urgent=True, photos=(Photo(question="p", **files),), **changed)


def begun(desk) -> str:
    """Begin an interview and answer all it asks; return the draft."""
    started, _ = collecting.begin(desk, with_form(desk, "three_questions").digest)
    collecting.keep(desk, started.draft_id, {"account": "The foreman waits outside.", "people": 2})
    collecting.keep(desk, started.draft_id, {"standing": "first_hand"})
    return started.draft_id


class TestLeaving:
    def test_it_leaves_first_among_a_hundred_that_wait_with_their_photos(self, pair):
        for number in range(100):
            append_record(pair.monitor) if number % 10 else append_photo(pair.monitor, size=30)
        carrying.pack(pair.monitor)
        append_urgent(pair.monitor)
        remote = Noting()
        syncing.run(lambda work: work(replace(pair.monitor, open_remote=lambda _: remote)), progress=Silent())
        files_before = remote.order.index("b")
        assert set(remote.order[:files_before]) == {"in"}
        assert files_before <= 3
        assert remote.order.count("b") == 33

    def test_its_thumbnail_goes_with_it_before_all_other_files(self, pair):
        append_photo(pair.monitor, size=30)
        append_urgent(pair.monitor)
        carrying.pack(pair.monitor)
        due = outbox.due(pair.monitor.vault, places.first_set(pair.monitor).id, 100)
        assert [item.priority for item in due[:2]] == [Kind.URGENT, Kind.URGENT]
        assert [bool(item.chunk) for item in due[:2]] == [False, True]
        assert {item.priority for item in due[2:]} == {Kind.THUMBNAILS, Kind.PHOTOS}

    def test_it_leaves_though_the_day_has_no_megabyte_left(self, pair):
        budgets.choose(pair.monitor, Habits(megabytes_a_day=1, records_only=True))
        budgets.spend(pair.monitor, 5 * budgets.MEGABYTE)
        append_record(pair.monitor)
        assert pair.sync(pair.monitor).push.sent == 0
        append_urgent(pair.monitor)
        pair.sync(pair.monitor)
        assert waiting(pair.monitor) == {Kind.PHOTOS: 2}

    def test_a_photo_that_waited_already_becomes_as_urgent_as_the_record_that_shows_it_now(self, pair):
        files = [
            attachments.store(pair.monitor.vault, [bytes(9)], name="n", media_type="image/jpeg")
            for _ in range(3)
        ]
        photo = Photo(question="p", original=files[0], working=files[1], thumbnail=files[2])
        first = append_record(pair.monitor, photos=(photo,))
        carrying.pack(pair.monitor)
        append_record(pair.monitor, subject=first, photos=(photo,), is_urgent=True)
        carrying.pack(pair.monitor)
        kinds = {
            item.chunk: item.priority
            for item in outbox.due(pair.monitor.vault, places.first_set(pair.monitor).id, 100)
        }
        assert kinds[files[2].chunks[0]] == Kind.URGENT

    def test_whoever_sends_by_itself_does_not_wait_for_its_turn(self, pair):
        draft = begun(pair.monitor)
        collecting.mark_urgent(pair.monitor, draft, is_urgent=True)
        assert not any(one.is_urgent for one in pacing.outlook(pair.monitor).places)
        collecting.finish(pair.monitor, draft)
        assert all(one.is_urgent for one in pacing.outlook(pair.monitor).places)
        assert pacing.pause_after(failures=0, is_more=True, is_urgent=True) == 0
        assert pacing.pause_after(failures=9, is_more=True, is_urgent=True) == 60


class TestFinishing:
    def test_the_tick_is_kept_with_the_draft_and_goes_into_the_record(self, desk):
        draft = begun(desk)
        collecting.mark_urgent(desk, draft, is_urgent=True)
        assert collecting.resume(desk, draft).is_urgent
        collecting.finish(desk, draft)
        assert browsing.record(desk, draft).row.is_urgent
        assert not collecting.is_urgent(desk, draft)

    def test_nothing_is_urgent_unless_somebody_said_so(self, desk):
        draft = begun(desk)
        collecting.finish(desk, draft)
        assert not browsing.record(desk, draft).row.is_urgent

    def test_a_new_version_begins_with_what_was_said_and_may_take_it_back(self, desk):
        draft = begun(desk)
        collecting.mark_urgent(desk, draft, is_urgent=True)
        collecting.finish(desk, draft)
        collecting.revise(desk, draft)
        assert collecting.resume(desk, draft).is_urgent
        collecting.mark_urgent(desk, draft, is_urgent=False)
        collecting.finish(desk, draft, reason="The person is safe.")
        assert not browsing.record(desk, draft).row.is_urgent
        assert browsing.today(desk).urgent == ()

    def test_a_dropped_draft_leaves_no_trace_of_it(self, desk):
        draft = begun(desk)
        collecting.mark_urgent(desk, draft, is_urgent=True)
        collecting.discard(desk, draft)
        assert not collecting.is_urgent(desk, draft)
        assert drafts.open_drafts(desk.vault) == []


class TestSeeing:
    def test_a_coordinator_sees_it_at_the_top_until_it_was_decided_about(self, pair):
        record = append_urgent(pair.monitor)
        pair.exchange()
        assert [row.id for row in browsing.today(pair.coordinator).urgent] == [record]
        reviewing.decide(pair.coordinator, record, Decision.QUERIED, note="Is the person with you?")
        assert browsing.today(pair.coordinator).urgent == ()

    def test_the_oldest_waits_at_the_top(self, pair):
        late = append_urgent(pair.monitor, finished_ms=pair.monitor.now())
        early = append_urgent(pair.monitor, finished_ms=pair.monitor.now() - 1_000)
        pair.exchange()
        assert [row.id for row in browsing.today(pair.coordinator).urgent] == [early, late]

    def test_its_monitor_is_told_while_it_was_not_sent(self, pair):
        append_urgent(pair.monitor)
        assert browsing.today(pair.monitor).urgent_here == 1
        assert browsing.today(pair.monitor).urgent == ()
        pair.sync(pair.monitor)
        assert browsing.today(pair.monitor).urgent_here == 0

    def test_the_list_says_which_are_urgent(self, pair):
        append_record(pair.monitor)
        append_urgent(pair.monitor)
        rows = browsing.records(pair.monitor, RecordFilter())
        assert sorted(row.is_urgent for row in rows) == [False, True]


def test_a_record_of_before_reads_as_not_urgent(desk):
    leaves = to_leaves(finished_record(desk))
    del leaves["is_urgent"]
    assert not from_leaves(leaves).is_urgent


@pytest.mark.parametrize("said", ["yes", 1, None])
def test_only_a_plain_yes_or_no_is_read(desk, said):
    leaves = to_leaves(finished_record(desk)) | {"is_urgent": said}
    with pytest.raises(msgspec.ValidationError):
        from_leaves(leaves)
