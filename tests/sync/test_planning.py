"""From what is listed and what we hold follows what to get, in order."""

from monitor_app.sync.names import SegmentName, dated, undated
from monitor_app.sync.planning import Gap, Held, held_from, plan_roster, plan_segments


def mark(letter: str) -> str:
    return letter * 16


def path(box: str, number: int, letter: str = "a", *, to: str = "", day: str = "20260101") -> str:
    return dated(undated(SegmentName(box, to, number, mark(letter))), day)


def numbers(plan) -> list[tuple[str, int]]:
    return [(step.stream, step.number) for step in plan.steps]


def test_new_segments_are_got_in_order_of_number():
    plan = plan_segments([path("boxaa", 1), path("boxaa", 0), path("boxbb", 0)], {})
    assert numbers(plan) == [("boxaa", 0), ("boxaa", 1), ("boxbb", 0)]


def test_what_is_written_to_us_comes_first():
    plan = plan_segments([path("boxaa", 0), path("coord", 0, to="boxbb")], {})
    assert numbers(plan) == [("coord/boxbb", 0), ("boxaa", 0)]


def test_what_we_hold_is_not_got_again():
    held = {"boxaa": Held(next_number=2, marks={0: mark("a"), 1: mark("a")})}
    plan = plan_segments([path("boxaa", 0), path("boxaa", 1), path("boxaa", 2)], held)
    assert numbers(plan) == [("boxaa", 2)]


def test_after_a_missing_number_the_rest_waits_and_the_gap_is_named():
    plan = plan_segments([path("boxaa", 0), path("boxaa", 2), path("boxaa", 3)], {})
    assert (numbers(plan), plan.gaps) == ([("boxaa", 0)], (Gap("boxaa", 1, 2),))


def test_one_object_under_two_days_is_one_candidate():
    plan = plan_segments([path("boxaa", 0), path("boxaa", 0, day="20260102")], {})
    (candidate,) = plan.steps[0].candidates
    assert candidate.paths == (path("boxaa", 0, day="20260102"), path("boxaa", 0))


def test_two_objects_at_one_number_are_both_looked_at():
    plan = plan_segments([path("boxaa", 0, "a"), path("boxaa", 0, "b")], {})
    assert [one.name.mark for one in plan.steps[0].candidates] == [mark("a"), mark("b")]


def test_another_object_at_a_number_we_hold_is_looked_at_as_late():
    held = {"boxaa": Held(next_number=1, marks={0: mark("a")})}
    (step,) = plan_segments([path("boxaa", 0, "a"), path("boxaa", 0, "b")], held).steps
    assert (step.is_late, step.candidates[0].name.mark) == (True, mark("b"))


def test_a_flood_of_claims_to_one_number_is_bounded():
    letters = "abcdefghijklmnop"
    plan = plan_segments([path("boxaa", 0, letter) for letter in letters], {})
    assert len(plan.steps[0].candidates) == 8


def test_foreign_names_are_counted_and_left_alone():
    plan = plan_segments(["fld1/in/readme", path("boxaa", 0), ".stfolder"], {})
    assert (numbers(plan), plan.foreign) == ([("boxaa", 0)], 2)


def test_what_is_held_back_for_good_is_skipped():
    skip = {undated(SegmentName("boxaa", "", 0, mark("a")))}
    listed = [path("boxaa", 0), path("boxaa", 0, day="20260102")]
    assert plan_segments(listed, {}, skip=skip).steps == ()


def test_newer_rosters_are_got_in_order():
    listed = [f"fld1/m/0000000{n}-{mark('a')}" for n in (3, 1, 2)] + ["fld1/m/x"]
    wanted, foreign = plan_roster(listed, known=1)
    assert ([name.number for name, _ in wanted], foreign) == ([2, 3], 1)


def test_what_is_held_is_worked_out_from_names():
    names = [undated(SegmentName("boxaa", "", number, mark(letter))) for number, letter in ((1, "b"), (0, "a"))]
    held = held_from(names, last=b"x" * 32)
    assert held == Held(next_number=2, last=b"x" * 32, marks={0: mark("a"), 1: mark("b")})


def test_nothing_held_starts_at_the_first():
    assert held_from([], last=bytes(32)) == Held()
