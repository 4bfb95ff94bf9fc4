"""Bytes as a text file a person can send: two lines around base64. Knows nothing of what is inside."""

import base64
import binascii
import re
import textwrap

from monitor_app.errors import InvitationRefused
from monitor_app.text import N_

TEXT_AT_MOST = 64 * 1024
_VERSION = 0
_CHECK_SIZE = 8
_ANY = re.compile(r"-----BEGIN FIELDWORK ([A-Z]+)-----\s(.*?)-----END FIELDWORK \1-----", re.DOTALL)


def wrap(kind: str, *, magic: bytes, check: bytes, content: bytes) -> str:
    """Return the text of a file of this kind; `check` guards against slips, not against attackers."""
    return _lines(kind, magic + bytes([_VERSION]) + check[:_CHECK_SIZE] + content)


def unwrap(kind: str, text: str, *, magic: bytes) -> tuple[bytes, bytes]:
    """Return (check, content); lines around are ignored. Raise InvitationRefused."""
    pattern = rf"-----BEGIN FIELDWORK {kind}-----\s(.*?)-----END FIELDWORK {kind}-----"
    found = re.search(pattern, text[:TEXT_AT_MOST], re.DOTALL)
    if found is None:
        raise _missing()
    try:
        whole = base64.b64decode("".join(found[1].split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise damaged() from error
    head = len(magic) + 1
    if not whole.startswith(magic) or len(whole) < head + _CHECK_SIZE:
        raise damaged()
    if whole[len(magic)] != _VERSION:
        raise InvitationRefused(
            N_("This file was written by a newer version of this program."), N_("Update this program.")
        )
    return whole[head : head + _CHECK_SIZE], whole[head + _CHECK_SIZE :]


def bare(text: str) -> bytes:
    """Return a file's kind and bytes without the base64 around them. Raise InvitationRefused."""
    found = _ANY.search(text[:TEXT_AT_MOST])
    if found is None:
        raise _missing()
    try:
        return found[1].encode("ascii") + b"\n" + base64.b64decode("".join(found[2].split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise damaged() from error


def dressed(content: bytes) -> str:
    """Return the text of the file that `bare` made shorter. Raise InvitationRefused."""
    kind, line, whole = content.partition(b"\n")
    if not line or not kind.isalpha() or not kind.isupper():
        raise damaged()
    return _lines(kind.decode("ascii"), whole)


def damaged() -> InvitationRefused:
    """Say that a file was damaged on its way."""
    return InvitationRefused(N_("This file was damaged on its way."), N_("Ask for it again."))


def _missing() -> InvitationRefused:
    return InvitationRefused(
        N_("This file is not what is asked for, or a part of it is missing."),
        N_("Choose the file again, or ask for it again."),
    )


def _lines(kind: str, whole: bytes) -> str:
    lines = "\n".join(textwrap.wrap(base64.b64encode(whole).decode("ascii"), 64))
    return f"-----BEGIN FIELDWORK {kind}-----\n{lines}\n-----END FIELDWORK {kind}-----\n"
