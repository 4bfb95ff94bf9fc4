"""Two programs and one vault: one has it, the others are told so and change nothing."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import MonitorError, VaultInUse
from monitor_app.operations import unlocking
from monitor_app.vault import events, opening, queries
from monitor_app.vault.views import RecordFilter
from tests.support.desks import PASSPHRASE, append_record, new_desk
from tests.support.fakes import SetClock
from tests.support.places import REPOSITORY

DRIVER = """
import sys
import msgspec
from pathlib import Path
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import VaultInUse
from monitor_app.vault import opening

keys = msgspec.json.decode(sys.stdin.readline(), type=VaultKeys)
print("ready", flush=True)
sys.stdin.readline()
try:
    vault = opening.open_with_keys(Path(sys.argv[1]), keys)
except VaultInUse:
    print("in use", flush=True)
else:
    print("open", flush=True)
    sys.stdin.readline()
    vault.close()
"""


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, VaultKeys]:
    desk = new_desk(tmp_path / "vault", clock=SetClock())
    keys = desk.vault.keys
    desk.vault.close()
    return tmp_path / "vault", keys


def waiting(folder: Path, keys: VaultKeys) -> subprocess.Popen[str]:
    """Start a program that opens the vault once it is told to."""
    child = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    tell(child, msgspec.json.encode(keys).decode())
    assert hear(child) == "ready"
    return child


def tell(child: subprocess.Popen[str], words: str) -> None:
    assert child.stdin
    child.stdin.write(words + "\n")
    child.stdin.flush()


def hear(child: subprocess.Popen[str]) -> str:
    assert child.stdout
    return child.stdout.readline().strip()


def test_of_several_that_open_at_the_same_moment_exactly_one_does(made: tuple[Path, VaultKeys]) -> None:
    children = [waiting(*made) for _ in range(3)]
    for child in children:
        tell(child, "go")
    said = sorted(hear(child) for child in children)
    for child in children:
        child.communicate("\n")
    assert said == ["in use", "in use", "open"]


def test_who_comes_second_is_told_and_disturbs_nothing(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "vault", clock=SetClock())
    append_record(desk)
    second = waiting(desk.vault.folder, desk.vault.keys)
    tell(second, "go")
    assert hear(second) == "in use"
    second.communicate("\n")
    append_record(desk)
    assert events.check(desk.vault) == []
    assert queries.count_records(desk.vault, RecordFilter()) == 2
    desk.vault.close()


def test_a_second_program_can_destroy_what_opens_a_vault_in_use(made: tuple[Path, VaultKeys]) -> None:
    folder, keys = made
    vault = opening.open_with_keys(folder, keys)
    unlocking.panic(folder)
    vault.close()
    image = (folder / "vault.keys").read_bytes()
    with pytest.raises(MonitorError):
        keyslots.open_with_passphrase(image, PASSPHRASE)


def test_a_passphrase_is_not_even_tried_on_a_vault_in_use(made: tuple[Path, VaultKeys]) -> None:
    vault = opening.open_with_keys(*made)
    with pytest.raises(VaultInUse):
        unlocking.unlock(made[0], PASSPHRASE, clock=SetClock())
    vault.close()
