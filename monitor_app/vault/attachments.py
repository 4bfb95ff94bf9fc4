"""Sealed files: chunks under `attachments/ab/<id>`, never a byte in clear on disk.

Knows nothing of what a file shows.
"""

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from monitor_app.crypto import primitives, stream
from monitor_app.domain.events import FileRef
from monitor_app.errors import DecryptionFailed, SegmentRefused, VaultDamaged
from monitor_app.text import N_
from monitor_app.vault import places
from monitor_app.vault.driver import plainly
from monitor_app.vault.vault import Vault, saving

_UNDER_WAY = "under-way"
_NOTE = ".parts"
_NAME_LENGTH = 52
_NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz234567")


def store(vault: Vault, blocks: Iterable[bytes], *, name: str, media_type: str) -> FileRef:
    """Seal a file as it streams in; durable when this returns. Raise DiskFull."""
    ref = seal_into(vault.folder, blocks, name=name, media_type=media_type)
    remember(vault, ref)
    return ref


def seal_into(folder: Path, blocks: Iterable[bytes], *, name: str, media_type: str) -> FileRef:
    """Seal a file into the vault's folder; needs no open vault, so any thread may do it. Then `remember` it."""
    file_id, key = primitives.new_id(), primitives.new_key()
    digest, size, chunks = hashlib.sha256(), 0, list[str]()
    with plainly():
        try:
            for index, block, last in stream.blocks(blocks):
                digest.update(block)
                size += len(block)
                sealed = stream.seal_chunk(key, file_id, index, block, last=last)
                _note_part(folder, file_id, sealed)
                chunks.append(_write(folder, sealed))
            _flush(folder, chunks)
        except BaseException:
            _unlink(folder, chunks)
            finish(folder, file_id)
            raise
    return FileRef(
        id=file_id,
        name=name,
        media_type=media_type,
        size=size,
        sha256=digest.hexdigest(),
        key=base64.b64encode(key).decode("ascii"),
        chunks=tuple(chunks),
    )


@saving
def remember(vault: Vault, ref: FileRef) -> None:
    """Keep a sealed file's key and chunks."""
    vault.run("INSERT OR REPLACE INTO attachment VALUES (?, ?)", ref.id, msgspec.json.encode(ref).decode())
    finish(vault.folder, ref.id)  # if this transaction fails, the parts stay: some room is lost, and no file


def read(vault: Vault, ref: FileRef) -> Iterator[bytes]:
    """Yield the file in blocks of at most 1 MiB. Raise VaultDamaged if a chunk is missing or altered."""
    return read_in(vault.folder, ref)


def read_in(folder: Path, ref: FileRef) -> Iterator[bytes]:
    """Yield a file of the vault in that folder, as `read`; any thread may ask, the vault need not wait."""
    key = base64.b64decode(ref.key)
    digest = hashlib.sha256()
    for index, chunk in enumerate(ref.chunks):
        last = index == len(ref.chunks) - 1
        try:
            block = stream.open_chunk(key, ref.id, index, chunk_in(folder, chunk), last=last)
        except DecryptionFailed as error:
            raise _damaged() from error
        digest.update(block)
        yield block
    if digest.hexdigest() != ref.sha256:
        raise _damaged()


def has(vault: Vault, ref: FileRef) -> bool:
    """Say whether every chunk is here."""
    return not missing_chunks(vault, ref)


def missing_chunks(vault: Vault, ref: FileRef) -> list[str]:
    """Return the ids of the chunks that are not here."""
    return [chunk for chunk in ref.chunks if not _path(vault.folder, chunk).exists()]


def put_chunk(vault: Vault, chunk_id: str, sealed: bytes) -> None:
    """Keep a chunk that came from elsewhere. Raise SegmentRefused if it does not fit its id."""
    if stream.chunk_id(sealed) != chunk_id:
        raise SegmentRefused(
            N_("A part of a file was altered on its way."),
            N_("It is held back. Sync again; if it stays so, ask the sender to send the file again."),
        )
    with plainly():
        _write(vault.folder, sealed)
        _flush(vault.folder, [chunk_id])


def chunk_bytes(vault: Vault, chunk_id: str) -> bytes:
    """Return a chunk as it lies here, sealed. Raise VaultDamaged if it is missing or altered."""
    return chunk_in(vault.folder, chunk_id)


def size_of(vault: Vault, chunk_id: str) -> int:
    """Return how many bytes a chunk has, sealed; 0 if it is not here."""
    path = _path(vault.folder, chunk_id)
    return path.stat().st_size if path.exists() else 0


def chunk_in(folder: Path, chunk_id: str) -> bytes:
    """Return a chunk of the vault in that folder, as `chunk_bytes`; any thread may ask."""
    with plainly():
        try:
            sealed = _path(folder, chunk_id).read_bytes()
        except FileNotFoundError as error:
            raise _damaged() from error
    if stream.chunk_id(sealed) != chunk_id:
        raise _damaged()
    return sealed


@saving
def remove(vault: Vault, ref: FileRef) -> None:
    """Forget the file's key and delete its chunks."""
    vault.run("DELETE FROM attachment WHERE id = ?", ref.id)
    delete_chunks(vault, ref.chunks)


def delete_chunks(vault: Vault, chunks: Iterable[str]) -> None:
    """Delete chunks, durably; those that are gone already are no error."""
    named = list(chunks)
    with plainly():
        _unlink(vault.folder, named)
        _flush(vault.folder, [chunk for chunk in named if _path(vault.folder, chunk).parent.exists()])


def unfinished(vault: Vault) -> dict[str, list[str]]:
    """Return the parts that sealings under way, or cut short, wrote so far, by file id."""
    with plainly():
        folder = vault.folder / places.ATTACHMENTS / _UNDER_WAY
        notes = sorted(folder.iterdir()) if folder.is_dir() else []
        return {note.stem: [one for one in note.read_text("ascii").split() if _is_name(one)] for note in notes}


def finish(folder: Path, file_id: str) -> None:
    """Forget that a sealing was under way."""
    with plainly():
        (folder / places.ATTACHMENTS / _UNDER_WAY / f"{file_id}{_NOTE}").unlink(missing_ok=True)


def _path(folder: Path, chunk: str) -> Path:
    if not _is_name(chunk):
        raise _damaged()
    return folder / places.ATTACHMENTS / chunk[:2] / chunk


def _is_name(text: str) -> bool:
    return len(text) == _NAME_LENGTH and _NAME_LETTERS.issuperset(text)


def _note_part(folder: Path, file_id: str, sealed: bytes) -> None:
    """Write down which part comes next, so that it can be cleared away if the file is never finished."""
    notes = folder / places.ATTACHMENTS / _UNDER_WAY
    places.make_folder(notes)
    descriptor = os.open(notes / f"{file_id}{_NOTE}", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{stream.chunk_id(sealed)}\n".encode("ascii"))
    finally:
        os.close(descriptor)


def _write(folder: Path, sealed: bytes) -> str:
    chunk = stream.chunk_id(sealed)
    path = _path(folder, chunk)
    if not path.exists():
        places.make_folder(path.parent)
        places.write_new(path, sealed)
    return chunk


def _flush(folder: Path, chunks: Iterable[str]) -> None:
    for parent in sorted({_path(folder, chunk).parent for chunk in chunks}):
        places.flush_folder(parent)
    places.flush_folder(folder / places.ATTACHMENTS)


def _unlink(folder: Path, chunks: Iterable[str]) -> None:
    for chunk in chunks:
        path = _path(folder, chunk)
        path.unlink(missing_ok=True)
        path.with_name(f"{chunk}.part").unlink(missing_ok=True)


def _damaged() -> VaultDamaged:
    return VaultDamaged(
        N_("A part of a file is missing or altered."),
        N_("Sync again, or restore it from a backup. Everything else stays usable."),
    )
