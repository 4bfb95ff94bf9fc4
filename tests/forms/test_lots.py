"""Lots: the same seed gives the same order as every other field engine."""

import math

import pytest

from monitor_app.forms.lots import lots, seed_of, shuffled


def test_the_generator_is_park_and_millers():
    draw = lots(42)
    assert [round(draw() * 2_147_483_646) + 1 for _ in range(3)] == [705_894, 1_126_542_223, 1_579_310_009]


@pytest.mark.parametrize(
    ("seed", "order"), [(42, "AFCBDE"), (1, "BFEACD"), (-42, "EDAFBC"), (11111111, "ACDBFE")]
)
def test_a_seed_gives_its_order(seed, order):
    assert "".join(shuffled("ABCDEF", lots(seed))) == order


def test_a_shuffle_loses_nothing():
    assert sorted(shuffled(range(100), lots(7))) == list(range(100))


def test_a_seed_of_nothing_is_zero():
    assert seed_of(math.nan, "") == 0


def test_a_number_is_its_own_seed():
    assert seed_of(3.9, "3.9") == 3


def test_a_word_is_hashed_to_a_seed():
    assert seed_of(math.nan, "peach") == seed_of(math.nan, "peach") != seed_of(math.nan, "pear")
