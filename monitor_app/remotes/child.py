"""A Remote in a process of its own, which can be killed: no library can hang or crash the program.

Talks over a pipe, one operation at a time. A child that does not answer in time, or dies, is ended and the next
operation starts a fresh one. Nothing but the access, names, sealed bytes and words passes, and by pipe only.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from monitor_app import errors, processes
from monitor_app.errors import MonitorError
from monitor_app.ports import Remote
from monitor_app.processes import Child
from monitor_app.remotes import surroundings
from monitor_app.remotes.access import Access
from monitor_app.remotes.refusals import given_up, silent, too_large
from monitor_app.text import Message

START_SECONDS = 30.0
BASE_SECONDS = 30.0
SLOWEST_BYTES_A_SECOND = 16 * 1024
LARGEST_ANSWER = 2 * 1024 * 1024
"""What is read is a segment, a roster or a chunk of 1 MiB."""

Maker = Callable[[Access], Remote]
Patience = Callable[[int], float]


def patience(size: int) -> float:
    """Return how many seconds an operation that moves `size` bytes may take as a whole."""
    return BASE_SECONDS + size / SLOWEST_BYTES_A_SECOND


@dataclass(frozen=True)
class _Failure:
    kind: str
    message: Message
    hint: Message | None

    def as_error(self) -> MonitorError:
        kind: type[MonitorError] = getattr(errors, self.kind)
        return kind(self.message, self.hint)


class ChildRemote:
    """Runs `make(access)` in a spawned child. `close` may come from another thread and ends work at once.

    With `now` the place is opened at once, which raises what is wrong with it; else at the first operation.
    """

    def __init__(self, make: Maker, access: Access, *, patience: Patience = patience, now: bool = True) -> None:
        self._make, self._access, self._patience = make, access, patience
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._closed = False
        if not now:
            return
        try:
            self._call(("open",), size=0)
        except BaseException:
            self.close()
            raise

    def put(self, name: str, content: bytes) -> None:
        """Store `content`."""
        self._call(("put", name, content), size=len(content))

    def get(self, name: str) -> bytes:
        """Return the object."""
        content = self._call(("get", name), size=LARGEST_ANSWER)
        assert isinstance(content, bytes)
        return content

    def names(self, prefix: str) -> list[str]:
        """Return the names under `prefix`."""
        found = self._call(("names", prefix), size=LARGEST_ANSWER)
        assert isinstance(found, list)
        return found

    def delete(self, name: str) -> None:
        """Remove the object."""
        self._call(("delete", name), size=0)

    def close(self) -> None:
        """End the child, whatever it is doing; nothing works after that."""
        self._closed = True
        if (child := self._child) is not None:
            child.kill()
        with self._turn:
            self._end()

    def _call(self, request: tuple[Any, ...], *, size: int) -> object:
        with self._turn:
            answer = self._answer(request, self._patience(size))
        if isinstance(answer, _Failure):
            raise answer.as_error()
        return answer

    def _answer(self, request: tuple[Any, ...], seconds: float) -> object:
        try:
            if self._child is None:
                self._child = processes.start(serve, self._make, self._access)
                seconds += START_SECONDS
            self._demand_open()
            self._child.pipe.send(request)
            if self._child.pipe.poll(seconds):
                answer: object = self._child.pipe.recv()
                return answer
        except (EOFError, OSError) as error:
            self._end()
            raise silent() from error
        self._end()
        raise given_up()

    def _demand_open(self) -> None:
        """Check after the child is known, as `close` looks for the child after saying that it closes."""
        if self._closed:
            raise EOFError

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def serve(pipe: Connection, make: Maker, access: Access) -> None:
    """Answer requests until the other end is gone. Runs in the child."""
    remote: Remote | None = None
    surroundings.limit()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            operation, *arguments = pipe.recv()
            try:
                remote = remote or _made(make, access)
                answer = None if operation == "open" else getattr(remote, operation)(*arguments)
            except MonitorError as error:
                answer = _failure(error)
            except MemoryError:
                answer = _failure(too_large())
            pipe.send(answer)


def _failure(error: MonitorError) -> _Failure:
    return _Failure(type(error).__name__, error.message, error.hint)


def _made(make: Maker, access: Access) -> Remote:
    with surroundings.settled(access):
        return make(access)
