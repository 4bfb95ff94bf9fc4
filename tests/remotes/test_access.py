"""What opens a place shows itself nowhere, and a proxy that leaks names is refused."""

import pickle

import msgspec
import pytest

from monitor_app.errors import BadInput
from monitor_app.remotes.access import Access, checked

FULL = Access(
    address="webdav:https://store.example/team",
    user="amina",
    secret="correct horse",
    private_key="-----BEGIN KEY-----",
    host_key="SHA256:abc",
    proxy="socks5h://127.0.0.1:9050",
    certificates="-----BEGIN CERTIFICATE-----",
)


def test_nothing_of_it_is_shown():
    shown = f"{FULL!r} {FULL} {[FULL]} {FULL.__rich_repr__()}"
    assert not [part for part in msgspec.structs.astuple(FULL) if part in shown]


def test_it_passes_a_pipe_whole():
    assert pickle.loads(pickle.dumps(FULL)) == FULL


def test_it_can_be_kept_and_read_back():
    assert msgspec.json.decode(msgspec.json.encode(FULL), type=Access) == FULL


@pytest.mark.parametrize(
    "proxy", ["", "socks5h://127.0.0.1:9050", "http://proxy.example:3128", "https://[::1]:8080/"]
)
def test_a_proxy_that_looks_names_up_itself_is_taken(proxy):
    assert checked(Access(address="x", proxy=proxy)).proxy == proxy


@pytest.mark.parametrize(
    "proxy",
    [
        "socks5://127.0.0.1:9050",
        "socks4://x:1",
        "127.0.0.1:9050",
        "http://proxy.example",
        "http://u:p@x:1",
        "file:///x",
    ],
)
def test_any_other_proxy_is_refused(proxy):
    with pytest.raises(BadInput, match="socks5h"):
        checked(Access(address="x", proxy=proxy))


def test_what_is_no_certificate_is_refused():
    with pytest.raises(BadInput):
        checked(Access(address="x", certificates="hello"))
