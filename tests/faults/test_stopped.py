"""Every deed stopped at every step, and the plug pulled there: it is as before or as after, never between.

What each deed asks of the system is listened to once and replayed. CI looks at a sample;
`FIELDWORK_FAULTS=all pytest -s tests/faults/test_stopped.py` looks at every step and says how many states.
"""

import os
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor_app.crypto.keys import VaultKeys
from tests.faults import deeds, listening
from tests.faults.deeds import DEEDS, Ground
from tests.faults.disk import Disk, write_out
from tests.faults.listening import Step

IS_LONG = os.environ.get("FIELDWORK_FAULTS") == "all"
STOPS, CUTS = 9, 7
KEEPING = (0.0, 1.0, 0.5, 0.5, 0.8, 0.2)
"""How likely what was not flushed came through: nothing, everything, some."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not listening.is_possible(), reason="needs strace, and the right to use it (Linux)"),
]


@dataclass
class Heard:
    """The ground each deed began on, and every step it took."""

    home: Path
    keys: VaultKeys
    steps: dict[str, list[Step]]


@pytest.fixture(scope="module")
def heard(fast: Path) -> Heard:
    world, home, start = fast / "world", fast / "home", fast / "start"
    for folder in (world, home, start):
        folder.mkdir()
    keys = deeds.lay_world(world)
    for name in DEEDS:
        deeds.lay(name, world, home / name, keys)
        shutil.copytree(home / name, start / name)
    steps = listening.listen(home, list(DEEDS), keys)
    shutil.rmtree(home)
    return Heard(start, keys, steps)


def looked(name: str, heard: Heard, found: dict[str, bytes | None], scratch: Path) -> str:
    """Put a state of the disk in place, and say what can be seen in it."""
    shutil.rmtree(scratch, ignore_errors=True)
    write_out(found, scratch)
    told = [step.content.decode() for step in heard.steps[name] if step.kind == "done"]
    return DEEDS[name].look(Ground(scratch, heard.keys, told))


def check_at(name: str, heard: Heard, taken: list[Step], found: dict[str, bytes | None], scratch: Path) -> None:
    """Whatever was acknowledged is there; what comes next is there wholly or not at all."""
    told = [step.content.decode() for step in heard.steps[name] if step.kind == "done"]
    done = sum(step.kind == "done" for step in taken)
    # Until something was acknowledged, what was there before counts.
    allowed = {*([told[done - 1]] if done else [before(name, heard, scratch)]), *told[done : done + 1]}
    assert looked(name, heard, found, scratch) in allowed


_before: dict[tuple[str, int], str] = {}


def before(name: str, heard: Heard, scratch: Path) -> str:
    """What could be seen before the deed."""
    key = (name, id(heard))
    if key not in _before:
        _before[key] = looked(name, heard, Disk(heard.home / name).after_a_stop(), scratch)
    return _before[key]


def chosen(steps: list[Step], count: int, chance: random.Random) -> list[int]:
    """Return after how many steps to stop: all, or some of each kind with those around a promise."""
    if IS_LONG:
        return list(range(len(steps) + 1))
    promises = [at for at, step in enumerate(steps) if step.kind in {"done", "rename"}]
    around = {at + more for at in promises[-2:] for more in (0, 1)}
    return sorted(around | set(chance.sample(range(len(steps)), min(count, len(steps)))))


@pytest.mark.parametrize("name", DEEDS)
def test_stopped_anywhere_it_is_as_before_or_as_after(heard: Heard, fast: Path, name: str) -> None:
    steps = heard.steps[name]
    disk, points = Disk(heard.home / name), set(chosen(steps, STOPS, random.Random(name)))
    for at in range(len(steps) + 1):
        if at in points:
            check_at(name, heard, steps[:at], disk.after_a_stop(), fast / "scratch")
        if at < len(steps):
            disk.ask(steps[at])
    sys.stdout.write(f"{name}: stopped at {len(points)} of {len(steps) + 1} points\n")


@pytest.mark.parametrize("name", DEEDS)
def test_with_the_plug_pulled_it_is_as_before_or_as_after(heard: Heard, fast: Path, name: str) -> None:
    steps, chance, count = heard.steps[name], random.Random(f"{name} cut"), 0
    disk, points = Disk(heard.home / name), set(chosen(steps, CUTS, chance))
    for at in range(len(steps) + 1):
        if at in points:
            for keep in KEEPING[:3] if IS_LONG else (chance.choice(KEEPING),):
                found = disk.after_a_power_cut(chance, keep=keep)
                check_at(name, heard, steps[:at], found, fast / "scratch")
                count += 1
        if at < len(steps):
            disk.ask(steps[at])
    sys.stdout.write(f"{name}: {count} states after a power cut\n")
