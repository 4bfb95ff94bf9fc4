"""Choices: filters, cascades, names of choices, order by lot."""

import pytest

from monitor_app.forms.compiling import convert
from monitor_app.forms.filling import Filling
from monitor_app.forms.judging import NOT_OFFERED
from monitor_app.forms.reading import read_form
from tests.forms.building import YES_NO, context, filling_of, survey

PLACES = """
| choices |
| | list_name | name | label | province |
| | province | gd | Guangdong | |
| | province | js | Jiangsu | |
| | city | sz | Shenzhen | gd |
| | city | gz | Guangzhou | gd |
| | city | su | Suzhou | js |
"""
CASCADE = survey(
    "select_one province | p | Province",
    "select_one city | c | City | choice_filter=province = ${p}",
    "calculate | said | calculation=jr:choice-name(${c}, '${c}')",
    more=PLACES,
)


def values(filling, path):
    return [choice.value for choice in filling.question(path).choices]


def test_a_filter_follows_an_earlier_answer():
    filling = filling_of(CASCADE)
    filling.answer("p", "gd")
    assert values(filling, "c") == ["sz", "gz"]


def test_a_filter_that_waits_for_an_answer_offers_nothing():
    assert values(filling_of(CASCADE), "c") == []


def test_a_choice_can_be_called_by_its_name():
    filling = filling_of(CASCADE)
    filling.answer("p", "js")
    filling.answer("c", "su")
    assert filling.answers()["said"] == "Suzhou"


def test_a_filter_inside_a_repeat_reads_its_own_instance():
    filling = filling_of(
        survey(
            "begin_repeat | r | R",
            "select_one province | p | Province",
            "select_one city | c | City | choice_filter=province = ${p}",
            "end_repeat | ",
            more=PLACES,
        )
    )
    filling.add_repeat("r")
    filling.answer("r[1]/p", "gd")
    filling.answer("r[2]/p", "js")
    assert (values(filling, "r[1]/c"), values(filling, "r[2]/c")) == (["sz", "gz"], ["su"])


def test_choices_may_come_from_answers_in_a_repeat():
    filling = filling_of(
        survey(
            "begin_repeat | r | R",
            "text | name | Name",
            "end_repeat | ",
            "select_one ${name} | who | Who?",
        )
    )
    filling.answer("r[1]/name", "Blue")
    assert [c.label.plain for c in filling.question("who").choices] == ["Blue"]


def test_an_order_by_lot_with_a_seed_is_always_the_same():
    table = survey("select_one city | c | City | parameters=randomize=true,seed=3", more=PLACES)
    assert values(filling_of(table), "c") == values(filling_of(table), "c") == ["su", "sz", "gz"]


def test_an_order_by_lot_without_a_seed_does_not_jump_while_one_looks():
    filling = filling_of(survey("select_one city | c | City | parameters=randomize=true", more=PLACES))
    assert values(filling, "c") == values(filling, "c")


def test_or_other_asks_for_the_other():
    filling = filling_of(survey("select_one yn or_other | paid | Paid?", more=YES_NO))
    filling.answer("paid", "other")
    assert filling.question("paid_other") is not None


def test_several_choices_are_a_list():
    filling = filling_of(survey("select_multiple yn | both | Both", more=YES_NO))
    filling.answer("both", ["yes", "no"])
    assert filling.answers()["both"] == ["yes", "no"]


def test_a_ranking_is_a_list_in_its_order():
    filling = filling_of(survey("rank yn | order | Order", more=YES_NO))
    filling.answer("order", ["no", "yes"])
    assert filling.question("order").value == ["no", "yes"]


def test_a_row_of_a_file_can_be_pulled_in():
    table = survey("text | id | Id", "calculate | owner | calculation=pulldata('sites', 'owner', 'id', ${id})")
    compiled = convert(table.encode(), "md")
    form = read_form(compiled.xform, external={"sites.csv": b"id,owner\n7,Alpha\n8,Beta\n"})
    filling = Filling(form, context=context())
    filling.answer("id", "8")
    assert filling.answers()["owner"] == "Beta"


def test_lists_kept_outside_the_form_are_filtered_too():
    table = (
        survey("text | p | Province", "select_one_external city | c | City | choice_filter=province=${p}")
        + """
| external_choices |
| | list_name | name | label | province |
| | city | sz | Shenzhen | gd |
| | city | su | Suzhou | js |
"""
    )
    compiled = convert(table.encode(), "md")
    filling = Filling(read_form(compiled.xform, external=compiled.external), context=context())
    filling.answer("p", "js")
    assert [(c.value, c.label.plain) for c in filling.question("c").choices] == [("su", "Suzhou")]


def test_a_choice_that_is_not_offered_any_more_is_kept_and_stops_finishing():
    filling = filling_of(CASCADE)
    filling.answer("p", "gd")
    filling.answer("c", "sz")
    filling.answer("p", "js")
    assert filling.answers()["c"] == "sz"
    assert [(problem.path, problem.message) for problem in filling.problems()] == [("c", NOT_OFFERED)]


def test_a_choice_that_is_offered_again_stands_again():
    filling = filling_of(CASCADE)
    for path, value in (("p", "gd"), ("c", "sz"), ("p", "js"), ("p", "gd")):
        filling.answer(path, value)
    assert filling.problems() == ()


def test_nothing_is_held_against_an_answer_when_its_list_is_missing():
    table = survey("select_one_from_file sites.csv | site | Site")
    filling = Filling(read_form(convert(table.encode(), "md").xform), context=context())
    filling.answer("site", "anything")
    assert filling.problems() == ()


@pytest.mark.parametrize(
    ("text", "is_place"), [("22.5 114.1", True), ("22.5 114.1 0 5", True), ("91 0", False), ("north", False)]
)
def test_a_place_is_latitude_and_longitude(text, is_place):
    filling = filling_of(survey("geopoint | where | Where"))
    filling.answer("where", text)
    assert (filling.problems() == ()) is is_place
