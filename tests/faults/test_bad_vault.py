"""A vault that is not as it should be, met by somebody at the command line: its own words, and nothing lost."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor_app.errors import VaultInUse
from monitor_app.vault import places
from tests.support.command_line import QuickCommandLine, assert_refused
from tests.support.desks import append_record, new_desk, reopened
from tests.support.fakes import SetClock


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A vault with one record, made once."""
    folder = tmp_path_factory.mktemp("made") / "vault"
    desk = new_desk(folder, clock=SetClock())
    append_record(desk)
    desk.vault.close()
    return folder


@pytest.fixture
def vault(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "vault"))


@pytest.fixture
def command(tmp_path: Path) -> QuickCommandLine:
    return QuickCommandLine(tmp_path)


def records(command: QuickCommandLine, vault: Path) -> int:
    return len(json.loads(command.done(vault, "record", "list", "--json")))


def shortened(path: Path) -> None:
    os.truncate(path, 5000)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def made_plain(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(20_000))


def made_foreign(path: Path) -> None:
    path.write_bytes(b"holiday pictures" * 4096)


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 4
    path.write_bytes(content)


def made_newer(path: Path) -> None:
    desk = reopened(path.parent, clock=SetClock())
    desk.vault.db.conn.execute("PRAGMA user_version = 99")
    desk.vault.close()


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("vault.db", shortened, "damaged"),
        ("vault.db", emptied, "damaged"),
        ("vault.db", made_plain, "not encrypted"),
        ("vault.db", made_foreign, "damaged"),
        ("vault.db", damaged, "damaged"),
        ("vault.db", made_newer, "newer version"),
        ("vault.db", removed, "damaged"),
        ("vault.keys", shortened, "key file"),
        ("vault.keys", made_foreign, "key file"),
        ("vault.keys", removed, "key file of this vault is missing"),
    ],
)
def test_each_fault_has_its_words_and_putting_the_file_back_brings_everything_back(
    command: QuickCommandLine, vault: Path, file: str, change: Callable[[Path], None], words: str
):
    whole = (vault / file).read_bytes()
    change(vault / file)
    for subject in (("record", "list"), ("vault", "check"), ("sync",)):
        assert_refused(command.on(vault, *subject), words=words)
    (vault / file).write_bytes(whole)
    assert records(command, vault) == 1


def test_a_fault_is_not_made_worse_by_looking(command, vault):
    damaged(vault / "vault.db")
    before = {path.name: path.read_bytes() for path in vault.iterdir() if path.is_file()}
    command.on(vault, "record", "list")
    after = {path.name: path.read_bytes() for path in vault.iterdir() if path.is_file()}
    assert before.items() <= after.items()
    assert after.keys() - before.keys() <= {"lock"}


def test_an_open_vault_is_refused_and_the_one_who_has_it_goes_on(command, vault):
    desk = reopened(vault, clock=SetClock())
    assert_refused(command.on(vault, "record", "list"), words="open already")
    append_record(desk)
    desk.vault.close()
    assert records(command, vault) == 2


def test_the_second_opener_is_a_known_error(vault):
    desk = reopened(vault, clock=SetClock())
    with pytest.raises(VaultInUse):
        reopened(vault, clock=SetClock())
    desk.vault.close()


def test_wrong_passphrases_again_and_again_change_nothing(command, vault):
    keys = (vault / "vault.keys").read_bytes()
    right = command.passphrase_file.read_text()
    for wrong in ("", "x" * 10_000, right.upper(), right.strip() + " ", "密码密码密码密码"):
        command.passphrase_file.write_text(wrong, encoding="utf-8")
        assert_refused(command.on(vault, "record", "list"), words="does not open with this")
        (vault / places.TRIES).unlink()  # as if one had waited in between
    command.passphrase_file.write_text(right)
    assert (vault / "vault.keys").read_bytes() == keys
    assert records(command, vault) == 1
