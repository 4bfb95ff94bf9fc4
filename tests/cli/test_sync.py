"""`monitor-app sync` as a scheduler runs it, and `monitor-app place` as people do once."""

import json

import pytest

from tests.support.command_line import assert_refused
from tests.support.desks import reopened
from tests.support.fakes import SetClock


@pytest.fixture
def founded(quick, vault, tmp_path):
    (tmp_path / "stick").mkdir()
    place = f"folder:{tmp_path / 'stick'}"
    quick.done(vault, "project", "create", "--title", "Harbour", "--name", "Heron", "--remote", place)
    return vault


def test_a_report_for_machines_is_one_json_object(quick, founded):
    report = json.loads(quick.done(founded, "sync", "--json"))
    assert (report["stopped"], report["sent"]["objects"] > 0, report["outbox"]["waiting"]) == (None, True, 0)
    assert report["has_witness"] is False


def test_quiet_says_nothing_when_nobody_is_needed(quick, founded):
    assert quick.done(founded, "sync", "--quiet") == ""


def test_quiet_still_says_why_it_ended_early(quick, founded, tmp_path):
    (tmp_path / "stick").rmdir()
    said = quick.on(founded, "sync", "--quiet")
    assert (said.status, said.out) == (1, "")
    assert "not there" in said.err or "shared" in said.err


def test_a_vault_that_a_window_holds_is_told_apart(quick, founded):
    desk = reopened(founded, clock=SetClock())
    said = quick.on(founded, "sync")
    desk.vault.close()
    assert said.status == 3
    assert "window" in said.err


def test_a_budget_of_nothing_lets_only_the_list_go(quick, founded):
    report = json.loads(quick.done(founded, "sync", "--json", "--budget", "0", "--records-only"))
    assert report["sent"]["objects"] > 0
    assert report["kept_back"]["objects"] == report["outbox"]["waiting"]


def test_a_place_is_tested_and_then_set(quick, founded, tmp_path):
    (tmp_path / "other").mkdir()
    assert quick.done(founded, "place", "set", f"folder:{tmp_path / 'other'}") == "The connection works."
    assert quick.done(founded, "place", "show") == f"folder:{tmp_path / 'other'}"
    assert quick.done(founded, "place", "test") == "The connection works."
    quick.done(founded, "sync")
    assert list((tmp_path / "other").rglob("00000001-*"))


def test_a_place_that_does_not_work_is_not_set(quick, founded, tmp_path):
    said = quick.on(founded, "place", "set", f"folder:{tmp_path / 'nowhere'}")
    assert_refused(said)
    assert "stick" in quick.done(founded, "place", "show")


def test_secrets_come_from_files_and_are_never_printed(quick, founded, tmp_path):
    (tmp_path / "secret").write_text("open sesame\n", encoding="utf-8")
    quick.done(
        *(founded, "place", "set", "webdav:https://cloud.example.org/team", "--user", "heron", "--no-test"),
        *("--secret-file", tmp_path / "secret", "--proxy", "socks5h://127.0.0.1:9050"),
    )
    shown = quick.done(founded, "place", "show").splitlines()
    assert shown == [
        "webdav:https://cloud.example.org/team",
        "user heron",
        "proxy socks5h://127.0.0.1:9050",
        "password kept in the vault",
    ]


def test_a_proxy_that_would_tell_the_name_is_refused(quick, founded):
    said = quick.on(
        founded, "place", "set", "webdav:https://cloud.example.org/", "--proxy", "socks5://127.0.0.1:9050"
    )
    assert_refused(said, words="socks5h")


def test_without_a_place_that_is_said(quick, vault):
    said = quick.on(vault, "place", "show")
    assert (said.status, said.out) == (1, "No shared place is set.\n")


@pytest.fixture
def several(quick, founded, tmp_path):
    """A project with a stick, and a folder that is called Office."""
    (tmp_path / "office").mkdir()
    quick.done(founded, "place", "add", f"folder:{tmp_path / 'office'}", "--name", "Office")
    return founded


def test_every_place_is_listed_with_when_it_is_visited_and_what_it_lacks(quick, several, tmp_path):
    assert quick.done(several, "place", "list").splitlines() == [
        f"stick\tfolder:{tmp_path / 'stick'}\tby itself\tlacks 1",
        f"Office\tfolder:{tmp_path / 'office'}\tby itself\tlacks 1",
    ]


def test_one_place_is_exchanged_with_alone(quick, several):
    report = json.loads(quick.done(several, "sync", "--place", "office", "--json"))
    assert [(one["name"], one["sent"] > 0, one["lacks"]) for one in report["places"]] == [("Office", True, 0)]
    assert "lacks 0" not in quick.done(several, "place", "list").splitlines()[0]


def test_a_stick_that_is_away_is_said_and_no_fault_for_a_scheduler(quick, several, tmp_path):
    (tmp_path / "stick").rmdir()
    said = quick.done(several, "sync")
    assert "stick: " in said
    assert quick.done(several, "sync", "--quiet") == ""
    assert json.loads(quick.done(several, "sync", "--json"))["places"][0]["away"] is True


def test_a_place_waits_to_be_asked_is_renamed_turned_off_and_on(quick, several):
    quick.done(several, "place", "set", "--name", "office", "--rename", "Desk", "--by-hand")
    assert "by hand" in quick.done(several, "place", "list").splitlines()[1]
    report = json.loads(quick.done(several, "sync", "--automatic", "--json"))
    assert [one["name"] for one in report["places"]] == ["stick"]
    quick.done(several, "place", "set", "--name", "desk", "--off")
    assert_refused(quick.on(several, "sync", "--place", "desk"), words="turned off")
    quick.done(several, "place", "set", "--name", "desk", "--on", "--by-itself")
    assert "by itself" in quick.done(several, "place", "list").splitlines()[1]


def test_what_lay_only_in_a_place_that_is_removed_is_told_to_wait(quick, several):
    quick.done(several, "sync", "--place", "office")
    said = quick.done(several, "place", "remove", "--name", "office")
    assert said.startswith("Objects that lay only there and are not confirmed: ")
    assert len(quick.done(several, "place", "list").splitlines()) == 1


def test_a_name_nobody_gave_is_refused(quick, several):
    assert_refused(
        quick.on(several, "place", "test", "--name", "cellar"), words="No shared place has this name"
    )


def test_two_places_have_two_names_and_two_addresses(quick, several, tmp_path):
    (tmp_path / "third").mkdir()
    taken = ("--name", "OFFICE", "--no-test")
    assert_refused(quick.on(several, "place", "add", f"folder:{tmp_path / 'third'}", *taken), words="this name")
    again = quick.on(several, "place", "add", f"folder:{tmp_path / 'office'}", "--no-test")
    assert_refused(again, words="on the list already")
