"""Sealed files: chunks under `attachments/ab/<id>`, never a byte in clear on disk.

Knows nothing of what a file shows.
"""

from collections.abc import Iterable, Iterator

from monitor_app.domain.events import FileRef
from monitor_app.vault.opening import Vault


def store(vault: Vault, blocks: Iterable[bytes], *, name: str, media_type: str) -> FileRef:
    """Seal a file as it streams in; durable when this returns. Raise DiskFull."""
    raise NotImplementedError


def read(vault: Vault, ref: FileRef) -> Iterator[bytes]:
    """Yield the file in blocks of at most 1 MiB. Raise VaultDamaged if a chunk is missing or altered."""
    raise NotImplementedError


def has(vault: Vault, ref: FileRef) -> bool:
    """Say whether every chunk is here."""
    raise NotImplementedError


def missing_chunks(vault: Vault, ref: FileRef) -> list[str]:
    """Return the ids of the chunks that are not here."""
    raise NotImplementedError


def put_chunk(vault: Vault, chunk_id: str, sealed: bytes) -> None:
    """Keep a chunk that came from elsewhere. Raise SegmentRefused if it does not fit its id."""
    raise NotImplementedError


def chunk_bytes(vault: Vault, chunk_id: str) -> bytes:
    """Return a chunk as it lies here, sealed. Raise VaultDamaged if it is missing or altered."""
    raise NotImplementedError


def remove(vault: Vault, ref: FileRef) -> None:
    """Delete the file's chunks and forget its key."""
    raise NotImplementedError
