"""Proxies that let a client through and remember for which names they were asked: SOCKS 5 and HTTP."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Relay:
    """Connects whoever asks to `target`, a port of loopback, whatever name was asked for."""

    target: int
    listening: socket.socket
    asked: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, IndexError), client:
            first = client.recv(4096)
            if first[:1] == b"\x05":
                client.sendall(b"\x05\x00")
                request = client.recv(4096)
                self.asked.append(_socks_name(request))
                client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
            else:
                self.asked.append(first.split()[1].decode())
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                _join(client, server)


def _socks_name(request: bytes) -> str:
    if request[3] == 3:
        return request[5 : 5 + request[4]].decode()
    return "an address, so the name was looked up before"


def _join(client: socket.socket, server: socket.socket) -> None:
    back = threading.Thread(target=_copy, args=(server, client), daemon=True)
    back.start()
    _copy(client, server)
    back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def relaying(target: int) -> Iterator[Relay]:
    """Run one in front of a port of loopback."""
    relay = Relay(target, socket.create_server(("127.0.0.1", 0)))
    threading.Thread(target=relay.accept, daemon=True).start()
    try:
        yield relay
    finally:
        relay.listening.close()
