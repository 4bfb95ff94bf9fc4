"""Answers that lie sealed and cannot be read: what hangs on them stays as it was when they were known."""

import pytest

from monitor_app.errors import BadInput
from monitor_app.forms.filling import Filling
from monitor_app.forms.views import Status
from tests.forms.building import context, filling_of, form_of, survey

FORM = survey(
    "text | name | Name | bind::identity=yes | required=yes",
    "text | how | How do we find you? | relevant=${name} != ''",
    "text | why_not | Why not? | relevant=${name} = ''",
    "text | other | Other | required=${name} = 'x'",
    "integer | age | Age | constraint=. > string-length(${name})",
    "calculate | long | calculation=string-length(${name})",
    "begin_repeat | friend | Friend",
    "text | nick | Nick | bind::identity=yes",
    "text | met | Met? | relevant=${nick} != ''",
    "end_repeat | ",
)


def resumed(filling: Filling, *unread: str, **more: object) -> Filling:
    draft = {path: value for path, value in filling.draft().items() if path not in unread}
    return Filling(filling.form, draft, context=context(), unread=unread, known=filling.known(), **more)


@pytest.fixture
def named() -> Filling:
    filling = filling_of(FORM)
    filling.answer("name", "Mei")
    filling.answer("how", "At the gate")
    return filling


def test_an_answer_that_hangs_on_a_sealed_one_stays_part_of_the_record(named):
    left = resumed(named, "name").answers()
    assert (left["how"], left["long"]) == ("At the gate", "3")


def test_what_was_not_asked_is_not_asked_because_the_answer_is_sealed(named):
    assert resumed(named, "name").question("why_not") is None


def test_a_sealed_answer_is_not_missing_and_counts_as_answered(named):
    again = resumed(named, "name")
    assert again.problems() == ()
    assert again.question("name").unread
    assert again.outline().answered == named.outline().answered


def test_what_was_needed_because_of_a_sealed_answer_is_still_needed(named):
    named.answer("name", "x")
    assert [one.path for one in resumed(named, "name").problems()] == ["other"]


def test_a_limit_that_reads_a_sealed_answer_was_judged_before(named):
    named.answer("age", 2)
    assert named.question("age").status is Status.CONSTRAINT_VIOLATED
    assert resumed(named, "name").question("age").status is Status.OK


def test_a_new_answer_takes_the_place_of_the_sealed_one(named):
    again = resumed(named, "name")
    again.answer("name", "Anna")
    assert (again.question("name").unread, again.draft()["long"]) == (False, "4")
    again.answer("name", "")
    assert again.question("how") is None
    assert again.question("why_not") is not None


def test_what_was_decided_last_is_said_again_after_many_resumes(named):
    once = resumed(named, "name")
    assert once.known() == named.known()
    assert resumed(once, "name").answers()["how"] == "At the gate"


def test_without_knowledge_nothing_is_dropped_and_nothing_is_needed(named):
    again = Filling(form_of(FORM), {"how": "At the gate"}, context=context(), unread=["name"])
    assert again.answers()["how"] == "At the gate"
    assert again.problems() == ()


def test_each_entry_of_a_list_has_its_own(named):
    for number, nick in ((1, "Li"), (2, "")):
        if number > 1:
            named.add_repeat("friend")
        named.answer(f"friend[{number}]/nick", nick)
        named.answer(f"friend[{number}]/met", "yes")
    again = resumed(named, "friend[1]/nick")
    assert again.question("friend[1]/met") is not None
    assert again.question("friend[2]/met") is None
    again.answer("friend[2]/nick", "Bo")
    assert again.question("friend[2]/met") is not None


def test_an_entry_whose_sealed_answers_would_move_is_not_taken_out(named):
    named.add_repeat("friend")
    named.answer("friend[2]/nick", "Bo")
    again = resumed(named, "friend[2]/nick")
    with pytest.raises(BadInput, match="cannot be taken out"):
        again.remove_repeat("friend[1]")


def test_a_sealed_answer_that_is_not_asked_any_more_is_told():
    table = survey("text | ok | OK", "text | name | Name | bind::identity=yes | relevant=${ok} = 'y'")
    filling = filling_of(table)
    filling.answer("ok", "y")
    filling.answer("name", "Mei")
    again = resumed(filling, "name")
    assert not again.is_left_out("name")
    again.answer("ok", "n")
    assert again.is_left_out("name")
