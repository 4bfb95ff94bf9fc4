"""Who joins late reads what was packed without them; who was removed does not read what still waits."""

import pytest

from monitor_app.domain.people import Right
from monitor_app.operations import browsing, carrying, granting, projects, travelling
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.sync import names
from monitor_app.sync.names import SegmentName
from monitor_app.vault import outbox, peers, reading
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    yield crowd
    crowd.close()


def ids(desk: Desk) -> set[str]:
    return {row.id for row in browsing.records(desk, RecordFilter())}


def accepted_in_silence(crowd: Crowd, name: str, rights=COORDINATOR) -> Desk:
    """Put a newcomer on heron's list that no other device has seen yet."""
    desk = crowd.sit_down(name)
    invitation, _ = projects.invite(crowd["heron"])
    joining, _ = projects.join(desk, invitation, name=name)
    reply = projects.read_reply(crowd["heron"], joining.reply)
    projects.accept(crowd["heron"], reply, rights=rights)
    return desk


@pytest.mark.parametrize("rights", [COORDINATOR, (Right.ARCHIVE,)])
def test_a_reader_whom_the_writer_did_not_know_of_is_given_the_keys(crowd, rights):
    ibis = accepted_in_silence(crowd, "ibis", rights)
    record = append_record(crowd["wren"])
    crowd.sync("wren", "heron", "ibis", "ibis")
    assert record in ids(ibis)


def test_what_its_writer_sealed_to_everybody_is_granted_to_nobody(crowd):
    ibis = crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("wren", "ibis")
    append_record(crowd["wren"])
    crowd.sync("wren", "heron", "ibis")
    taken = peers.read_names(ibis.vault, crowd["wren"].box)
    assert taken
    assert [granting.granted(ibis, name) for name in taken] == [None] * len(taken)


def waiting(desk: Desk) -> list[str]:
    found = outbox.unconfirmed(desk.vault, after=0, limit=100)
    return [item.name for _, item in found if isinstance(names.parse_undated(item.name), SegmentName)]


def test_what_waits_is_packed_anew_once_a_reader_was_removed(crowd):
    ibis = crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("wren")
    append_record(crowd["wren"])
    carrying.pack(crowd["wren"])
    before = waiting(crowd["wren"])
    projects.revoke(crowd["heron"], ibis.box)
    crowd.sync("heron", "wren")
    assert not set(before) & set(waiting(crowd["wren"]))
    crowd.sync("heron")
    assert ids(crowd["heron"]) == ids(crowd["wren"])


def test_what_left_already_is_not_packed_anew(crowd):
    append_record(crowd["wren"])
    crowd.sync("wren")
    before = waiting(crowd["wren"])
    crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("wren")
    assert before
    assert all(outbox.item(crowd["wren"].vault, name) for name in before)


def test_on_a_journey_nothing_is_packed_anew_without_its_content(crowd):
    append_record(crowd["wren"])
    crowd.sync("wren", "heron", "wren")
    travelling.begin(crowd["wren"])
    crowd.sync("wren", "heron", "wren")
    record = append_record(crowd["wren"])
    travelling.after_finishing(crowd["wren"])
    crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("wren", "heron", "ibis", "ibis")
    for reader in ("heron", "ibis"):
        assert record in ids(crowd[reader])
        assert all(
            reading.event_of(crowd[reader].vault, row.root)
            for row in browsing.records(crowd[reader], RecordFilter())
        )
