"""Signatures that `ssh-keygen -Y verify` accepts: SSHSIG version 1, Ed25519, SHA-512 (FORMAT.md §8)."""

import base64
import hashlib
import textwrap

from monitor_app.crypto.primitives import KEY_SIZE, SIGNATURE_SIZE, lp, sign, signing_public, verify
from monitor_app.errors import KeyRefused
from monitor_app.text import N_

_KIND = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_COLUMNS = 70
_ARMOR_AT_MOST = 4096


def ssh_sign(seed: bytes, message: bytes, *, namespace: str) -> str:
    """Return an armored signature over `message` for one kind of use. Raise KeyRefused."""
    signature = sign(seed, _signed(message, namespace))
    text = base64.b64encode(_blob(signing_public(seed), namespace, signature)).decode("ascii")
    return "\n".join([_BEGIN, *textwrap.wrap(text, _COLUMNS), _END, ""])


def ssh_verify(armored: str, message: bytes, *, namespace: str) -> bytes:
    """Return the 32-byte public key that signed. Raise KeyRefused.

    The caller decides whether that key is one to trust.
    """
    blob = _unarmored(armored)
    start = len(_MAGIC) + len(_VERSION) + 4 + 4 + len(_KIND) + 4
    public, signature = blob[start : start + KEY_SIZE], blob[-SIGNATURE_SIZE:]
    if _blob(public, namespace, signature) != blob:
        raise _refused()
    verify(public, _signed(message, namespace), signature)
    return public


def public_line(public: bytes, comment: str = "") -> str:
    """Return the key as OpenSSH writes it: `ssh-ed25519 AAAA… comment`. Raise KeyRefused."""
    if len(public) != KEY_SIZE or not comment.isprintable():
        raise _refused()
    key = base64.b64encode(_key(public)).decode("ascii")
    return f"{_KIND.decode()} {key} {comment}".rstrip()


def allowed_signers_line(identity: str, public: bytes, *, namespace: str | None = None) -> str:
    """Return a line for an `allowed_signers` file. Raise KeyRefused."""
    parts = [identity] if namespace is None else [identity, namespace]
    if any(not part.isprintable() or set(part) & set(' ",*?!') or not part for part in parts):
        raise _refused()
    option = "" if namespace is None else f'namespaces="{namespace}" '
    return f"{identity} {option}{public_line(public)}"


def _signed(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + lp(namespace.encode()) + lp(b"") + lp(b"sha512") + lp(digest)


def _blob(public: bytes, namespace: str, signature: bytes) -> bytes:
    head = _MAGIC + _VERSION + lp(_key(public)) + lp(namespace.encode())
    return head + lp(b"") + lp(b"sha512") + lp(lp(_KIND) + lp(signature))


def _key(public: bytes) -> bytes:
    return lp(_KIND) + lp(public)


def _unarmored(armored: str) -> bytes:
    text = armored.strip()
    if len(text) > _ARMOR_AT_MOST or not text.startswith(_BEGIN) or not text.endswith(_END):
        raise _refused()
    try:
        inside = "".join(text[len(_BEGIN) : -len(_END)].split())
        return base64.b64decode(inside, validate=True)
    except ValueError as error:
        raise _refused() from error


def _refused() -> KeyRefused:
    return KeyRefused(
        N_("A signature or its key is not in the form it must have."),
        N_("Ask for it again from the person it is said to come from."),
    )
