"""How a record stays true: skip logic, calculations, constraints, repeats, actions."""

import pytest

from monitor_app.forms.checking import check_answer
from monitor_app.forms.tree import find
from monitor_app.forms.views import Status
from tests.forms.building import YES_NO, filling_of, record_of, survey

CHAIN = survey(
    "select_one yn | paid | Were you paid?",
    "begin_group | pay | Pay | relevant=${paid} = 'yes'",
    "integer | hours | Hours",
    "begin_group | inner | Inner",
    "integer | rate | Rate",
    "end_group | ",
    "end_group | ",
    "calculate | earned | calculation=${hours} * ${rate}",
    "calculate | twice | calculation=${earned} * 2",
    "calculate | thrice | calculation=${twice} + ${earned}",
    more=YES_NO,
)


def answered(table: str, **answers):
    record = record_of(table)
    for path, value in answers.items():
        record.answer(find(record.top, path.replace("__", "/")), value)
    return record


def value(record, path: str) -> str:
    return find(record.top, path).value


def test_a_question_in_a_group_that_is_not_relevant_is_not_relevant_either():
    record = answered(CHAIN, paid="no")
    assert not find(record.top, "pay/inner/rate").relevant


def test_a_question_comes_back_when_its_group_becomes_relevant():
    record = answered(CHAIN, paid="yes")
    assert find(record.top, "pay/inner/rate").relevant


def test_a_change_reaches_calculations_at_any_distance():
    record = answered(CHAIN, paid="yes", pay__hours="3", pay__inner__rate="5")
    assert [value(record, name) for name in ("earned", "twice", "thrice")] == ["15", "30", "45"]


def test_an_answer_that_is_not_relevant_reads_as_absent():
    record = answered(CHAIN, paid="yes", pay__hours="3", pay__inner__rate="5")
    record.answer(find(record.top, "paid"), "no")
    assert value(record, "thrice") == ""


def test_an_answer_that_is_not_relevant_is_kept_and_comes_back():
    record = answered(CHAIN, paid="yes", pay__hours="3", pay__inner__rate="5")
    record.answer(find(record.top, "paid"), "no")
    record.answer(find(record.top, "paid"), "yes")
    assert value(record, "thrice") == "45"


@pytest.mark.parametrize(
    ("text", "status"),
    [("12", Status.CONSTRAINT_VIOLATED), ("20", Status.OK), ("", Status.REQUIRED_BUT_EMPTY)],
)
def test_an_answer_is_judged_by_constraint_and_requirement(text, status):
    record = record_of(survey("integer | age | Age | constraint=. > 13 | required=yes"))
    assert check_answer(record, find(record.top, "age"), text) is status


def test_a_constraint_is_not_asked_about_an_empty_answer():
    record = record_of(survey("integer | age | Age | constraint=. > 13"))
    assert check_answer(record, find(record.top, "age"), "") is Status.OK


def test_judging_an_answer_changes_nothing():
    record = answered(survey("integer | age | Age | constraint=. > 13"), age="20")
    check_answer(record, find(record.top, "age"), "3")
    assert value(record, "age") == "20"


ROSTER = survey(
    "begin_repeat | person | Person",
    "text | name | Name",
    "integer | age | Age",
    "calculate | place | calculation=position(..)",
    "calculate | older | calculation=${age} + 1",
    "calculate | before | calculation=indexed-repeat(${age}, ${person}, position(..) - 1)",
    "end_repeat | ",
    "calculate | ages | calculation=sum(${age})",
    "calculate | people | calculation=count(${person})",
)


def roster(*ages: str):
    record = record_of(ROSTER)
    while len(record.root.named("person")) < len(ages):
        record.add_instance(record.root, ("data", "person"))
    for node, age in zip(record.root.named("person"), ages, strict=True):
        record.answer(node.named("age")[0], age)
    return record


def column(record, name: str) -> list[str]:
    return [node.named(name)[0].value for node in record.root.named("person")]


def test_inside_a_repeat_an_answer_means_that_of_the_same_instance():
    assert column(roster("10", "20"), "older") == ["11", "21"]


def test_outside_a_repeat_all_instances_are_added_up():
    assert value(roster("10", "20", "30"), "ages") == "60"


def test_removing_an_instance_tells_the_later_ones_their_new_place():
    record = roster("10", "20", "30")
    record.remove_instance(record.root.named("person")[0])
    assert column(record, "place") == ["1", "2"]


def test_removing_an_instance_is_heard_by_sums_and_counts():
    record = roster("10", "20", "30")
    record.remove_instance(record.root.named("person")[1])
    assert (value(record, "ages"), value(record, "people")) == ("40", "2")


def test_an_instance_can_read_the_one_before_it():
    assert column(roster("10", "20", "30"), "before")[1:] == ["10", "20"]


COUNTED = survey(
    "integer | many | How many?",
    "begin_repeat | child | Child | repeat_count=${many}",
    "text | name | Name",
    "end_repeat | ",
)


def test_a_count_makes_as_many_instances():
    record = answered(COUNTED, many="3")
    assert len(record.root.named("child")) == 3


def test_a_smaller_count_parks_instances_and_a_larger_one_brings_them_back():
    record = answered(COUNTED, many="3")
    for number, node in enumerate(record.root.named("child")):
        record.answer(node.named("name")[0], f"name{number}")
    record.answer(find(record.top, "many"), "1")
    record.answer(find(record.top, "many"), "3")
    assert [node.named("name")[0].value for node in record.root.named("child")] == ["name0", "name1", "name2"]


def test_clearing_a_count_takes_nothing_away():
    record = answered(COUNTED, many="3")
    record.answer(find(record.top, "many"), "")
    assert len(record.root.named("child")) == 3


def test_a_runaway_count_is_capped():
    record = answered(COUNTED, many="999999999")
    assert len(record.root.named("child")) == 2_000


def test_a_dynamic_default_is_set_once_and_not_again():
    record = record_of(survey("integer | a | A", "integer | b | B | default=${a} + 1 + 1"))
    record.answer(find(record.top, "a"), "5")
    assert value(record, "b") == ""


def test_a_trigger_sets_a_value_when_the_other_answer_changes():
    table = survey("integer | a | A", "dateTime | seen | Seen | calculation=now() | trigger=${a}")
    record = answered(table, a="5")
    assert value(record, "seen").startswith("2023-11-14T22:13:20")


def test_once_keeps_its_first_value():
    table = survey("integer | a | A", "calculate | first | calculation=once(${a})")
    record = answered(table, a="5")
    record.answer(find(record.top, "a"), "6")
    assert value(record, "first") == "5"


def test_the_start_of_an_interview_is_noted_from_the_clock_handed_in():
    record = record_of(survey("start | start |", "today | today |", "text | a | A"))
    assert (value(record, "start"), value(record, "today")) == ("2023-11-14T22:13:20.000+00:00", "2023-11-14")


def test_no_device_or_phone_number_is_ever_filled_in():
    record = record_of(survey("deviceid | device |", "phonenumber | phone |", "text | a | A"))
    assert (value(record, "device"), value(record, "phone")) == ("", "")


def test_a_faulty_condition_shows_the_question_and_is_noted():
    record = record_of(survey("text | a | A", "text | b | B | relevant=unknown-function(${a})"))
    assert find(record.top, "b").relevant
    assert record.faults


def test_a_nested_repeat_counts_only_its_own_instances():
    table = survey(
        "begin_repeat | house | House",
        "begin_repeat | room | Room",
        "integer | beds | Beds",
        "end_repeat | ",
        "calculate | all_beds | calculation=sum(${beds})",
        "end_repeat | ",
    )
    filling = filling_of(table)
    filling.add_repeat("house")
    filling.add_repeat("house[2]/room")
    filling.answer("house[1]/room[1]/beds", 2)
    filling.answer("house[2]/room[1]/beds", 5)
    assert (filling.answers()["house[1]/all_beds"], filling.answers()["house[2]/all_beds"]) == ("2", "5")
