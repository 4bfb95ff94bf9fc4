"""The real lock replaces the process; nothing of what it knew is left in any process of ours, nor on disk."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor_app.operations import collecting, questionnaires, returning
from monitor_app.operations.returning import Spot
from tests.faults import memory, searching
from tests.support.command_line import FORM
from tests.support.desks import PASSPHRASE, new_desk, reopened
from tests.support.fakes import SetClock
from tests.support.places import REPOSITORY

DRIVER = Path(__file__).with_name("locking_window.py")
LOCK_S = 1.0
PATIENCE_S = 30.0

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux shows the memory of a process as a file"
)


@dataclass
class Open:
    """An open window in a process of its own, with two stuck children."""

    life: subprocess.Popen[str]
    home: Path
    draft: str
    word: str
    key: bytes
    children: list[int]

    @property
    def wanted(self) -> dict[str, bytes]:
        """What must not be found: word, passphrase, key."""
        passphrase = memory.forms("passphrase", PASSPHRASE)
        return {
            **memory.forms("word", self.word),
            **passphrase,
            "key": self.key,
            "key hex": self.key.hex().encode(),
        }

    def lock(self) -> float:
        """Press the lock key; return how many seconds it took until another program stood there."""
        assert self.life.stdin
        began = time.monotonic()
        self.life.stdin.write("lock\n")
        self.life.stdin.flush()
        until(lambda: b"--screen=locked" in Path(f"/proc/{self.life.pid}/cmdline").read_bytes())
        return time.monotonic() - began


def until(claim: object) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not claim():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)


def surroundings(home: Path) -> dict[str, str]:
    own = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("cache", "config", "data", "state")}
    own |= {name: str(home / "tmp") for name in ("TMPDIR", "TEMP", "TMP")}
    return {
        **os.environ,
        **own,
        "HOME": str(home),
        "PYTHONPATH": str(REPOSITORY),
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed vault with the questionnaires ready, and the draft begun in it."""
    folder = tmp_path_factory.mktemp("prepared") / "vault"
    desk = new_desk(folder, clock=SetClock())
    questionnaires.add_shipped(lambda work: work(desk))
    digest, _ = questionnaires.add(desk, FORM.read_bytes(), file_name=FORM.name)
    draft = collecting.begin(desk, digest)[0].draft_id
    desk.vault.close()
    return folder, draft


@pytest.fixture
def window(prepared: tuple[Path, str], tmp_path: Path) -> Iterator[Open]:
    home, word = tmp_path / "home", "zq" + secrets.token_hex(8)
    folder, draft = prepared
    for name in ("cache", "config", "data/fieldwork", "state", "tmp"):
        (home / name).mkdir(parents=True)
    shutil.copytree(folder, home / "vault")
    (home / "data" / "fieldwork" / "vault").symlink_to(home / "vault")
    with (home / "errors.log").open("w") as errors:
        life = subprocess.Popen(
            [sys.executable, str(DRIVER), str(home), draft, word],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=home,
            env=surroundings(home),
            start_new_session=True,
        )
    try:
        yield opened(life, home, draft, word)
    finally:
        for pid in memory.of_session(life.pid):
            os.kill(pid, 9)
        life.communicate()


def opened(life: subprocess.Popen[str], home: Path, draft: str, word: str) -> Open:
    assert life.stdin
    assert life.stdout
    life.stdin.write(PASSPHRASE + "\n")
    life.stdin.flush()
    told = dict(life.stdout.readline().rstrip("\n").partition(" ")[::2] for _ in range(2))
    assert set(told) == {"key", "open"}, (home / "errors.log").read_text()
    children = [int(pid) for pid in told["open"].split()]
    return Open(life, home, draft, word, bytes.fromhex(told["key"]), children)


def memory_of(pid: int, wanted: dict[str, bytes]) -> dict[str, int]:
    try:
        return memory.hits(pid, wanted)
    except PermissionError:
        pytest.skip("only root may look into a process that forbids it")


def test_after_a_lock_nothing_is_left_in_the_memory_of_any_process_of_ours(window, capsys):
    before = memory_of(window.life.pid, window.wanted)
    assert {name.split()[0] for name in before} == {"word", "passphrase", "key"}
    seconds = window.lock()
    until(lambda: memory.of_session(window.life.pid) == [window.life.pid])
    time.sleep(2)  # let the fresh window come up: it must not read back what it should not know
    found = {pid: memory_of(pid, window.wanted) for pid in memory.of_session(window.life.pid)}
    with capsys.disabled():
        sys.stdout.write(f"\nlocked in {seconds:.2f} s\n")
    assert found == {window.life.pid: {}}
    environment = Path(f"/proc/{window.life.pid}/environ").read_bytes()
    assert [name for name, pattern in window.wanted.items() if pattern in environment] == []
    assert searching.hits([window.home], window.word) == []
    assert searching.hits([window.home], PASSPHRASE) == []
    limits = Path(f"/proc/{window.life.pid}/limits").read_text().splitlines()
    assert next(line for line in limits if "core" in line).split()[4:6] == ["0", "0"]


def test_children_that_are_stuck_do_not_hold_up_a_lock_and_do_not_survive_it(window):
    assert len(window.children) == 2
    assert window.lock() < 5 * LOCK_S  # the bar is one second; this machine may be doing other things
    assert [pid for pid in window.children if Path(f"/proc/{pid}").exists()] == []
    assert memory.of_session(window.life.pid) == [window.life.pid]


def test_what_was_half_typed_is_kept_and_the_same_question_comes_back(window):
    window.lock()
    for pid in memory.of_session(window.life.pid):
        os.kill(pid, 9)
    window.life.wait()
    assert not (
        window.home / "vault" / "vault.db-wal"
    ).exists()  # it was put into the main file and closed well
    desk = reopened(window.home / "vault", clock=SetClock())
    resumed = collecting.resume(desk, window.draft)
    assert resumed.filling.draft()["account"] == f"{window.word} half typed"
    assert resumed.place == "account"
    assert returning.take_up(desk)[0] == Spot("interview", window.draft)
    desk.vault.close()
