import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_app.crypto import primitives as p
from monitor_app.errors import DecryptionFailed, KeyRefused

KEY = bytes(range(32))


def test_ids_have_128_bits_and_boxes_80_in_lower_case_base32():
    assert re.fullmatch(r"[a-z2-7]{26}", p.new_id())
    assert re.fullmatch(r"[a-z2-7]{16}", p.new_box())
    assert p.new_id() != p.new_id()


def test_keys_derived_for_different_uses_differ():
    assert p.hkdf(KEY, info="one") != p.hkdf(KEY, info="other")
    assert p.hkdf(KEY, info="one", salt=b"a") != p.hkdf(KEY, info="one", salt=b"b")


def test_a_fingerprint_is_six_groups_of_five_digits_and_always_the_same():
    assert re.fullmatch(r"\d{5}( \d{5}){5}", p.fingerprint(KEY))
    assert p.fingerprint(KEY) == p.fingerprint(KEY) != p.fingerprint(KEY + b"\x00")


def test_a_fingerprint_is_what_the_format_says():
    assert p.fingerprint(KEY) == "39763 94354 90445 16524 49492 79311"


def test_a_signature_fits_its_message_and_no_other():
    seed = p.new_signing_seed()
    signature = p.sign(seed, b"message")
    p.verify(p.signing_public(seed), b"message", signature)
    with pytest.raises(KeyRefused):
        p.verify(p.signing_public(seed), b"massage", signature)


@pytest.mark.parametrize(("public", "signature"), [(b"", bytes(64)), (KEY, b""), (KEY, bytes(64))])
def test_malformed_keys_and_signatures_are_refused(public, signature):
    with pytest.raises(KeyRefused):
        p.verify(public, b"message", signature)


def test_what_is_sealed_to_a_public_key_opens_with_its_seed():
    seed = p.new_receive_seed()
    public = p.receive_public(seed)
    sealed = p.hpke_seal(public, KEY, info=b"use")
    assert (len(public), len(sealed)) == (p.RECEIVE_PUBLIC_SIZE, p.HPKE_OVERHEAD + len(KEY))
    assert p.hpke_open(seed, sealed, info=b"use") == KEY


def test_another_info_another_seed_or_less_does_not_open():
    seed = p.new_receive_seed()
    sealed = p.hpke_seal(p.receive_public(seed), KEY, info=b"use")
    for attempt in (
        lambda: p.hpke_open(seed, sealed, info=b"other use"),
        lambda: p.hpke_open(p.new_receive_seed(), sealed, info=b"use"),
        lambda: p.hpke_open(seed, sealed[:40], info=b"use"),
        lambda: p.hpke_open(seed, b"", info=b"use"),
    ):
        with pytest.raises(DecryptionFailed):
            attempt()


@pytest.mark.parametrize("public", [b"", bytes(1215), bytes(1216), b"\xff" * 1216])
def test_a_malformed_receive_key_is_refused(public):
    with pytest.raises(KeyRefused):
        p.hpke_seal(public, KEY, info=b"use")


@given(st.binary(max_size=50_000), st.binary(max_size=20))
def test_what_is_sealed_opens_with_the_same_key_and_context(content, context):
    assert p.unseal(KEY, p.seal(KEY, content, context=context), context=context) == content


@given(st.binary(max_size=40), st.data())
def test_any_flipped_bit_cut_or_addition_is_noticed(content, data):
    sealed = p.seal(KEY, content, context=b"c")
    where = data.draw(st.integers(0, len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[where] ^= 1 << data.draw(st.integers(0, 7))
    for damaged in (bytes(flipped), sealed[:where], sealed + b"\x00"):
        with pytest.raises(DecryptionFailed):
            p.unseal(KEY, damaged, context=b"c")


def test_a_text_cut_where_an_inner_chunk_ends_does_not_open():
    sealed = p.seal(KEY, bytes(4 * 16384), context=b"c")
    for chunks in range(5):
        with pytest.raises(DecryptionFailed):
            p.unseal(KEY, sealed[: 56 + chunks * (16384 + 16)], context=b"c")


def test_a_text_opens_with_one_key_only_and_fails_before_any_plaintext():
    sealed = p.seal(KEY, b"content", context=b"c")
    with pytest.raises(DecryptionFailed):
        p.unseal(p.new_key(), sealed, context=b"c")
    with pytest.raises(DecryptionFailed):
        p.unseal(KEY, sealed, context=b"d")


def test_sealing_twice_never_gives_the_same_bytes():
    assert p.seal(KEY, b"x", context=b"") != p.seal(KEY, b"x", context=b"")


def test_an_empty_or_short_key_is_no_key():
    with pytest.raises(DecryptionFailed):
        p.unseal(b"", bytes(100), context=b"")


def test_joined_parts_cannot_run_into_each_other():
    assert p.lp(b"a") + p.lp(b"bc") != p.lp(b"ab") + p.lp(b"c")
