"""A hand-over file, clearing and travel mode, by quick line."""

import pytest

from tests.cli.conftest import add_record


@pytest.fixture
def people(command, quick, vault, second_vault, tmp_path, answers):
    """A coordinator and a monitor with one record that was confirmed."""
    place, invitation, reply = tmp_path / "stick", tmp_path / "i.txt", tmp_path / "r.txt"
    place.mkdir()
    quick.done(vault, "project", "create", "--title", "Harbour", "--name", "Heron", "--remote", place)
    quick.done(vault, "project", "invite", "--out", invitation)
    number = quick.done(
        second_vault, "project", "join", "--invitation", invitation, "--name", "Wren", "--out", reply
    )
    quick.done(vault, "project", "accept", "--reply", reply, "--fingerprint", number)
    add_record(command, second_vault, answers)
    for one in (vault, second_vault, vault, second_vault):
        quick.done(one, "sync")
    return vault, second_vault


def test_what_is_confirmed_is_cleared(quick, people):
    _, monitor = people
    assert "1 of 1 records are confirmed" in quick.done(monitor, "device", "status")
    assert quick.done(monitor, "device", "clear") == "cleared 1 records"
    assert quick.done(monitor, "record", "list", "--json") == "[]"


def test_a_journey_begins_and_ends_through_a_hand_over_file(quick, people, tmp_path):
    coordinator, monitor = people
    mail = tmp_path / "mail.fieldwork"
    quick.done(monitor, "device", "travel")
    for one in (monitor, coordinator, monitor):
        quick.done(one, "hand-over", mail)
    assert "travel mode on" in quick.done(monitor, "device", "status")
    code = quick.done(monitor, "device", "ask-back")
    for one in (monitor, coordinator):
        quick.done(one, "hand-over", mail)
    box, name, *said = quick.done(coordinator, "device", "give-back").split()
    assert (name, " ".join(said)) == ("Wren", code)
    quick.done(coordinator, "device", "give-back", box)
    for one in (coordinator, monitor):
        quick.done(one, "hand-over", mail)
    assert "travel mode off" in quick.done(monitor, "device", "status")
