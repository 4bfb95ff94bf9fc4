"""age v1 files, written and read as a stream over `cryptography` alone (FORMAT.md §8).

Needs no other program and starts none. Holds one buffer, never a file.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from monitor_app.crypto.age_armor import unarmored
from monitor_app.crypto.age_header import (
    HEADER_AT_MOST,
    INTRO,
    check_header,
    damaged,
    derive,
    read_stanzas,
    write_header,
)
from monitor_app.crypto.age_keys import FILE_KEY_SIZE, check_recipient, new_identity, unwrap, wrap
from monitor_app.crypto.primitives import random_bytes
from monitor_app.errors import DecryptionFailed
from monitor_app.text import N_

__all__ = ["CUT_OR_ALTERED", "AgeWriter", "check_recipient", "new_identity", "read"]

CUT_OR_ALTERED = N_("This sealed file was cut short or altered.")
_CHUNK = 64 * 1024
_SEALED_CHUNK = _CHUNK + 16
_NONCE_SIZE = 16


class AgeWriter:
    """Encrypts what is written and hands the file on to `sink`, block by block.

    One kind of recipient a file: `age1…` keys, or `age1pq1…` keys, or one passphrase.
    """

    def __init__(
        self,
        sink: Callable[[bytes], object],
        recipients: Sequence[str] = (),
        *,
        passphrase: str | None = None,
    ) -> None:
        """Write the header. Raise KeyRefused."""
        file_key, nonce = random_bytes(FILE_KEY_SIZE), random_bytes(_NONCE_SIZE)
        header = write_header(file_key, wrap(file_key, recipients, passphrase))
        self._sink = sink
        self._cipher = _payload_cipher(file_key, nonce)
        self._waiting = bytearray()
        self._index = 0
        sink(header + nonce)

    def write(self, content: bytes | bytearray | memoryview) -> int:
        """Encrypt some more and return its length, as a file does."""
        view = memoryview(content).cast("B")
        taken = min(_CHUNK - len(self._waiting), len(view))
        self._waiting += view[:taken]
        if taken == len(view):
            return taken
        # The last chunk is marked, so one is held back until it is known that more follows.
        self._emit(self._waiting, last=False)
        while len(view) - taken > _CHUNK:
            self._emit(view[taken : taken + _CHUNK], last=False)
            taken += _CHUNK
        self._waiting = bytearray(view[taken:])
        return len(view)

    def finish(self) -> None:
        """Write the last chunk; without it the file does not open."""
        self._emit(self._waiting, last=True)
        self._waiting = bytearray()

    def _emit(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        self._sink(self._cipher.encrypt(_nonce(self._index, last=last), chunk, None))
        self._index += 1


def read(
    blocks: Iterable[bytes], identities: Sequence[str] = (), *, passphrase: str | None = None
) -> Iterator[bytes]:
    """Yield the content of an age file, armored or not. Raise DecryptionFailed, KeyRefused.

    What was yielded before an error is authentic but not the whole: throw it away.
    """
    source = unarmored(blocks)
    header, rest = _split_header(source)
    file_key = unwrap(read_stanzas(header), identities, passphrase)
    check_header(header, file_key)
    while len(rest) < _NONCE_SIZE:
        block = next(source, None)
        if block is None:
            raise damaged()
        rest += block
    cipher = _payload_cipher(file_key, rest[:_NONCE_SIZE])
    yield from _payload(cipher, rest[_NONCE_SIZE:], source)


def _split_header(source: Iterator[bytes]) -> tuple[bytes, bytes]:
    held = bytearray()
    for block in source:
        held += block
        if not held.startswith(INTRO[: len(held)]):
            break
        mark = held.find(b"\n---")
        end = held.find(b"\n", mark + 1) + 1 if mark >= 0 else 0
        if end:
            return bytes(held[:end]), bytes(held[end:])
        if len(held) > HEADER_AT_MOST:
            break
    raise damaged()


def _payload(cipher: ChaCha20Poly1305, first: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    ended = False
    for index, chunk in enumerate(_chunks(first, source)):
        if ended:
            raise _cut_or_altered()
        content, ended = _opened(cipher, index, chunk)
        if index and not content:
            raise _cut_or_altered()
        yield content
    if not ended:
        raise _cut_or_altered()


def _chunks(first: bytes, source: Iterator[bytes]) -> Iterator[bytes | memoryview]:
    """Cut into sealed chunks; each must be used before the next is asked for."""
    waiting = bytearray(first)
    for block in source:
        waiting += block
        whole = len(waiting) - len(waiting) % _SEALED_CHUNK
        with memoryview(waiting) as view:
            for at in range(0, whole, _SEALED_CHUNK):
                with view[at : at + _SEALED_CHUNK] as chunk:
                    yield chunk
        del waiting[:whole]
    for at in range(0, len(waiting), _SEALED_CHUNK):
        yield bytes(waiting[at : at + _SEALED_CHUNK])


def _opened(cipher: ChaCha20Poly1305, index: int, chunk: bytes | memoryview) -> tuple[bytes, bool]:
    """Return the content of a chunk and whether it is the last one; a short one must be."""
    for last in (False, True) if len(chunk) == _SEALED_CHUNK else (True,):
        with contextlib.suppress(InvalidTag, ValueError):
            return cipher.decrypt(_nonce(index, last=last), chunk, None), last
    raise _cut_or_altered()


def _nonce(index: int, *, last: bool) -> bytes:
    return (index << 8 | last).to_bytes(12, "big")


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derive(file_key, info="payload", salt=nonce))


def _cut_or_altered() -> DecryptionFailed:
    return DecryptionFailed(CUT_OR_ALTERED, N_("Delete what was written, and ask for the file again."))
