"""Every deed on a disk that fails at the n-th call, or is full: refused plainly, and as before or as after.

CI looks at a sample; `FIELDWORK_FAULTS=all pytest -s tests/faults/test_refused.py` at every call.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import MonitorError
from tests.faults import deeds, refusing
from tests.faults.deeds import DEEDS, Ground
from tests.faults.refusing import Refusal

IS_LONG = os.environ.get("FIELDWORK_FAULTS") == "all"
SAMPLE = 3
ROOM = (0, 20, 90, 400, 1500) if IS_LONG else (0, 90)
"""Kilobytes left on the disk."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="asks the system where an open file lies (Linux)"),
]


@pytest.fixture(scope="module")
def world(fast: Path) -> tuple[Path, VaultKeys]:
    folder = fast / "world"
    folder.mkdir()
    return folder, deeds.lay_world(folder)


def told_until_refused(ground: Ground, name: str) -> list[str]:
    """Do a deed; return what it acknowledged. Anything but a plain refusal is a bug."""
    told: list[str] = []
    with suppress(MonitorError):
        told.extend(DEEDS[name].do(ground))  # keeps what came before a refusal
    return told


def check(ground: Ground, name: str, told: list[str], before: str, after: list[str]) -> None:
    """What was acknowledged is there; what comes next is there wholly or not at all."""
    ground.told = told or ["made"]
    later = ["made"] if name == "create" else after
    assert DEEDS[name].look(ground) in {(told or [before])[-1], *later[len(told) : len(told) + 1]}


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("kind", [refusing.once, refusing.from_then_on], ids=["fails", "full"])
def test_a_call_that_is_refused_leaves_it_as_before_or_as_after(
    world: tuple[Path, VaultKeys],
    fast: Path,
    name: str,
    kind: Callable[[Path, int], Refusal],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after, calls = undisturbed(world, fast / "whole", name)
    chance = random.Random(name)
    points = range(1, calls + 1) if IS_LONG else sorted(chance.sample(range(1, calls + 1), min(SAMPLE, calls)))
    for at in points:
        ground = fresh(world, fast / "refused", name)
        refusal = kind(ground.home, at)
        with monkeypatch.context() as patching:
            refusal.set_up(patching)
            told = told_until_refused(ground, name)
        check(ground, name, told, before, after)
    sys.stdout.write(f"{name}: {len(points)} of {calls} calls refused\n")


def fresh(world: tuple[Path, VaultKeys], home: Path, name: str) -> Ground:
    shutil.rmtree(home, ignore_errors=True)
    return deeds.lay(name, world[0], home, world[1])


def undisturbed(world: tuple[Path, VaultKeys], home: Path, name: str) -> tuple[str, list[str], int]:
    """Return what is seen before the deed, what it acknowledges, and how many calls change something."""
    ground = fresh(world, home, name)
    ground.told = [""]
    before = DEEDS[name].look(ground)
    ground = fresh(world, home, name)
    counting = Refusal(ground.home, 0, at=1_000_000)
    with pytest.MonkeyPatch.context() as patching:
        counting.set_up(patching)
        after = list(DEEDS[name].do(ground))
    return before, after, counting.calls


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a memory disk (root on Linux)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("name", DEEDS)
def test_on_a_full_disk_it_is_as_before_or_as_after(
    world: tuple[Path, VaultKeys], fast: Path, disk: Path, name: str
) -> None:
    before, after, _ = undisturbed(world, fast / "whole", name)
    for room in ROOM:
        ground = fresh(world, disk / "home", name)
        filler = fill(disk, room)
        told = told_until_refused(ground, name)
        filler.unlink()
        check(ground, name, told, before, after)


def fill(disk: Path, room: int) -> Path:
    """Take all the room there is but so many kilobytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while shutil.disk_usage(disk).free > room * 1024:
            file.write(bytes(4096))
    return filler
