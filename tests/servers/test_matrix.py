"""Every fault on every real server, with whole vaults, a record and a large file: none lost, none doubled.

The file has 3 MB; `FIELDWORK_LONG_MB=200` makes it as large as the bar says, and takes two hours.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor_app.operations import syncing
from monitor_app.ports import Remote
from monitor_app.remotes.child import START_SECONDS, ChildRemote, Patience, patience
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.retrying import RetryingRemote
from tests.servers.fault_proxy import FaultProxy, Faults, breaking
from tests.servers.ground import Server, served
from tests.support.bad_places import Honest
from tests.support.carried import DAY, MEGABYTES, MIB, World, prepared
from tests.support.fakes import SetClock

SLOW = int(os.environ.get("FIELDWORK_LINE_KIB", "256" if MEGABYTES > 3 else "1024")) * 1024


@pytest.fixture(params=["apache", "swift", "sshd", "wsgidav"])
def server(request: pytest.FixtureRequest) -> Server:
    return served(request)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("matrix"))


@pytest.fixture
def world(server: Server, made: Path, tmp_path: Path) -> Iterator[World]:
    access = server.at(server.port)
    world = World.over(made, tmp_path, access, lambda: open_remote(access), SetClock())
    yield world
    world.close()


def through(world: World, server: Server, port: int, patience: Patience = patience) -> None:
    """Let the desks go through another port."""

    def way() -> Remote:
        child = ChildRemote(open_here, server.at(port), patience=patience, now=False)
        return RetryingRemote(child, sleep=lambda _: None)

    world.way = way


@contextlib.contextmanager
def broken(world: World, server: Server, faults: Faults, patience: Patience = patience) -> Iterator[FaultProxy]:
    """Put a fault between the desks and their server; afterwards they go straight again."""
    with breaking(server.port, faults, web=server.web) as proxy:
        through(world, server, proxy.port, patience)
        yield proxy
    world.way = world.straight


FAULTS: dict[str, Callable[[], Faults]] = {
    "latency": lambda: Faults(latency=0.02),
    "resets": lambda: Faults(resets=[9_000, 500_000, MEGABYTES * MIB // 2, MEGABYTES * MIB]),
    "out of order": lambda: Faults(out_of_order=0.2),
    "truncated answers": lambda: Faults(truncated=0.15),
    "drip": lambda: Faults(drip=4 * MIB),
    "each request twice": lambda: Faults(twice=True),
}
NEEDS_WEB = {"out of order", "truncated answers", "each request twice"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_record_and_a_large_file_arrive_once(world: World, server: Server, fault: str) -> None:
    if fault in NEEDS_WEB and not server.web:
        pytest.skip("this fault is made in HTTP; SSH checks its own bytes and knows no such answers")
    with broken(world, server, FAULTS[fault]()) as proxy:
        world.until_confirmed()
        assert proxy.done
    world.demand_whole()
    world.tell(fault, server.name, proxy.done)


def test_a_server_that_keeps_nothing_is_found_out_and_healed(world: World, server: Server) -> None:
    if not server.web:
        pytest.skip("this fault is made in HTTP")
    with broken(world, server, Faults(swallow=True)) as proxy:
        world.sync(world.pair.monitor)
    assert not world.is_whole()
    world.clock.forward(seconds=DAY)
    world.until_confirmed()
    assert "lost" in world.said
    world.demand_whole()
    world.tell("keeps nothing", server.name, proxy.done)


def test_a_server_that_falls_silent_is_given_up_and_later_served(world: World, server: Server) -> None:
    """In mid-push; where each lane has a child of its own, whose start is waited for, from the first word."""
    faults = Faults(mute_after=MEGABYTES * MIB // 2) if server.web else Faults(silent=True)
    seconds = 3.0 if server.web else 3.0 - START_SECONDS
    with broken(world, server, faults, lambda _: seconds) as proxy:
        world.sync(world.pair.monitor)
    assert world.said == ["The shared place does not answer."]
    world.until_confirmed()
    world.demand_whole()
    world.tell("silence", server.name, proxy.done)


class Dying(Honest):
    """A remote whose server is killed before a put, however many lanes there are."""

    server: Server
    left: list[int]

    def put(self, name: str, content: bytes) -> None:
        self.left[0] -= 1
        if self.left[0] == 0:
            self.server.process.kill()
        super().put(name, content)


def test_a_server_killed_in_the_middle_heals_by_itself(world: World, server: Server) -> None:
    left = [1 + MEGABYTES // 2]
    through(world, server, server.port)
    alive = world.way

    def way() -> Remote:
        dying = Dying(alive())
        dying.server, dying.left = server, left
        return dying

    world.way = way
    world.sync(world.pair.monitor)
    world.way = world.straight
    assert world.said
    server.process.start()
    world.until_confirmed()
    world.demand_whole()
    world.tell("server killed", server.name, 1)


def test_a_slow_line_carries_all_of_it(world: World, server: Server) -> None:
    with broken(world, server, Faults(uplink=SLOW)) as proxy:
        assert world.sync(world.pair.monitor).stopped is None
    assert syncing.state(world.pair.monitor).summary.waiting == 0
    world.until_confirmed()
    world.demand_whole()
    world.tell(f"{SLOW // 1024} KiB/s", server.name, proxy.done)
