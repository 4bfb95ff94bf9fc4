"""Sealed files: streamed in and out, never in clear, every change noticed."""

import base64
import os

import pytest
from msgspec.structs import replace

from monitor_app.crypto import stream
from monitor_app.errors import SegmentRefused, VaultDamaged
from monitor_app.vault import attachments

MEBI = 1 << 20


def _store(vault, content: bytes):
    blocks = (content[at : at + 70_000] for at in range(0, len(content), 70_000))
    return attachments.store(vault, blocks, name="photo.jpg", media_type="image/jpeg")


def _path(vault, chunk):
    return vault.folder / "attachments" / chunk[:2] / chunk


@pytest.mark.parametrize("size", [0, 1, MEBI - 1, MEBI, MEBI + 1, 3 * MEBI + 5])
def test_a_file_comes_back_as_it_went_in(vault, size):
    content = os.urandom(size)
    ref = _store(vault, content)
    assert b"".join(attachments.read(vault, ref)) == content
    assert (ref.size, attachments.has(vault, ref)) == (size, True)


def test_blocks_come_one_by_one(vault):
    ref = _store(vault, bytes(2 * MEBI + 1))
    assert [len(block) for block in attachments.read(vault, ref)] == [MEBI, MEBI, 1]


def test_no_chunk_shows_content_name_or_exact_size(vault):
    ref = _store(vault, b"marker in a photo" * 100)
    (path,) = [path for path in (vault.folder / "attachments").rglob("*") if path.is_file()]
    assert path.name == ref.chunks[0]
    assert b"marker" not in path.read_bytes()
    assert path.stat().st_size > 4096


def test_equal_files_do_not_look_equal(vault):
    assert _store(vault, b"same").chunks != _store(vault, b"same").chunks


def test_a_source_that_breaks_off_leaves_no_chunks(vault):
    def broken():
        yield bytes(3 * MEBI)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        attachments.store(vault, broken(), name="", media_type="")
    assert [path for path in (vault.folder / "attachments").rglob("*") if path.is_file()] == []


def test_a_changed_missing_or_cut_chunk_is_noticed(vault):
    ref = _store(vault, os.urandom(MEBI + 1))
    path = _path(vault, ref.chunks[1])
    whole = path.read_bytes()
    for harmed in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b""):
        path.write_bytes(harmed)
        with pytest.raises(VaultDamaged):
            list(attachments.read(vault, ref))
    path.unlink()
    assert attachments.missing_chunks(vault, ref) == [ref.chunks[1]]
    with pytest.raises(VaultDamaged):
        list(attachments.read(vault, ref))


def test_swapped_dropped_or_foreign_chunks_do_not_open(vault):
    ref, foreign = _store(vault, os.urandom(2 * MEBI)), _store(vault, os.urandom(2 * MEBI))
    one, two = ref.chunks
    for chunks in ((two, one), (one,), foreign.chunks):
        with pytest.raises(VaultDamaged):
            list(attachments.read(vault, replace(ref, chunks=chunks)))


def test_another_key_or_hash_does_not_pass(vault):
    ref = _store(vault, b"content")
    for harmed in (replace(ref, key=base64.b64encode(bytes(32)).decode()), replace(ref, sha256="0" * 64)):
        with pytest.raises(VaultDamaged):
            list(attachments.read(vault, harmed))


def test_chunks_travel_to_another_vault(vault, other):
    ref = _store(vault, os.urandom(MEBI + 1))
    for chunk in attachments.missing_chunks(other, ref):
        attachments.put_chunk(other, chunk, attachments.chunk_bytes(vault, chunk))
    assert b"".join(attachments.read(other, ref)) == b"".join(attachments.read(vault, ref))


def test_a_chunk_that_does_not_fit_its_name_is_refused(vault):
    with pytest.raises(SegmentRefused):
        attachments.put_chunk(vault, stream.chunk_id(b"one"), b"other")


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a" * 51, "A" * 52, ""])
def test_a_name_that_is_none_reaches_no_file(vault, name):
    with pytest.raises(VaultDamaged):
        attachments.chunk_bytes(vault, name)


def test_a_removed_file_is_gone_with_its_key(vault):
    ref = _store(vault, b"content")
    attachments.remove(vault, ref)
    assert not attachments.has(vault, ref)
    assert vault.rows("SELECT * FROM attachment") == []
