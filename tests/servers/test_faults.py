"""Bad links and bad servers, on the real ones: nothing lost, nothing doubled, and it says what happened."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from monitor_app.crypto.stream import chunk_id
from monitor_app.errors import RemoteError, RemoteSilent
from monitor_app.ports import Silent
from monitor_app.remotes.access import Access
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.trying import explain
from monitor_app.sync import engine
from monitor_app.sync.exchange import Kind
from tests.servers.fault_proxy import Faults, breaking
from tests.servers.processes import Process
from tests.support.fakes import CountingIds, SetClock
from tests.sync.people import NOW, Device, Keeper, Outbox, coordinator, roster_of

CHUNK = bytes(1024 * 1024)
SEGMENTS, CHUNKS = 12, (b"one" * 100_000, b"two" * 100_000)
ROUNDS = 12


@dataclass(frozen=True)
class Server:
    """A real server: the port behind which a fault is put, and what opens it through another port."""

    port: int
    at: Callable[[int], Access]
    process: Process
    web: bool = True

    def empty(self) -> None:
        remote = open_remote(self.at(self.port))
        for name in remote.names("fld1/"):
            remote.delete(name)
        remote.close()


@pytest.fixture(params=["apache", "swift", "sshd"])
def server(request):
    found = request.getfixturevalue(request.param)
    made = {
        "apache": lambda: Server(found.plain_port, lambda port: found.plain(port=port), found.process),
        "swift": lambda: Server(found.proxy.port, lambda port: found.access(port=port), found.proxy),
        "sshd": lambda: Server(
            found.process.port, lambda port: found.access(port=port), found.process, web=False
        ),
    }[request.param]()
    made.empty()
    return made


def opened(access: Access):
    return open_remote(access, sleep=lambda seconds: None)


class Exchange:
    """One monitor with segments and chunks to send, and a coordinator who waits for them."""

    def __init__(self) -> None:
        self.chief, self.device = coordinator(), Device("boxaa")
        self.known = roster_of(self.chief, self.device)
        self.keeper = Keeper(self.known, self.chief)
        self.keeper.wanted = [chunk_id(chunk) for chunk in CHUNKS]
        self.outbox = Outbox()
        for number in range(SEGMENTS):
            events = self.device.write(f"account {number}")
            self.outbox.add_segments(self.device.seal(events, self.known.roster))
        for chunk in CHUNKS:
            self.outbox.add(f"fld1/b/{chunk_id(chunk)}", chunk, Kind.PHOTOS)

    def push(self, access: Access) -> list[str]:
        """Sync until everything is sent, like a person who comes back; return why it stopped in between."""
        return self._often(access, self._pushed, lambda: not self.outbox.waiting)

    def pull(self, access: Access) -> list[str]:
        return self._often(access, self._pulled, self.is_whole)

    def is_whole(self) -> bool:
        return sum(map(len, self.keeper.taken.values())) == SEGMENTS and len(self.keeper.chunks) == len(CHUNKS)

    def _often(self, access, work, is_done) -> list[str]:
        stops = []
        for _ in range(ROUNDS):
            try:
                remote = opened(access)
            except RemoteError as error:
                stops.append(str(error.message))
                continue
            try:
                stops += [str(why) for why in [work(remote)] if why]
            finally:
                remote.close()
            if is_done():
                break
        return stops

    def _pushed(self, remote):
        return engine.push(self.outbox, remote, clock=SetClock(NOW), progress=Silent()).stopped

    def _pulled(self, remote):
        keys = self.chief.reading()
        return engine.pull(self.keeper, remote, keys=keys, clock=SetClock(NOW), progress=Silent()).stopped

    def demand_whole(self, server: Server) -> None:
        """Nothing lost, nothing doubled, nothing cut short."""
        assert not self.outbox.waiting
        assert self.is_whole()
        assert sorted(self.keeper.chunks.values()) == sorted(CHUNKS)
        remote = opened(server.at(server.port))
        names = remote.names("fld1/")
        sizes = [len(remote.get(name)) for name in names]
        remote.close()
        own = [len(one.sealed) for one in self.device.sealed["boxaa"]]
        assert sorted(sizes) == sorted([*own, *map(len, CHUNKS)])


FAULTS = {
    "latency": lambda: Faults(latency=0.01),
    "resets": lambda: Faults(resets=[5_000, 60_000, 200_000, 400_000]),
    "out of order": lambda: Faults(out_of_order=0.2),
    "truncated answers": lambda: Faults(truncated=0.15),
    "drip": lambda: Faults(drip=1024 * 1024),
    "each request twice": lambda: Faults(twice=True),
}
NEEDS_WEB = {"out of order", "truncated answers", "drip", "each request twice"}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_or_doubled(server, fault):
    if fault in NEEDS_WEB and not server.web:
        pytest.skip("this fault is made in HTTP")
    exchange, faults = Exchange(), FAULTS[fault]()
    with breaking(server.port, faults, web=server.web) as proxy:
        exchange.push(server.at(proxy.port))
        exchange.pull(server.at(proxy.port))
        assert proxy.done
    exchange.demand_whole(server)


def test_half_objects_that_a_server_shows_are_healed(wsgidav):
    server = Server(wsgidav.process.port, lambda port: wsgidav.access(port=port), wsgidav.process)
    server.empty()
    exchange = Exchange()
    with breaking(server.port, FAULTS["resets"]()) as proxy:
        exchange.push(server.at(proxy.port))
        assert proxy.done
    exchange.pull(server.at(server.port))
    exchange.demand_whole(server)


def test_a_silent_server_is_given_up_in_the_stated_time(server):
    with breaking(server.port, Faults(silent=True), web=server.web) as proxy, pytest.raises(RemoteSilent):
        ChildRemote(open_here, server.at(proxy.port), patience=lambda size: -28.0)


def test_a_server_that_stores_nothing_is_found_out(server):
    if not server.web:
        pytest.skip("this fault is made in HTTP")
    with breaking(server.port, Faults(swallow=True)) as proxy:
        error = explain(server.at(proxy.port), ids=CountingIds())
    assert "did not keep" in str(error)


def test_a_server_killed_in_the_middle_heals_by_itself(server):
    exchange = Exchange()
    remote = opened(server.at(server.port))
    cut = Dying(remote, server.process, after=5)
    assert exchange._pushed(cut) is not None
    remote.close()
    server.process.start()
    exchange.push(server.at(server.port))
    exchange.pull(server.at(server.port))
    exchange.demand_whole(server)


class Dying:
    """A remote whose server is killed before a put."""

    def __init__(self, remote, process: Process, *, after: int) -> None:
        self._remote, self._process, self._left = remote, process, after

    def put(self, name, content):
        self._left -= 1
        if self._left == 0:
            self._process.kill()
        self._remote.put(name, content)


@pytest.mark.slow
def test_two_hundred_megabytes_cut_at_half_cost_at_most_three_percent_more(server):
    count = 200
    outbox = Outbox()
    for number in range(count):
        outbox.add(f"fld1/b/{chunk_id(str(number).encode())}", CHUNK, Kind.VIDEO)
    with breaking(server.port, Faults(resets=[count * len(CHUNK) // 2]), web=server.web) as proxy:
        remote = opened(server.at(proxy.port))
        report = engine.push(outbox, remote, clock=SetClock(NOW), progress=Silent())
        remote.close()
        assert (report.sent, proxy.done) == (count, 1)
        assert proxy.sent <= 1.03 * count * len(CHUNK)
    server.empty()
