"""What a store or a bad device can do: each is noticed and named, and nothing of it is taken in."""

from collections.abc import Callable

import pytest

from monitor_app.operations import browsing, membership, syncing
from monitor_app.operations.browsing import RecordFilter
from tests.support import attacks
from tests.support.crowds import Crowd
from tests.support.fakes import SetClock


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    crowd.join("teal")
    crowd.sync("heron", "wren", "teal")
    yield crowd
    crowd.close()


@pytest.fixture
def clock():
    return SetClock(1_790_000_000_000)


def held(crowd: Crowd) -> set[str]:
    """Return the records that the coordinator holds."""
    return {row.id for row in browsing.records(crowd["heron"], RecordFilter())}


def odd(crowd: Crowd, name: str = "heron") -> set[str]:
    """Return the names of what the screen calls odd."""
    return {one.name.template for one in syncing.state(crowd[name]).odd}


def test_a_dropped_parcel_in_the_middle_is_a_gap(crowd):
    first, *_ = attacks.drop_the_middle(crowd, "wren")
    assert held(crowd) == {first}
    (gap,) = syncing.state(crowd["heron"]).odd
    assert (gap.name.template, gap.who) == ("Gap", "wren")


def test_a_withheld_tail_is_noticed_by_who_sent_it(crowd):
    attacks.withhold_the_tail(crowd, "wren")
    assert held(crowd) == set()
    assert "Not confirmed" in odd(crowd, "wren")


def test_a_lost_parcel_is_sent_again_by_itself(crowd):
    record = attacks.lose_a_parcel(crowd, "wren")
    crowd.sync("wren", "heron", "wren")
    assert "Gone" in odd(crowd, "wren")
    assert held(crowd) == {record}


def test_a_list_of_people_that_is_turned_back_is_noticed_and_the_known_one_stays(crowd):
    before = membership.roster(crowd["wren"]).roster.version
    attacks.turn_the_list_back(crowd, "wren")
    crowd.sync("wren")
    assert membership.roster(crowd["wren"]).roster.version == before
    assert "Withheld" in odd(crowd, "wren")


def test_a_whole_store_turned_back_loses_nothing(crowd):
    record = attacks.turn_the_store_back(crowd, "wren")
    assert held(crowd) == set()
    assert "Gone" in odd(crowd, "wren")
    crowd.sync("wren", "heron")
    assert held(crowd) == {record}


def test_swapped_parcels_are_damaged(crowd):
    attacks.swap_two(crowd, "wren")
    assert held(crowd) == set()
    assert odd(crowd) == {"Damaged"}


def test_a_parcel_of_a_stranger_is_named(crowd):
    attacks.write_as_a_stranger(crowd, "wren")
    assert held(crowd) == set()
    assert "Unknown device" in odd(crowd)


def test_a_removed_device_is_named(crowd):
    record = attacks.write_after_removal(crowd, "wren")
    assert held(crowd) == {record}
    assert "Removed device" in odd(crowd)


def test_a_copied_device_is_named_once_and_neither_half_taken(crowd):
    attacks.copy_the_device(crowd, "wren")
    assert held(crowd) == set()
    (fork,) = syncing.state(crowd["heron"]).odd
    assert (fork.name.template, fork.who, fork.count) == ("Copied device", "wren", 2)


def test_a_replay_under_another_box_is_held_back(crowd):
    attacks.replay_under_another_box(crowd, "wren")
    assert "Held back" in odd(crowd)


def test_a_key_put_in_by_the_store_is_named_and_not_believed(crowd):
    attacks.inject_a_key(crowd, "wren")
    for name in ("wren", "heron"):
        assert membership.people_now(crowd[name]).member("mallory") is None
        assert odd(crowd, name) == {"List refused"}


@pytest.mark.parametrize("deed", [attacks.put_something_huge, attacks.put_a_bomb])
def test_huge_objects_are_held_back_and_stop_nobody(crowd, deed: Callable[[Crowd, str], None]):
    (record,) = attacks.send(crowd, "teal")
    deed(crowd, "wren")
    assert held(crowd) == {record}
    assert odd(crowd) & {"Held back", "Damaged"}
