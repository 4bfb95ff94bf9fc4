"""A draft goes from one version of a questionnaire to another question by question, and no answer is lost."""

import random

import pytest

from monitor_app.forms.carrying_over import UNREAD, Why, carry_over
from monitor_app.forms.filling import Filling
from tests.forms.building import context, form_of, survey

CHOICES = """
| choices |
| | list_name | name | label |
| | way | bus | Bus |
| | way | foot | On foot |
| | way | boat | Boat |
"""
FEWER = CHOICES.replace("| | way | boat | Boat |\n", "")

OLD = survey(
    "text | story | Story",
    "integer | hours | Hours",
    "select_one way | way | How?",
    "select_multiple way | ways | Which?",
    "text | phone | Phone | bind::identity=yes",
    "calculate | twice | calculation=${hours} * 2",
    "begin_group | place | Place",
    "text | town | Town",
    "end_group | ",
    "begin_repeat | shift | Shift",
    "text | start | Start",
    "begin_repeat | rest | Rest",
    "integer | minutes | Minutes",
    "end_repeat | ",
    "end_repeat | ",
    more=CHOICES,
)
ANSWERS = {
    "story": "Fees",
    "hours": 12,
    "way": "boat",
    "ways": ["bus", "boat"],
    "phone": UNREAD,
    "twice": 24,
    "place/town": "Suzhou",
    "shift": 2,
    "shift[1]/start": "6:00",
    "shift[1]/rest": 1,
    "shift[2]/rest": 2,
    "shift[2]/start": "18:00",
    "shift[2]/rest[2]/minutes": 15,
}


def over(new: str, answers: dict = ANSWERS, old: str = OLD):
    return carry_over(form_of(old), form_of(new), answers)


def carried(new: str, answers: dict = ANSWERS, old: str = OLD) -> dict:
    return {one.path: one.value for one in over(new, answers, old).carried}


def kept(new: str, answers: dict = ANSWERS, old: str = OLD) -> dict:
    return {one.path: (one.value, one.why) for one in over(new, answers, old).kept}


def test_from_a_questionnaire_to_itself_everything_goes_over_unchanged():
    done = over(OLD)
    assert done.kept == ()
    assert {one.path: one.value for one in done.carried} | dict(done.counts) == ANSWERS


def test_what_is_not_asked_any_more_is_kept_with_its_answer():
    assert kept(OLD.replace("| story |", "| tale |"))["story"] == ("Fees", Why.GONE)


def test_a_question_that_moved_to_another_group_is_found_by_its_name():
    moved = survey("begin_group | more | More", "text | story | Story", "end_group | ")
    assert carried(moved)["more/story"] == "Fees"


def test_a_name_that_stands_twice_is_no_sign():
    twice = survey(
        "begin_group | a | A",
        "text | story | S",
        "end_group | ",
        "begin_group | b | B",
        "text | story | S",
        "end_group | ",
    )
    assert kept(twice)["story"] == ("Fees", Why.GONE)


def test_a_question_that_moved_out_of_its_repeat_is_not_guessed_at():
    assert kept(survey("text | start | Start"))["shift[2]/start"] == ("18:00", Why.GONE)


def test_a_repeat_that_moved_goes_over_instance_by_instance():
    moved = survey(
        "begin_group | g | G",
        "begin_repeat | shift | Shift",
        "begin_repeat | rest | Rest",
        "integer | minutes | Minutes",
        "end_repeat | ",
        "end_repeat | ",
        "end_group | ",
    )
    done = over(moved)
    assert {one.path: one.value for one in done.carried} == {"g/shift[2]/rest[2]/minutes": 15}
    assert done.counts == {"g/shift": 2, "g/shift[1]/rest": 1, "g/shift[2]/rest": 2}


def test_a_choice_that_is_not_offered_any_more_is_kept_and_the_others_go_over():
    new = OLD.replace(CHOICES, FEWER)
    assert kept(new) == {"way": ("boat", Why.CHOICE), "ways": (["boat"], Why.CHOICE)}
    assert carried(new)["ways"] == ["bus"]


def test_a_value_that_was_never_a_choice_goes_over_as_it_is():
    assert carried(OLD.replace(CHOICES, FEWER), {"way": "plane"}) == {"way": "plane"}


def test_a_choice_whose_condition_changed_is_still_a_choice():
    narrower = survey("select_one way | way | How? | choice_filter=name != 'boat'", more=CHOICES)
    assert carried(narrower, {"way": "boat"}) == {"way": "boat"}


@pytest.mark.parametrize(
    ("kind", "value"), [("decimal", 12), ("text", "12"), ("range", 12)], ids=["decimal", "text", "range"]
)
def test_a_number_fits_where_it_loses_nothing(kind, value):
    assert carried(survey(f"{kind} | hours | Hours"), {"hours": 12}) == {"hours": value}


def test_a_broken_number_is_no_whole_one():
    old, new = survey("decimal | hours | Hours"), survey("integer | hours | Hours")
    assert kept(new, {"hours": 7.5}, old) == {"hours": (7.5, Why.OTHER_KIND)}
    assert carried(new, {"hours": 7.0}, old) == {"hours": 7}


def test_another_kind_of_question_does_not_get_the_answer():
    assert kept(survey("date | story | When?"))["story"] == ("Fees", Why.OTHER_KIND)


def test_one_choice_becomes_a_list_of_one():
    new = survey("select_multiple way | way | How?", more=CHOICES)
    assert carried(new, {"way": "bus"}) == {"way": ["bus"]}


def test_an_answer_never_crosses_between_sealed_and_plain():
    plain = OLD.replace("yes", "no")
    assert kept(plain)["phone"] == (UNREAD, Why.SECRECY)
    assert kept(OLD, {"phone": "555"}, plain)["phone"] == ("555", Why.SECRECY)


def test_a_group_that_is_sealed_now_takes_no_plain_answer():
    sealed = OLD.replace("| begin_group | place | Place |", "| begin_group | place | Place | yes")
    assert kept(sealed, {"place/town": "Suzhou"}) == {"place/town": ("Suzhou", Why.SECRECY)}


def test_a_sealed_answer_that_cannot_be_read_stays_where_it_can_be_opened():
    moved = survey("begin_group | g | G", "text | phone | Phone | bind::identity=yes", "end_group | ")
    assert kept(moved, {"phone": UNREAD})["phone"] == (UNREAD, Why.UNREADABLE)
    assert carried(moved, {"phone": "555"}) == {"g/phone": "555"}


def test_a_sealed_choice_goes_over_unread_only_where_no_choice_was_lost():
    old = survey("select_one way | way | How? | bind::identity=yes", more=CHOICES)
    assert carried(old, {"way": UNREAD}, old) == {"way": UNREAD}
    assert kept(old.replace(CHOICES, FEWER), {"way": UNREAD}, old) == {"way": (UNREAD, Why.CHOICE)}


def test_what_is_worked_out_now_is_no_answer_of_a_person():
    new = survey("calculate | story | calculation='x'")
    assert kept(new)["story"] == ("Fees", Why.WORKED_OUT)
    assert kept(survey("integer | twice | Twice"))["twice"] == (24, Why.WORKED_OUT)


def _walked(form, seed: int) -> dict:
    """Return a draft that random answers and random entries of lists left behind."""
    draw = random.Random(seed)
    filling = Filling(form, context=context())
    for _ in range(draw.randrange(4)):
        filling.add_repeat("shift")
        filling.add_repeat(f"shift[{draw.randrange(2) + 1}]/rest")
    for path in [*filling.draft(), "story", "hours", "way", "ways", "phone", "place/town", "shift[1]/start"]:
        question = filling.question(path) if "/rest" not in path[-5:] and path != "shift" else None
        if question is not None and draw.random() < 0.7:
            values = {"integer": draw.randrange(90), "select_one": "boat", "select_multiple": ["foot", "boat"]}
            filling.answer(path, values.get(question.kind.value, f"words {draw.randrange(9)}"))
    return filling.draft()


NEWER = [
    OLD,
    OLD.replace(CHOICES, FEWER),
    OLD.replace("| story |", "| tale |").replace("| integer | hours |", "| select_one way | hours |"),
    OLD.replace("| begin_repeat | rest |", "| begin_repeat | pause |"),
    OLD.replace("| yes", "| no"),
    survey("begin_group | g | G", "text | story | S", "text | town | T", "end_group | "),
]


@pytest.mark.parametrize("seed", range(12))
def test_carrying_never_loses_a_value(seed):
    old = form_of(OLD)
    draft = _walked(old, seed)
    for table in NEWER:
        done = carry_over(old, form_of(table), draft)
        for path, value in draft.items():
            if path in done.counts or path.endswith(("shift", "rest")):
                continue
            gone = [one.value for one in done.carried if one.before == path]
            left = [one.value for one in done.kept if one.path == path]
            parts = [*gone, *left]
            joined = sorted(x for part in parts for x in part) if isinstance(value, list) else None
            assert joined == sorted(value) if joined is not None else [str(p) for p in parts] == [str(value)]


@pytest.mark.parametrize("seed", range(6))
def test_a_draft_carried_to_its_own_version_is_the_same_draft(seed):
    form = form_of(OLD)
    draft = _walked(form, seed)
    done = carry_over(form, form, draft)
    again = {**done.counts, **{one.path: one.value for one in done.carried}}
    assert again == draft
    assert Filling(form, again, context=context()).draft() == draft


def test_no_two_answers_ever_go_to_one_place():
    done = over(NEWER[-1])
    places = [one.path for one in done.carried]
    assert len(places) == len(set(places))
