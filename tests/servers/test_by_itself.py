"""A server killed in mid-push and started again: the window goes on by itself, and nobody presses anything."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor_app.ports import Remote
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.retrying import RetryingRemote
from monitor_app.ui.exchange import Exchange
from monitor_app.ui.jobs import Jobs
from monitor_app.work.writer import Writer
from tests.servers.ground import Server, served
from tests.servers.test_matrix import Dying
from tests.support.carried import World, prepared
from tests.support.desks import reopened
from tests.support.fakes import SetClock

SERVERS = ["apache", "swift", "sshd"] if "FIELDWORK_KILLS" in os.environ else ["apache"]
QUARTER = 15 * 60.0 + 1


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Server:
    return served(request)


@pytest.fixture
def world(server: Server, tmp_path: Path) -> Iterator[World]:
    (folder := tmp_path / "made").mkdir()
    access = server.at(server.port)
    world = World.over(prepared(folder, megabytes=3), tmp_path, access, lambda: open_remote(access), SetClock())
    yield world
    world.close()


def test_what_a_server_was_killed_in_is_finished_by_itself(world: World, server: Server, qtbot) -> None:
    left, now = [3], [0.0]

    def dying() -> Remote:
        child = ChildRemote(open_here, server.at(server.port), now=False)
        remote = Dying(RetryingRemote(child, sleep=lambda _: None))
        remote.server, remote.left = server, left
        return remote

    world.way = dying
    folder = world.pair.monitor.vault.folder
    world.pair.monitor.vault.close()
    jobs = Jobs(Writer(lambda: _sat_down(world, folder), lambda desk: desk.vault.close()))
    exchange = Exchange(jobs, clock=lambda: now[0])
    now[0] += QUARTER
    with qtbot.waitSignal(exchange.ended, timeout=90_000) as vain:
        exchange.look()
    assert str(vain.args[0].stopped) == "The shared place does not answer."
    server.process.start()
    now[0] += QUARTER
    with qtbot.waitSignal(exchange.ended, timeout=90_000) as healed:
        exchange.look()
    assert healed.args[0].stopped is None
    assert exchange.is_by_itself
    jobs.close()
    world.pair.monitor = _sat_down(world, folder)
    world.until_confirmed()
    world.demand_whole()
    world.tell("server killed, by itself", server.name, 1)


def _sat_down(world: World, folder: Path):
    desk = reopened(folder, clock=world.clock)
    object.__setattr__(desk, "open_remote", lambda _: world.way())
    return desk
