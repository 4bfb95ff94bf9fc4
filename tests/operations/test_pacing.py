"""When a window exchanges by itself: wanted, plugged in, and ever seldomer in vain."""

from monitor_app.operations import budgets, pacing
from monitor_app.operations.budgets import Habits
from tests.support.desks import append_record


def test_a_vault_without_a_project_or_place_never_tries(desk):
    assert not pacing.outlook(desk).wanted


def test_a_stick_is_looked_for_before_anything_is_tried(pair):
    outlook = pacing.outlook(pair.monitor)
    assert (outlook.wanted, outlook.is_plugged_in) == (True, True)
    pair.folder.rename(pair.folder.with_name("in a pocket"))
    assert not outlook.is_plugged_in


def test_who_turned_it_off_is_left_alone(pair):
    budgets.choose(pair.monitor, Habits(automatic=False))
    assert not pacing.outlook(pair.monitor).wanted


def test_what_waits_is_tried_sooner_than_nothing(pair):
    append_record(pair.monitor)
    assert pacing.pause_after(failures=0, is_more=True) < pacing.pause_after(failures=0, is_more=False)


def test_each_try_in_vain_makes_the_next_one_later():
    pauses = [pacing.pause_after(failures=count, is_more=True) for count in range(1, 9)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == pacing.VAIN_SECONDS[-1]
