import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_app.crypto import envelope, primitives
from monitor_app.errors import BadInput, DecryptionFailed, KeyRefused

SEEDS = [primitives.new_receive_seed() for _ in range(5)]
PUBLICS = [primitives.receive_public(seed) for seed in SEEDS]
SEALED = envelope.seal(b"payload", recipients=PUBLICS[:2], context=b"c")
HEAD, SLOT = 22, 1172


@given(st.binary(max_size=30_000), st.integers(1, 5))
@settings(max_examples=20, deadline=None)
def test_every_recipient_reads_the_payload(payload, recipients):
    sealed = envelope.seal(payload, recipients=PUBLICS[:recipients], context=b"c")
    for seed in SEEDS[:recipients]:
        assert envelope.unseal(sealed, receive_seed=seed, context=b"c") == payload


def test_nobody_else_reads_it():
    with pytest.raises(DecryptionFailed):
        envelope.unseal(SEALED, receive_seed=SEEDS[4], context=b"c")


def test_it_does_not_open_in_another_context():
    with pytest.raises(DecryptionFailed):
        envelope.unseal(SEALED, receive_seed=SEEDS[0], context=b"d")


@pytest.mark.parametrize(("recipients", "slots"), [(1, 4), (4, 4), (5, 8)])
def test_the_number_of_recipients_does_not_show(recipients, slots):
    sealed = envelope.seal(b"", recipients=PUBLICS[:recipients], context=b"")
    assert len(sealed) == HEAD + slots * SLOT + 4096 + 72


def test_payloads_of_similar_size_look_alike():
    sizes = {len(envelope.seal(bytes(n), recipients=PUBLICS[:1], context=b"")) for n in (0, 9, 4000)}
    assert len(sizes) == 1


def test_the_same_reader_is_hinted_differently_each_time():
    other = envelope.seal(b"payload", recipients=PUBLICS[:2], context=b"c")
    hints = [{sealed[HEAD + i * SLOT :][:4] for i in range(4)} for sealed in (SEALED, other)]
    assert not hints[0] & hints[1]


def test_the_content_key_opens_it_and_can_be_granted_to_someone_who_joins_later():
    key = envelope.content_key(SEALED, receive_seed=SEEDS[1], context=b"c")
    granted = envelope.seal(key, recipients=[PUBLICS[4]], context=b"grant")
    received = envelope.unseal(granted, receive_seed=SEEDS[4], context=b"grant")
    assert envelope.unseal_with_key(SEALED, received, context=b"c") == b"payload"


def test_a_writer_may_keep_the_content_key():
    sealed, key = envelope.seal_keeping_key(b"mine", recipients=PUBLICS[:1], context=b"c")
    assert envelope.unseal_with_key(sealed, key, context=b"c") == b"mine"


def test_slots_cannot_be_moved_replaced_or_shared_with_another_envelope():
    other = envelope.seal(b"other", recipients=PUBLICS[:2], context=b"c")
    slots = [SEALED[HEAD + i * SLOT : HEAD + (i + 1) * SLOT] for i in range(4)]
    swapped = SEALED[:HEAD] + b"".join(slots[::-1]) + SEALED[HEAD + 4 * SLOT :]
    body_of_other = SEALED[: HEAD + 4 * SLOT] + other[HEAD + 4 * SLOT :]
    key = envelope.content_key(SEALED, receive_seed=SEEDS[0], context=b"c")
    for forged in (swapped, body_of_other):
        with pytest.raises(DecryptionFailed):
            envelope.unseal(forged, receive_seed=SEEDS[0], context=b"c")
        with pytest.raises(DecryptionFailed):
            envelope.unseal_with_key(forged, key, context=b"c")


@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_any_flipped_bit_or_cut_is_noticed(where, bit):
    flipped = bytearray(SEALED)
    flipped[where] ^= 1 << bit
    for damaged in (bytes(flipped), SEALED[:where]):
        with pytest.raises(DecryptionFailed):
            envelope.unseal(damaged, receive_seed=SEEDS[0], context=b"c")


def test_what_is_put_behind_it_is_noticed():
    with pytest.raises(DecryptionFailed):
        envelope.unseal(SEALED + b"\x00", receive_seed=SEEDS[0], context=b"c")


@pytest.mark.parametrize("length", [0, 4095, 4096, 16383, 16384, 70_000, 262_144, 1_000_000])
@pytest.mark.parametrize("recipients", [1, 5])
def test_the_size_is_known_beforehand_and_most_cuts_show(length, recipients):
    sealed = envelope.seal(bytes(length), recipients=PUBLICS[:recipients], context=b"c")
    assert len(sealed) == envelope.sealed_size(length, recipients)
    assert envelope.may_be_whole(sealed)
    assert not envelope.may_be_whole(sealed[:-1])
    assert not envelope.may_be_whole(sealed[:30])


def test_a_hint_shows_who_may_read_even_in_the_wrong_context():
    assert envelope.is_hinted(SEALED, PUBLICS[1])
    assert not envelope.is_hinted(SEALED, PUBLICS[2])
    assert not envelope.is_hinted(b"", PUBLICS[1])


def test_a_receiver_opens_many_without_expanding_its_seed_again():
    receiver = primitives.Receiver(SEEDS[0])
    assert receiver.public == PUBLICS[0]
    assert envelope.unseal(SEALED, receive_seed=receiver, context=b"c") == b"payload"


def test_an_envelope_for_nobody_or_for_too_many_is_refused():
    for recipients in ([], PUBLICS[:1] * 65):
        with pytest.raises(BadInput):
            envelope.seal(b"", recipients=recipients, context=b"")


def test_a_malformed_recipient_is_refused():
    with pytest.raises(KeyRefused):
        envelope.seal(b"", recipients=[b"short"], context=b"")


def test_too_much_is_refused_before_any_work():
    with pytest.raises(BadInput):
        envelope.seal(bytes(33 << 20), recipients=PUBLICS[:1], context=b"")
    with pytest.raises(BadInput):
        envelope.unseal(bytes(33 << 20), receive_seed=SEEDS[0], context=b"")


def test_a_reader_is_not_kept_busy_by_many_slots_that_bear_its_hint():
    slots = [SEALED[HEAD + i * SLOT : HEAD + (i + 1) * SLOT] for i in range(4)]
    opened = [slot for slot in slots if _opens(slot)]
    forged = SEALED[: HEAD - 1] + bytes([64]) + (opened[0][:4] + bytes(SLOT - 4)) * 64 + bytes(99)
    with pytest.raises(DecryptionFailed):
        envelope.content_key(forged, receive_seed=SEEDS[0], context=b"c")


def _opens(slot: bytes) -> bool:
    salt = SEALED[5:21]
    return slot[:4] == primitives.sha256(b"fieldwork/envelope-hint/v0" + salt + PUBLICS[0])[:4]
