import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_app.crypto import primitives
from monitor_app.crypto.padding import pad
from monitor_app.crypto.stream import BLOCK_SIZE, blocks, chunk_id, open_chunk, seal_chunk
from monitor_app.errors import BadInput, DecryptionFailed

KEY = primitives.new_key()
FULL = bytes(BLOCK_SIZE)


@pytest.mark.parametrize("size", [0, 1, 5000, BLOCK_SIZE - 1, BLOCK_SIZE])
def test_a_last_block_of_any_size_comes_back(size):
    block = b"\x00" * size
    sealed = seal_chunk(KEY, "a", 3, block, last=True)
    assert open_chunk(KEY, "a", 3, sealed, last=True) == block


def test_a_full_last_block_looks_like_any_full_block():
    sizes = {len(seal_chunk(KEY, "a", 0, FULL, last=last)) for last in (True, False)}
    assert len(sizes) == 1


def test_small_files_look_alike():
    assert len({len(seal_chunk(KEY, "a", 0, bytes(n), last=True)) for n in (0, 7, 4000)}) == 1


@pytest.mark.parametrize(("attachment", "index", "last"), [("b", 0, False), ("a", 1, False), ("a", 0, True)])
def test_a_chunk_moved_swapped_or_made_the_last_does_not_open(attachment, index, last):
    sealed = seal_chunk(KEY, "a", 0, FULL, last=False)
    assert open_chunk(KEY, "a", 0, sealed, last=False) == FULL
    with pytest.raises(DecryptionFailed):
        open_chunk(KEY, attachment, index, sealed, last=last)


@given(st.data())
@settings(deadline=None)
def test_any_flipped_bit_cut_or_addition_is_noticed(data):
    sealed = seal_chunk(KEY, "a", 0, b"block", last=True)
    where = data.draw(st.integers(0, len(sealed) - 1))
    flipped = bytearray(sealed)
    flipped[where] ^= 1 << data.draw(st.integers(0, 7))
    for damaged in (bytes(flipped), sealed[:where], sealed + b"\x00"):
        with pytest.raises(DecryptionFailed):
            open_chunk(KEY, "a", 0, damaged, last=True)


@pytest.mark.parametrize(("size", "last"), [(BLOCK_SIZE + 1, True), (5, False), (0, False)])
def test_a_block_of_the_wrong_size_is_refused(size, last):
    with pytest.raises(BadInput):
        seal_chunk(KEY, "a", 0, bytes(size), last=last)


def test_a_short_block_in_the_middle_is_refused_even_if_sealed_with_the_right_key():
    context = b"fieldwork/chunk/v0" + primitives.lp(b"a") + bytes(8) + b"\x00"
    forged = primitives.seal(KEY, pad(b"short"), context=context)
    with pytest.raises(DecryptionFailed):
        open_chunk(KEY, "a", 0, forged, last=False)


def test_something_much_too_long_is_refused():
    with pytest.raises(DecryptionFailed):
        open_chunk(KEY, "a", 0, bytes(2 * BLOCK_SIZE), last=True)


def test_the_name_of_a_chunk_is_fixed_by_its_bytes():
    assert re.fullmatch(r"[a-z2-7]{52}", chunk_id(b"sealed"))
    assert chunk_id(b"sealed") != chunk_id(b"healed")


@pytest.mark.parametrize("size", [0, 1, BLOCK_SIZE - 1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE])
@pytest.mark.parametrize("part", [300_000, 3 * BLOCK_SIZE])
def test_content_is_cut_into_full_blocks_and_one_last(size, part):
    content = primitives.random_bytes(size)
    cut = list(blocks(content[at : at + part] for at in range(0, size, part)))
    assert b"".join(block for _, block, _ in cut) == content
    assert [index for index, _, _ in cut] == list(range(len(cut)))
    assert [last for _, _, last in cut] == [False] * (len(cut) - 1) + [True]
    assert all(len(block) == BLOCK_SIZE for _, block, last in cut if not last)
