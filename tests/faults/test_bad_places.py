"""Every fault on places of this process: memory, a folder, a disk of its own. 0 lost, 0 doubled, 0 wrong sizes.

The real servers have the same in tests/servers/test_matrix. The large file has 3 MB, `FIELDWORK_LONG_MB` makes
it as large as the bar says; memory has its turn only then.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from monitor_app.ports import Remote
from monitor_app.remotes.access import Access
from monitor_app.remotes.folder import FolderRemote
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.retrying import RetryingRemote
from tests.support import bad_places
from tests.support.bad_places import Honest
from tests.support.carried import DAY, MEGABYTES, World, prepared
from tests.support.fakes import SetClock

FAULTS: dict[str, type[Honest]] = {
    "latency": bad_places.Late,
    "cut in an object": bad_places.CutOff,
    "answer lost": bad_places.Unanswered,
    "out of order": bad_places.OutOfOrder,
    "truncated answers": bad_places.Truncating,
    "each put again later": bad_places.Repeating,
}


SHORT = ("cut in an object", "out of order", "truncated answers")
"""What a run of all tests looks at."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("made"))


@pytest.fixture(params=["folder", "memory"] if MEGABYTES > 3 else ["folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Access, Callable[[], Remote]]:
    """How a place is called, and what opens it."""
    if request.param == "folder":
        (stick := tmp_path / "stick").mkdir()
        return Access(address=f"folder:{stick}"), lambda: FolderRemote(stick)
    shared = MemoryRemote()
    return Access(address="webdav:https://memory.invalid/team"), lambda: shared


@pytest.fixture
def world(place: tuple[Access, Callable[[], Remote]], made: Path, tmp_path: Path) -> Iterator[World]:
    access, straight = place
    world = World.over(made, tmp_path, access, straight, SetClock())
    yield world
    world.close()


def name_of(place: tuple[Access, Callable[[], Remote]]) -> str:
    return place[0].address.partition(":")[0].replace("webdav", "memory")


def put_before(world: World, fault: type[Honest]) -> list[Honest]:
    """Put a fault before the place; return the places with it, as they are opened."""
    opened: list[Honest] = []

    def way() -> Remote:
        opened.append(fault(world.straight()))
        return RetryingRemote(opened[-1], sleep=lambda _: None)

    world.way = way
    return opened


@pytest.mark.parametrize("fault", FAULTS if MEGABYTES > 3 else SHORT)
def test_a_record_and_a_large_file_arrive_once(world: World, place, fault: str) -> None:
    bad = put_before(world, FAULTS[fault])
    world.until_confirmed()
    done = sum(one.done for one in bad)
    assert done
    world.demand_whole()
    world.tell(fault, name_of(place), done)


def test_a_place_that_keeps_nothing_is_found_out_and_healed(world: World, place) -> None:
    bad = put_before(world, bad_places.Forgetting)
    world.sync(world.pair.monitor)
    assert not world.is_whole()
    world.clock.forward(seconds=DAY)
    world.way = world.straight
    world.until_confirmed()
    assert "lost" in world.said
    world.demand_whole()
    world.tell("keeps nothing", name_of(place), sum(one.done for one in bad))


def test_a_place_that_fell_silent_is_said_and_later_served(world: World, place) -> None:
    put_before(world, bad_places.Mute)
    world.sync(world.pair.monitor)
    assert world.said == ["The shared place does not answer."]
    world.way = world.straight
    world.until_confirmed()
    world.demand_whole()
    world.tell("silence", name_of(place), 1)


class Disk:
    """A disk in memory, of a size that can be changed, which is plugged in at `stick` and can be pulled out."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._kept, self.stick = folder / "kept", folder / "stick"
        self._kept.mkdir()
        self.stick.mkdir()
        if not _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(self._kept)):
            pytest.skip("needs the right to mount a memory disk (root on Linux)")
        self.plug_in()

    def resize(self, megabytes: int) -> None:
        assert _mount("-o", f"remount,size={megabytes}m", str(self._kept))

    def write_protect(self, *, is_on: bool) -> None:
        assert _mount("-o", f"remount,bind,{'ro' if is_on else 'rw'}", str(self.stick))

    def plug_in(self) -> None:
        assert _mount("--bind", str(self._kept), str(self.stick))

    def pull_out(self) -> None:
        subprocess.run(["umount", "-l", str(self.stick)], check=True)

    def end(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self.pull_out()
        subprocess.run(["umount", "-l", str(self._kept)], check=True)


def _mount(*arguments: str) -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    with suppress(FileNotFoundError):
        return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0
    return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path, MEGABYTES // 2 + 1)
    yield disk
    disk.end()


@pytest.fixture
def on_disk(disk: Disk, made: Path, tmp_path: Path) -> Iterator[World]:
    access = Access(address=f"folder:{disk.stick}")
    world = World.over(made, tmp_path, access, lambda: FolderRemote(disk.stick), SetClock())
    yield world
    world.close()


def test_a_full_disk_is_said_and_the_rest_goes_once_there_is_room(on_disk: World, disk: Disk) -> None:
    on_disk.sync(on_disk.pair.monitor)
    assert on_disk.said == ["The shared place is full."]
    disk.resize(3 * MEGABYTES + 8)
    on_disk.until_confirmed()
    on_disk.demand_whole()
    on_disk.tell("full disk", "folder", 1)


class PulledOut(Honest):
    """The stick goes after so many objects."""

    left = 2
    pull: Callable[[], None]

    def put(self, name: str, content: bytes) -> None:
        PulledOut.left -= 1
        if PulledOut.left == 0:
            PulledOut.pull()
        super().put(name, content)


def test_a_stick_pulled_out_in_the_middle_goes_on_when_it_is_back(on_disk: World, disk: Disk) -> None:
    disk.resize(3 * MEGABYTES + 8)
    PulledOut.left, PulledOut.pull = 1 + MEGABYTES // 2, disk.pull_out
    put_before(on_disk, PulledOut)
    on_disk.sync(on_disk.pair.monitor)
    assert on_disk.said == ["The shared folder is not there."]
    assert list(disk.stick.iterdir()) == []
    disk.plug_in()
    on_disk.until_confirmed()
    on_disk.demand_whole()
    on_disk.tell("stick pulled out", "folder", 1)


def test_a_stick_for_reading_only_is_said_and_written_once_it_may_be(on_disk: World, disk: Disk) -> None:
    disk.resize(3 * MEGABYTES + 8)
    disk.write_protect(is_on=True)
    on_disk.sync(on_disk.pair.monitor)
    assert on_disk.said == ["The shared place can be read but not written."]
    disk.write_protect(is_on=False)
    on_disk.until_confirmed()
    on_disk.demand_whole()
    on_disk.tell("read-only", "folder", 1)


def test_files_that_a_stick_lost_the_half_of_are_written_again(on_disk: World, disk: Disk) -> None:
    disk.resize(3 * MEGABYTES + 8)
    on_disk.sync(on_disk.pair.monitor)
    files = [path for path in disk.stick.rglob("*") if path.is_file() and "m" not in path.parent.name]
    for path in files:
        os.truncate(path, path.stat().st_size // 2)
    on_disk.sync(on_disk.pair.coordinator)
    on_disk.clock.forward(seconds=DAY)
    on_disk.until_confirmed()
    on_disk.demand_whole()
    on_disk.tell("half-written files", "folder", len(files))
