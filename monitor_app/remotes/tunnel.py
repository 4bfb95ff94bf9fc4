"""A socket to a server, straight or through a proxy that looks up the name for us.

For SFTP only; the web's library has its own. Follows RFC 1928 and 1929 (SOCKS 5) and RFC 9110 §9.3.6 (CONNECT).
"""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from monitor_app.errors import RemoteUnreachable
from monitor_app.remotes import refusals

CONNECT_SECONDS = 20.0
_LONGEST_HEAD = 16 * 1024


def connect(host: str, port: int, *, proxy: str = "", seconds: float = CONNECT_SECONDS) -> socket.socket:
    """Return a connected socket. Raise RemoteUnreachable."""
    if not proxy:
        return _straight(host, port, seconds)
    parts = urlsplit(proxy)
    link = _straight(parts.hostname or "", parts.port or 0, seconds)
    with _closed_on_error(link):
        if parts.scheme == "socks5h":
            _socks(link, host, port)
            return link
        return _http(link, parts, host, port)


def _straight(host: str, port: int, seconds: float) -> socket.socket:
    try:
        return socket.create_connection((host, port), timeout=seconds)
    except (socket.gaierror, UnicodeError) as error:
        raise refusals.name_unknown() from error
    except OSError as error:
        raise refusals.silent() from error


@contextlib.contextmanager
def _closed_on_error(link: socket.socket) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        link.close()
        raise refusals.proxy_refused() from error
    except RemoteUnreachable:
        link.close()
        raise


def _socks(link: socket.socket, host: str, port: int) -> None:
    """Ask a SOCKS 5 proxy by name, so that it and not this computer looks the name up."""
    name = host.encode("idna")
    link.sendall(b"\x05\x01\x00")
    if _exactly(link, 2) != b"\x05\x00":
        raise refusals.proxy_refused()
    link.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
    _, answer, _, kind = _exactly(link, 4)
    if answer != 0:
        raise refusals.proxy_refused()
    length = {1: 4, 4: 16}.get(kind) or _exactly(link, 1)[0]
    _exactly(link, length + 2)


def _http(link: socket.socket, proxy: SplitResult, host: str, port: int) -> socket.socket:
    if proxy.scheme == "https":
        link = ssl.create_default_context().wrap_socket(link, server_hostname=proxy.hostname)
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    link.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("ascii"))
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += _exactly(link, 1)
        if len(head) > _LONGEST_HEAD:
            raise refusals.proxy_refused()
    if head.split(b" ", 2)[1:2] != [b"200"]:
        raise refusals.proxy_refused()
    return link


def _exactly(link: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        part = link.recv(size - len(content))
        if not part:
            raise refusals.proxy_refused()
        content += part
    return content
