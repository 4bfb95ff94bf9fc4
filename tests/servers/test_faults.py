"""Bad servers, on the real ones: given up in the stated time, found out, and a cut costs little.

What becomes of whole vaults under every fault is in test_matrix.
"""

import pytest

from monitor_app.crypto.stream import chunk_id
from monitor_app.errors import RemoteSilent
from monitor_app.ports import Silent
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.trying import explain
from monitor_app.sync import engine
from monitor_app.sync.exchange import Kind
from tests.servers.fault_proxy import Faults, breaking
from tests.servers.ground import Server, served
from tests.support.carried import FIGURES
from tests.support.fakes import CountingIds, SetClock
from tests.sync.people import NOW, Outbox

CHUNK = bytes(1024 * 1024)


@pytest.fixture(params=["apache", "swift", "sshd"])
def server(request: pytest.FixtureRequest) -> Server:
    return served(request)


def test_a_silent_server_is_given_up_in_the_stated_time(server):
    with breaking(server.port, Faults(silent=True), web=server.web) as proxy:
        hurried = ChildRemote(open_here, server.at(proxy.port), patience=lambda size: -28.0, now=False)
        with pytest.raises(RemoteSilent):
            hurried.names("fld1/m/")


def test_a_server_that_stores_nothing_is_found_out(server):
    if not server.web:
        pytest.skip("this fault is made in HTTP")
    with breaking(server.port, Faults(swallow=True)) as proxy:
        error = explain(server.at(proxy.port), ids=CountingIds())
    assert "did not keep" in str(error)


@pytest.mark.slow
def test_two_hundred_megabytes_cut_at_half_cost_at_most_three_percent_more(server):
    count = 200
    outbox = Outbox()
    for number in range(count):
        outbox.add(f"fld1/b/{chunk_id(str(number).encode())}", CHUNK, Kind.VIDEO)
    with breaking(server.port, Faults(resets=[count * len(CHUNK) // 2]), web=server.web) as proxy:
        remote = open_remote(server.at(proxy.port), sleep=lambda seconds: None)
        report = engine.push(outbox, remote, clock=SetClock(NOW), progress=Silent())
        remote.close()
        assert (report.sent, proxy.done) == (count, 1)
        ratio = proxy.sent / (count * len(CHUNK))
        FIGURES.info("| cut at half | %s | 200 MB | %.3f of the payload sent |", server.name, ratio)
        assert ratio <= 1.03
    server.empty()
