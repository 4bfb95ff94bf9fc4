"""Numbers are read in the digits of any script."""

import pytest

from monitor_app.ui.forms import digits


@pytest.mark.parametrize("typed", ["72", "७२", "٧٢", "၇၂", "৭২", "７２", " 72 ", "+72"])
def test_a_whole_number_is_read_in_any_script(typed: str) -> None:
    assert digits.whole(typed) == 72


@pytest.mark.parametrize("typed", ["1200.5", "1 200,5", "1\u202f200,5", "١٢٠٠٫٥", "1’200.5"])
def test_a_decimal_number_is_read_with_the_marks_of_many_places(typed: str) -> None:
    assert digits.decimal(typed) == 1200.5


@pytest.mark.parametrize("typed", ["", "-", ".", "12a", "1.2.3", "½", "1e5"])
def test_what_is_no_number_is_not_guessed(typed: str) -> None:
    assert digits.decimal(typed) is None


@pytest.mark.parametrize("typed", ["", "7.5", "seven", "1" * 19, "²"])
def test_what_is_no_whole_number_is_not_guessed(typed: str) -> None:
    assert digits.whole(typed) is None


def test_a_minus_of_any_kind_is_one() -> None:
    assert digits.whole("−4") == -4
