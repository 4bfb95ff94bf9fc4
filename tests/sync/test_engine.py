"""Push and pull: in order, resumable, and nothing odd goes by unnamed."""

import pytest

from monitor_app.crypto.stream import chunk_id
from monitor_app.errors import RemoteError, VaultDamaged
from monitor_app.ports import Silent
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.refusals import from_number, missing, silent
from monitor_app.sync import engine, roster, roster_log
from monitor_app.sync.exchange import Kind
from monitor_app.sync.names import SegmentName, dated, mark_of, undated
from monitor_app.sync.planning import Gap
from monitor_app.sync.refusals import Fault
from monitor_app.text import N_
from tests.support.fakes import SetClock
from tests.sync.people import (
    NOW,
    PROJECT_KEY,
    ROSTER_SEED,
    Device,
    Keeper,
    Outbox,
    bare,
    coordinator,
    lay,
    roster_of,
)


@pytest.fixture
def remote():
    return MemoryRemote()


@pytest.fixture(scope="module")
def chief_keys():
    return coordinator().keys


@pytest.fixture
def chief(chief_keys):
    device = coordinator()
    device.keys = chief_keys
    return device


@pytest.fixture
def device():
    return Device("boxaa")


@pytest.fixture
def signed(chief, device):
    return roster_of(chief, device)


@pytest.fixture
def keeper(signed, chief):
    return Keeper(signed, chief)


def push(outbox, remote, *, now=NOW):
    return engine.push(outbox, remote, clock=SetClock(now), progress=Silent())


def pull(keeper, remote, reader, *, sweep=True, now=NOW):
    return engine.pull(
        keeper, remote, keys=reader.reading(), clock=SetClock(now), progress=Silent(), sweep=sweep
    )


def each(device, known, *texts):
    """Seal each text as a segment of its own."""
    return [device.seal(device.write(text), known.roster)[0] for text in texts]


class TestPush:
    def test_what_is_due_goes_out_by_kind(self, remote):
        outbox = Outbox()
        for name, kind in (("d", Kind.PHOTOS), ("c", Kind.RECEIPTS), ("b", Kind.RECORDS), ("a", Kind.ROSTER)):
            outbox.add(f"fld1/out/boxaa/{name}", b"1", kind)
        assert push(outbox, remote).sent == 4
        assert [name[-1] for name in outbox.sent] == ["a", "b", "c", "d"]

    def test_segments_and_chunks_lie_under_the_day_of_the_first_try(self, remote, device, signed):
        outbox = Outbox()
        outbox.add_segments(each(device, signed, "one"))
        outbox.add(f"fld1/b/{chunk_id(b'c')}", b"c", Kind.PHOTOS)
        push(outbox, remote)
        assert {name.split("/")[2] for name in remote.objects} == {"20260101"}

    def test_a_later_try_keeps_the_day(self, remote, device, signed):
        outbox = Outbox()
        outbox.add_segments(each(device, signed, "one"))
        push(outbox, Broken(silent()))
        push(outbox, remote, now=NOW + 5 * 86_400_000)
        assert next(iter(remote.objects)).startswith("fld1/in/20260101/")

    def test_a_remote_that_fails_ends_it_and_says_why(self, device, signed):
        outbox = Outbox()
        outbox.add_segments(each(device, signed, "one", "two"))
        report = push(outbox, Broken(from_number(28)))
        assert (report.sent, report.left, str(report.stopped)) == (0, 2, "The shared place is full.")
        assert len(outbox.due()) == 2

    def test_after_a_stop_the_same_bytes_go_on(self, remote, device, signed):
        outbox = Outbox()
        segments = each(device, signed, "one", "two", "three")
        outbox.add_segments(segments)
        push(outbox, Broken(silent(), after=1, within=remote))
        push(outbox, remote)
        assert sorted(remote.objects.values()) == sorted(one.sealed for one in segments)

    def test_one_damaged_item_does_not_hold_up_the_others(self, remote):
        class Damaged(Outbox):
            def content(self, due):
                if due.name == "fld1/a":
                    raise VaultDamaged(N_("A part is damaged."))
                return super().content(due)

        outbox = Damaged()
        outbox.add("fld1/a", b"1")
        outbox.add("fld1/b1", b"22")
        report = push(outbox, remote)
        assert (report.sent, report.sent_bytes, report.left) == (1, 2, 1)
        assert [name for name, _ in report.problems] == ["fld1/a"]


class Broken(MemoryRemote):
    """Fails after some operations."""

    def __init__(self, error: RemoteError, *, after: int = 0, within: MemoryRemote | None = None) -> None:
        super().__init__()
        self.objects = within.objects if within else self.objects
        self.error, self.left = error, after

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise self.error

    def put(self, name, content):
        self._count()
        super().put(name, content)

    def get(self, name):
        self._count()
        return super().get(name)


class TestPull:
    def test_a_coordinator_takes_everybodys_events_in_order(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "one", "two"))
        report = pull(keeper, remote, chief)
        assert (report.new_segments, report.new_events, report.held_back, report.gaps) == (2, 2, (), ())
        assert keeper.taken["boxaa"] == [event.header for event in device.written["boxaa"]]

    def test_a_second_pull_brings_nothing_new(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "one"))
        pull(keeper, remote, chief)
        assert pull(keeper, remote, chief).new_segments == 0

    def test_a_device_takes_only_its_own_mail(self, remote, chief, device, signed):
        lay(remote, each(Device("boxaa", keys=device.keys), signed, "one"))
        lay(remote, chief.seal(chief.write("query", to="boxaa"), signed.roster, to="boxaa"))
        keeper = Keeper(signed, device)
        assert pull(keeper, remote, device).new_events == 1
        assert list(keeper.taken) == ["coord/boxaa"]

    def test_a_dropped_middle_is_a_gap_and_what_follows_waits(self, remote, chief, device, signed, keeper):
        _, middle, _, _ = paths = lay(remote, each(device, signed, "1", "2", "3", "4"))
        withheld = remote.objects.pop(middle)
        report = pull(keeper, remote, chief)
        assert (report.new_events, report.gaps) == (1, (Gap("boxaa", 1, 2),))
        remote.put(paths[1], withheld)
        assert pull(keeper, remote, chief).new_events == 3

    def test_swapped_objects_are_held_back_and_heal(self, remote, chief, device, signed, keeper):
        one, two = lay(remote, each(device, signed, "one", "two"))
        objects = dict(remote.objects)
        remote.objects[one], remote.objects[two] = objects[two], objects[one]
        report = pull(keeper, remote, chief)
        assert (report.new_events, [name for name, _ in report.held_back]) == (0, [bare(one)])
        remote.objects.update(objects)
        assert pull(keeper, remote, chief).new_events == 2

    def test_a_half_copied_object_is_tried_again(self, remote, chief, device, signed, keeper):
        (one,) = lay(remote, each(device, signed, "one"))
        whole = remote.objects[one]
        remote.objects[one] = whole[:1000]
        pull(keeper, remote, chief)
        assert keeper.back == {bare(one): Fault.TRUNCATED}
        remote.objects[one] = whole
        assert pull(keeper, remote, chief).new_events == 1
        assert keeper.back == {}

    def test_of_two_days_the_good_copy_is_taken(self, remote, chief, device, signed, keeper):
        segments = each(device, signed, "one")
        lay(remote, segments)
        (later,) = lay(remote, segments, day="20260102")
        remote.objects[later] = b"half"
        report = pull(keeper, remote, chief)
        assert (report.new_events, report.held_back, keeper.back) == (1, (), {})

    def test_an_object_listed_but_not_there_is_waited_for(self, remote, chief, device, signed, keeper):
        class Forgetful(MemoryRemote):
            def get(self, name):
                raise missing()

        forgetful = Forgetful()
        lay(forgetful, each(device, signed, "one"))
        report = pull(keeper, forgetful, chief)
        assert (report.new_events, report.held_back, keeper.back) == (0, (), {})

    def test_a_copied_device_is_a_fork_and_neither_is_taken(self, remote, chief, device, signed, keeper):
        copy = Device("boxaa", keys=device.keys)
        paths = lay(remote, each(device, signed, "mine")) + lay(remote, each(copy, signed, "other"))
        report = pull(keeper, remote, chief)
        assert report.new_events == 0
        assert dict.fromkeys(map(bare, paths), Fault.FORK) == keeper.back

    def test_after_a_fork_the_stream_waits(self, remote, chief, device, signed, keeper):
        copy = Device("boxaa", keys=device.keys)
        lay(remote, each(device, signed, "mine", "later") + each(copy, signed, "other"))
        for _ in range(2):
            assert pull(keeper, remote, chief).new_events == 0
        assert set(keeper.back.values()) == {Fault.FORK}
        assert pull(keeper, remote, chief).gaps == (Gap("boxaa", 0, 1),)

    def test_a_fork_that_shows_later_leaves_what_was_taken(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "mine"))
        pull(keeper, remote, chief)
        (late,) = lay(remote, each(Device("boxaa", keys=device.keys), signed, "other"))
        report = pull(keeper, remote, chief)
        assert (report.new_events, keeper.back) == (0, {bare(late): Fault.FORK})
        assert len(keeper.taken["boxaa"]) == 1

    def test_a_forged_rival_does_not_stop_the_real_one(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "real"))
        (forged,) = lay(remote, each(Device("boxaa"), signed, "forged"))
        assert pull(keeper, remote, chief).new_events == 1
        assert keeper.back == {bare(forged): Fault.UNSIGNED}

    def test_a_device_that_was_put_back_goes_on_from_another_past(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "one"))
        pull(keeper, remote, chief)
        restored = Device("boxaa", keys=device.keys)
        _, next_ = each(restored, signed, "other", "next")
        (path,) = lay(remote, [next_])
        pull(keeper, remote, chief)
        assert keeper.back == {bare(path): Fault.FORK}

    def test_somebody_sending_under_our_name_is_noticed(self, remote, chief, signed, keeper):
        copy = coordinator()
        copy.keys = chief.keys
        (path,) = lay(remote, each(copy, signed, "as chief"))
        pull(keeper, remote, chief)
        assert keeper.back == {bare(path): Fault.OWN_NAME}

    def test_our_own_segments_are_left_alone(self, remote, chief, signed, keeper):
        lay(remote, each(chief, signed, "one", "two"))
        report = pull(keeper, remote, chief)
        assert (report.new_events, report.held_back) == (0, ())

    def test_what_an_unknown_writer_piles_up_is_not_even_fetched(self, remote, chief, signed, keeper):
        lay(remote, each(Device("stranger"), signed, "one"))
        report = pull(keeper, Broken(silent(), within=remote), chief)
        assert (report.stopped, len(report.held_back)) == (None, 1)

    def test_an_unknown_writer_is_held_back_until_the_roster_names_it(self, remote, chief, signed, keeper):
        new = Device("boxnew")
        lay(remote, each(new, signed, "early"))
        assert len(pull(keeper, remote, chief).held_back) == 1
        later = roster.sign_roster(roster.add_member(signed, new.member(), at_ms=NOW), ROSTER_SEED)
        remote.put(*roster_log.seal_for_log(later, PROJECT_KEY))
        report = pull(keeper, remote, chief)
        assert (report.roster, report.new_events) == (3, 1)

    def test_a_revoked_writers_later_segments_are_held_back_for_good(self, remote, chief, device, signed):
        later = roster.sign_roster(roster.revoke(signed, {"boxaa": 0}, at_ms=NOW), ROSTER_SEED)
        keeper = Keeper(later, chief)
        _, second = lay(remote, each(device, signed, "one", "two"))
        assert pull(keeper, remote, chief).new_events == 1
        assert keeper.back == {bare(second): Fault.REVOKED_WRITER}
        assert pull(keeper, remote, chief).held_back == ()

    def test_a_replay_under_another_box_is_held_back(self, remote, chief, device):
        known = roster_of(chief, device, Device("boxbb"))
        keeper = Keeper(known, chief)
        (one,) = each(device, known, "one")
        copied = dated(undated(SegmentName("boxbb", "", 0, mark_of(one.sealed))), "20260101")
        remote.put(copied, one.sealed)
        assert pull(keeper, remote, chief).new_events == 0
        assert keeper.back == {bare(copied): Fault.WRONG_PLACE}

    def test_foreign_files_are_counted_and_left_alone(self, remote, chief, keeper):
        remote.put("fld1/in/notes", b"")
        remote.put("fld1/m/readme", b"")
        assert pull(keeper, remote, chief).foreign == 2

    def test_a_remote_that_fails_in_the_middle_keeps_what_came(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "one", "two", "three"))
        report = pull(keeper, Broken(silent(), after=2, within=remote), chief)
        assert (report.new_events, str(report.stopped)) == (2, "The shared place does not answer.")
        assert pull(keeper, remote, chief).new_events == 1

    def test_without_a_sweep_only_the_last_days_are_listed(self, remote, chief, device, signed, keeper):
        lay(remote, each(device, signed, "old"), day="20250601")
        assert pull(keeper, remote, chief, sweep=False).new_events == 0
        assert pull(keeper, remote, chief).new_events == 1

    def test_a_withheld_roster_is_noticed(self, remote, chief, device, signed, keeper):
        later = roster.sign_roster(roster.add_member(signed, Device("boxnew").member(), at_ms=NOW), ROSTER_SEED)
        lay(remote, each(device, later, "one"))
        report = pull(keeper, remote, chief)
        assert (report.roster, report.newest_roster) == (2, 3)

    def test_who_knows_no_roster_yet_takes_nothing(self, remote, chief, device, signed):
        lay(remote, chief.seal(chief.write("query", to="boxaa"), signed.roster, to="boxaa"))
        keeper = Keeper(None, device)
        assert pull(keeper, remote, device).new_events == 0
        remote.put(*roster_log.seal_for_log(signed, PROJECT_KEY))
        assert pull(keeper, remote, device).new_events == 1


class TestRosterLog:
    def test_versions_are_taken_in_order(self, remote, chief, device):
        first = roster_of(chief)
        second = roster.sign_roster(roster.add_member(first, device.member(), at_ms=NOW), ROSTER_SEED)
        for version in (second, first):
            remote.put(*roster_log.seal_for_log(version, PROJECT_KEY))
        assert pull(Keeper(None, chief), remote, chief).roster == 2

    def test_an_old_roster_offered_again_changes_nothing(self, remote, chief, device, signed, keeper):
        remote.put(*roster_log.seal_for_log(roster_of(chief), PROJECT_KEY))
        report = pull(keeper, remote, chief)
        assert (report.roster, report.held_back) == (2, ())

    def test_a_roster_by_another_hand_is_held_back(self, remote, chief, signed, keeper):
        forged = roster.sign_roster(roster.add_member(signed, Device("mallory").member(), at_ms=NOW), bytes(32))
        remote.put(*roster_log.seal_for_log(forged, PROJECT_KEY))
        report = pull(keeper, remote, chief)
        assert (report.roster, len(report.held_back)) == (2, 1)


class TestChunks:
    CHUNKS = (b"thumbnail", b"photo one", b"photo two")

    def lay(self, remote, *chunks, day="20260101"):
        for chunk in chunks:
            remote.put(dated(f"fld1/b/{chunk_id(chunk)}", day), chunk)

    def wanting(self, keeper):
        keeper.wanted = [chunk_id(chunk) for chunk in self.CHUNKS]
        return keeper

    @pytest.mark.parametrize("sweep", [True, False])
    def test_wanted_chunks_are_fetched_in_the_order_asked(self, remote, chief, keeper, sweep):
        self.lay(remote, *reversed(self.CHUNKS))
        report = pull(self.wanting(keeper), remote, chief, sweep=sweep)
        assert (report.new_chunks, report.missing_chunks) == (3, 0)
        assert list(keeper.chunks.values()) == list(self.CHUNKS)

    def test_a_missing_chunk_is_counted_and_tried_again(self, remote, chief, keeper):
        self.lay(remote, *self.CHUNKS[:2])
        assert pull(self.wanting(keeper), remote, chief).missing_chunks == 1
        self.lay(remote, self.CHUNKS[2])
        report = pull(keeper, remote, chief)
        assert (report.new_chunks, report.missing_chunks) == (1, 0)

    def test_a_chunk_that_is_not_what_its_name_says_is_never_handed_over(self, remote, chief, keeper):
        self.lay(remote, *self.CHUNKS)
        bad = dated(f"fld1/b/{chunk_id(self.CHUNKS[1])}", "20260101")
        remote.objects[bad] = b"something else"
        report = pull(self.wanting(keeper), remote, chief)
        assert (report.new_chunks, report.missing_chunks) == (2, 1)
        assert [name for name, _ in report.held_back] == [bad]

    def test_a_good_copy_of_another_day_serves(self, remote, chief, keeper):
        self.lay(remote, *self.CHUNKS)
        self.lay(remote, *self.CHUNKS, day="20260102")
        for name in list(remote.objects):
            if "20260102" in name:
                remote.objects[name] = b"half"
        assert pull(self.wanting(keeper), remote, chief).new_chunks == 3
