"""The few primitives everything else is built from: one suite, no choices for the caller.

Bytes in, bytes out. The only place that draws randomness. Knows no file, no format of a container.
"""

import base64
import hashlib
import hmac
import os

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from monitor_app.errors import DecryptionFailed, KeyRefused
from monitor_app.text import N_

KEY_SIZE = 32
SIGNATURE_SIZE = 64
RECEIVE_PUBLIC_SIZE = 1216
HPKE_OVERHEAD = 1136
_MLKEM_PUBLIC_SIZE = 1184
_MLKEM_SEED_SIZE = 64
_FINGERPRINT_ROUNDS = 5200
_FINGERPRINT_GROUPS = 6

_SUITE = hpke.Suite(
    hpke.KEM.MLKEM768_X25519,
    hpke.KDF.HKDF_SHA256,
    hpke.AEAD.AES_256_GCM,
)


def random_bytes(count: int) -> bytes:
    """Draw `count` bytes from the operating system."""
    return os.urandom(count)


def sha256(content: bytes | bytearray | memoryview) -> bytes:
    """Return the 32-byte SHA-256 of `content`."""
    return hashlib.sha256(content).digest()


def base32(content: bytes) -> str:
    """Return `content` in lower-case base32 without padding, fit for names on any storage."""
    return base64.b32encode(content).decode("ascii").rstrip("=").lower()


def lp(part: bytes) -> bytes:
    """Return `part` behind its length (u32), so that joined parts cannot run into each other."""
    return len(part).to_bytes(4, "big") + part


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling by the time taken where they differ."""
    return hmac.compare_digest(one, other)


def hkdf(key: bytes, *, info: str, length: int = KEY_SIZE, salt: bytes = b"") -> bytes:
    """Derive a key for the one use that `info` names (HKDF-SHA512)."""
    return HKDF(hashes.SHA512(), length, salt or None, info.encode()).derive(key)


def new_id() -> str:
    """Return a fresh id: 128 random bits as 26 characters of lower-case base32."""
    return base32(random_bytes(16))


def new_box() -> str:
    """Return a fresh name for a device on the remote: 80 random bits, 16 characters."""
    return base32(random_bytes(10))


def new_key() -> bytes:
    """Return a fresh 32-byte key."""
    return random_bytes(KEY_SIZE)


def fingerprint(public: bytes) -> str:
    """Return six groups of five digits that two people can read to each other; slow on purpose."""
    digest = hashlib.sha512(b"fieldwork/fingerprint/v0" + public).digest()
    for _ in range(_FINGERPRINT_ROUNDS):
        digest = hashlib.sha512(digest + public).digest()
    groups = (int.from_bytes(digest[i * 5 : i * 5 + 5], "big") for i in range(_FINGERPRINT_GROUPS))
    return " ".join(f"{group % 100_000:05d}" for group in groups)


# Signatures are Ed25519.
def new_signing_seed() -> bytes:
    """Return a fresh 32-byte signing seed."""
    return random_bytes(KEY_SIZE)


def signing_public(seed: bytes) -> bytes:
    """Return the 32-byte public key of a signing seed. Raise KeyRefused."""
    return _signing_key(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the 64-byte signature. The caller opens `message` with a label of its own."""
    return _signing_key(seed).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Return if the signature is good, else raise KeyRefused."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise KeyRefused(
            N_("A signature does not fit."),
            N_("Ask for it again from the person it is said to come from."),
        ) from error


def _signing_key(seed: bytes) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(seed)
    except ValueError as error:
        raise _bad_key() from error


# Sealing to a public key (HPKE X-Wing)
def new_receive_seed() -> bytes:
    """Return a fresh 32-byte receive seed."""
    return random_bytes(KEY_SIZE)


def receive_public(seed: bytes) -> bytes:
    """Return the 1,216-byte public key of a receive seed. Raise KeyRefused."""
    return Receiver(seed).public


def hpke_seal(public: bytes, plaintext: bytes, *, info: bytes) -> bytes:
    """Seal a short plaintext to a receive public key. Raise KeyRefused on a malformed key."""
    if len(public) != RECEIVE_PUBLIC_SIZE:
        raise _bad_key()
    try:
        key = hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_SIZE]),
            x25519.X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_SIZE:]),
        )
        return _SUITE.encrypt(plaintext, key, info=info)
    except ValueError as error:
        raise _bad_key() from error


class Receiver:
    """A receive seed made ready to open many things; its owner decides how long it lives."""

    def __init__(self, seed: bytes) -> None:
        """Expand the seed, as X-Wing says. Raise KeyRefused."""
        ml_kem, x = receive_parts(seed)
        self._private = hpke.MLKEM768X25519PrivateKey(ml_kem, x)
        self.public = ml_kem.public_key().public_bytes_raw() + x.public_key().public_bytes_raw()

    def open(self, sealed: bytes, *, info: bytes) -> bytes:
        """Open what was sealed to `public`. Raise DecryptionFailed."""
        try:
            return _SUITE.decrypt(sealed, self._private, info=info)
        except (InvalidTag, ValueError) as error:
            raise refused() from error


def hpke_open(seed: bytes, sealed: bytes, *, info: bytes) -> bytes:
    """Open what was sealed to the public half of `seed`. Raise DecryptionFailed, KeyRefused."""
    return Receiver(seed).open(sealed, info=info)


def receive_parts(seed: bytes) -> tuple[mlkem.MLKEM768PrivateKey, x25519.X25519PrivateKey]:
    """Expand a receive seed into its two keys. For this package only. Raise KeyRefused."""
    if len(seed) != KEY_SIZE:
        raise _bad_key()
    expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED_SIZE + KEY_SIZE)
    return (
        mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_SIZE]),
        x25519.X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_SIZE:]),
    )


# Sealing under a key (Cobblestone-256)
def seal(key: bytes, *parts: bytes | memoryview, context: bytes) -> bytes:
    """Seal the joined `parts`; only this key and this context open it. Adds 72 bytes or more."""
    encryptor = Cobblestone256Encryptor(key, context)
    return b"".join([*(encryptor.update(part) for part in parts), encryptor.finalize()])


def unseal(key: bytes, sealed: bytes | memoryview, *, context: bytes) -> bytes:
    """Return the plaintext, whole and authenticated, or raise DecryptionFailed."""
    try:
        decryptor = Cobblestone256Decryptor(key, context)
        return decryptor.update(sealed) + decryptor.finalize()
    except (InvalidTag, ValueError) as error:
        raise refused() from error


def refused() -> DecryptionFailed:
    """Build the one answer to everything that does not open, so that it tells nothing more."""
    return DecryptionFailed(
        N_("This does not open: it was altered, or it is meant for someone else."),
        N_("Ask for it again, and check that you use the right key."),
    )


def _bad_key() -> KeyRefused:
    return KeyRefused(
        N_("A key is damaged or of a kind that is not known here."),
        N_("Ask for the key again."),
    )
