"""Every fault on every real server, with whole vaults, a record and a large file: none lost, none doubled.

The file has 3 MB; `FIELDWORK_LONG_MB=200` makes it as large as the bar says, and takes about an hour.
"""

import contextlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor_app.domain.events import Photo
from monitor_app.domain.reviewing import RecordState
from monitor_app.operations import browsing, places, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Remote
from monitor_app.remotes.access import Access
from monitor_app.remotes.child import ChildRemote, patience
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.retrying import RetryingRemote
from monitor_app.sync import names
from monitor_app.vault import attachments
from tests.servers.fault_proxy import FaultProxy, Faults, breaking
from tests.servers.processes import Process
from tests.support.desks import Pair, append_record, joined_pair, reopened
from tests.support.fakes import SetClock

MIB = 1024 * 1024
MEGABYTES = int(os.environ.get("FIELDWORK_LONG_MB", "3"))
ROUNDS, DAY = 12, 24 * 60 * 60
SLOW = 256 * 1024


@dataclass(frozen=True)
class Server:
    """A real server: the port a fault is put before, what opens it through another port, and its process."""

    port: int
    at: Callable[[int], Access]
    process: Process
    web: bool = True


@pytest.fixture(params=["apache", "swift", "sshd", "wsgidav"])
def server(request: pytest.FixtureRequest) -> Server:
    found = request.getfixturevalue(request.param)
    made = {
        "apache": lambda: Server(found.plain_port, lambda port: found.plain(port=port), found.process),
        "swift": lambda: Server(found.proxy.port, lambda port: found.access(port=port), found.proxy),
        "sshd": lambda: Server(
            found.process.port, lambda port: found.access(port=port), found.process, web=False
        ),
        "wsgidav": lambda: Server(found.process.port, lambda port: found.access(port=port), found.process),
    }[request.param]()
    remote = open_remote(made.at(made.port))
    for name in remote.names("fld1/"):
        remote.delete(name)
    remote.close()
    return made


@pytest.fixture(scope="session")
def made_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two vaults of one project, closed; the monitor has a record with a large photo to send."""
    folder = tmp_path_factory.mktemp("matrix")
    pair = joined_pair(folder, SetClock())
    vault, draw = pair.monitor.vault, random.Random(7)
    blocks = (draw.randbytes(MIB) for _ in range(MEGABYTES))
    original = attachments.store(vault, blocks, name="original", media_type="image/jpeg")
    small = [attachments.store(vault, [b"%d" % one], name="p", media_type="image/jpeg") for one in range(2)]
    append_record(
        pair.monitor, photos=(Photo(question="p", original=original, working=small[0], thumbnail=small[1]),)
    )
    pair.monitor.vault.close()
    pair.coordinator.vault.close()
    return folder


@dataclass
class World:
    """The two desks over a server, the way there, and what was said meanwhile."""

    pair: Pair
    server: Server
    clock: SetClock
    way: Access
    hurry: bool = False
    dying: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def open(self, _: Access) -> Remote:
        """Open the place by the way of now; in a `hurry` give it up after three seconds."""
        allowed = (lambda _: -27.0) if self.hurry else patience  # 30 s are for the start of the child
        child = ChildRemote(open_here, self.way, patience=allowed, now=False)
        remote = RetryingRemote(child, sleep=lambda _: None)
        return Dying(remote, self) if self.dying else remote

    def sync(self, desk: Desk) -> syncing.SyncReport:
        report = self.pair.sync(desk)
        self.said += [str(report.stopped)] if report.stopped else []
        self.said += [odd.id for odd in syncing.state(desk).odd]
        return report

    def until_confirmed(self) -> None:
        """Let both sync again and again, as people do."""
        for _ in range(ROUNDS):
            for desk in (self.pair.monitor, self.pair.coordinator, self.pair.monitor):
                self.sync(desk)
            if self.is_whole():
                return

    def is_whole(self) -> bool:
        summary = syncing.state(self.pair.monitor).summary
        states = [[row.state for row in browsing.records(desk, RecordFilter())] for desk in self.desks]
        return states == [[RecordState.RECEIVED]] * 2 and (summary.waiting, summary.sent) == (0, 0)

    @property
    def desks(self) -> tuple[Desk, Desk]:
        return self.pair.monitor, self.pair.coordinator

    def demand_whole(self) -> None:
        """0 lost, 0 doubled, 0 wrong sizes: in the vaults, and in the shared place."""
        assert self.is_whole(), self.said
        record = browsing.records(self.pair.coordinator, RecordFilter())[0].id
        (photo,) = browsing.record(self.pair.coordinator, record).event.photos
        for file in (photo.original, photo.working, photo.thumbnail):
            assert sum(map(len, attachments.read(self.pair.coordinator.vault, file))) == file.size
        remote = open_remote(self.server.at(self.server.port))
        found = {name: remote.get(name) for name in remote.names("fld1/")}
        remote.close()
        parsed = [names.parse(name) for name in found]
        assert None not in parsed
        assert len({names.undated(one) for one in parsed if one}) == len(found)
        for name, one in zip(found, parsed, strict=True):
            if isinstance(one, names.ChunkName):
                chunk = attachments.chunk_bytes(self.pair.monitor.vault, one.id)
                assert len(found[name]) == len(chunk)
            elif one:
                assert names.mark_of(found[name]) == one.mark


class Dying:
    """A remote whose server is killed before a put, however many lanes there are."""

    def __init__(self, remote: Remote, world: World) -> None:
        self._remote, self._world = remote, world

    def put(self, name: str, content: bytes) -> None:
        self._world.dying[0] -= 1
        if self._world.dying[0] == 0:
            self._world.server.process.kill()
        self._remote.put(name, content)

    def __getattr__(self, name: str) -> object:
        return getattr(self._remote, name)


@pytest.fixture
def world(server: Server, made_world: Path, tmp_path: Path) -> Iterator[World]:
    clock = SetClock()
    for name in ("monitor", "coordinator"):
        shutil.copytree(made_world / name, tmp_path / name)
    desks = [reopened(tmp_path / name, clock=clock) for name in ("coordinator", "monitor")]
    made = World(Pair(desks[0], desks[1], tmp_path), server, clock, server.at(server.port))
    for desk in desks:
        object.__setattr__(desk, "open_remote", made.open)
        places.keep(desk, made.way)
    made.sync(desks[0])  # the list of people goes to the new place
    made.said.clear()
    yield made
    for desk in desks:
        desk.vault.close()


FAULTS: dict[str, Callable[[], Faults]] = {
    "latency": lambda: Faults(latency=0.02),
    "resets": lambda: Faults(resets=[9_000, 500_000, MEGABYTES * MIB // 2, MEGABYTES * MIB]),
    "out of order": lambda: Faults(out_of_order=0.2),
    "truncated answers": lambda: Faults(truncated=0.15),
    "drip": lambda: Faults(drip=4 * MIB),
    "each request twice": lambda: Faults(twice=True),
}
NEEDS_WEB = {"out of order", "truncated answers", "drip", "each request twice"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_record_and_a_large_file_arrive_once(world: World, fault: str) -> None:
    if fault in NEEDS_WEB and not world.server.web:
        pytest.skip("this fault is made in HTTP")
    with _broken(world, FAULTS[fault]()) as proxy:
        world.until_confirmed()
        assert proxy.done
    world.demand_whole()


def test_a_server_that_keeps_nothing_is_found_out_and_healed(world: World) -> None:
    if not world.server.web:
        pytest.skip("this fault is made in HTTP")
    with _broken(world, Faults(swallow=True)):
        world.sync(world.pair.monitor)
    assert not world.is_whole()
    world.clock.forward(seconds=DAY)
    world.way = world.server.at(world.server.port)
    world.until_confirmed()
    assert "lost" in world.said
    world.demand_whole()


def test_a_server_that_fell_silent_is_given_up_and_later_served(world: World) -> None:
    world.hurry = True
    with _broken(world, Faults(silent=True)):
        world.sync(world.pair.monitor)
    assert world.said == ["The shared place does not answer."]
    world.hurry, world.way = False, world.server.at(world.server.port)
    world.until_confirmed()
    world.demand_whole()


def test_a_server_killed_in_the_middle_heals_by_itself(world: World) -> None:
    world.dying = [4]
    world.sync(world.pair.monitor)
    world.dying = []
    assert world.said
    world.server.process.start()
    world.until_confirmed()
    world.demand_whole()


def test_a_slow_line_carries_all_of_it(world: World) -> None:
    with _broken(world, Faults(uplink=SLOW if MEGABYTES > 3 else 4 * SLOW)):
        assert world.sync(world.pair.monitor).stopped is None
    assert syncing.state(world.pair.monitor).summary.waiting == 0
    world.way = world.server.at(world.server.port)
    world.until_confirmed()
    world.demand_whole()


@contextlib.contextmanager
def _broken(world: World, faults: Faults) -> Iterator[FaultProxy]:
    """Put a fault between the desks and their server."""
    with breaking(world.server.port, faults, web=world.server.web) as proxy:
        world.way = world.server.at(proxy.port)
        yield proxy
