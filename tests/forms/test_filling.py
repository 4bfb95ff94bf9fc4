"""What screens and commands see of a questionnaire being filled in."""

from dataclasses import replace

import pytest

from monitor_app.errors import BadInput
from monitor_app.forms.filling import Filling
from monitor_app.forms.views import GroupView, Kind, QuestionView, RepeatView, Status
from tests.forms.building import YES_NO, context, filling_of, form_of, survey

INTERVIEW = survey(
    "text | pseudonym | Pseudonym | required=yes | required_message=Please choose a name.",
    "begin_group | work | Work",
    "integer | age | How old is ${pseudonym}? | constraint=. > 13 | constraint_message=Too young to ask.",
    "select_one yn | union | Is there a union?",
    "begin_group | leave | Leave | relevant=${union} = 'yes'",
    "text | why | Why? | required=yes",
    "end_group | ",
    "end_group | ",
    "begin_repeat | week | Week",
    "decimal | hours | Hours | provision=HR",
    "text | phone | Phone | identity=yes",
    "end_repeat | ",
    "note | end | Thank you.",
    more=YES_NO,
)


@pytest.fixture
def filling():
    return filling_of(INTERVIEW)


def test_pages_are_loose_questions_groups_repeats_and_their_instances(filling):
    assert filling.pages() == ("", "work", "week", "week[1]", "#2")


def test_a_page_shows_its_questions_and_the_groups_inside(filling):
    filling.answer("work/union", "yes")
    items = filling.page("work").items
    assert [type(item) for item in items] == [QuestionView, QuestionView, GroupView]


def test_a_group_that_is_not_relevant_is_not_on_the_page(filling):
    assert [item.path for item in filling.page("work").items] == ["work/age", "work/union"]


def test_a_page_that_does_not_exist_is_refused(filling):
    with pytest.raises(BadInput):
        filling.page("nowhere")


def test_a_label_holds_earlier_answers(filling):
    filling.answer("pseudonym", "Blue")
    assert filling.question("work/age").label.plain == "How old is Blue?"


def test_a_wrong_answer_is_kept_and_flagged_in_the_forms_words(filling):
    outcome = filling.answer("work/age", 9)
    view = filling.question("work/age")
    assert (outcome.status, outcome.message) == (Status.CONSTRAINT_VIOLATED, "Too young to ask.")
    assert (view.value, view.message) == (9, "Too young to ask.")


def test_a_missing_answer_is_flagged_in_the_forms_words(filling):
    assert filling.answer("pseudonym", None).message == "Please choose a name."


def test_letters_in_a_number_are_kept_and_flagged(filling):
    outcome = filling.answer("work/age", "ten")
    assert outcome.status is Status.CONSTRAINT_VIOLATED
    assert filling.question("work/age").value == "ten"


@pytest.mark.parametrize(
    ("path", "value"), [("nowhere", 1), ("work", "x"), ("week[9]/hours", 1), ("../x", 1), ("", 1)]
)
def test_an_answer_to_what_is_no_question_is_refused(filling, path, value):
    with pytest.raises(BadInput):
        filling.answer(path, value)


def test_an_outcome_names_everything_that_changed(filling):
    changed = filling.answer("work/union", "yes").changed
    assert {"work/union", "work/leave", "work/leave/why"} <= set(changed)


def test_paths_may_carry_the_root_and_every_index(filling):
    filling.answer("/data/work[1]/age[1]", 30)
    assert filling.question("work/age").value == 30


def test_identity_and_provision_are_carried_to_the_question(filling):
    assert filling.question("week[1]/phone").identity
    assert filling.question("week[1]/hours").provision == "HR"


def test_problems_name_page_question_and_reason(filling):
    filling.answer("work/union", "yes")
    found = [(p.path, p.page, p.status) for p in filling.problems()]
    assert found == [
        ("pseudonym", "", Status.REQUIRED_BUT_EMPTY),
        ("work/leave/why", "work", Status.REQUIRED_BUT_EMPTY),
    ]


def test_a_record_can_be_finished_when_there_are_no_problems(filling):
    filling.answer("pseudonym", "Blue")
    assert filling.can_finish()


def test_answers_are_typed_and_leave_out_what_is_not_relevant(filling):
    filling.answer("pseudonym", "Blue")
    filling.answer("work/age", 30)
    filling.answer("work/union", "yes")
    filling.answer("work/leave/why", "no time")
    filling.answer("work/union", "no")
    filling.answer("week[1]/hours", 60.5)
    assert filling.answers() == {
        "pseudonym": "Blue",
        "work/age": 30,
        "work/union": "no",
        "week[1]/hours": 60.5,
        "meta/instanceID": "uuid:record-1",
    }


def test_a_draft_keeps_what_is_not_relevant(filling):
    filling.answer("work/union", "yes")
    filling.answer("work/leave/why", "no time")
    filling.answer("work/union", "no")
    assert filling.draft()["work/leave/why"] == "no time"


def test_a_draft_resumes_to_the_same_draft(filling):
    filling.add_repeat("week")
    filling.add_repeat("week")
    filling.answer("week[2]/hours", 12)
    filling.answer("work/age", "ten")
    again = filling_of(INTERVIEW, filling.draft())
    assert again.draft() == filling.draft()
    assert again.pages() == filling.pages()


def test_a_draft_without_instances_resumes_without_them(filling):
    filling.remove_repeat("week[1]")
    assert "week[1]" not in filling_of(INTERVIEW, filling.draft()).pages()


def test_answers_a_new_version_has_no_place_for_are_kept_and_shown():
    filling = filling_of(INTERVIEW, {"pseudonym": "Blue", "old/question": "kept"})
    assert filling.left_over == {"old/question": "kept"}
    assert filling.draft()["old/question"] == "kept"


def test_an_added_instance_has_a_page_of_its_own(filling):
    assert filling.add_repeat("week") == "week[2]"
    assert "week[2]" in filling.pages()


def test_a_removed_instance_can_be_put_back_where_it_was(filling):
    filling.answer("week[1]/hours", 1)
    filling.add_repeat("week")
    filling.answer("week[2]/hours", 2)
    before = filling.draft()
    removed = filling.remove_repeat("week[1]")
    assert filling.answers()["week[1]/hours"] == 2.0
    filling.restore_repeat(removed)
    assert filling.draft() == before


def test_a_row_is_named_by_its_first_answer(filling):
    filling.answer("week[1]/hours", 60)
    repeat = filling.page("week").items[0]
    assert isinstance(repeat, RepeatView)
    assert repeat.rows[0].label == "60"


def test_a_counted_repeat_cannot_be_added_to_by_hand():
    filling = filling_of(
        survey(
            "integer | n | N", "begin_repeat | kid | Kid | repeat_count=${n}", "text | a | A", "end_repeat | "
        )
    )
    with pytest.raises(BadInput):
        filling.add_repeat("kid")


def test_parked_instances_are_counted_and_survive_a_draft():
    table = survey(
        "integer | n | N", "begin_repeat | kid | Kid | repeat_count=${n}", "text | a | A", "end_repeat | "
    )
    filling = filling_of(table)
    filling.answer("n", 2)
    filling.answer("kid[2]/a", "Ann")
    filling.answer("n", 1)
    again = filling_of(table, filling.draft())
    assert filling.page("kid").items[0].parked == 1
    again.answer("n", 2)
    assert again.answers()["kid[2]/a"] == "Ann"


def test_the_outline_counts_answered_missing_and_wrong(filling):
    filling.answer("work/age", 9)
    outline = filling.outline()
    pages = {entry.path: entry for entry in outline.children}
    assert (outline.questions, outline.answered, outline.missing, outline.invalid) == (5, 1, 1, 1)
    assert (pages["work"].invalid, pages[""].missing) == (1, 1)


def test_a_note_counts_for_nothing(filling):
    assert filling.page("#2").items[0].kind is Kind.NOTE
    assert filling.outline().children[-1].questions == 0


def test_the_page_of_a_question_is_found(filling):
    assert [filling.page_of(p) for p in ("pseudonym", "work/age", "week[1]/hours")] == ["", "work", "week[1]"]


def test_nested_answers_fill_a_record(filling):
    problems = filling.fill(
        {"pseudonym": "Blue", "work": {"age": 30, "union": "no"}, "week": [{"hours": 40}, {"hours": 50.5}]}
    )
    assert problems == ()
    assert filling.answers()["week[2]/hours"] == 50.5


def test_flat_answers_fill_a_record(filling):
    filling.fill({"pseudonym": "Blue", "work/age": 30})
    assert filling.answers()["work/age"] == 30


@pytest.mark.parametrize(
    "answers", [{"nope": 1}, {"work": 3}, {"week": [3]}, {"work/age": {"x": 1}}, {"pseudonym": [1]}]
)
def test_answers_that_fit_nowhere_are_refused_by_name(filling, answers):
    with pytest.raises(BadInput):
        filling.fill(answers)


def test_filling_asks_for_what_is_missing(filling):
    assert [p.path for p in filling.fill({})] == ["pseudonym"]


def test_the_submission_holds_relevant_answers_and_the_meta_block(filling):
    filling.answer("pseudonym", "Blue & <co>")
    xml = filling.submission().decode()
    assert "<pseudonym>Blue &amp; &lt;co&gt;</pseudonym>" in xml
    assert "<orx:instanceID>uuid:record-1</orx:instanceID>" in xml
    assert "leave" not in xml


TIMED = survey("text | a | A", "calculate | t | calculation=concat(${a}, format-date-time(now(), '%H:%M'))")


def test_without_a_clock_time_stands_still():
    filling = filling_of(TIMED)
    filling.answer("a", "y")
    assert filling.answers()["t"] == "y22:13"


def test_the_clock_is_looked_at_when_an_answer_is_given():
    filling = Filling(form_of(TIMED), context=context(), clock=lambda: 1_700_003_600_000)
    filling.answer("a", "y")
    assert filling.answers()["t"] == "y23:13"


def test_the_form_may_name_the_record():
    more = "| settings |\n| | instance_name |\n| | concat('Case ', ${a}) |\n"
    filling = filling_of(survey("text | a | A", more=more))
    filling.answer("a", "7")
    assert filling.instance_name() == "Case 7"


TWO = survey(
    "select_one yn | paid | label::English (en)=Paid? | label::Chinese (zh)=付钱了吗? | label=",
    "begin_repeat | row | label::English (en)=Row | label::Chinese (zh)=行 | label=",
    "text | a | label::English (en)=Name | label::Chinese (zh)=名字 | label=",
    "end_repeat | ",
    more="""
| choices |
| | list_name | name | label::English (en) | label::Chinese (zh) |
| | yn | yes | Yes | 是 |
| | yn | no | No | 否 |
""",
).replace("| label |", "| hint |", 1)


def test_the_language_can_change_at_any_moment():
    filling = filling_of(TWO)
    filling.set_language("Chinese (zh)")
    view = filling.question("paid")
    assert (view.label.plain, [c.label.plain for c in view.choices]) == ("付钱了吗?", ["是", "否"])


def test_an_unknown_language_means_the_forms_own():
    filling = filling_of(TWO, language="Klingon")
    assert filling.language in form_of(TWO).languages


def test_a_long_list_is_cut_and_can_be_searched():
    rows = "".join(f"| | site | s{n} | Site {n} |\n" for n in range(1_200))
    filling = filling_of(
        survey("select_one site | where | Where?", more="| choices |\n| | list_name | name | label |\n" + rows)
    )
    view = filling.question("where")
    assert view.more_choices
    assert [c.value for c in filling.choices("where", "site 119", limit=3)] == ["s119", "s1190", "s1191"]


def test_a_context_is_all_a_filling_knows_of_the_world():
    assert context().user == "blue"


NESTED = survey(
    "begin_repeat | house | House",
    "integer | n | N",
    "begin_repeat | kid | Kid | repeat_count=${n}",
    "text | a | A",
    "end_repeat | ",
    "end_repeat | ",
)


@pytest.fixture
def with_parked():
    filling = filling_of(NESTED)
    filling.answer("house[1]/n", 2)
    filling.answer("house[1]/kid[2]/a", "Ann")
    filling.answer("house[1]/n", 1)
    return filling


def test_what_was_parked_in_a_removed_instance_never_turns_up_elsewhere(with_parked):
    for _ in range(50):
        with_parked.remove_repeat("house[1]")
        with_parked.add_repeat("house")
        with_parked.answer("house[1]/n", 2)
        assert "house[1]/kid[2]/a" not in with_parked.draft()


def test_what_was_parked_comes_back_when_a_removal_is_undone(with_parked):
    before = with_parked.draft()
    with_parked.restore_repeat(with_parked.remove_repeat("house[1]"))
    assert with_parked.draft() == before
    with_parked.answer("house[1]/n", 2)
    assert with_parked.answers()["house[1]/kid[2]/a"] == "Ann"


AGAIN = survey("text | town | Town | default=${last-saved#town}", "text | what | What")


def test_nothing_of_the_last_record_is_carried_over_by_itself():
    filling = filling_of(AGAIN)
    assert filling.draft().get("town") is None
    assert [one.what for one in filling.form.unsupported] == ["last-saved"]


def test_a_form_may_begin_where_the_last_record_ended_if_it_is_handed_in():
    first = filling_of(AGAIN)
    first.answer("town", "Shenzhen")
    again = replace(context(), last_saved=first.submission())
    assert Filling(form_of(AGAIN), context=again).answers()["town"] == "Shenzhen"


def test_the_head_row_of_a_table_counts_for_nothing():
    table = survey(
        "begin_group | t | How often? | appearance=table-list",
        "select_one yn | a | Shouting",
        "end_group | ",
        more=YES_NO,
    )
    assert filling_of(table).outline().questions == 1
