"""A proxy that breaks things between a client and a real server: one kind of fault at a time, counted.

With `web` it understands HTTP, one request a connection, so that it can answer itself; else it passes bytes on.
"""

import contextlib
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_BLOCK = 64 * 1024
_OUT_OF_ORDER = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_STORED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Faults:
    """What goes wrong. Rates are of requests, `resets` counts of the bytes sent.

    `drip` (of answers) and `uplink` (of what all clients send together) are bytes a second. After `mute_after`
    bytes sent, nothing passes any more.
    """

    latency: float = 0.0
    resets: list[int] = field(default_factory=list)
    out_of_order: float = 0.0
    truncated: float = 0.0
    drip: int = 0
    uplink: int = 0
    silent: bool = False
    mute_after: int = 0
    twice: bool = False
    swallow: bool = False


class Broken(Exception):
    """The connection is to be cut now."""


class FaultProxy:
    """Listens at `port` of loopback. `sent` counts what clients sent, `passed` that and what came back.

    `done` counts how many faults were made.
    """

    def __init__(self, upstream: int, faults: Faults, *, web: bool = True) -> None:
        self.upstream, self.faults, self._web = upstream, faults, web
        self.sent = self.answered = self.done = 0
        self._open: set[socket.socket] = set()
        self._chance = random.Random(7)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._free_at = 0.0
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        """Listen no more, and let waiting connections end."""
        self._stopping.set()
        self._listening.close()

    @property
    def passed(self) -> int:
        """Count the bytes that went either way."""
        return self.sent + self.answered

    def cut(self) -> None:
        """Break every connection that is open now, as a router does that forgot about them."""
        with self._lock:
            links = list(self._open)
        self.done += 1
        for link in links:
            with contextlib.suppress(OSError):
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                link.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._open.add(client)
        try:
            self._pass_on(client)
        finally:
            with self._lock:
                self._open.discard(client)

    def _pass_on(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.faults.silent:
                self.done += 1
                self._stopping.wait()
                return
            try:
                self._one_request(client) if self._web else self._both_ways(client)
            except Broken:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _server(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.upstream))

    def _one_request(self, client: socket.socket) -> None:
        """Hand a request on once it is whole: a server must not tire of a line that is slow here."""
        head = _head(client)
        if not head:
            return
        found = _LENGTH.search(head)
        request = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        self._count(len(head), b"")
        left = int(found[1]) if found else 0
        while left:
            part = client.recv(min(left, _BLOCK))
            if not part:
                return
            left -= len(part)
            request += part
            self._count(len(part), request)
        with self._server() as server:
            self._answer(client, server, request)

    def _answer(self, client: socket.socket, server: socket.socket, request: bytes) -> None:
        if self._happens(self.faults.out_of_order):
            client.sendall(_OUT_OF_ORDER)
            return
        if self.faults.swallow and request.startswith(b"PUT"):
            self.done += 1
            client.sendall(_STORED)
            return
        if self.faults.twice:
            self.done += 1
            with self._server() as again:
                again.sendall(request)
                _all(again)
        server.sendall(request)
        self._hand_back(client, _all(server))

    def _hand_back(self, client: socket.socket, answer: bytes) -> None:
        if self.faults.latency:
            self.done += 1
            self._stopping.wait(self.faults.latency)
        if self._happens(self.faults.truncated):
            client.sendall(answer[: len(answer) * 2 // 3])
            raise Broken
        step = self.faults.drip // 20 or len(answer) or 1
        for start in range(0, len(answer), step):
            client.sendall(answer[start : start + step])
            self.answered += len(answer[start : start + step])
            if self.faults.drip:
                self.done += 1
                self._stopping.wait(0.05)

    def _both_ways(self, client: socket.socket) -> None:
        with self._server() as server:
            back = threading.Thread(target=self._back, args=(client, server), daemon=True)
            back.start()
            try:
                while part := client.recv(_BLOCK):
                    self._count(len(part), b"")
                    if self.faults.latency:
                        self.done += 1
                        self._stopping.wait(self.faults.latency)
                    server.sendall(part)
            finally:
                with contextlib.suppress(OSError):
                    server.shutdown(socket.SHUT_RDWR)
                back.join()

    def _back(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := server.recv(_BLOCK):
                if self.faults.drip:
                    self.done += 1
                    self._stopping.wait(len(part) / self.faults.drip)
                client.sendall(part)
                self.answered += len(part)
            client.shutdown(socket.SHUT_WR)

    def _count(self, size: int, so_far: bytes) -> None:
        """Count the client's bytes; at a reset, hand on what came so far and cut the connection."""
        with self._lock:
            self.sent += size
            is_mute = bool(self.faults.mute_after) and self.sent >= self.faults.mute_after
            is_cut = bool(self.faults.resets) and self.sent >= self.faults.resets[0]
            if is_cut:
                self.faults.resets.pop(0)
                self.done += 1
        if is_cut:
            if so_far:
                with self._server() as server:
                    server.sendall(so_far)
            raise Broken
        if is_mute:
            self.done += 1
            self._stopping.wait()
        if self.faults.uplink:
            self._stopping.wait(self._turn(size))

    def _turn(self, size: int) -> float:
        """Return how long a part has to wait on a line that all share."""
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + size / self.faults.uplink
            self.done += 1
            return self._free_at - now

    def _happens(self, rate: float) -> bool:
        with self._lock:
            happens = self._chance.random() < rate
            self.done += happens
        return happens


def _head(link: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        part = link.recv(1)
        if not part:
            return b""
        head += part
    return head


def _all(link: socket.socket) -> bytes:
    content = b""
    while part := link.recv(_BLOCK):
        content += part
    return content


@contextlib.contextmanager
def breaking(upstream: int, faults: Faults, *, web: bool = True) -> Iterator[FaultProxy]:
    """Run a proxy in front of a port of loopback."""
    proxy = FaultProxy(upstream, faults, web=web)
    try:
        yield proxy
    finally:
        proxy.stop()
