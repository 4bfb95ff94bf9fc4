"""Events of a kind that only a newer program knows wait, and are judged once it is known."""

from monitor_app.crypto import bodies, headers
from monitor_app.domain.events import Event, FindingRecorded, RecordErased, to_leaves
from monitor_app.domain.findings import Degree, FindingState, Severity
from monitor_app.domain.records import ErasureReason
from monitor_app.operations import browsing, entitling
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent
from monitor_app.vault import events, projections, queries
from tests.support.desks import Pair, append_record, finished_record


def unknown(event: Event) -> tuple[bodies.Leaf, ...]:
    """The same event, as a program would read it that does not know its kind."""
    return bodies.salted({**to_leaves(event), "kind": "of_a_newer_program"})


def arrives(desk: Desk, event: Event) -> str:
    """Let an event of an unknown kind arrive from the device that wrote it; return its root."""
    stream = event.device
    number, digest = events.heads(desk.vault).get(stream, (-1, headers.NO_PREVIOUS.hex()))
    leaves = unknown(event)
    header = headers.header_bytes(stream, number + 1, bytes.fromhex(digest), bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    signed = SignedEvent(
        header=header, one_time_public=public, signature=signature, body=bodies.encode_body(leaves)
    )
    return events.receive(desk.vault, signed, now_ms=desk.now()).root


def becomes_known(desk: Desk, root: str, event: Event) -> None:
    """Put what the newer program reads in the place of what could not be read."""
    content = bodies.encode_body(bodies.salted(to_leaves(event)))
    with desk.vault.writing():
        desk.vault.run("UPDATE body SET content = ? WHERE root = ?", content, root)


def finding(desk: Desk) -> FindingRecorded:
    return FindingRecorded(
        subject="f",
        device=desk.box,
        time=desk.stamp(),
        provision="FL",
        site="s",
        title="T",
        summary="",
        severity=Severity(scale=Degree.LOW, scope=Degree.LOW, irremediable=Degree.LOW),
        state=FindingState.ALLEGED,
    )


def test_what_its_writer_was_not_entitled_to_is_never_taken_in(pair: Pair):
    append_record(pair.monitor)
    pair.exchange()
    event = finding(pair.monitor)
    root = arrives(pair.coordinator, event)
    becomes_known(pair.coordinator, root, event)
    projections.rebuild(pair.coordinator.vault)
    assert queries.findings(pair.coordinator.vault) == []
    assert entitling.judge_waiting(pair.coordinator) == 0
    projections.rebuild(pair.coordinator.vault)
    assert queries.findings(pair.coordinator.vault) == []
    assert events.body(pair.coordinator.vault, root) is None


def test_what_its_writer_was_entitled_to_is_taken_in_once_it_is_known(pair: Pair):
    append_record(pair.monitor)
    pair.exchange()
    event = finished_record(pair.monitor)
    root = arrives(pair.coordinator, event)
    assert entitling.judge_waiting(pair.coordinator) == 0
    becomes_known(pair.coordinator, root, event)
    assert entitling.judge_waiting(pair.coordinator) == 1
    assert event.subject in [row.id for row in browsing.records(pair.coordinator, RecordFilter())]
    projections.rebuild(pair.coordinator.vault)
    assert event.subject in [row.id for row in browsing.records(pair.coordinator, RecordFilter())]


def test_an_erasure_that_was_not_its_writers_to_ask_for_erases_nothing_later(pair: Pair):
    record = append_record(pair.coordinator)
    append_record(pair.monitor)
    pair.exchange()
    root = browsing.record(pair.coordinator, record).row.root
    forged = RecordErased(
        subject=record,
        device=pair.monitor.box,
        time=pair.monitor.stamp(),
        roots=(root,),
        reason=ErasureReason.ASKED,
    )
    arrived = arrives(pair.coordinator, forged)
    becomes_known(pair.coordinator, arrived, forged)
    projections.rebuild(pair.coordinator.vault)
    entitling.judge_waiting(pair.coordinator)
    assert browsing.record(pair.coordinator, record).event
