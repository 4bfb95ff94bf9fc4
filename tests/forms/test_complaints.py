"""What the compiler says becomes a place and a sentence."""

import pytest

from monitor_app.forms.complaints import complaints_in, remarks_in

ROWS = {"survey": [{"type": "text", "name": "a"}, {"type": "hidden string", "name": "b"}]}


def test_each_row_is_a_problem_of_its_own():
    text = "[row : 2] On the 'choices' sheet, the 'name' value is invalid. Choice names must be unique."
    found = complaints_in(f"{text} {text.replace('row : 2', 'row : 3')}")
    assert [(flaw.sheet, flaw.row, flaw.column) for flaw in found] == [
        ("choices", 2, "name"),
        ("choices", 3, "name"),
    ]


def test_a_row_is_told_with_the_name_of_its_question():
    (flaw,) = complaints_in("[row : 2] On the 'survey' sheet, the 'label' value is invalid. Odd.", ROWS)
    assert flaw.question == "a"


def test_an_unknown_type_is_found_in_the_rows():
    (flaw,) = complaints_in("Unknown question type 'hidden string'.", ROWS)
    assert (flaw.row, flaw.question) == (3, "b")


@pytest.mark.parametrize(
    "text",
    [
        "List name not in choices sheet: yn",
        "[row : 4] Unmatched 'end_group'. No matching 'begin_group' was found for the name 'x'.",
        "[row : 9] Question with no type.\n{'name': 'x', 'label': 'secret words'}",
        "[row : 3] Odd and new. Learn more: https://example.org/a#b",
        "Something quite new",
    ],
)
def test_no_link_and_no_inside_of_a_program_reaches_a_person(text):
    said = " ".join(map(str, complaints_in(text)))
    assert said
    assert not any(sign in said for sign in ("http", "{'", "secret", "Learn more"))


def test_what_does_not_matter_here_is_not_told():
    assert remarks_in(["[row : 2] Use the max-pixels parameter to speed up submission."]) == ()


def test_the_same_remark_is_told_once():
    assert len(remarks_in(["Something odd", "Something odd"])) == 1
