"""Reading back follows the writing, sees what the disk holds and nothing else."""

import hashlib

import pytest

from monitor_app.bundles import reading_back
from monitor_app.bundles.reading_back import ReadingBack

STEP = 64 * 1024


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(reading_back, "_STEP", STEP)


def read_back(path, blocks) -> str:
    path.touch()
    with path.open("r+b", buffering=0) as file, ReadingBack(path) as back:
        for block in blocks:
            file.write(block)
            back.follow(file.tell())
        return back.finish(file.tell())


@pytest.mark.parametrize("sizes", [[], [1], [STEP], [STEP - 1, 1, 1], [STEP * 3, 5], [1000] * 300])
def test_a_sound_disk_gives_the_hash_of_what_was_written(tmp_path, sizes):
    blocks = [bytes([at % 251]) * size for at, size in enumerate(sizes)]
    assert read_back(tmp_path / "x", blocks) == hashlib.sha256(b"".join(blocks)).hexdigest()


@pytest.mark.parametrize("place", [0, STEP * 2, STEP * 4 - 1])
def test_a_byte_that_changed_before_it_was_read_back_shows(tmp_path, place):
    content = bytes(STEP * 4)
    (tmp_path / "x").write_bytes(content)
    with (tmp_path / "x").open("r+b") as file:
        file.seek(place)
        file.write(b"X")
    with ReadingBack(tmp_path / "x") as back:
        assert back.finish(len(content)) != hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("length", [0, 10, STEP * 4 - 1, STEP * 4 + 1])
def test_a_file_of_another_length_shows(tmp_path, length):
    content = bytes(STEP * 4)
    (tmp_path / "x").write_bytes(bytes(length))
    with ReadingBack(tmp_path / "x") as back:
        assert back.finish(len(content)) != hashlib.sha256(content).hexdigest()


def test_trouble_while_following_comes_out(tmp_path):
    (tmp_path / "x").write_bytes(bytes(STEP * 4))
    with ReadingBack(tmp_path / "x") as back:
        back.follow(STEP * 2)
        back._running.result()
        back._file.close()
        with pytest.raises(ValueError, match="closed"):
            back.finish(STEP * 4)
