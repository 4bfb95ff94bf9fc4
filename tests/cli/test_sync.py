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
