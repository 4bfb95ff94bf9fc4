"""Two people, two vaults, one folder: the whole way by quick line, and what is refused on it."""

import json
import re

import pytest

from tests.cli.conftest import add_record
from tests.support.command_line import FORM, assert_refused
from tests.support.places import REPOSITORY


@pytest.fixture
def shared_place(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def founded(quick, vault, shared_place):
    quick.done(vault, "project", "create", "--title", "Harbour", "--name", "Heron", "--remote", shared_place)
    return vault


@pytest.fixture
def invitation(quick, founded, tmp_path):
    path = tmp_path / "invitation.txt"
    quick.done(founded, "project", "invite", "--out", path)
    return path


@pytest.fixture
def joined(quick, founded, second_vault, invitation, tmp_path):
    """The second vault after both fingerprints were compared."""
    reply = tmp_path / "reply.txt"
    fingerprint = join(quick, second_vault, invitation, reply)
    quick.done(founded, "project", "accept", "--reply", reply, "--fingerprint", fingerprint)
    for one in (founded, second_vault):
        quick.done(one, "sync")
    return second_vault


def join(quick, vault, invitation, reply) -> str:
    return quick.done(vault, "project", "join", "--invitation", invitation, "--name", "Wren", "--out", reply)


def test_a_record_goes_up_and_its_receipt_comes_down(command, founded, joined, answers):
    record = add_record(command, joined, answers)
    assert "sent 1 objects" in command.done(joined, "sync")
    assert "received 1 entries" in command.done(founded, "sync")
    assert [row["id"] for row in json.loads(command.done(founded, "record", "list", "--json"))] == [record]
    command.done(joined, "sync")
    assert json.loads(command.done(joined, "record", "list", "--json"))[0]["state"] == "received"


def test_people_are_listed_with_their_rights(quick, founded, joined):
    lines = quick.done(founded, "project", "people").splitlines()
    assert ["coordinator" in lines[0], "Heron" in lines[0], "(this device)" in lines[0]] == [True] * 3
    assert ["monitor" in lines[1], "Wren" in lines[1]] == [True] * 2


def test_a_revoked_device_is_shown_as_removed_and_no_longer_heard(quick, founded, joined, answers):
    box = quick.done(founded, "project", "people").splitlines()[1].split()[0]
    quick.done(founded, "project", "revoke", box)
    quick.done(founded, "sync")
    add_record(quick, joined, answers)
    quick.on(joined, "sync")
    quick.on(founded, "sync")
    assert "removed" in quick.done(founded, "project", "people")
    assert json.loads(quick.done(founded, "record", "list", "--json")) == []


def test_without_a_fingerprint_the_number_is_only_shown(quick, founded, second_vault, invitation, tmp_path):
    fingerprint = join(quick, second_vault, invitation, tmp_path / "reply.txt")
    shown = quick.done(founded, "project", "accept", "--reply", tmp_path / "reply.txt")
    assert shown == fingerprint
    assert len(quick.done(founded, "project", "people").splitlines()) == 1


def test_another_fingerprint_is_refused(quick, founded, second_vault, invitation, tmp_path):
    join(quick, second_vault, invitation, tmp_path / "reply.txt")
    said = quick.on(
        founded, "project", "accept", "--reply", tmp_path / "reply.txt", "--fingerprint", "00000 11111"
    )
    assert_refused(said, words="The numbers differ")
    assert len(quick.done(founded, "project", "people").splitlines()) == 1


def test_a_reply_is_not_overwritten_and_damaged_ones_are_refused(
    quick, founded, second_vault, invitation, tmp_path
):
    (tmp_path / "reply.txt").write_text("mine")
    said = quick.on(
        second_vault,
        *("project", "join", "--invitation", invitation, "--name", "Wren", "--out", tmp_path / "reply.txt"),
    )
    assert_refused(said, words="cannot be written")
    assert_refused(quick.on(founded, "project", "accept", "--reply", tmp_path / "reply.txt"))
    assert (tmp_path / "reply.txt").read_text() == "mine"


@pytest.mark.parametrize("change", [lambda text: text[: len(text) // 2], lambda _: "hello", lambda _: ""])
def test_a_damaged_invitation_is_refused(quick, second_vault, invitation, tmp_path, change):
    (tmp_path / "odd.txt").write_text(change(invitation.read_text()))
    said = quick.on(
        second_vault,
        *("project", "join", "--invitation", tmp_path / "odd.txt", "--name", "W", "--out", tmp_path / "r.txt"),
    )
    assert_refused(said)
    assert not (tmp_path / "r.txt").exists()


def test_an_invitation_to_another_project_is_refused(quick, founded, second_vault, tmp_path, shared_place):
    quick.done(second_vault, "project", "create", "--title", "Other", "--name", "Owl")
    quick.done(second_vault, "project", "invite", "--out", tmp_path / "other.txt")
    said = quick.on(
        founded,
        *(
            "project",
            "join",
            "--invitation",
            tmp_path / "other.txt",
            "--name",
            "H",
            "--out",
            tmp_path / "r.txt",
        ),
    )
    assert_refused(said)


def test_a_monitor_may_not_invite_or_revoke(quick, joined, tmp_path):
    assert_refused(quick.on(joined, "project", "invite", "--out", tmp_path / "i.txt"), words="coordinator")
    assert_refused(quick.on(joined, "project", "revoke", "somebody"))


def test_sync_outside_any_project_is_refused(quick, vault):
    assert_refused(quick.on(vault, "sync"))


def test_a_shared_place_that_is_gone_is_told_and_loses_nothing(quick, founded, joined, answers, shared_place):
    record = add_record(quick, joined, answers)
    hidden = shared_place.rename(shared_place.with_name("in a pocket"))
    said = quick.on(joined, "sync")
    assert said.status == 1
    assert "Traceback" not in said.err
    hidden.rename(shared_place)
    quick.done(joined, "sync")
    quick.done(founded, "sync")
    assert record in quick.done(founded, "record", "list")


def test_a_questionnaire_is_published_to_who_is_on_the_list(quick, founded, joined, answers):
    digest = quick.done(founded, "forms", "publish", FORM)
    assert len(digest) == 64
    quick.done(founded, "sync")
    assert "1 parts of files" in quick.done(joined, "sync")
    assert_refused(quick.on(joined, "forms", "publish", FORM), words="coordinator")


def test_secrets_are_not_taken_from_arguments():
    sources = [path.read_text() for path in (REPOSITORY / "monitor_app" / "cli").glob("*.py")]
    options = [option for source in sources for option in re.findall(r"add_argument\(\s*\"--[^)]*\)", source)]
    secret = [one for one in options if re.search("--(passphrase|identity|key|invitation|reply)", one)]
    assert len(secret) >= 4
    assert all("type=Path" in option for option in secret)


def test_an_invitation_is_written_as_pictures_of_codes(quick, founded, tmp_path):
    names = quick.done(founded, "project", "invite", "--codes", "--out", tmp_path / "code").split()
    assert [(tmp_path / name).read_bytes()[:4] for name in names] == [b"\x89PNG"] * len(names)


def test_what_a_lost_device_could_open_is_listed(command, quick, founded, joined, answers):
    add_record(command, joined, answers)
    for one in (joined, founded):
        quick.done(one, "sync")
    box = quick.done(founded, "project", "people").splitlines()[1].split()[0]
    told = quick.done(founded, "project", "lost", box).splitlines()
    assert told[0] == "reads what it recorded itself"
    assert "nobody warns yet" in told[1]


def test_duties_go_to_coordinators_only(quick, founded, joined):
    box = quick.done(founded, "project", "people").splitlines()[1].split()[0]
    assert_refused(quick.on(founded, "project", "appoint", "--duty", box))
