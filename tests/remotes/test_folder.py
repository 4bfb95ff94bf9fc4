"""The folder remote keeps the contract, and says in words what is wrong with a folder."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from monitor_app.errors import BadInput, RemoteError, RemoteUnreachable
from monitor_app.remotes.folder import FolderRemote
from monitor_app.remotes.opening import open_here, open_remote
from monitor_app.remotes.refusals import from_number, from_text
from tests.contracts.remote_contract import NAME, RemoteContract


class TestFolder(RemoteContract):
    @pytest.fixture
    def remote(self, tmp_path):
        return FolderRemote(tmp_path)


def test_a_folder_that_is_not_there_is_never_made(tmp_path):
    gone = tmp_path / "stick"
    with pytest.raises(RemoteUnreachable):
        FolderRemote(gone)
    assert not gone.exists()


def test_a_stick_pulled_out_later_is_named_and_not_made_anew(tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    remote = FolderRemote(stick)
    remote.put(NAME, b"sealed")
    shutil.rmtree(stick)
    with pytest.raises(RemoteUnreachable):
        remote.put(NAME, b"sealed")
    with pytest.raises(RemoteUnreachable):
        remote.names("fld1/")
    assert not stick.exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RemoteUnreachable):
        FolderRemote(tmp_path / "file")


def test_a_file_where_a_folder_must_be_is_refused_in_words(tmp_path):
    (tmp_path / "fld1").write_bytes(b"")
    with pytest.raises(RemoteError):
        FolderRemote(tmp_path).put(NAME, b"sealed")


def test_nothing_unfinished_is_listed_or_left(tmp_path):
    remote = FolderRemote(tmp_path)
    remote.put(NAME, b"sealed")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / NAME]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_is_refused_in_words(tmp_path):
    remote = FolderRemote(tmp_path)
    tmp_path.chmod(0o500)
    with pytest.raises(RemoteError, match="does not allow"):
        remote.put(NAME, b"sealed")
    tmp_path.chmod(0o700)


def test_a_part_left_by_a_try_that_was_cut_off_is_cleared(tmp_path):
    remote = FolderRemote(tmp_path)
    unfinished = tmp_path / ".fld-unfinished"
    unfinished.mkdir()
    ours, other = unfinished / f"{Path(NAME).name}.abc", unfinished / "boxbb-00000000-aaaaaaaaaaaaaaaa.abc"
    ours.write_bytes(b"sea")
    other.write_bytes(b"somebody else is writing")
    remote.put(NAME, b"sealed")
    assert list(unfinished.iterdir()) == [other]


def test_a_put_that_fails_leaves_no_part(tmp_path):
    remote = FolderRemote(tmp_path)
    (tmp_path / NAME).mkdir(parents=True)
    with pytest.raises(RemoteError):
        remote.put(NAME, b"sealed")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_is_only_read_gets_nothing_of_ours(tmp_path):
    FolderRemote(tmp_path).names("fld1/")
    assert list(tmp_path.iterdir()) == []


def test_an_error_that_names_its_number_in_text_becomes_words():
    text = f"Unexpected (permanent) at write => No space left (os error {errno.ENOSPC})"
    assert "is full" in str(from_text(text))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EROFS, "not written"),
        (errno.EACCES, "does not allow"),
        (errno.EIO, "is not there"),
        (0, "did not do"),
    ],
)
def test_error_numbers_become_words(number, words):
    assert words in str(from_number(number))


@pytest.mark.parametrize("address", ["", "folder:", "ftp://x", "relative/path", "folder:relative"])
def test_an_unknown_address_is_refused(address):
    with pytest.raises(BadInput):
        open_here(address)
    with pytest.raises(BadInput):
        open_remote(address, in_child=False)


def test_a_folder_opens_by_its_address(tmp_path):
    remote = open_remote(f"folder:{tmp_path}", in_child=False)
    remote.put(NAME, b"sealed")
    assert open_remote(str(tmp_path), in_child=False).get(NAME) == b"sealed"


def test_a_parcel_lets_in_whom_the_shared_folder_lets_in(tmp_path):
    tmp_path.chmod(0o775)
    before = os.umask(0o077)
    try:
        FolderRemote(tmp_path).put("fld1/in/20260101/x", b"sealed")
    finally:
        os.umask(before)
    file = tmp_path / "fld1" / "in" / "20260101" / "x"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o664, 0o775)
    assert (tmp_path / ".fld-unfinished").stat().st_mode & 0o777 == 0o775
