"""The log: chained, signed, checked on arrival; what does not fit is held back and nothing is lost."""

import msgspec
import pytest

from monitor_app.crypto import bodies, headers
from monitor_app.domain.ordering import AHEAD_MS, Stamp
from monitor_app.errors import BadInput, SegmentRefused, VaultDamaged
from monitor_app.ports import SignedEvent
from monitor_app.vault import events, queries
from monitor_app.vault.views import AlreadyHere, RecordFilter, Stored

from .samples import BOX, PEER, finished, site


def _travel(vault, number: int) -> SignedEvent:
    return events.signed_event(events.after(vault, PEER, number - 1, limit=1)[0])


@pytest.fixture
def three(other) -> list[SignedEvent]:
    """Three events of another device."""
    for number in range(3):
        events.append(other, site(f"Works {number}", ms=number, device=PEER), stream=PEER)
    return [_travel(other, number) for number in range(3)]


def test_each_event_names_the_one_before(vault):
    first, second = events.append_all(vault, [(site(), BOX), (finished(), BOX)])
    link = events.after(vault, BOX, 0, limit=5)[0]
    assert headers.read_header(link.header).previous.hex() == first.hash
    assert events.heads(vault) == {BOX: (1, second.hash)}


def test_streams_are_numbered_apart(vault):
    down = f"{BOX}/{PEER}"
    stored = events.append_all(vault, [(site(), BOX), (site(), down), (site(), down)])
    assert [one.number for one in stored] == [0, 0, 1]


def test_an_event_is_read_back_as_it_was_given(vault):
    stored = events.append(vault, finished(), stream=BOX)
    assert events.load(vault, stored.root) == finished()


def test_two_bodies_of_one_content_do_not_look_equal(vault):
    one, two = events.append_all(vault, [(site(), BOX), (site(), BOX)])
    assert one.root != two.root


def test_all_or_none_of_several_are_kept(vault):
    with pytest.raises(BadInput):
        events.append_all(vault, [(site(), BOX), (finished(answers={"a": float("nan")}), BOX)])
    assert events.heads(vault) == {}


def test_a_foreign_stream_is_taken_in(vault, three):
    stored = [events.receive(vault, one, now_ms=100) for one in three]
    assert [one.number for one in stored] == [0, 1, 2]
    assert [row.name for row in queries.sites(vault)] == ["Works 2"]


def test_the_same_event_twice_changes_nothing(vault, three):
    events.receive(vault, three[0], now_ms=100)
    assert isinstance(events.receive(vault, three[0], now_ms=100), AlreadyHere)


def test_a_gap_is_refused(vault, three):
    with pytest.raises(SegmentRefused, match="missing"):
        events.receive(vault, three[1], now_ms=100)
    assert events.heads(vault) == {}


def test_a_fork_is_refused(vault, other, three, made):
    events.receive(vault, three[0], now_ms=100)
    leaves = bodies.salted({"kind": "site_recorded"})
    header = headers.header_bytes(PEER, 0, headers.NO_PREVIOUS, bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    forked = SignedEvent(
        header=header, one_time_public=public, signature=signature, body=bodies.encode_body(leaves)
    )
    with pytest.raises(SegmentRefused, match="same place"):
        events.receive(vault, forked, now_ms=100)


def test_a_header_that_does_not_continue_the_chain_is_refused(vault, three):
    events.receive(vault, three[0], now_ms=100)
    leaves = bodies.salted({"kind": "site_recorded"})
    header = headers.header_bytes(PEER, 1, b"\x07" * 32, bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    with pytest.raises(SegmentRefused, match="continue"):
        events.receive(
            vault, SignedEvent(header=header, one_time_public=public, signature=signature), now_ms=100
        )


@pytest.mark.parametrize("part", ["header", "one_time_public", "signature", "body"])
def test_a_changed_byte_is_refused(vault, three, part):
    from dataclasses import replace

    content = getattr(three[0], part)
    changed = content[:-3] + bytes([content[-3] ^ 1]) + content[-2:]
    with pytest.raises(SegmentRefused):
        events.receive(vault, replace(three[0], **{part: changed}), now_ms=100)
    assert events.heads(vault) == {}


def test_a_device_does_not_speak_for_another(vault, other):
    events.append(other, site(device=BOX), stream=PEER)
    with pytest.raises(SegmentRefused, match="name of another"):
        events.receive(vault, _travel(other, 0), now_ms=100)


def test_a_body_that_comes_later_is_taken_in(vault, three):
    from dataclasses import replace

    stored = events.receive(vault, replace(three[0], body=None), now_ms=100)
    assert events.body(vault, stored.root) is None
    with pytest.raises(VaultDamaged):
        events.load(vault, stored.root)
    assert isinstance(events.receive(vault, three[0], now_ms=100), Stored)
    assert len(queries.sites(vault)) == 1


def test_a_kind_only_a_newer_program_knows_is_kept_and_sent_on(vault):
    leaves = bodies.salted({"kind": "from_the_future", "device": PEER})
    header = headers.header_bytes(PEER, 0, headers.NO_PREVIOUS, bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    body = bodies.encode_body(leaves)
    stored = events.receive(
        vault,
        SignedEvent(header=header, one_time_public=public, signature=signature, body=body),
        now_ms=100,
    )
    assert (stored.event, events.body(vault, stored.root)) == (None, body)


def test_whether_a_writer_was_checked_is_remembered(vault, other):
    events.append(other, finished(device=PEER), stream=PEER)
    events.receive(vault, _travel(other, 0), now_ms=100, verified=False)
    assert [row.verified for row in queries.records(vault, RecordFilter())] == [False]


def test_stamps_rise_whatever_the_clock_says_and_survive_closing(vault, reopened):
    stamps = [events.next_stamp(vault, now) for now in (1000, 900, 900)]
    vault.close()
    again = reopened()
    stamps.append(events.next_stamp(again, 800))
    again.close()
    assert stamps == [Stamp(1000), Stamp(1000, 1), Stamp(1000, 2), Stamp(1000, 3)]


def test_what_was_seen_moves_our_clock_unless_it_is_far_ahead(vault, other):
    for ms in (5000, 5000 + 2 * AHEAD_MS):
        events.append(other, site(ms=ms, device=PEER), stream=PEER)
    for number in range(2):
        events.receive(vault, _travel(other, number), now_ms=4000)
    assert events.next_stamp(vault, 4000) == Stamp(5000, 1)


def test_events_are_read_in_pages_from_a_number_on(vault):
    events.append_all(vault, [(site(), BOX)] * 5)
    assert [link.number for link in events.after(vault, BOX, 1, limit=2)] == [2, 3]


def test_a_proof_finds_header_and_body_by_root(vault):
    stored = events.append(vault, site(), stream=BOX)
    link = events.link(vault, stored.root)
    assert link is not None
    assert (link.stream, link.number, link.hash) == (BOX, 0, stored.hash)
    assert events.link(vault, "0" * 64) is None


def test_a_check_finds_nothing_in_a_sound_vault(vault, three):
    events.append_all(vault, [(site(), BOX)] * 3)
    assert events.check(vault) == []


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM event WHERE number = 1",
        "UPDATE event SET signature = zeroblob(64) WHERE number = 1",
        "UPDATE event SET header = (SELECT header FROM event WHERE number = 2) WHERE number = 1",
        "UPDATE body SET content = (SELECT content FROM body WHERE id = 1) WHERE id = 2",
    ],
)
def test_a_check_names_what_was_changed_behind_our_back(vault, harm):
    events.append_all(vault, [(site(), BOX)] * 4)
    with vault.writing():
        vault.run(harm)
    found = events.check(vault)
    assert found
    assert all(trouble.where.startswith(f"{BOX}:") for trouble in found)


def test_a_record_of_300_answers_is_one_event(vault):
    answers = {f"group/question {n}": "x" * 20 for n in range(300)}
    stored = events.append(vault, finished(answers=answers), stream=BOX)
    assert msgspec.structs.asdict(events.load(vault, stored.root))["answers"] == answers
