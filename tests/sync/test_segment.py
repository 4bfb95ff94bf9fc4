"""Segments open for those they are sealed to, at their place; every other is refused with its one reason."""

import msgspec
import pytest

from monitor_app.crypto import envelope, headers
from monitor_app.crypto.primitives import Receiver, sha256
from monitor_app.domain.people import Right
from monitor_app.errors import BadInput, NotAllowed
from monitor_app.sync import roster, run, segment
from monitor_app.sync.names import SegmentName, mark_of
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.sync.segment import SEALED_AT_MOST, Place, open_segment, recipients_of
from tests.sync.people import NOW, PROJECT, Device, coordinator, roster_of


@pytest.fixture(scope="module")
def chief():
    return coordinator()


@pytest.fixture
def device():
    return Device("boxaa")


@pytest.fixture
def known(chief, device):
    return roster_of(chief, device).roster


def opened_by(reader: Device, sealed: bytes, known, name: SegmentName):
    return open_segment(sealed, name=name, roster=known, receive=[Receiver(reader.keys.receive_seed)])


def fault_of(reader: Device, sealed: bytes, known, name: SegmentName) -> Fault:
    with pytest.raises(Refused) as caught:
        opened_by(reader, sealed, known, name)
    return caught.value.fault


def renamed(sealed: bytes, name: SegmentName, **changes) -> SegmentName:
    """Return the name an attacker would give these bytes: the mark fits, the place may not."""
    return SegmentName(
        **{"box": name.box, "to": name.to, "number": name.number, **changes}, mark=mark_of(sealed)
    )


def revoked(known: roster.SignedRoster, box: str, last_good: int):
    return roster.revoke(known, {box: last_good}, at_ms=NOW)


def test_a_coordinator_opens_what_a_device_sealed(chief, device, known):
    events = device.write("one", "two")
    (sealed,) = device.seal(events, known)
    opened = opened_by(chief, sealed.sealed, known, sealed.name)
    assert opened.events == tuple(events)
    assert (opened.hash, opened.previous, opened.content_key) == (sealed.hash, bytes(32), sealed.content_key)


def test_a_segment_says_what_its_writer_knew(chief, device, known):
    (sealed,) = device.seal(device.write("one"), known)
    assert opened_by(chief, sealed.sealed, known, sealed.name).known.roster == known.version


def test_segments_are_chained_by_hash(chief, device, known):
    (first,) = device.seal(device.write("one"), known)
    (second,) = device.seal(device.write("two"), known)
    assert opened_by(chief, second.sealed, known, second.name).previous == first.hash


def test_a_coordinator_writes_to_one_device_which_opens_it(chief, device, known):
    (sealed,) = chief.seal(chief.write("a query", to="boxaa"), known, to="boxaa")
    assert opened_by(device, sealed.sealed, known, sealed.name).name.to == "boxaa"


def test_an_erased_body_leaves_its_header_which_still_proves_the_order(chief, device, known):
    one, two = device.write("one", "two")
    erased = type(one)(header=one.header, one_time_public=one.one_time_public, signature=one.signature)
    (sealed,) = device.seal([erased, two], known)
    assert opened_by(chief, sealed.sealed, known, sealed.name).events == (erased, two)


def test_a_long_run_is_cut_into_several_segments_none_too_large(chief, device, known):
    events = device.write(*("x" * 60_000 for _ in range(12)))
    sealed = device.seal(events, known)
    assert len(sealed) > 1
    assert all(len(one.sealed) <= SEALED_AT_MOST for one in sealed)
    opened = [opened_by(chief, one.sealed, known, one.name) for one in sealed]
    assert [event for one in opened for event in one.events] == events


def test_sizes_tell_little(device, known):
    sizes = {len(device.seal(device.write("y" * length), known)[0].sealed) for length in range(1, 2000, 97)}
    assert len(sizes) == 1


def test_an_event_too_large_for_any_segment_is_refused(device, known):
    noise = "".join(
        chr(33 + byte % 90) for byte in b"".join(sha256(bytes([i, j])) for i in range(250) for j in range(40))
    )
    with pytest.raises(BadInput):
        device.seal(device.write(noise), known)


def test_a_flipped_bit_is_refused_as_altered(chief, device, known):
    (sealed,) = device.seal(device.write("one"), known)
    for position in (0, 30, 5000, len(sealed.sealed) - 1):
        bytes_ = bytearray(sealed.sealed)
        bytes_[position] ^= 1
        assert fault_of(chief, bytes(bytes_), known, sealed.name) is Fault.ALTERED


@pytest.mark.parametrize("left", [0, 10, 22, 4000, -1])
def test_a_segment_cut_short_is_refused_as_such(chief, device, known, left):
    (sealed,) = device.seal(device.write("one"), known)
    assert fault_of(chief, sealed.sealed[:left], known, sealed.name) is Fault.TRUNCATED


def test_a_flipped_bit_under_a_fitting_name_does_not_open(chief, device, known):
    (sealed,) = device.seal(device.write("one"), known)
    bytes_ = bytearray(sealed.sealed)
    bytes_[-1] ^= 1
    assert fault_of(chief, bytes(bytes_), known, renamed(bytes(bytes_), sealed.name)) is Fault.WRONG_PLACE


@pytest.mark.parametrize("content", [b"", b"hello", bytes(9000), b"FWEN\x00" + b"\xff" * 9000])
def test_something_else_under_a_fitting_name_does_not_open(chief, known, content):
    name = SegmentName("boxaa", "", 0, mark_of(content))
    assert fault_of(chief, content, known, name) in {Fault.UNREADABLE, Fault.SEALED_FOR_OTHERS}


def test_an_oversized_object_is_refused_before_anything_else(chief, device, known):
    name = SegmentName("boxaa", "", 0, "a" * 16)
    assert fault_of(chief, bytes(SEALED_AT_MOST + 1), known, name) is Fault.OVERSIZED


def test_an_unknown_writer_is_refused(chief, known):
    stranger = Device("stranger")
    (sealed,) = stranger.seal(stranger.write("one"), known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.UNKNOWN_WRITER


def test_after_revocation_only_what_was_good_before_still_counts(chief, device):
    signed = roster_of(chief, device)
    (first,) = device.seal(device.write("one"), signed.roster)
    (second,) = device.seal(device.write("two"), signed.roster)
    later = revoked(signed, "boxaa", 0)
    assert opened_by(chief, first.sealed, later, first.name).name.number == 0
    assert fault_of(chief, second.sealed, later, second.name) is Fault.REVOKED_WRITER


def test_a_revoked_coordinator_reaches_no_device_any_more(chief, device):
    other = coordinator("coordb")
    signed = roster_of(chief, device, other)
    (sealed,) = other.seal(other.write("order", to="boxaa"), signed.roster, to="boxaa")
    later = revoked(signed, "coordb", 99)
    assert fault_of(device, sealed.sealed, later, sealed.name) is Fault.REVOKED_WRITER


def test_a_monitor_may_not_write_to_a_single_device(chief, device):
    other = Device("boxbb")
    known = roster_of(chief, device, other).roster
    (sealed,) = other.seal(other.write("order", to="boxaa"), known, to="boxaa")
    assert fault_of(device, sealed.sealed, known, sealed.name) is Fault.NOT_ENTITLED


def test_a_device_cannot_open_what_is_for_coordinators(chief, device):
    other = Device("boxbb")
    known = roster_of(chief, device, other).roster
    (sealed,) = device.seal(device.write("one"), known)
    assert fault_of(other, sealed.sealed, known, sealed.name) is Fault.SEALED_FOR_OTHERS


@pytest.mark.parametrize("changes", [{"box": "boxbb"}, {"number": 1}, {"to": "boxaa", "box": "coord"}])
def test_a_segment_copied_to_another_place_is_refused(chief, device, changes):
    known = roster_of(chief, device, Device("boxbb")).roster
    (sealed,) = device.seal(device.write("one"), known)
    assert (
        fault_of(chief, sealed.sealed, known, renamed(sealed.sealed, sealed.name, **changes))
        is Fault.WRONG_PLACE
    )


def test_a_segment_of_another_project_is_refused(chief, device, known):
    (sealed,) = device.seal(device.write("one"), known, project="otherproject")
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.WRONG_PLACE


def test_a_segment_signed_by_somebody_else_is_refused(chief, device, known):
    forger = Device("boxaa")
    (sealed,) = forger.seal(forger.write("one"), known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.UNSIGNED


def test_events_of_another_device_are_refused(chief, device, known):
    (sealed,) = device.seal(Device("boxbb").write("one"), known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.WRONG_STREAM


def test_events_to_one_device_cannot_be_sent_to_everyone(chief, known):
    (sealed,) = chief.seal(chief.write("a query", to="boxaa"), known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.WRONG_STREAM


def test_events_out_of_order_are_refused(chief, device, known):
    one, two = device.write("one", "two")
    (sealed,) = device.seal([two, one], known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.OUT_OF_ORDER


def test_events_with_one_left_out_are_refused(chief, device, known):
    one, _, three = device.write("one", "two", "three")
    (sealed,) = device.seal([one, three], known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.OUT_OF_ORDER


def test_a_body_that_is_not_the_one_signed_is_refused(chief, device, known):
    one, two = device.write("one", "two")
    swapped = type(one)(
        header=one.header, one_time_public=one.one_time_public, signature=one.signature, body=two.body
    )
    (sealed,) = device.seal([swapped], known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.UNSIGNED


def test_a_header_signed_by_another_key_is_refused(chief, device, known):
    one, two = device.write("one", "two")
    swapped = type(one)(
        header=one.header, one_time_public=two.one_time_public, signature=one.signature, body=one.body
    )
    (sealed,) = device.seal([swapped], known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.UNSIGNED


def test_a_first_segment_that_claims_one_before_it_is_refused(chief, device, known):
    (sealed,) = segment.build(
        device.write("one"),
        place=Place(project=PROJECT, box="boxaa", number=0),
        previous=bytes([1] * 32),
        signing_seed=device.keys.signing_seed,
        recipients=recipients_of(known),
        known=run.Knowledge(),
    )
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.OUT_OF_ORDER


def sealed_payload(payload: bytes, chief: Device, known) -> tuple[bytes, SegmentName]:
    context = Place(project=PROJECT, box="boxaa", number=0).context()
    sealed = envelope.seal(payload, recipients=recipients_of(known), context=context)
    return sealed, SegmentName("boxaa", "", 0, mark_of(sealed))


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (b"", Fault.UNREADABLE),
        (b"FWSG\x00" + bytes(64) + b"not packed", Fault.UNREADABLE),
        (b"FWSG\x07" + bytes(200), Fault.NEWER),
    ],
)
def test_what_cannot_be_read_is_refused(chief, device, known, payload, fault):
    sealed, name = sealed_payload(payload, chief, known)
    assert fault_of(chief, sealed, known, name) is fault


def signed_payload(device: Device, text: bytes) -> bytes:
    context = Place(project=PROJECT, box="boxaa", number=0).context()
    signature = run.sign(device.keys.signing_seed, run._signed(context, text))
    return b"FWSG\x00" + signature + run.zlib.compress(text)


def test_a_bomb_is_refused_without_being_unpacked(chief, device, known):
    sealed, name = sealed_payload(signed_payload(device, b" " * (run.UNPACKED_AT_MOST + 1)), chief, known)
    assert fault_of(chief, sealed, known, name) is Fault.UNREADABLE


def test_a_reader_cannot_pass_on_a_run_with_another_history(chief, device, known):
    (sealed,) = device.seal(device.write("one"), known)
    context = Place(project=PROJECT, box="boxaa", number=0).context()
    payload = envelope.unseal(sealed.sealed, receive_seed=chief.keys.receive_seed, context=context)
    written = msgspec.json.decode(run.zlib.decompress(payload[69:]))
    changed = msgspec.json.encode({**written, "roster": 99})
    resealed, name = sealed_payload(payload[:69] + run.zlib.compress(changed), chief, known)
    assert fault_of(chief, resealed, known, name) is Fault.UNSIGNED


@pytest.mark.parametrize("text", [b"{}", b"[]", b"\xff", b"[" * 100_000])
def test_a_signed_text_that_is_no_run_is_refused(chief, device, known, text):
    sealed, name = sealed_payload(signed_payload(device, text), chief, known)
    assert fault_of(chief, sealed, known, name) is Fault.UNREADABLE


def test_a_signed_run_without_events_or_with_broken_parts_is_refused(chief, device, known):
    row = {"previous": "00" * 32, "roster": 1, "heads": {}, "certificate": "", "events": []}
    for change in ({}, {"previous": "xx"}, {"events": [["*", "", "", None]]}, {"events": [["", "", "", None]]}):
        text = msgspec.json.encode({**row, **change})
        sealed, name = sealed_payload(signed_payload(device, text), chief, known)
        assert fault_of(chief, sealed, known, name) in {Fault.UNREADABLE, Fault.UNSIGNED}


def test_a_certificate_for_other_keys_is_refused(chief, device, known, monkeypatch):
    events = device.write("one")
    other = [event.one_time_public for event in device.write("two")]
    certify = headers.certify
    monkeypatch.setattr(headers, "certify", lambda seed, box, publics: certify(seed, box, other))
    (sealed,) = device.seal(events, known)
    assert fault_of(chief, sealed.sealed, known, sealed.name) is Fault.UNSIGNED


def test_everything_is_sealed_to_all_active_coordinators_and_the_addressee(chief, device):
    other = coordinator("coordb")
    signed = roster_of(chief, device, other)
    assert len(recipients_of(signed.roster)) == 2
    assert len(recipients_of(signed.roster, to="boxaa")) == 3
    assert len(recipients_of(revoked(signed, "coordb", -1))) == 1


def test_nothing_is_sealed_to_a_device_that_does_not_belong(chief, device):
    signed = roster_of(chief, device)
    for known, box in ((signed.roster, "stranger"), (revoked(signed, "boxaa", -1), "boxaa")):
        with pytest.raises(NotAllowed):
            recipients_of(known, to=box)


def test_nothing_is_sealed_to_nobody(device):
    lonely = msgspec.structs.replace(roster_of(device).roster)
    assert not lonely.coordinators()
    assert device.rights == (Right.MONITOR,)
    with pytest.raises(NotAllowed):
        recipients_of(lonely)


def test_no_secret_shows_in_the_text_of_a_value(chief, device, known):
    (sealed,) = device.seal(device.write("one"), known)
    opened = opened_by(chief, sealed.sealed, known, sealed.name)
    text = f"{sealed!r} {opened!r} {chief.reading()!r}"
    assert "sealed=" not in text
    assert "content_key" not in text
    assert "seed" not in text
