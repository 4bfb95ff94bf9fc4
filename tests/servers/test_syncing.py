"""Whole vaults over real servers and bad links: the record arrives once, and its monitor hears of it."""

from dataclasses import dataclass

import pytest

from monitor_app.domain.reviewing import RecordState
from monitor_app.errors import RemoteError
from monitor_app.operations import browsing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.ports import Remote
from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_remote
from tests.servers.fault_proxy import Faults, breaking
from tests.support.desks import Pair, append_record, joined_pair
from tests.support.fakes import SetClock

RECORDS, ROUNDS = 5, 10


@dataclass
class Way:
    """The way to the shared place, which may be changed for a worse one."""

    access: Access

    def open(self, _: str) -> Remote:
        return open_remote(self.access, sleep=lambda seconds: None)


def until_confirmed(pair: Pair) -> None:
    """Let both sync again and again, as people do."""
    for _ in range(ROUNDS):
        for desk in (pair.monitor, pair.coordinator, pair.monitor):
            try:
                pair.sync(desk)
            except RemoteError:
                continue
        if states(pair.monitor) == [RecordState.RECEIVED] * RECORDS:
            return


def states(desk) -> list[RecordState]:
    return [row.state for row in browsing.records(desk, RecordFilter())]


@pytest.mark.parametrize(
    "faults", [{}, {"out_of_order": 0.2}, {"truncated": 0.15}, {"resets": [4_000, 9_000, 20_000]}]
)
@pytest.mark.parametrize("name", ["apache", "swift"])
def test_records_arrive_once_and_are_confirmed(request, tmp_path, name, faults):
    server = request.getfixturevalue(name)
    port, at = (server.plain_port, server.plain) if name == "apache" else (server.proxy.port, server.access)
    way = Way(at())
    pair = joined_pair(tmp_path, SetClock(), address=way.access.address, open_remote=way.open)
    for _ in range(RECORDS):
        append_record(pair.monitor)
    with breaking(port, Faults(**faults)) as proxy:
        way.access = at(port=proxy.port)
        until_confirmed(pair)
    assert states(pair.monitor) == states(pair.coordinator) == [RecordState.RECEIVED] * RECORDS
    pair.coordinator.vault.close()
    pair.monitor.vault.close()
