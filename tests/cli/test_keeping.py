"""`vault check|rebuild|backup|drill|restore|salvage`, as they are typed."""

import pytest

from monitor_app.crypto.pages import PAGE_SIZE
from tests.support.command_line import QuickCommandLine, assert_refused
from tests.support.desks import append_record, new_desk
from tests.support.fakes import SetClock


@pytest.fixture
def vault(tmp_path):
    desk = new_desk(tmp_path / "vault", clock=SetClock())
    for _ in range(3):
        append_record(desk)
    desk.vault.close()
    return tmp_path / "vault"


@pytest.fixture
def command(tmp_path):
    return QuickCommandLine(tmp_path)


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_vault_goes_to_the_stick_is_rehearsed_and_comes_back(command, vault, stick, tmp_path):
    assert "3 records are in the backup" in command.done(vault, "vault", "backup", "--to", stick)
    assert "came back whole" in command.done(vault, "vault", "drill", "--from", stick)
    again = tmp_path / "again"
    assert "restored 3 records" in command.done(again, "vault", "restore", "--from", stick)
    assert command.done(again, "vault", "check") == "No damage found."
    assert_refused(command.on(again, "vault", "restore", "--from", stick), words="something in this place")


def test_a_damaged_vault_says_so_and_what_is_left_is_saved(command, vault, tmp_path):
    path = vault / "vault.db"
    content = bytearray(path.read_bytes())
    content[300] ^= 1
    path.write_bytes(content)
    assert_refused(command.on(vault, "vault", "check"), words="damaged")
    said = command.done(vault, "vault", "salvage", "--to", tmp_path / "saved")
    assert "saved 3 records" in said
    assert "Nothing was lost." in said
    assert command.done(tmp_path / "saved", "vault", "check") == "No damage found."


def test_damage_inside_is_named_with_status_1(command, vault):
    path = vault / "vault.db"
    content = bytearray(path.read_bytes())
    named = 0
    for page in (len(content) // PAGE_SIZE - 1, 30, 20):
        content[page * PAGE_SIZE + 50] ^= 1
        path.write_bytes(content)
        said = command.on(vault, "vault", "check")
        content[page * PAGE_SIZE + 50] ^= 1
        assert said.status == 1, page
        named += "damaged" in said.out or "does not" in said.out or "not the one" in said.out
    assert named


def test_lists_are_built_anew(command, vault):
    assert "anew" in command.done(vault, "vault", "rebuild")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("backup", "--to", "/nowhere/stick"), "pulled out"),
        (("drill", "--from", "/nowhere"), "no backup"),
        (("restore", "--from", "/nowhere"), "no backup"),
        (("salvage", "--to", "."), "something in this place"),
    ],
)
def test_a_wrong_place_is_refused_in_words(command, vault, arguments, words):
    assert_refused(command.on(vault, "vault", *arguments), words=words)


def test_a_wrong_passphrase_restores_nothing(command, vault, stick, tmp_path):
    command.done(vault, "vault", "backup", "--to", stick)
    command.passphrase_file.write_text("wrong")
    assert_refused(command.on(tmp_path / "again", "vault", "restore", "--from", stick), words="does not open")
    assert not (tmp_path / "again").exists()
