"""How long things stay in the shared place, and clearing it, by command."""

import json

import pytest

from monitor_app.operations import retention
from tests.support.command_line import assert_refused
from tests.support.desks import reopened
from tests.support.fakes import SetClock


@pytest.fixture
def founded(quick, vault, tmp_path):
    (tmp_path / "stick").mkdir()
    place = f"folder:{tmp_path / 'stick'}"
    quick.done(vault, "project", "create", "--title", "Harbour", "--name", "Heron", "--remote", place)
    return vault


@pytest.mark.parametrize(("said", "kept"), [("30", 30), ("never", 0)])
def test_how_long_things_stay_is_chosen(quick, founded, said, kept):
    quick.done(founded, "project", "keep-for", said)
    desk = reopened(founded, clock=SetClock())
    assert retention.days(desk) == kept
    desk.vault.close()


def test_too_short_a_time_is_refused_in_words(quick, founded):
    assert_refused(quick.on(founded, "project", "keep-for", "3"))


def test_clearing_says_how_much_left(quick, founded):
    assert json.loads(quick.done(founded, "sync", "--clear-old", "--json"))["removed"] == 0
