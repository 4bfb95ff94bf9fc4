"""Addresses are taken apart whole, or refused before anything is sent."""

import pytest

from monitor_app.errors import BadInput
from monitor_app.remotes.addresses import Url, kind_of, sftp_url, web_url


@pytest.mark.parametrize(
    ("address", "kind", "rest"),
    [
        ("folder:/media/stick", "folder", "/media/stick"),
        ("/media/stick", "folder", "/media/stick"),
        ("C:\\stick", "folder", "C:\\stick"),
        ("webdav:https://store.example/team", "webdav", "https://store.example/team"),
        ("s3:https://store.example/bucket", "s3", "https://store.example/bucket"),
        ("sftp://amina@store.example/team", "sftp", "//amina@store.example/team"),
    ],
)
def test_the_kind_of_place_is_told(address, kind, rest):
    assert kind_of(address) == (kind, rest)


@pytest.mark.parametrize("address", ["", "webdav:", "ftp://x/y", "https://store.example/team"])
def test_an_unknown_kind_is_refused(address):
    with pytest.raises(BadInput):
        kind_of(address)


def test_a_web_address_is_taken_apart():
    url = web_url("https://store.example:8443/remote.php/dav/files/amina/Our%20Team/")
    assert url == Url("https", "", "store.example", 8443, "remote.php/dav/files/amina/Our Team")
    assert url.server == "https://store.example:8443"


def test_the_usual_port_is_filled_in():
    assert web_url("https://[2001:db8::1]/x").server == "https://[2001:db8::1]:443"
    assert sftp_url("//amina@store.example/team") == Url("sftp", "amina", "store.example", 22, "team")


@pytest.mark.parametrize("rest", ["http://127.0.0.1:8080/x", "http://localhost/x", "http://abcdef.onion/x"])
def test_no_encryption_is_fine_where_nobody_listens_in_between(rest):
    assert web_url(rest).scheme == "http"


@pytest.mark.parametrize(
    "rest", ["http://store.example/x", "http://onion/x", "http://127.0.0.1.evil.example/x"]
)
def test_a_password_never_goes_out_in_the_open(rest):
    with pytest.raises(BadInput, match="without encryption"):
        web_url(rest)


@pytest.mark.parametrize("rest", ["https://amina:secret@store.example/x", "https://amina@store.example/x"])
def test_a_name_inside_the_address_is_refused(rest):
    with pytest.raises(BadInput, match="own field"):
        web_url(rest)


def test_a_password_inside_an_sftp_address_is_refused():
    with pytest.raises(BadInput, match="own field"):
        sftp_url("//amina:secret@store.example/x")


@pytest.mark.parametrize(
    "rest",
    [
        "https:///x",
        "https://store.example:99999/x",
        "https://store.example:x/y",
        "https://[::1/x",
        "https://a/x?y=1",
        "https://a/x#y",
        "https://a/../x",
        "https://a/%2e%2e/x",
        "https:",
    ],
)
def test_an_address_that_is_not_whole_is_refused(rest):
    with pytest.raises(BadInput):
        web_url(rest)
