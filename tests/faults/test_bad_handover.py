"""A hand-over file on a bad stick: cut, full, read-only, gone, an old copy again: 0 lost, 0 doubled."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor_app.errors import MonitorError
from monitor_app.operations import handing_over
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.remotes.access import Access
from monitor_app.remotes.folder import FolderRemote
from tests.faults.test_bad_places import Disk
from tests.support.carried import MEGABYTES, World, prepared
from tests.support.fakes import SetClock

ROOM = 3 * MEGABYTES + 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("made"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path, ROOM)
    yield disk
    disk.end()


@pytest.fixture
def world(made: Path, tmp_path: Path) -> Iterator[World]:
    (place := tmp_path / "place").mkdir()
    world = World.over(
        made, tmp_path, Access(address=f"folder:{place}"), lambda: FolderRemote(place), SetClock()
    )
    yield world
    world.close()


def hand(world: World, desk: Desk, path: Path) -> str:
    """Let a desk take from the file and put into it; return what it said if it could not."""
    world.syncs += 1
    try:
        handing_over.exchange(lambda work: work(desk), path, progress=Silent())
    except MonitorError as error:
        world.said.append(str(error.message))
        return str(error.message)
    return ""


def round_trip(world: World, path: Path) -> None:
    """The file goes to the coordinator and back."""
    for desk in (world.pair.monitor, world.pair.coordinator, world.pair.monitor):
        assert hand(world, desk, path) == ""


def test_a_file_cut_at_any_place_is_filled_again(world: World, disk: Disk) -> None:
    path = disk.stick / "mail.fieldwork"
    hand(world, world.pair.monitor, path)
    whole = path.stat().st_size
    for part in (0.9, 0.5, 0.2):
        with path.open("r+b") as file:
            file.truncate(int(whole * part))
        hand(world, world.pair.coordinator, path)
    round_trip(world, path)
    world.demand_whole()
    world.tell("file cut 3 times", "hand-over", 3)


def test_a_full_stick_is_said_and_the_rest_goes_once_there_is_room(world: World, disk: Disk) -> None:
    path = disk.stick / "mail.fieldwork"
    disk.resize(MEGABYTES // 2 + 1)
    assert hand(world, world.pair.monitor, path) == "The shared place is full."
    disk.resize(ROOM)
    round_trip(world, path)
    world.demand_whole()
    world.tell("full disk", "hand-over", 1)


def test_a_stick_for_reading_only_and_one_pulled_out_are_said(world: World, disk: Disk) -> None:
    (folder := disk.stick / "letters").mkdir()
    path = folder / "mail.fieldwork"
    hand(world, world.pair.monitor, path)
    disk.write_protect(is_on=True)
    assert "read but not written" in hand(world, world.pair.coordinator, path)
    disk.write_protect(is_on=False)
    disk.pull_out()
    assert hand(world, world.pair.coordinator, path) == "The shared folder is not there."
    assert list(disk.stick.iterdir()) == []
    disk.plug_in()
    round_trip(world, path)
    world.demand_whole()
    world.tell("read-only, pulled out", "hand-over", 2)


def test_an_old_copy_given_again_doubles_nothing(world: World, disk: Disk) -> None:
    path, old = disk.stick / "mail.fieldwork", disk.stick / "old.fieldwork"
    disk.resize(2 * ROOM)
    hand(world, world.pair.monitor, path)
    shutil.copy(path, old)
    round_trip(world, path)
    for desk in (world.pair.coordinator, world.pair.monitor, world.pair.coordinator):
        assert hand(world, desk, old) == ""
    world.demand_whole()
    world.tell("old copy again", "hand-over", 3)
