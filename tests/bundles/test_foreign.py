"""Zips from elsewhere: hostile ones are refused by the number of an entry, odd folders are fine."""

import zipfile
from pathlib import Path

import pytest

from monitor_app.bundles.foreign import ForeignZip
from monitor_app.errors import BundleRefused

XML = "<data id='a'/>"


def packed(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return path


def hostile(path: Path, name: str, *, mode: int, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("good/s.xml", XML)
        entry = zipfile.ZipInfo(name)
        entry.create_system, entry.external_attr = 3, mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    ("name", "mode", "content"),
    [
        ("../../etc/x.jpg", 0o100644, b"x"),
        ("/etc/x.jpg", 0o100644, b"x"),
        ("C:\\x.jpg", 0o100644, b"x"),
        ("good/link.jpg", 0o120777, b"/etc/passwd"),
        ("good/bomb.jpg", 0o100644, bytes(20 << 20)),
        ("good/big.xml", 0o100644, b"<a>" + bytes(9 << 20)),
        ("good/s.xml", 0o100644, b"<a/>"),
    ],
    ids=["upwards", "absolute", "drive", "link", "bomb", "large XML", "twice"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_zip_is_refused_by_the_number_of_its_entry(tmp_path, name, mode, content):
    with pytest.raises(BundleRefused, match="Entry 2 of the zip") as refused:
        ForeignZip(hostile(tmp_path / "in.zip", name, mode=mode, content=content))
    assert name not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_told(tmp_path, content):
    path = tmp_path / "in.zip"
    path.write_bytes(content)
    with pytest.raises(BundleRefused):
        ForeignZip(path)


@pytest.mark.parametrize(
    "top", ["instances/x/", "", "ODK Briefcase Storage/forms/W/instances/u9/", "a b/قديم/"]
)
def test_any_folders_above_are_fine(tmp_path, top):
    with ForeignZip(packed(tmp_path / "in.zip", {f"{top}thing.XML": XML, f"{top}a.jpg": "x"})) as package:
        [found] = list(package.submissions())
    assert (found.number, dict(found.beside), found.is_alone) == (1, {"a.jpg": 1}, True)


def test_media_in_a_folder_named_like_the_submission_are_found(tmp_path):
    files = {"all/one.xml": XML, "user/attachments/f/0f0f/a.jpg": "x"}
    with ForeignZip(packed(tmp_path / "in.zip", files)) as package:
        assert dict(package.folder_named("0f0f")) == {"a.jpg": 1}


def test_a_damaged_file_is_told_when_it_is_read(tmp_path):
    path = packed(tmp_path / "in.zip", {"a/s.xml": XML * 50})
    content = bytearray(path.read_bytes())
    content[45] ^= 0xFF
    path.write_bytes(bytes(content))
    with ForeignZip(path) as package, pytest.raises(BundleRefused):
        b"".join(package.read(0))
