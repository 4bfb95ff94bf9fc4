"""From an address to a place: opening is tried again when it is worth it, and what is missing is said."""

import sys

import pytest

from monitor_app.errors import BadInput, RemoteError, RemoteUnreachable
from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_here, open_remote


def test_opening_waits_for_an_error_that_passes(tmp_path):
    stick = tmp_path / "stick"
    remote = open_remote(f"folder:{stick}", in_child=False, sleep=lambda seconds: stick.mkdir())
    assert remote.names("fld1/") == []


def test_opening_gives_up_after_the_last_pause(tmp_path):
    pauses = []
    with pytest.raises(RemoteUnreachable):
        open_remote(f"folder:{tmp_path / 'gone'}", in_child=False, sleep=pauses.append)
    assert pauses == [0.5]


def test_without_its_library_sftp_says_so(monkeypatch):
    monkeypatch.delitem(sys.modules, "monitor_app.remotes.sftp", raising=False)
    monkeypatch.setitem(sys.modules, "paramiko", None)
    with pytest.raises(RemoteError, match="has no SFTP"):
        open_here("sftp://amina@store.example/team")


def test_a_proxy_that_leaks_is_refused_before_anything_is_opened(tmp_path):
    with pytest.raises(BadInput, match="proxy"):
        open_remote(Access(address=f"folder:{tmp_path}", proxy="socks5://127.0.0.1:9050"))


@pytest.mark.parametrize("address", ["s3:https://store.example", "s3:https://store.example/"])
def test_an_object_store_without_a_bucket_is_refused(address):
    with pytest.raises(BadInput, match="bucket"):
        open_here(address)
