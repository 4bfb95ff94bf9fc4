import errno
from pathlib import Path

import pytest

from monitor_app.bundles.container import Entry
from monitor_app.bundles.storing import _plain_errors, write_file
from monitor_app.errors import BadInput, BundleRefused, Cancelled, DiskFull, PlaceReadOnly
from monitor_app.text import N_


def failing(error):
    def blocks():
        yield bytes(3 << 20)
        raise error

    return [Entry("photos/a.jpg", blocks)]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "full"), DiskFull),
        (OSError(errno.EFBIG, "large"), DiskFull),
        (OSError(errno.EIO, "broken"), PlaceReadOnly),
        (Cancelled(N_("Stopped.")), Cancelled),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
    ids=["disk full", "file too large", "failing disk", "stopped by a person", "stopped by force"],
)
def test_whatever_goes_wrong_nothing_is_left_behind(tmp_path, sender, keys, error, kind):
    with pytest.raises(kind):
        write_file(failing(error), tmp_path / "x.zip.age", packing=sender.packing(keys[1]))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_keeps_other_bytes_than_it_was_given_is_noticed(tmp_path, sender, keys):
    def blocks():
        yield from [bytes(3 << 20)] * 4
        [part] = tmp_path.glob(".sealed-*.part")
        with part.open("r+b") as file:
            file.write(b"X")

    with pytest.raises(BundleRefused, match="does not match"):
        write_file([Entry("photos/a.jpg", blocks)], tmp_path / "x.zip.age", packing=sender.packing(keys[1]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_really_full_disk_is_told():
    with pytest.raises(DiskFull), _plain_errors(), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


def test_an_existing_file_is_not_overwritten(tmp_path, sender, keys):
    path = tmp_path / "x.zip.age"
    path.write_bytes(b"older")
    with pytest.raises(BadInput, match="already"):
        write_file([], path, packing=sender.packing(keys[1]))
    assert path.read_bytes() == b"older"


def test_a_folder_that_is_not_there_is_told(tmp_path, sender, keys):
    with pytest.raises(PlaceReadOnly):
        write_file([], tmp_path / "nowhere" / "x.zip.age", packing=sender.packing(keys[1]))


def test_only_the_package_is_left_and_only_its_owner_reads_it(tmp_path, sealed):
    assert [one.name for one in tmp_path.iterdir()] == [sealed.path.name]
    assert sealed.path.stat().st_mode & 0o077 == 0


def test_a_package_gets_its_name_only_after_it_was_noted(tmp_path, sender, keys):
    path = tmp_path / "x.zip.age"
    seen = []
    write_file([], path, packing=sender.packing(keys[1]), before_naming=lambda _: seen.append(path.exists()))
    assert seen == [False]
    assert path.exists()
