"""What a coordinator decides is heard by the monitor and by every other coordinator, once."""

from collections.abc import Iterator

import pytest

from monitor_app.domain.records import ErasureReason
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, erasing, reviewing
from monitor_app.operations.desk import Desk
from monitor_app.vault import events
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record


@pytest.fixture
def crowd(tmp_path, clock) -> Iterator[Crowd]:
    made = Crowd(tmp_path, clock)
    made.join("ibis", rights=COORDINATOR)
    made.join("wren")
    yield made
    made.close()


def decided(desk: Desk, record: str) -> list[tuple[str, str, str]]:
    seen = browsing.record(desk, record)
    return [(row.event.decision, row.event.note, seen.row.state) for row in seen.reviews]


@pytest.mark.parametrize("writer", ["wren", "heron", "ibis"])
def test_a_decision_is_heard_once_by_its_monitor_and_all_coordinators(crowd, writer):
    record = append_record(crowd[writer])
    crowd.sync(writer, "ibis")
    reviewing.decide(crowd["ibis"], record, Decision.QUERIED, note="Which month?")
    crowd.sync("ibis", "heron", "wren", "ibis")
    for name in {"heron", "ibis", writer}:
        assert decided(crowd[name], record) == [("queried", "Which month?", "queried")], name


def copies(desk: Desk, words: bytes) -> int:
    """Count the bodies in the log that hold these words."""
    links = [link for one in events.heads(desk.vault) for link in events.after(desk.vault, one, -1, limit=99)]
    return sum(words in (link.body or b"") for link in links)


def test_of_an_erased_record_no_copy_of_a_decision_stays(crowd):
    record = append_record(crowd["wren"])
    crowd.sync("wren", "heron")
    reviewing.decide(crowd["heron"], record, Decision.QUERIED, note="Which month?")
    crowd.sync("heron", "ibis", "wren")
    assert [copies(crowd[name], b"Which month?") for name in ("heron", "ibis", "wren")] == [2, 1, 1]
    erasing.erase(crowd["heron"], record, ErasureReason.ASKED)
    crowd.sync("heron", "ibis", "wren")
    assert [copies(crowd[name], b"Which month?") for name in ("heron", "ibis", "wren")] == [0, 0, 0]
