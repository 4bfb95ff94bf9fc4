"""The code and the dated norms: every row says where it comes from, how well it is known, and when."""

import re

MARKS = {"R", "M", "P"}
MONTH = re.compile(r"\d{4}-\d{2}")
DAY_OR_YEAR = re.compile(r"(\d{4}(-\d{2}-\d{2})?)?")


def test_the_code_has_the_eleven_themes_each_once(norms):
    keys = [one["key"] for one in norms("provisions.toml")["provision"]]

    assert keys == ["FL", "FR", "CL", "FA", "ND", "VF", "WG", "HR", "OS", "ER", "TR"]


def test_every_theme_says_where_it_comes_from_and_when_and_that_it_is_to_be_confirmed(norms):
    for one in norms("provisions.toml")["provision"]:
        assert one["source"]
        assert MONTH.fullmatch(one["date"])
        assert "to be confirmed by the organisation" in one["note"]
        assert {one["title_mark"], one["sub_standards_mark"], one["instruments_mark"]} <= MARKS


def test_no_theme_is_confirmed_before_the_organisation_did_it(norms):
    assert not any(one["confirmed"] for one in norms("provisions.toml")["provision"])


def test_every_theme_is_explained_and_has_practices_and_instruments(norms):
    thin = [
        one["key"]
        for one in norms("provisions.toml")["provision"]
        if not (one["title"] and one["description"] and len(one["sub_standards"]) >= 3 and one["instruments"])
    ]

    assert thin == []


def test_every_norm_has_source_mark_and_date(norms):
    for one in norms("hours.toml")["norm"]:
        assert one["source"], one["id"]
        assert one["mark"] in MARKS
        assert MONTH.fullmatch(one["checked_on"])
        assert one["status"] in {"in_force", "goal", "proposed", "disputed"}


def test_norms_have_names_of_their_own_and_dates_in_order(norms):
    rows = norms("hours.toml")["norm"]

    assert len({one["id"] for one in rows}) == len(rows)
    for one in rows:
        start, end = one["effective_from"], one["effective_until"]
        assert DAY_OR_YEAR.fullmatch(start)
        assert DAY_OR_YEAR.fullmatch(end)
        assert not (start and end) or start <= end


def test_at_most_one_figure_is_in_force_for_the_same_thing_at_the_same_time(norms):
    seen: set[tuple[str, ...]] = set()
    for one in norms("hours.toml")["norm"]:
        if one["status"] == "in_force" and not one["effective_until"] and one["topic"] != "overtime_quarter":
            key = (one["place"], one.get("part", ""), one.get("scope", ""), one["topic"])
            assert key not in seen, one["id"]
            seen.add(key)


def test_malaysia_changed_its_normal_week_at_the_turn_of_2023(norms):
    weeks = {
        (one["effective_from"], one["effective_until"], one["value"])
        for one in norms("hours.toml")["norm"]
        if one["place"] == "MY" and one["topic"] == "normal_week"
    }

    assert weeks == {("", "2022-12-31", 48), ("2023-01-01", "", 45)}
