"""`monitor-app vault …`: making and checking, and each refusal with a hint and no traceback."""

import os
import subprocess
import sys

from tests.support.command_line import assert_refused
from tests.support.places import REPOSITORY


def test_a_vault_is_made_and_found_without_damage(command, tmp_path):
    made = command.done(tmp_path / "new", "vault", "create")
    assert made.startswith("device ")
    assert command.done(tmp_path / "new", "vault", "check") == "No damage found."


def test_a_vault_is_not_made_where_something_is(command, vault):
    assert_refused(command.on(vault, "vault", "create"), words="There is something in this place already.")


def test_a_short_passphrase_is_refused_and_leaves_nothing(quick, tmp_path):
    quick.passphrase_file.write_text("short\n")
    assert_refused(quick.on(tmp_path / "new", "vault", "create"), words="too easy to guess")
    assert not (tmp_path / "new").exists()


def test_a_wrong_passphrase_is_refused(command, vault):
    command.passphrase_file.write_text("not the right passphrase\n")
    assert_refused(command.on(vault, "vault", "check"), words="does not open with this")


def test_a_folder_without_a_vault_is_refused(quick, tmp_path):
    assert_refused(quick.on(tmp_path / "nowhere", "vault", "check"), words="no vault in this folder")


def test_a_passphrase_file_that_is_not_there_is_refused(quick, vault, tmp_path):
    said = quick.run("vault", "check", "--vault", vault, "--passphrase-file", tmp_path / "none")
    assert_refused(said, words="A file cannot be read.")


def test_damage_is_told(quick, vault):
    path = vault / "vault.db"
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    assert_refused(quick.on(vault, "vault", "check"), words="damaged")


def test_wrong_use_is_told_apart_from_a_refusal(quick):
    for arguments in (["vault", "create"], ["nonsense"], ["vault"], ["record", "add", "--vault"]):
        said = quick.run(*arguments)
        assert said.status == 2
        assert "usage:" in said.err


def test_the_version_is_told(quick):
    said = quick.run("--version")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("monitor-app ")


def test_a_pipe_that_closes_early_leaves_no_traceback(command, vault):
    arguments = [sys.executable, "-m", "monitor_app", "vault", "check", "--vault", str(vault)]
    arguments += ["--passphrase-file", str(command.passphrase_file)]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        arguments, check=False, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY
    )
    os.close(writing)
    assert "Traceback" not in ended.stderr
