"""An attachment in sealed chunks of 1 MiB, each of which opens alone (FORMAT.md §7).

Knows no file and no place where chunks lie.
"""

from collections.abc import Iterable, Iterator

from monitor_app.crypto import primitives
from monitor_app.crypto.padding import padding_for, unpad
from monitor_app.crypto.primitives import base32, lp, refused, sha256
from monitor_app.errors import BadInput
from monitor_app.text import N_

BLOCK_SIZE = 1 << 20
SEALED_AT_MOST = BLOCK_SIZE + 4096


def blocks(content: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Cut content of any granularity into (index, block, last); there is always a last one."""
    index, waiting = 0, bytearray()
    for part in content:
        waiting += part
        while len(waiting) > BLOCK_SIZE:
            yield index, bytes(memoryview(waiting)[:BLOCK_SIZE]), False
            del waiting[:BLOCK_SIZE]
            index += 1
    yield index, bytes(waiting), True


def seal_chunk(key: bytes, attachment_id: str, index: int, block: bytes, *, last: bool) -> bytes:
    """Seal one block; only the last may be shorter than 1 MiB. Raise BadInput."""
    if len(block) > BLOCK_SIZE or (len(block) < BLOCK_SIZE and not last):
        raise BadInput(N_("A part of a file has the wrong size."), N_("Add the file once more."))
    padding = padding_for(len(block), at_most=BLOCK_SIZE + 1)
    return primitives.seal(key, block, padding, context=_context(attachment_id, index, last=last))


def open_chunk(key: bytes, attachment_id: str, index: int, sealed: bytes, *, last: bool) -> bytes:
    """Return the block, if it is this one of this attachment. Raise DecryptionFailed."""
    if len(sealed) > SEALED_AT_MOST:
        raise refused()
    padded = primitives.unseal(key, sealed, context=_context(attachment_id, index, last=last))
    block = unpad(padded, at_most=BLOCK_SIZE + 1)
    if len(block) < BLOCK_SIZE and not last:
        raise refused()
    return block


def chunk_id(sealed: bytes) -> str:
    """Return the name of a sealed chunk: 52 characters, fixed by its content."""
    return base32(sha256(sealed))


def _context(attachment_id: str, index: int, *, last: bool) -> bytes:
    return b"fieldwork/chunk/v0" + lp(attachment_id.encode()) + index.to_bytes(8, "big") + bytes([last])
