"""Zips that grow at their end: opened by others, and light however many files are inside."""

import io
import shutil
import subprocess
import tracemalloc
import zipfile

import pytest

from monitor_app.bundles.zip_index import ZipIndex
from monitor_app.bundles.zipping import zipped


def made(files) -> bytes:
    return b"".join(zipped((name, [content], None) for name, content in files))


def test_every_file_comes_back_whatever_its_name():
    files = [("a/b.xml", b"<a/>" * 99), ("قديم/工.jpg", b"x"), ("empty.txt", b"")]
    with zipfile.ZipFile(io.BytesIO(made(files))) as package:
        assert package.testzip() is None
        assert [(name, package.read(name)) for name in package.namelist()] == files


def noted(count: int) -> ZipIndex:
    """An index of so many files of one byte each, as they would lie one behind the other."""
    index = ZipIndex()
    for number in range(count):
        entry = zipfile.ZipInfo(f"instances/work_pay/uuid{number * 7919:026}/submission.xml")
        entry.header_offset, entry.file_size, entry.compress_size, entry.CRC = number * 99, 1, 1, number * 7919
        index.append(entry)
    return index


def test_more_files_than_a_narrow_index_counts():
    count = 66_000
    ending = b"".join(noted(count).blocks(0, attributes=0))
    with zipfile.ZipFile(io.BytesIO(ending)) as package:
        assert len(package.namelist()) == count
        assert package.infolist()[-1].header_offset == (count - 1) * 99


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed here")
def test_the_common_unzip_finds_nothing_wrong(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(made((f"i/{n}/submission.xml", b"<a/>" * n) for n in range(300)))
    assert subprocess.run(["unzip", "-tqq", str(path)], check=False).returncode == 0


def test_files_beyond_four_gigabytes_have_wide_places():
    index = ZipIndex()
    entry = zipfile.ZipInfo("far.jpg")
    entry.header_offset, entry.file_size, entry.compress_size, entry.CRC = 5 << 32, 6 << 32, 7, 8
    index.append(entry)
    ending = b"".join(index.blocks(9 << 32, attributes=0))
    assert (5 << 32).to_bytes(8, "little") in ending
    assert (6 << 32).to_bytes(8, "little") + (5 << 32).to_bytes(8, "little") in ending
    assert ending.count(b"PK\x06\x06") == 1


def test_an_index_of_many_files_is_light():
    tracemalloc.start()
    index = noted(20_000)
    for _ in index.blocks(0, attributes=0):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000 * 60
