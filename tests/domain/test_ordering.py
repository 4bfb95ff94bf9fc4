from hypothesis import given
from hypothesis import strategies as st

from monitor_app.domain.ordering import AHEAD_MS, Stamp, after_seeing, is_far_ahead, next_stamp

moments = st.integers(min_value=0, max_value=2**45)
stamps = st.builds(Stamp, moments, st.integers(min_value=0, max_value=1000))


@given(stamps, moments)
def test_a_new_stamp_is_always_later_than_the_last_even_if_the_clock_went_back(last, now):
    assert next_stamp(last, now) > last


@given(stamps, stamps, moments)
def test_what_was_seen_comes_before_what_is_said_next(last, seen, now):
    if not is_far_ahead(seen, now):
        assert next_stamp(after_seeing(last, seen, now), now) > seen


def test_a_stamp_more_than_a_day_ahead_does_not_move_our_clock():
    assert after_seeing(Stamp(1000), Stamp(1001 + AHEAD_MS), 1000) == Stamp(1000)


def test_a_stamp_exactly_a_day_ahead_does():
    assert after_seeing(Stamp(1000), Stamp(1000 + AHEAD_MS), 1000) == Stamp(1000 + AHEAD_MS)
