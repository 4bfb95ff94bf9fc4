"""The header of an event, its one-time signature, and the device's certificate (FORMAT.md §4).

The key that signs a header is drawn for it and forgotten, so that records cannot be linked by their key.
"""

import functools
from collections.abc import Sequence

import msgspec

from monitor_app.crypto.primitives import (
    KEY_SIZE,
    SIGNATURE_SIZE,
    lp,
    new_signing_seed,
    sha256,
    sign,
    signing_public,
    verify,
)
from monitor_app.errors import BadInput, KeyRefused
from monitor_app.text import N_

NO_PREVIOUS = bytes(32)
_MAGIC = b"FWHD\x00"
_STREAM_AT_MOST = 255
_TAIL_SIZE = 8 + 32 + 32
_SIGNED = b"fieldwork/header-signature/v0"
_CERTIFIED = b"fieldwork/certificate/v0"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event stands in its stream, and the root of its body."""

    stream: str
    number: int
    previous: bytes
    root: bytes


def header_bytes(stream: str, number: int, previous: bytes, root: bytes) -> bytes:
    """Write a header; `previous` is `NO_PREVIOUS` exactly at number 0. Raise BadInput."""
    name = stream.encode("utf-8", "surrogatepass")
    sound = (
        1 <= len(name) <= _STREAM_AT_MOST
        and 0 <= number < 1 << 64
        and len(previous) == len(root) == 32
        and (number == 0) == (previous == NO_PREVIOUS)
    )
    if not sound:
        raise _malformed()
    return _MAGIC + lp(name) + number.to_bytes(8, "big") + previous + root


def read_header(header: bytes) -> Header:
    """Read a header; anything but the one way to write it is refused with BadInput."""
    if len(header) < len(_MAGIC) + 4 + _TAIL_SIZE:
        raise _malformed()
    tail = header[-_TAIL_SIZE:]
    try:
        stream = header[len(_MAGIC) + 4 : -_TAIL_SIZE].decode()
    except UnicodeDecodeError as error:
        raise _malformed() from error
    number = int.from_bytes(tail[:8], "big")
    read = Header(stream=stream, number=number, previous=tail[8:40], root=tail[40:])
    if header_bytes(read.stream, read.number, read.previous, read.root) != header:
        raise _malformed()
    return read


def header_hash(header: bytes) -> bytes:
    """Return what the next header of the stream carries as `previous`."""
    return sha256(header)


def sign_header(header: bytes) -> tuple[bytes, bytes]:
    """Sign with a fresh key that is forgotten at once; return (one-time public, signature)."""
    seed = new_signing_seed()
    return signing_public(seed), sign(seed, _SIGNED + header)


def verify_header(header: bytes, public: bytes, signature: bytes) -> None:
    """Return if the signature is good, else raise KeyRefused. Asked as it arrives and as it is taken in."""
    _verified(header, public, signature)


@functools.lru_cache(maxsize=4096)
def _verified(header: bytes, public: bytes, signature: bytes) -> None:
    """Remember the good ones; a bad one raises each time."""
    verify(public, _SIGNED + header, signature)


def certify(device_seed: bytes, box: str, publics: Sequence[bytes]) -> bytes:
    """Let a device vouch for one-time keys, in this order; return the certificate (65 bytes)."""
    return b"\x00" + sign(device_seed, _vouched(box, publics))


def verify_certificate(device_public: bytes, box: str, publics: Sequence[bytes], certificate: bytes) -> None:
    """Return if the device of this box vouches for exactly these keys, else raise KeyRefused."""
    if len(certificate) != 1 + SIGNATURE_SIZE or certificate[0] != 0:
        raise KeyRefused(
            N_("A device's certificate is damaged or of a newer kind."),
            N_("Ask for it again, and check that the program is up to date."),
        )
    verify(device_public, _vouched(box, publics), certificate[1:])


def _vouched(box: str, publics: Sequence[bytes]) -> bytes:
    if not publics or any(len(public) != KEY_SIZE for public in publics):
        raise KeyRefused(N_("A list of one-time keys is empty or damaged."), N_("Ask for it again."))
    return _CERTIFIED + lp(box.encode()) + len(publics).to_bytes(4, "big") + b"".join(publics)


def _malformed() -> BadInput:
    return BadInput(
        N_("The header of a record is not in the form it must have."),
        N_("It may be damaged or written by another program. Ask for it again."),
    )
