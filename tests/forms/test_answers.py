"""Answers as JSON values and as instance text."""

import pytest

from monitor_app.forms.answers import from_text, number_text, to_text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (None, ""),
        ("a b", "a b"),
        (3, "3"),
        (2.50, "2.5"),
        (40.0, "40"),
        (["x", "y"], "x y"),
        (True, "true"),
        ([], ""),
    ],
)
def test_an_answer_becomes_text(answer, text):
    assert to_text(answer) == text


@pytest.mark.parametrize(
    ("text", "datatype", "control", "answer"),
    [
        ("", "int", "input", None),
        ("3", "int", "input", 3),
        ("-3", "int", "input", -3),
        ("3.5", "int", "input", "3.5"),
        ("3.5", "decimal", "input", 3.5),
        ("3,5", "decimal", "input", 3.5),
        ("x", "decimal", "input", "x"),
        ("a b", "string", "select", ["a", "b"]),
        ("a b", "string", "rank", ["a", "b"]),
        ("a", "string", "select1", "a"),
        ("2024-05-31", "date", "input", "2024-05-31"),
    ],
)
def test_text_becomes_an_answer_by_its_type(text, datatype, control, answer):
    assert from_text(text, datatype, control) == answer


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (-2.5e-7, "-0.00000025"),
        (1e-7, "0.0000001"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-0.0, "0"),
    ],
)
def test_numbers_are_written_without_exponents(number, text):
    assert number_text(number) == text
