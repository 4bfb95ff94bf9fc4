"""Windows over copies of one small world: a coordinator's, a monitor's, and a vault in no project."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support import worlds
from tests.support.desks import joined_pair, moved, new_desk
from tests.support.fakes import SetClock
from tests.support.stage import Stage

Open = Callable[[str], Stage]
NOW = 1_790_000_000_000


@dataclass(frozen=True)
class World:
    """Where the vaults of the small world lie, closed, and the finding in it."""

    folder: Path
    finding: str


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    clock = SetClock(NOW)
    pair = joined_pair(folder, clock)
    found = worlds.case(pair)
    loner = new_desk(folder / "loner", clock=clock)
    for desk in (pair.coordinator, pair.monitor, loner):
        worlds.with_shipped_forms(desk)
        desk.vault.close()
    return World(folder, found)


@pytest.fixture
def open_stage(world: World, tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    stages: list[Stage] = []
    shutil.copytree(world.folder / "shared-place", tmp_path / "shared-place")

    def open_one(who: str) -> Stage:
        shutil.copytree(world.folder / who, tmp_path / who)
        stages.append(Stage(qtbot, tmp_path / who, SetClock(NOW)))
        if who != "loner":
            place = f"folder:{tmp_path / 'shared-place'}"
            stages[-1].ask(lambda desk: moved(desk, place))
        return stages[-1]

    yield open_one
    for stage in stages:
        stage.close()


@pytest.fixture
def coordinator(open_stage: Open) -> Stage:
    return open_stage("coordinator")


@pytest.fixture
def monitor(open_stage: Open) -> Stage:
    return open_stage("monitor")


@pytest.fixture
def loner(open_stage: Open) -> Stage:
    return open_stage("loner")
