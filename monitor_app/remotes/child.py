"""A Remote in a process of its own, which can be killed: no library can hang or crash the program.

Talks over pipes, one operation at a time in each; several lanes share a child. One that does not answer in
time, or dies, is ended and the next operation starts a fresh one. Nothing but the access, names, sealed bytes
and words passes, and by pipe only.
"""

import contextlib
import functools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from monitor_app import errors, processes
from monitor_app.errors import MonitorError, RemoteUnreachable
from monitor_app.ports import Remote
from monitor_app.remotes import surroundings
from monitor_app.remotes.access import Access
from monitor_app.remotes.refusals import given_up, silent, too_large
from monitor_app.remotes.shared_child import AT_ONCE, Birth, SharedChild
from monitor_app.text import Message

START_SECONDS = 30.0
BASE_SECONDS = 30.0
SLOWEST_BYTES_A_SECOND = 16 * 1024
"""Of the whole line, which four lanes may share; what is slower counts as dead."""
LARGEST_ANSWER = 1024 * 1024 + 64 * 1024
"""What is read is a segment, a roster or a chunk of 1 MiB."""
LONG_LIST = 512 * 1024
_ALONE = frozenset({"sftp"})
"""Its library serves one thread, and does its sums in Python: a process for each lane."""

Maker = Callable[[Access], Remote]
Patience = Callable[[int], float]


def patience(size: int) -> float:
    """Return how many seconds an operation that moves `size` bytes may take as a whole."""
    return BASE_SECONDS + size * AT_ONCE / SLOWEST_BYTES_A_SECOND


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
    One thread uses it at a time; `beside` gives the same place to another one.
    """

    def __init__(
        self,
        make: Maker,
        access: Access,
        *,
        patience: Patience = patience,
        now: bool = True,
        shared: SharedChild | None = None,
    ) -> None:
        self._make, self._access, self._patience = make, access, patience
        self._shared, self._lane = (shared or sharing(make, access)).lane()
        self._turn = threading.Lock()
        self._birth: Birth | None = None
        if not now:
            return
        try:
            self._call(("open",), size=0)
        except BaseException:
            self.close()
            raise

    def beside(self) -> "ChildRemote":
        """Return the same place for another thread, in the same child while there is room. Close both."""
        return ChildRemote(self._make, self._access, patience=self._patience, now=False, shared=self._shared)

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
        found = self._call(("names", prefix), size=LONG_LIST)
        assert isinstance(found, list)
        return found

    def delete(self, name: str) -> None:
        """Remove the object."""
        self._call(("delete", name), size=0)

    def close(self) -> None:
        """End the child, whatever it is doing for whomever; nothing works after that."""
        self._shared.close()
        with self._turn:
            self._drop()

    def _call(self, request: tuple[Any, ...], *, size: int) -> object:
        with self._turn:
            answer = self._answer(request, self._patience(size))
        if isinstance(answer, _Failure):
            raise answer.as_error()
        return answer

    def _answer(self, request: tuple[Any, ...], seconds: float) -> object:
        try:
            birth = self._shared.alive()
            if birth is not self._birth:
                self._drop()
                self._birth = birth
                seconds += START_SECONDS
            pipe = birth.pipes[self._lane]
            pipe.send(request)
            if pipe.poll(seconds):
                answer: object = pipe.recv()
                return answer
        except (EOFError, OSError) as error:
            raise self._broken() from error
        birth.given_up.set()
        self._drop()
        raise given_up()

    def _broken(self) -> RemoteUnreachable:
        """Say why the pipe broke: a place that another lane waited for in vain is not worth another try now."""
        is_vain = self._birth is not None and self._birth.given_up.is_set()
        self._drop()
        return given_up() if is_vain else silent()

    def _drop(self) -> None:
        """End the child that this lane used last, and let go of its pipe."""
        if self._birth is not None:
            self._shared.end(self._birth)
            self._birth.pipes[self._lane].close()
            self._birth = None


def sharing(make: Maker, access: Access) -> SharedChild:
    """Return what starts the children for `access`, each with as many lanes as its library bears."""
    lanes = 1 if access.address.partition(":")[0] in _ALONE else AT_ONCE
    return SharedChild(functools.partial(processes.start, serve, make, access), lanes=lanes)


def serve(pipe: Connection, make: Maker, access: Access, further: Sequence[Connection] = ()) -> None:
    """Answer requests of each lane until the other end of `pipe` is gone. Runs in the child."""
    surroundings.limit()
    place = _Place(make, access)
    for one in further:
        threading.Thread(target=_answer, args=(one, place), daemon=True).start()
    _answer(pipe, place)


class _Place:
    """The one Remote of this child, made at the first request of any lane."""

    def __init__(self, make: Maker, access: Access) -> None:
        self._make, self._access = make, access
        self._guard = threading.Lock()
        self._remote: Remote | None = None

    def opened(self) -> Remote:
        with self._guard:
            if self._remote is None:
                with surroundings.settled(self._access):
                    self._remote = self._make(self._access)
            return self._remote


def _answer(pipe: Connection, place: _Place) -> None:
    with pipe, contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            operation, *arguments = pipe.recv()
            try:
                remote = place.opened()
                answer = None if operation == "open" else getattr(remote, operation)(*arguments)
            except MonitorError as error:
                answer = _failure(error)
            except MemoryError:
                answer = _failure(too_large())
            pipe.send(answer)


def _failure(error: MonitorError) -> _Failure:
    return _Failure(type(error).__name__, error.message, error.hint)
