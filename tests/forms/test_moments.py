"""Dates: reading what people and forms write, counting days, writing by pattern."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from monitor_app.forms.moments import format_moment, from_days, read_date, read_moment, time_of_day

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-13-01", "2023-02-29", "2024-05-01T", "2024-05-01T25:00:00", "24-5"]
)
def test_what_is_no_date_is_none(text):
    assert read_moment(text, UTC) is None


def test_a_moment_is_told_in_the_zone_of_the_interview():
    assert read_moment("2024-05-01T20:00:00Z", SHANGHAI).stamp() == "2024-05-02T04:00:00.000+08:00"


def test_the_day_of_a_moment_is_the_local_day():
    assert read_date("2024-05-01T20:00:00Z", SHANGHAI).text() == "2024-05-02"


def test_days_are_counted_from_1970_whatever_the_zone():
    assert read_date("1970-01-02", SHANGHAI).days() == 1.0


@pytest.mark.parametrize("days", [-10_252, -1, 0, 14_127, 19_783])
def test_days_and_dates_turn_into_each_other(days):
    assert from_days(days, SHANGHAI).days() == days


def test_a_day_beyond_the_calendar_is_none():
    assert from_days(1e12, UTC) is None


def test_a_time_of_day_counts_in_the_local_zone():
    now = read_moment("2024-05-01T00:00:00Z", UTC).when
    assert time_of_day("10:00:00.000+08:00", SHANGHAI, now) == pytest.approx(10 / 24)


def test_a_pattern_with_an_unknown_code_is_none():
    assert format_moment(read_moment("2024-05-01", UTC), "%Q") is None


def test_a_pattern_is_followed():
    moment = read_moment("2024-05-01T09:03:07.250Z", UTC)
    assert format_moment(moment, "%Y %y %m %n %b %d %e %H %h %M %S %3 %a %%") == (
        "2024 24 05 5 May 01 1 09 9 03 07 250 Wed %"
    )
