"""When a window exchanges by itself: wanted, plugged in, and ever seldomer in vain."""

from msgspec import structs

from monitor_app.operations import budgets, pacing, places
from monitor_app.operations.budgets import Habits
from monitor_app.operations.places import Access
from tests.support.desks import append_record


def test_a_vault_without_a_project_or_place_never_tries(desk):
    assert not pacing.outlook(desk).places


def test_a_stick_is_looked_for_before_anything_is_tried(pair):
    outlook = pacing.outlook(pair.monitor)
    assert len(outlook.there()) == 1
    pair.folder.rename(pair.folder.with_name("in a pocket"))
    assert outlook.there() == ()


def test_who_turned_it_off_is_left_alone(pair):
    budgets.choose(pair.monitor, Habits(automatic=False))
    assert not pacing.outlook(pair.monitor).places


def test_only_places_that_go_by_themselves_are_looked_at(pair, tmp_path):
    stick, _ = places.add(pair.monitor, Access(address=f"folder:{tmp_path}"), name="Stick", is_automatic=False)
    off = structs.replace(places.first(pair.monitor), is_on=False)
    places.change(pair.monitor, off)
    assert pacing.outlook(pair.monitor).places == ()
    places.change(pair.monitor, structs.replace(stick, is_automatic=True))
    assert [one.id for one in pacing.outlook(pair.monitor).places] == [stick.id]


def test_what_waits_is_told_of_each_place(pair, tmp_path):
    append_record(pair.monitor)
    pair.sync(pair.monitor)
    places.add(pair.monitor, Access(address=f"folder:{tmp_path}"), name="Stick")
    assert [one.waiting for one in pacing.outlook(pair.monitor).places] == [0, 1]


def test_what_waits_is_tried_sooner_than_nothing(pair):
    append_record(pair.monitor)
    assert pacing.pause_after(failures=0, is_more=True) < pacing.pause_after(failures=0, is_more=False)


def test_each_try_in_vain_makes_the_next_one_later():
    pauses = [pacing.pause_after(failures=count, is_more=True) for count in range(1, 9)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == pacing.VAIN_SECONDS[-1]
