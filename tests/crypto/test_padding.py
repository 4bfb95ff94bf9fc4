import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_app.crypto.padding import FLOOR, pad, padded_size, padding_for, unpad
from monitor_app.errors import DecryptionFailed


@given(st.binary(max_size=20_000))
def test_what_is_padded_comes_back(content):
    assert unpad(pad(content)) == content


@given(st.integers(0, 1 << 36))
def test_padding_costs_at_most_an_eighth_and_never_shrinks(length):
    size = padded_size(length)
    assert length < size <= max(FLOOR, (length + 1) * 1.12)


@given(st.integers(0, 1 << 20))
def test_a_padded_size_is_its_own_next_size(length):
    assert padded_size(padded_size(length) - 1) == padded_size(length)


def test_small_contents_look_alike():
    assert {padded_size(length) for length in range(FLOOR)} == {FLOOR}


def test_sizes_between_4_kib_and_64_kib_are_few():
    assert len({padded_size(length) for length in range(4096, 65536)}) <= 100


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        bytes(FLOOR),
        b"\x80",
        b"x" * FLOOR,
        pad(b"x") + b"\x00",
        pad(b"x")[:-1],
        pad(b"x")[:-1] + b"\x01",
        b"x" * 4095 + b"\x80" + bytes(FLOOR),
    ],
)
def test_padding_that_is_not_exactly_so_is_refused(padded):
    with pytest.raises(DecryptionFailed):
        unpad(padded)


def test_a_ceiling_is_kept():
    assert len(b"x" * 5000 + padding_for(5000, at_most=5001)) == 5001
    assert unpad(b"x" * 5000 + b"\x80", at_most=5001) == b"x" * 5000
