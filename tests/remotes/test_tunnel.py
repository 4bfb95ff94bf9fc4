"""Through a proxy the name is looked up by the proxy; whatever it answers wrongly is said in words."""

import contextlib
import socket
from urllib.parse import urlsplit

import pytest

from monitor_app.errors import RemoteNameUnknown, RemoteUnreachable
from monitor_app.remotes import tunnel


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    with ours, theirs:
        yield ours, theirs


def heard(theirs) -> bytes:
    theirs.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        return theirs.recv(4096)
    return b""


def test_socks_is_asked_by_name(pair):
    ours, theirs = pair
    theirs.sendall(b"\x05\x00" + b"\x05\x00\x00\x01\x7f\x00\x00\x01\x1f\x90" + b"SSH-2.0")
    tunnel._socks(ours, "abcdef.onion", 22)
    assert heard(theirs) == b"\x05\x01\x00" + b"\x05\x01\x00\x03\x0cabcdef.onion\x00\x16"
    assert ours.recv(7) == b"SSH-2.0"


@pytest.mark.parametrize("bound", [b"\x04" + bytes(16), b"\x03\x03abc"])
def test_every_form_of_a_socks_answer_is_read_to_its_end(pair, bound):
    ours, theirs = pair
    theirs.sendall(b"\x05\x00\x05\x00\x00" + bound + b"\x00\x01" + b"SSH")
    tunnel._socks(ours, "store.example", 22)
    assert ours.recv(3) == b"SSH"


@pytest.mark.parametrize("answer", [b"\x05\xff", b"\x05\x00\x05\x04\x00\x01", b"HTTP/1.1 400", b"\x05"])
def test_a_socks_proxy_that_refuses_is_said(pair, answer):
    ours, theirs = pair
    theirs.sendall(answer)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(RemoteUnreachable, match="proxy"):
        tunnel._socks(ours, "store.example", 22)


def test_an_http_proxy_is_asked_by_name(pair):
    ours, theirs = pair
    theirs.sendall(b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nSSH")
    tunnel._http(ours, urlsplit("http://proxy.example:3128"), "store.example", 22)
    assert heard(theirs).startswith(b"CONNECT store.example:22 HTTP/1.1\r\nHost: store.example:22\r\n")
    assert ours.recv(3) == b"SSH"


@pytest.mark.parametrize("answer", [b"HTTP/1.1 403 Forbidden\r\n\r\n", b"", b"x" * 20_000, b"200\r\n\r\n"])
def test_an_http_proxy_that_refuses_is_said(pair, answer):
    ours, theirs = pair
    theirs.sendall(answer)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(RemoteUnreachable, match="proxy"):
        tunnel._http(ours, urlsplit("http://proxy.example:3128"), "store.example", 22)


def test_a_name_that_cannot_be_one_is_said_without_asking_anybody():
    with pytest.raises(RemoteNameUnknown):
        tunnel.connect("a" * 70, 22)
