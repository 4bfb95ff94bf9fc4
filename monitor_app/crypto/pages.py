"""One page of the database file opened by itself: for saving what is left of a damaged file.

SQLCipher seals a page with AES-256-CBC and an HMAC-SHA256 over (ciphertext, IV, page number).
Bytes only: what a page means is not known here.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from monitor_app.crypto.primitives import sha256

PAGE_SIZE = 4096
SALT_SIZE = 16
USABLE = PAGE_SIZE - 80
"""How many bytes of a page SQLite uses: it keeps 80 free, though this HMAC leaves 32 of them idle."""
_SEALED = PAGE_SIZE - 48
"""How many bytes are encrypted; initialisation vector and HMAC lie behind them."""
_IV_SIZE = 16
_HMAC_SALT_MASK = 0x3A
_FAST_ROUNDS = 2


def database_salt(key: bytes) -> bytes:
    """Return the salt a new database file begins with: derived, so that its loss alone costs nothing."""
    return sha256(b"fieldwork/vault/v0/salt" + key)[:SALT_SIZE]


class PageOpener:
    """Opens pages of one file whose salt is known."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        masked = bytes(byte ^ _HMAC_SALT_MASK for byte in salt)
        self._key = key
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, masked, _FAST_ROUNDS, dklen=32)

    def open(self, number: int, sealed: bytes) -> bytes | None:
        """Return the first `USABLE` bytes of page `number` (from 1) in clear, or None if it was altered.

        Page 1 comes back with 16 zero bytes where the salt and the magic lie.
        """
        if len(sealed) != PAGE_SIZE:
            return None
        start = SALT_SIZE if number == 1 else 0
        content, iv = sealed[start:_SEALED], sealed[_SEALED : _SEALED + _IV_SIZE]
        told = sealed[_SEALED + _IV_SIZE :]
        made = hmac.digest(self._mac_key, content + iv + number.to_bytes(4, "little"), "sha256")
        if not hmac.compare_digest(made, told):
            return None
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        return bytes(start) + decryptor.update(content) + decryptor.finalize()
