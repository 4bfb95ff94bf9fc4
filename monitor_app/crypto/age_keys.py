"""What wraps the file key of an age file: X25519, X-Wing and passphrases.

Refuses whatever would start another program. Knows neither header text nor payload.
"""

import hashlib
from collections.abc import Callable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from monitor_app.crypto import bech32
from monitor_app.crypto.age_header import Stanza, damaged, derive, from_base64, to_base64
from monitor_app.crypto.primitives import random_bytes, receive_parts, receive_public
from monitor_app.errors import DecryptionFailed, KeyRefused, MonitorError
from monitor_app.text import N_

FILE_KEY_SIZE = 16
NOT_FOR_US = N_("This file is sealed for someone else, or the passphrase is wrong.")
_CLASSIC, _HYBRID, _SCRYPT = "X25519", "mlkem768x25519", "scrypt"
_CLASSIC_PREFIX, _HYBRID_PREFIX = "age", "age1pq"
_CLASSIC_SECRET, _HYBRID_SECRET = "age-secret-key-", "age-secret-key-pq-"
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_HYBRID_SHARE_SIZE, _MLKEM_SHARE_SIZE = 1120, 1088
_HYBRID_PUBLIC_SIZE, _MLKEM_PUBLIC_SIZE = 1216, 1184
_WRAPPED_SIZE = FILE_KEY_SIZE + 16
_SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
_WORK_WRITTEN, _WORK_AT_MOST = 18, 20
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)

Unwrap = Callable[[Stanza], bytes | None]
"""Gives the file key if the stanza is for this identity; None if not."""


def new_identity(*, post_quantum: bool = False) -> tuple[str, str]:
    """Draw a key pair; return (identity, recipient) as text: keep the first, hand out the second."""
    seed = random_bytes(32)
    if post_quantum:
        public = receive_public(seed)
        return bech32.encode(_HYBRID_SECRET, seed).upper(), bech32.encode(_HYBRID_PREFIX, public)
    public = _x25519_public(x25519.X25519PrivateKey.from_private_bytes(seed))
    return bech32.encode(_CLASSIC_SECRET, seed).upper(), bech32.encode(_CLASSIC_PREFIX, public)


def check_recipient(recipient: str) -> None:
    """Return if this is a recipient we can write to, else raise KeyRefused (plugins too)."""
    _wrapped(recipient, bytes(FILE_KEY_SIZE))


def wrap(file_key: bytes, recipients: Sequence[str], passphrase: str | None) -> list[Stanza]:
    """Wrap the file key for every recipient, or for the passphrase. Raise KeyRefused."""
    if (passphrase is None) == (not recipients) or passphrase == "":
        raise KeyRefused(
            N_("A sealed file needs either keys of recipients or a passphrase."),
            N_("Choose who shall open it."),
        )
    if passphrase is not None:
        return [_wrapped_scrypt(passphrase, file_key)]
    stanzas = [_wrapped(recipient, file_key) for recipient in recipients]
    if len({stanza.kind for stanza in stanzas}) > 1:
        raise KeyRefused(
            N_("Keys of the older and of the newer kind cannot open the same file."),
            N_("Make one file for each kind of key."),
        )
    return stanzas


def unwrap(stanzas: Sequence[Stanza], identities: Sequence[str], passphrase: str | None) -> bytes:
    """Return the file key. Raise DecryptionFailed, or KeyRefused on a malformed identity."""
    if len(stanzas) > 1 and any(stanza.kind == _SCRYPT for stanza in stanzas):
        raise damaged()
    openers = [_opener(identity) for identity in identities]
    if passphrase is not None:
        openers.append(lambda stanza: _open_scrypt(stanza, passphrase))
    for opener in openers:
        for stanza in stanzas:
            file_key = opener(stanza)
            if file_key is not None:
                return file_key
    raise not_for_us()


def not_for_us() -> DecryptionFailed:
    """Build the error for a file that none of the identities opens."""
    return DecryptionFailed(NOT_FOR_US, N_("Check that you use the right key."))


def _wrapped(recipient: str, file_key: bytes) -> Stanza:
    try:
        prefix, public = bech32.decode(recipient)
        if recipient == recipient.lower() and prefix == _CLASSIC_PREFIX and len(public) == 32:
            return _wrapped_classic(public, file_key)
        if recipient == recipient.lower() and prefix == _HYBRID_PREFIX:
            return _wrapped_hybrid(public, file_key)
    except ValueError as error:
        raise _bad_recipient() from error
    raise _bad_recipient()


def _wrapped_classic(public: bytes, file_key: bytes) -> Stanza:
    ephemeral = x25519.X25519PrivateKey.from_private_bytes(random_bytes(32))
    share = _x25519_public(ephemeral)
    shared = ephemeral.exchange(x25519.X25519PublicKey.from_public_bytes(public))
    body = _locked(_classic_key(shared, share, public), file_key)
    return Stanza(_CLASSIC, (to_base64(share),), body)


def _wrapped_hybrid(public: bytes, file_key: bytes) -> Stanza:
    if len(public) != _HYBRID_PUBLIC_SIZE:
        raise _bad_recipient()
    key = hpke.MLKEM768X25519PublicKey(
        mlkem.MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_SIZE]),
        x25519.X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_SIZE:]),
    )
    sealed = _SUITE.encrypt(file_key, key, info=_HYBRID_INFO)
    share, body = sealed[:_HYBRID_SHARE_SIZE], sealed[_HYBRID_SHARE_SIZE:]
    return Stanza(_HYBRID, (to_base64(share),), body)


def _wrapped_scrypt(passphrase: str, file_key: bytes) -> Stanza:
    salt = random_bytes(16)
    body = _locked(_scrypt_key(passphrase, salt, _WORK_WRITTEN), file_key)
    return Stanza(_SCRYPT, (to_base64(salt), str(_WORK_WRITTEN)), body)


def _opener(identity: str) -> Unwrap:
    try:
        prefix, seed = bech32.decode(identity)
    except ValueError as error:
        raise _bad_identity() from error
    if identity == identity.upper() and len(seed) == 32:
        if prefix == _CLASSIC_SECRET:
            return lambda stanza: _open_classic(stanza, seed)
        if prefix == _HYBRID_SECRET:
            return lambda stanza: _open_hybrid(stanza, seed)
    raise _bad_identity()


def _open_classic(stanza: Stanza, seed: bytes) -> bytes | None:
    if stanza.kind != _CLASSIC:
        return None
    share = _only_argument(stanza, 32)
    private = x25519.X25519PrivateKey.from_private_bytes(seed)
    try:
        shared = private.exchange(x25519.X25519PublicKey.from_public_bytes(share))
    except ValueError as error:  # a share of low order
        raise damaged() from error
    return _unlocked(_classic_key(shared, share, _x25519_public(private)), stanza)


def _open_hybrid(stanza: Stanza, seed: bytes) -> bytes | None:
    if stanza.kind != _HYBRID:
        return None
    share = _only_argument(stanza, _HYBRID_SHARE_SIZE)
    if len(stanza.body) != _WRAPPED_SIZE:
        raise damaged()
    ml_kem, x = receive_parts(seed)
    private = hpke.MLKEM768X25519PrivateKey(ml_kem, x)
    try:
        x.exchange(x25519.X25519PublicKey.from_public_bytes(share[_MLKEM_SHARE_SIZE:]))
        return _SUITE.decrypt(share + stanza.body, private, info=_HYBRID_INFO)
    except InvalidTag:
        return None
    except ValueError as error:  # a share of low order
        raise damaged() from error


def _open_scrypt(stanza: Stanza, passphrase: str) -> bytes | None:
    if stanza.kind != _SCRYPT:
        return None
    if len(stanza.arguments) != 2:
        raise damaged()
    salt, work = from_base64(stanza.arguments[0].encode()), stanza.arguments[1]
    if len(salt) != 16 or not work.isdigit() or work.startswith("0") or len(work) > 2:
        raise damaged()
    if int(work) > _WORK_AT_MOST:
        raise damaged()
    return _unlocked(_scrypt_key(passphrase, salt, int(work)), stanza)


def _only_argument(stanza: Stanza, size: int) -> bytes:
    if len(stanza.arguments) != 1:
        raise damaged()
    argument = from_base64(stanza.arguments[0].encode())
    if len(argument) != size:
        raise damaged()
    return argument


def _classic_key(shared: bytes, share: bytes, public: bytes) -> bytes:
    return derive(shared, info="age-encryption.org/v1/X25519", salt=share + public)


def _scrypt_key(passphrase: str, salt: bytes, work: int) -> bytes:
    typed = passphrase.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        typed, salt=_SCRYPT_LABEL + salt, n=1 << work, r=8, p=1, maxmem=(1 << work + 10) + (1 << 21), dklen=32
    )


def _locked(key: bytes, file_key: bytes) -> bytes:
    """Encrypt under a key that serves once, so that the nonce may be zero."""
    return ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


def _unlocked(key: bytes, stanza: Stanza) -> bytes | None:
    if len(stanza.body) != _WRAPPED_SIZE:
        raise damaged()
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), stanza.body, None)
    except InvalidTag:
        return None


def _x25519_public(private: x25519.X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _bad_recipient() -> MonitorError:
    return KeyRefused(
        N_("This is not a recipient's key that can be used here."),
        N_("It must begin with age1 or age1pq1. Ask the recipient to send it again."),
    )


def _bad_identity() -> MonitorError:
    return KeyRefused(
        N_("This is not a secret key that can be used here."),
        N_("It must begin with AGE-SECRET-KEY-1 or AGE-SECRET-KEY-PQ-1."),
    )
