"""`monitor-app vault passphrase|recovery|recover|escrow|ways|panic`: what opens a vault, and what ends it."""

import os
import stat
import subprocess
import sys

import pytest

from monitor_app.app import App
from monitor_app.cli import parsing
from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import CHEAPEST
from tests.support.command_line import assert_refused
from tests.support.desks import PASSPHRASE
from tests.support.places import REPOSITORY

NEW = "liko-dusi-jazo-jodo-fare-fala"


@pytest.fixture(autouse=True)
def _quick_guesses(monkeypatch):
    """Whatever a command makes here is made with the cheapest legal guess."""
    monkeypatch.setattr(parsing, "App", lambda: App(cost=CHEAPEST))


@pytest.fixture
def new_file(tmp_path):
    path = tmp_path / "new.txt"
    path.write_text(f"{NEW}\n", encoding="utf-8")
    return path


def recover(quick, vault, sheets, new_file, *command: str):
    files = [part for sheet in sheets for part in ("--sheet-file", sheet)]
    return quick.run("vault", *command, "--vault", vault, *files, "--new-passphrase-file", new_file)


def test_the_passphrase_is_changed_and_the_old_one_opens_no_more(quick, vault, new_file):
    said = quick.done(vault, "vault", "passphrase", "--new-passphrase-file", new_file)
    assert "--new-key" in said
    assert_refused(quick.on(vault, "vault", "ways"), words="does not open with this")
    quick.passphrase_file.write_text(NEW)
    assert quick.done(vault, "vault", "passphrase", "--new-key", "--new-passphrase-file", new_file)
    assert quick.done(vault, "vault", "ways") == "passphrase"


def test_a_weak_new_passphrase_is_refused_with_the_number(quick, vault, new_file):
    new_file.write_text("labour-rights-2026")
    refusal = quick.on(vault, "vault", "passphrase", "--new-passphrase-file", new_file)
    assert_refused(refusal, words="75 are needed")


def test_sheets_are_made_tried_and_open_the_vault_with_a_new_passphrase(quick, vault, tmp_path, new_file):
    out = tmp_path / "sheets"
    out.mkdir()
    said = quick.on(vault, "vault", "recovery", "--out", out)
    assert said.status == 0
    assert "Tried" in said.out
    assert "delete" in said.err
    sheets = sorted(out.iterdir())
    assert [stat.S_IMODE(sheet.stat().st_mode) for sheet in sheets] == [0o600] * 3
    assert recover(quick, vault, sheets[:2], new_file, "recover").status == 0
    quick.passphrase_file.write_text(NEW)
    told = quick.on(vault, "vault", "ways")
    assert "recovery sheets" in told.out
    assert "opened_by_sheets" in told.err
    assert quick.on(vault, "vault", "recovery", "--remove").status == 0
    assert_refused(recover(quick, vault, sheets[:2], new_file, "recover"), words="does not open")


def test_a_mistyped_word_is_pointed_out_and_never_repeated(quick, vault, tmp_path, new_file):
    out = tmp_path / "sheets"
    out.mkdir()
    quick.on(vault, "vault", "recovery", "--out", out)
    sheets = sorted(out.iterdir())
    text = sheets[0].read_text()
    sheets[0].write_text(text.replace("academic", "akademik"))
    said = recover(quick, vault, sheets[:2], new_file, "recover")
    assert_refused(said, words="Word 3")
    assert "Sheet 1, word 3 is not right. Perhaps: academic" in said.err
    assert "akademik" not in said.err


def test_the_organisation_s_spare_key_is_compared_added_used_and_removed(quick, vault, tmp_path, new_file):
    out = tmp_path / "organisation"
    made = quick.run("vault", "escrow", "new-key", "--out", out, "--sheets-too")
    key = out / "spare-key.txt"
    number = quick.done(vault, "vault", "escrow", "add", "--key", key)
    assert number == made.out.strip()
    wrong = quick.on(vault, "vault", "escrow", "add", "--key", key, "--fingerprint", number[::-1])
    assert_refused(wrong, words="numbers differ")
    quick.done(vault, "vault", "escrow", "add", "--key", key, "--fingerprint", number)
    sheets = sorted(out.glob("sheet-*"))
    assert recover(quick, vault, sheets[1:], new_file, "escrow", "open").status == 0
    quick.passphrase_file.write_text(NEW)
    told = quick.on(vault, "vault", "ways")
    assert number in told.out
    assert "opened_by_spare_key" in told.err
    quick.on(vault, "vault", "escrow", "remove")
    assert_refused(recover(quick, vault, sheets[1:], new_file, "escrow", "open"), words="does not open")


def test_sheets_are_not_shown_where_nobody_sits(command, vault):
    assert_refused(command.on(vault, "vault", "recovery"), words="a person must sit here")


def test_panic_needs_a_word_or_yes_and_destroys_even_an_open_vault(quick, vault):
    desk = App().unlock(vault, PASSPHRASE)
    assert quick.run("vault", "panic", "--vault", vault, "--yes").status == 0
    desk.vault.close()
    assert_refused(quick.on(vault, "vault", "ways"), words="damaged")


def test_panic_without_the_word_destroys_nothing(vault):
    before = (vault / "vault.keys").read_bytes()
    ended = subprocess.run(
        [sys.executable, "-m", "monitor_app", "vault", "panic", "--vault", str(vault)],
        check=False,
        input="no\n",
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        start_new_session=True,
        env=os.environ,
        timeout=60,
    )
    assert ended.returncode == 1
    assert (vault / "vault.keys").read_bytes() == before


def test_panic_where_no_vault_is_is_refused(quick, tmp_path):
    assert_refused(quick.run("vault", "panic", "--vault", tmp_path, "--yes"), words="no vault in this folder")


def test_no_secret_reaches_what_is_printed_or_any_file_but_those_asked_for(quick, vault, tmp_path, new_file):
    out = tmp_path / "sheets"
    out.mkdir()
    said = [
        quick.on(vault, "vault", "recovery", "--out", out),
        quick.on(vault, "vault", "passphrase", "--new-key", "--new-passphrase-file", new_file),
        recover(quick, vault, sorted(out.iterdir())[:2], new_file, "recover"),
    ]
    key = keyslots.open_with_passphrase((vault / "vault.keys").read_bytes(), NEW).vault_key
    words = [path.read_text().splitlines()[-1] for path in sorted(out.iterdir())]
    secrets = [PASSPHRASE, NEW, key.hex(), *words]
    assert not any(secret in one.out + one.err for secret in secrets for one in said)
    asked_for = {quick.passphrase_file, new_file, *out.iterdir()}
    needles = [key, VaultKeys.of(key).database, *(secret.encode() for secret in secrets)]
    for path in tmp_path.rglob("*"):
        if path.is_file() and path not in asked_for:
            assert not any(needle in path.read_bytes() for needle in needles), path.name
