import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_app.crypto import headers, primitives
from monitor_app.errors import BadInput, KeyRefused

ROOT = bytes(range(32))
HEADER = headers.header_bytes("up", 7, ROOT, ROOT)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(NAMES, st.integers(1, 2**64 - 1))
def test_a_header_written_and_read_is_the_same(stream, number):
    read = headers.read_header(headers.header_bytes(stream, number, ROOT, ROOT))
    assert (read.stream, read.number, read.previous, read.root) == (stream, number, ROOT, ROOT)


@pytest.mark.parametrize(
    ("stream", "number", "previous", "root"),
    [
        ("", 1, ROOT, ROOT),
        ("x" * 256, 1, ROOT, ROOT),
        ("up", -1, ROOT, ROOT),
        ("up", 1 << 64, ROOT, ROOT),
        ("up", 1, b"", ROOT),
        ("up", 1, ROOT, b""),
        ("up", 0, ROOT, ROOT),
        ("up", 1, headers.NO_PREVIOUS, ROOT),
    ],
)
def test_a_header_that_cannot_stand_in_a_chain_is_refused(stream, number, previous, root):
    with pytest.raises(BadInput):
        headers.header_bytes(stream, number, previous, root)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        HEADER[:-1],
        HEADER + b"\x00",
        b"X" + HEADER[1:],
        b"FWHD\x01" + HEADER[5:],
        HEADER[:9] + b"\xff" + HEADER[10:],
        HEADER[:8] + b"\x03" + HEADER[9:],
    ],
)
def test_a_damaged_or_newer_header_is_refused(damaged):
    with pytest.raises(BadInput):
        headers.read_header(damaged)


def test_a_header_is_signed_by_a_key_that_serves_once():
    one, signature = headers.sign_header(HEADER)
    other, _ = headers.sign_header(HEADER)
    headers.verify_header(HEADER, one, signature)
    assert one != other


def test_a_signature_of_another_header_is_refused():
    public, signature = headers.sign_header(HEADER)
    with pytest.raises(KeyRefused):
        headers.verify_header(headers.header_bytes("up", 8, ROOT, ROOT), public, signature)


def test_a_device_vouches_for_exactly_these_keys_in_this_box():
    seed = primitives.new_signing_seed()
    device = primitives.signing_public(seed)
    keys = [headers.sign_header(HEADER)[0] for _ in range(3)]
    certificate = headers.certify(seed, "box", keys)
    headers.verify_certificate(device, "box", keys, certificate)
    for box, publics, shown in (
        ("xob", keys, certificate),
        ("box", keys[:2], certificate),
        ("box", keys[::-1], certificate),
        ("box", keys, certificate[:-1]),
        ("box", keys, b"\x01" + certificate[1:]),
        ("box", keys, b""),
        ("box", [], certificate),
        ("box", [b"short"], certificate),
    ):
        with pytest.raises(KeyRefused):
            headers.verify_certificate(device, box, publics, shown)


def test_a_certificate_of_another_device_is_refused():
    keys = [headers.sign_header(HEADER)[0]]
    certificate = headers.certify(primitives.new_signing_seed(), "box", keys)
    stranger = primitives.signing_public(primitives.new_signing_seed())
    with pytest.raises(KeyRefused):
        headers.verify_certificate(stranger, "box", keys, certificate)
