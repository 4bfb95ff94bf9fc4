"""The real window killed at any moment while somebody answers: whatever was called kept is there afterwards.

`pytest tests/faults/test_kill.py --kills 100` looks further by hand.
"""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor_app.operations import checking, collecting, questionnaires
from tests.faults.typing_window import CHOICES
from tests.support.command_line import FORM
from tests.support.desks import PASSPHRASE, new_desk, reopened
from tests.support.fakes import SetClock
from tests.support.places import REPOSITORY

DRIVER = Path(__file__).with_name("typing_window.py")
LONGEST_LIFE_S = 1.5
BETWEEN_RUNS = 10_000


@dataclass
class Told:
    """What the windows said before they were killed, by question: the last number kept, those typed since."""

    kept: dict[str, int] = field(default_factory=dict)
    since: dict[str, list[int]] = field(default_factory=dict)

    def hear(self, lines: list[str]) -> int:
        """Take in whole lines; return how many answers were called kept."""
        for line in lines:
            match line.split():
                case ["kept", path, number] if line.endswith("\n"):
                    self.kept[path] = int(number)
                    self.since[path] = [one for one in self.since[path] if one > int(number)]
                case ["typed", path, number] if line.endswith("\n"):
                    self.since.setdefault(path, []).append(int(number))
        return sum(line.startswith("kept") for line in lines)

    def may_be_there(self, path: str) -> list[int]:
        """Return which numbers may stand in the vault: the last one called kept, or one typed after it."""
        return [self.kept[path], *self.since.get(path, [])]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def draft(home: Path) -> Iterator[str]:
    """A vault with the questionnaires ready and one draft begun."""
    desk = new_desk(home / "vault", clock=SetClock())
    questionnaires.add_shipped(lambda work: work(desk))
    digest, _ = questionnaires.add(desk, FORM.read_bytes(), file_name=FORM.name)
    started, _ = collecting.begin(desk, digest)
    desk.vault.close()
    return started.draft_id


def open_window(home: Path, draft: str, first: int) -> subprocess.Popen[str]:
    """Start the window; somebody unlocks it and answers at once."""
    with (home / "errors.txt").open("a") as errors:
        window = subprocess.Popen(
            [sys.executable, str(DRIVER), str(home), draft, str(first)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONFAULTHANDLER": "1"},
        )
    assert window.stdin
    window.stdin.write(PASSPHRASE + "\n")
    window.stdin.flush()
    return window


def open_and_kill(home: Path, draft: str, first: int, life_s: float) -> list[str]:
    """Open the window, let somebody answer for a while, kill it; return what it said."""
    window = open_window(home, draft, first)
    assert window.stdout
    first_words = window.stdout.readline()
    assert first_words == "ready\n", f"{window.poll()}: {(home / 'errors.txt').read_text()}"
    time.sleep(life_s)
    return killed(window)


def killed(window: subprocess.Popen[str]) -> list[str]:
    """Kill the window; return what it had said."""
    window.kill()
    assert window.stdout
    said = window.stdout.readlines()
    window.communicate()
    return said


def answers_in(home: Path, draft: str) -> dict[str, object]:
    """Open the vault with its passphrase and read what is in the draft; look for damage, too."""
    desk = reopened(home / "vault", clock=SetClock())
    try:
        assert checking.check(desk) == []
        return dict(collecting.resume(desk, draft).filling.draft())
    finally:
        desk.vault.close()


def number_in(answer: object) -> int:
    """Return the number that an answer to `account` or `people` carries."""
    found = re.fullmatch(r"(?:told 0*)?(\d+)", str(answer))
    assert found, f"an answer nobody gave: {answer}"
    return int(found[1])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX systems do")
def test_every_answer_called_kept_survives_a_kill_at_any_moment(home, draft, request):
    told = Told()
    count = 0
    chance = random.Random()
    for run in range(request.config.getoption("kills", default=20)):
        lines = open_and_kill(home, draft, run * BETWEEN_RUNS, chance.uniform(0, LONGEST_LIFE_S))
        count += told.hear(lines)
        there = answers_in(home, draft)
        for path in ("account", "people"):
            if path in told.kept:
                assert number_in(there.get(path)) in told.may_be_there(path), f"kill {run}: {path}"
        if "standing" in told.kept:
            choices = {CHOICES[number % len(CHOICES)] for number in told.may_be_there("standing")}
            assert there.get("standing") in choices, f"kill {run}: standing"
    sys.stdout.write(f"{count} answers called kept, none lost\n")
    assert count > 0
    assert "Traceback" not in (home / "errors.txt").read_text()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX systems do")
def test_a_window_killed_while_it_opens_leaves_a_vault_that_opens(home, draft):
    for life_s in (0.05, 0.3, 0.6, 0.9):
        window = open_window(home, draft, 0)
        time.sleep(life_s)
        killed(window)
        assert answers_in(home, draft).keys() <= {"account", "people", "standing"}
