"""The header of an age file: stanzas as text, and the code that seals them to the file key.

Knows the shape only; what a stanza means is `age_keys`'s.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from monitor_app.errors import DecryptionFailed
from monitor_app.text import N_

INTRO = b"age-encryption.org/v1"
HEADER_AT_MOST = 1 << 20
_COLUMNS = 64
_MAC_SIZE = 32

DAMAGED = N_("The beginning of this sealed file is damaged, or it is no sealed file.")
ALTERED = N_("The beginning of this sealed file was altered.")
_ASK_AGAIN = N_("Ask for the file again.")


@dataclass(frozen=True)
class Stanza:
    """One way to the file key: its kind, its arguments, its body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


def to_base64(content: bytes) -> str:
    """Return standard base64 without padding."""
    return base64.b64encode(content).decode("ascii").rstrip("=")


def from_base64(text: bytes) -> bytes:
    """Read unpadded base64, only as it must be written. Raise DecryptionFailed."""
    try:
        content = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise damaged() from error
    if to_base64(content).encode() != text:
        raise damaged()
    return content


def derive(file_key: bytes, *, info: str, salt: bytes = b"") -> bytes:
    """Derive 32 bytes as age does (HKDF-SHA256)."""
    return HKDF(hashes.SHA256(), 32, salt, info.encode()).derive(file_key)


def write_header(file_key: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """Return the whole header with its code."""
    lines = [INTRO.decode()]
    for stanza in stanzas:
        lines.append(" ".join(["->", stanza.kind, *stanza.arguments]))
        body = to_base64(stanza.body)
        lines += [body[at : at + _COLUMNS] for at in range(0, len(body) + 1, _COLUMNS)]
    covered = "\n".join([*lines, "---"]).encode()
    return covered + b" " + to_base64(_mac(file_key, covered)).encode() + b"\n"


def read_stanzas(header: bytes) -> list[Stanza]:
    """Read the stanzas of a header that ends with its last line. Raise DecryptionFailed."""
    lines = header.split(b"\n")
    if lines[0] != INTRO or lines[-1] != b"":
        raise damaged()
    stanzas, at = [], 1
    while at < len(lines) and lines[at].startswith(b"-> "):
        stanza, at = _read_stanza(lines, at)
        stanzas.append(stanza)
    last = lines[at]
    if not stanzas or at != len(lines) - 2 or len(from_base64(last[4:])) != _MAC_SIZE:
        raise damaged()
    return stanzas


def check_header(header: bytes, file_key: bytes) -> None:
    """Raise DecryptionFailed unless the header is the one that was written with this key."""
    covered, _, code = header[:-1].rpartition(b" ")
    if not hmac.compare_digest(_mac(file_key, covered), from_base64(code)):
        raise DecryptionFailed(ALTERED, _ASK_AGAIN)


def damaged() -> DecryptionFailed:
    """Build the error for a header that is not one."""
    return DecryptionFailed(DAMAGED, _ASK_AGAIN)


def _mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(derive(file_key, info="header"), covered, hashlib.sha256)


def _read_stanza(lines: list[bytes], at: int) -> tuple[Stanza, int]:
    words = lines[at][3:].split(b" ")
    if not all(word and all(33 <= code <= 126 for code in word) for word in words):
        raise damaged()
    body, size = [], _COLUMNS
    while size == _COLUMNS:
        at += 1
        size = len(lines[at])
        if size > _COLUMNS:
            raise damaged()
        body.append(from_base64(lines[at]))
    kind, *arguments = (word.decode("ascii") for word in words)
    return Stanza(kind, tuple(arguments), b"".join(body)), at + 1
