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


FRUIT = b"key,name,kind,season\na1,Apple,pome,autumn\nl2,Lychee,soft,summer\np3,Pear,pome,autumn\n"
COLUMNS = """
| choices |
| | list_name | name | label |
| | fruit | key | name, season |
| | fruit | 99 | None of these |
"""


def searched(appearance: str, files: dict[str, bytes] | None = None) -> Filling:
    table = survey("text | k | Kind", f"select_one fruit | f | Fruit | appearance={appearance}", more=COLUMNS)
    given = {"fruits.csv": FRUIT} if files is None else files
    form = read_form(convert(table.encode(), "md").xform, external=given)
    return Filling(form, context=context())


@pytest.mark.parametrize(
    ("appearance", "expected"),
    [
        ("search('fruits')", ["a1", "l2", "p3", "99"]),
        ("minimal search('fruits.csv')", ["a1", "l2", "p3", "99"]),
        ("search('fruits', 'matches', 'kind', 'pome')", ["a1", "p3", "99"]),
        ("search('fruits', 'contains', 'name,season', 'ea')", ["p3", "99"]),
        ("search('fruits', 'startswith', 'name', 'L')", ["l2", "99"]),
        ("search('fruits', 'endswith', 'name', 'e', 'kind', 'pome')", ["a1", "99"]),
    ],
)
def test_a_search_takes_its_choices_from_a_file(appearance, expected):
    assert values(searched(appearance), "f") == expected


def test_a_search_follows_an_earlier_answer_and_names_columns():
    filling = searched("search('fruits', 'matches', 'kind', ${k})")
    filling.answer("k", "soft")
    assert [choice.label.plain for choice in filling.question("f").choices] == [
        "Lychee summer",
        "None of these",
    ]
    filling.answer("f", "l2")
    assert filling.problems() == ()


def test_a_search_without_its_file_is_listed():
    form = searched("search('fruits')", {}).form
    assert [(one.question, one.what) for one in form.unsupported] == [("f", "file fruits.csv")]


def test_lists_kept_outside_speak_the_language_shown():
    table = """
| survey |
| | type | name | label::English (en) | label::French (fr) | choice_filter |
| | text | p | P | P | |
| | select_one_external city | c | City | Ville | p=${p} |
| external_choices |
| | list_name | name | label::English (en) | label::French (fr) | p |
| | city | x | Warsaw | Varsovie | pl |
"""
    compiled = convert(table.encode(), "md")
    filling = Filling(read_form(compiled.xform, external=compiled.external), context=context())
    filling.answer("p", "pl")
    said = []
    for language in filling.form.languages:
        filling.set_language(language)
        said.append(filling.question("c").choices[0].label.plain)
    assert sorted(said) == ["Varsovie", "Warsaw"]


def test_several_choices_stand_in_the_order_of_the_list():
    filling = filling_of(survey("select_multiple yn | a | A", "rank yn | b | B", more=YES_NO))
    filling.answer("a", ["no", "yes"])
    filling.answer("b", ["no", "yes"])
    assert filling.answers() == {"a": ["yes", "no"], "b": ["no", "yes"], **_meta(filling)}


def _meta(filling: Filling) -> dict[str, object]:
    return {path: value for path, value in filling.answers().items() if path.startswith("meta/")}
