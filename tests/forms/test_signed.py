"""Signatures on texts a form reads: the test vectors of RFC 8032, 7.1, and what must fail."""

import pytest

from monitor_app.forms.signed import is_signed

VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_a_true_signature_fits(key, message, signature):
    assert is_signed(*(bytes.fromhex(x) for x in (message, signature, key)))


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_a_changed_signature_does_not_fit(key, message, signature, place):
    changed = bytearray.fromhex(signature)
    changed[place] ^= 1
    assert not is_signed(bytes.fromhex(message), bytes(changed), bytes.fromhex(key))


def test_a_changed_message_does_not_fit():
    key, _, signature = VECTORS[1]
    assert not is_signed(b"s", bytes.fromhex(signature), bytes.fromhex(key))


@pytest.mark.parametrize("length", [0, 31, 63, 65])
def test_a_signature_of_the_wrong_length_does_not_fit(length):
    assert not is_signed(b"", b"\x01" * length, bytes.fromhex(VECTORS[0][0]))


def test_a_scalar_beyond_the_order_does_not_fit():
    key, message, signature = VECTORS[0]
    order = 2**252 + 27742317777372353535851937790883648493
    raw = bytes.fromhex(signature)
    moved = raw[:32] + (int.from_bytes(raw[32:], "little") + order).to_bytes(32, "little")
    assert not is_signed(bytes.fromhex(message), moved, bytes.fromhex(key))
