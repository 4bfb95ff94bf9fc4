"""The public half of an organisation's spare key as text, to be handed over (FORMAT.md §11)."""

import base64
import binascii
import re
import textwrap

from monitor_app.crypto import primitives
from monitor_app.crypto.primitives import RECEIVE_PUBLIC_SIZE, sha256
from monitor_app.errors import KeyRefused
from monitor_app.text import N_

_FIRST, _LAST = "-----BEGIN FIELDWORK SPARE KEY-----", "-----END FIELDWORK SPARE KEY-----"
_MAGIC = b"FWSK\x00"
_SUM_SIZE = 4
_SIZE = len(_MAGIC) + RECEIVE_PUBLIC_SIZE + _SUM_SIZE
_LONGEST = 20_000


def encode(public: bytes) -> str:
    """Return the key as lines of text."""
    content = _MAGIC + public
    lines = textwrap.wrap(base64.b64encode(content + sha256(content)[:_SUM_SIZE]).decode("ascii"), 64)
    return "\n".join([_FIRST, *lines, _LAST, ""])


def decode(text: str) -> bytes:
    """Return the key. Raise KeyRefused if the text is cut, altered, or another thing."""
    found = re.search(f"{_FIRST}([A-Za-z0-9+/=\\s]*){_LAST}", text[:_LONGEST])
    try:
        content = base64.b64decode("".join(found[1].split()), validate=True) if found else b""
    except binascii.Error:
        content = b""
    body, checksum = content[:-_SUM_SIZE], content[-_SUM_SIZE:]
    if len(content) != _SIZE or not body.startswith(_MAGIC) or sha256(body)[:_SUM_SIZE] != checksum:
        raise KeyRefused(
            N_("This is not the spare key of an organisation, or a part of it is missing."),
            N_("Ask for the whole file again, from its first line to its last."),
        )
    return body.removeprefix(_MAGIC)


def fingerprint(public: bytes) -> str:
    """Return the six groups of digits that two people compare."""
    return primitives.fingerprint(public)
