"""The program and its children killed, or put to sleep, in the middle of a real exchange with a real server.

`FIELDWORK_KILLS=100` kills so often; here it is done a few times.
"""

import contextlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor_app.operations import checking
from monitor_app.operations.desk import Desk
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.retrying import RetryingRemote
from tests.servers.fault_proxy import FaultProxy, Faults, breaking
from tests.servers.ground import Server, served
from tests.servers.processes import descendants
from tests.support.carried import DAY, MEGABYTES, MIB, World, prepared, record_with_file
from tests.support.command_line import CommandLine
from tests.support.desks import reopened
from tests.support.fakes import SetClock
from tests.support.places import REPOSITORY

KILLS = int(os.environ.get("FIELDWORK_KILLS", "2"))
IS_LONG = "FIELDWORK_KILLS" in os.environ or MEGABYTES > 3
SERVERS = ["apache", "swift", "sshd"] if IS_LONG else ["apache"]
FILE_MEGABYTES = 2
WAIT_SECONDS = 60.0
SLEEPER = Path(__file__).with_name("syncing_process.py")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clock = SetClock(now=time.time_ns() // 1_000_000)
    return prepared(tmp_path_factory.mktemp("made"), megabytes=0, clock=clock)


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Server:
    return served(request)


@pytest.fixture
def proxy(server: Server) -> Iterator[FaultProxy]:
    """A line of 6 MiB a second, on which it can be seen how much was sent."""
    with breaking(server.port, Faults(uplink=6 * MIB), web=server.web) as proxy:
        yield proxy


@pytest.fixture
def world(server: Server, proxy: FaultProxy, made: Path, tmp_path: Path) -> Iterator[World]:
    """The place is kept as one reaches it through the proxy: that is what a process of its own finds."""
    clock = SetClock(now=time.time_ns() // 1_000_000)
    access = server.at(proxy.port)
    world = World.over(made, tmp_path, access, lambda: open_remote(server.at(server.port)), clock)
    yield world
    world.close()


@contextlib.contextmanager
def away(world: World, desk: Desk) -> Iterator[Path]:
    """Leave a vault to another process meanwhile."""
    desk.vault.close()
    try:
        yield desk.vault.folder
    finally:
        world.clock.now = time.time_ns() // 1_000_000
        back = reopened(desk.vault.folder, clock=world.clock)
        object.__setattr__(back, "open_remote", lambda _: world.way())
        pair = world.pair
        world.pair = replace(pair, monitor=back) if desk is pair.monitor else replace(pair, coordinator=back)


def begun(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        start_new_session=True,
    )


def when(condition: Callable[[], bool], process: subprocess.Popen[str]) -> bool:
    """Wait until something is so, or the process has ended; return whether it still lives."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition() and process.poll() is None:
        assert time.monotonic() < deadline, "it did not come so far"
        time.sleep(0.002)
    return process.poll() is None


def test_the_program_killed_at_any_moment_of_a_push_loses_and_doubles_nothing(
    world: World, proxy: FaultProxy, server: Server, tmp_path: Path
) -> None:
    """The real command, killed once so many bytes of it have passed; its children end by themselves."""
    chance, hit, slowest = random.Random(7), 0, 0.0
    for number in range(KILLS):
        record_with_file(world.pair.monitor, FILE_MEGABYTES, seed=number + 1)
        with away(world, world.pair.monitor) as vault:
            after = chance.randrange(FILE_MEGABYTES * MIB + 40_000)
            lives, seconds = _killed(vault, CommandLine(tmp_path).passphrase_file, proxy, after)
        hit, slowest = hit + lives, max(slowest, seconds)
        assert checking.check(world.pair.monitor) == []
        assert world.sync(world.pair.monitor).stopped is None
    world.until_confirmed()
    world.demand_whole()
    world.tell(f"killed {hit} times in mid-push of {KILLS}, orphans gone in {slowest:.1f} s", server.name, hit)
    assert hit


def _killed(vault: Path, passphrase: Path, proxy: FaultProxy, after: int) -> tuple[bool, float]:
    """Kill an exchange after so many bytes; return whether it still lived, and how long its children did."""
    aim = proxy.sent + after
    command = ["-m", "monitor_app", "sync", "--vault", str(vault), "--passphrase-file", str(passphrase)]
    process = begun(command)
    lives = when(lambda: proxy.sent >= aim, process)
    family = descendants(process.pid)
    process.kill()
    process.communicate()
    return lives, _all_gone(family)


def _all_gone(family: list[int]) -> float:
    """Wait until none of these processes is there; return how long that took."""
    began = time.monotonic()
    while any(Path(f"/proc/{one}").exists() for one in family):
        assert time.monotonic() < began + WAIT_SECONDS, "a child outlived the program"
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.mark.skipif(MEGABYTES < 100, reason="FIELDWORK_LONG_MB=200 measures it")
def test_the_program_killed_at_half_of_a_large_file_sends_at_most_three_percent_more(
    world: World, proxy: FaultProxy, server: Server, tmp_path: Path
) -> None:
    proxy.faults.uplink = 0
    record_with_file(world.pair.monitor, MEGABYTES)
    before = proxy.sent
    with away(world, world.pair.monitor) as vault:
        lives, _ = _killed(vault, CommandLine(tmp_path).passphrase_file, proxy, MEGABYTES * MIB // 2)
        assert lives
    world.way = lambda: open_remote(server.at(proxy.port))
    assert world.sync(world.pair.monitor).stopped is None
    ratio = (proxy.sent - before) / (MEGABYTES * MIB)
    world.way = world.straight
    world.until_confirmed()
    world.demand_whole()
    world.tell(f"killed at half, {ratio:.3f} of the payload sent", server.name, 1)
    assert ratio <= 1.03


def test_a_child_killed_in_mid_push_is_replaced_and_the_push_goes_on(
    world: World, server: Server, proxy: FaultProxy
) -> None:
    """Each child that carries something is killed once; the parent lives, and so does the exchange."""

    def way() -> RetryingRemote:
        return RetryingRemote(ChildRemote(open_here, server.at(proxy.port), now=False), sleep=lambda _: None)

    world.way = way
    record_with_file(world.pair.monitor, 6)
    killed: list[int] = []
    watching = threading.Thread(target=_kill_all_once, args=(proxy, proxy.sent + MIB, killed))
    watching.start()
    report = world.sync(world.pair.monitor)
    watching.join()
    assert killed
    assert report.stopped is None
    world.until_confirmed()
    world.demand_whole()
    world.tell("children killed", server.name, len(killed))


def _kill_all_once(proxy: FaultProxy, after: int, killed: list[int]) -> None:
    """Kill what carries, once so many bytes have passed."""
    deadline = time.monotonic() + WAIT_SECONDS
    while proxy.sent < after and time.monotonic() < deadline:
        time.sleep(0.002)
    for child in multiprocessing.active_children():
        killed.append(child.pid or 0)
        child.kill()


@pytest.mark.skipif(not IS_LONG, reason="tests/remotes/test_child has the short form of it")
def test_children_that_die_again_and_again_are_said_and_lose_nothing(
    world: World, server: Server, proxy: FaultProxy
) -> None:
    class Doomed(ChildRemote):
        def put(self, name: str, content: bytes) -> None:
            if len(content) > MIB // 2:
                for child in multiprocessing.active_children():
                    child.kill()
            super().put(name, content)

    world.way = lambda: Doomed(open_here, server.at(proxy.port), now=False)
    record_with_file(world.pair.monitor, FILE_MEGABYTES)
    world.sync(world.pair.monitor)
    assert world.said == ["The shared place does not answer."]
    world.way = world.straight
    world.until_confirmed()
    world.demand_whole()
    world.tell("children die each time", server.name, 1)


@pytest.mark.parametrize("direction", ["push", "pull"] if IS_LONG else ["push"])
def test_a_laptop_put_to_sleep_in_mid_exchange_goes_on_or_says_so(
    world: World, server: Server, proxy: FaultProxy, direction: str
) -> None:
    """All processes stop for longer than any time-out; the line is cut and two days have gone by at waking."""
    record_with_file(world.pair.monitor, 6)
    if direction == "pull":
        world.sync(world.pair.monitor)
    outcome = _slept(world, proxy, direction)
    world.clock.forward(seconds=2 * DAY)
    world.until_confirmed()
    world.demand_whole()
    world.tell(f"asleep in mid-{direction}: {outcome}", server.name, 1)
    assert outcome in ("went on", "The shared place does not answer.")


def _slept(world: World, proxy: FaultProxy, direction: str) -> str:
    """Let a process exchange, stop it and its children in the middle; return what it said at its end."""
    patience, sleep = (30.0, 100.0) if IS_LONG else (1.5, 2.5)
    desk = world.pair.monitor if direction == "push" else world.pair.coordinator
    with away(world, desk) as vault:
        aim = proxy.passed + 3 * MIB
        process = begun([str(SLEEPER), str(vault), str(patience)])
        assert when(lambda: proxy.passed >= aim, process), process.communicate()[0]
        os.killpg(process.pid, signal.SIGSTOP)
        proxy.cut()
        time.sleep(sleep)
        os.killpg(process.pid, signal.SIGCONT)
        said, _ = process.communicate(timeout=WAIT_SECONDS + 4 * patience)
    return said.strip()
