"""One child that up to four lanes of a shared place use at once, each by a pipe of its own.

Starting a process costs more than sending a photo, so there is one. It is ended whole: a lane that waits in
vain takes the others with it, which then have waited in vain too; what dies by itself is tried again in the
next child. Knows no request.
"""

import contextlib
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from monitor_app.processes import Child

AT_ONCE = 4
Starter = Callable[[Sequence[Connection]], Child]


@dataclass(frozen=True)
class Birth:
    """One child's life. `pipes` has one pipe a lane, the first of which is the child's own.

    `given_up` is set before it is ended for its silence.
    """

    child: Child
    pipes: tuple[Connection, ...]
    given_up: threading.Event = field(default_factory=threading.Event)


class SharedChild:
    """Has a child when one is asked for. `start` is handed the child's ends of the pipes beside its own."""

    def __init__(self, start: Starter, *, lanes: int = AT_ONCE) -> None:
        self._start, self._lanes, self._free = start, lanes, list(range(lanes))
        self._guard = threading.Lock()
        self._birth: Birth | None = None
        self._closed = False

    def lane(self) -> "tuple[SharedChild, int]":
        """Return a lane that nobody has, by its number: here or of a further child."""
        with self._guard:
            if self._free:
                return self, self._free.pop(0)
        return SharedChild(self._start, lanes=self._lanes).lane()

    def alive(self) -> Birth:
        """Return the child there is, or a fresh one. Raise EOFError once closed, Cancelled."""
        with self._guard:
            birth = self._birth
            if birth is None and not self._closed:
                birth = self._birth = _born(self._start, self._lanes)
            if (
                birth is None or self._closed
            ):  # looked at after the birth is known, as `close` looks for it then
                self._forget()
                raise EOFError
            return birth

    def end(self, birth: Birth) -> None:
        """End this child, unless that was done; each lane lets go of its own pipe."""
        with self._guard:
            if self._birth is birth:
                self._forget()

    def close(self) -> None:
        """End the child, whatever it is doing; there is none after that."""
        self._closed = True
        if (birth := self._birth) is not None:
            birth.child.kill()  # without the guard, which whoever ends it may hold
            self.end(birth)

    def _forget(self) -> None:
        if self._birth is not None:
            self._birth.child.reap()
            self._birth = None


def _born(start: Starter, lanes: int) -> Birth:
    pairs = [multiprocessing.Pipe() for _ in range(lanes - 1)]
    with contextlib.ExitStack() as handed:
        for _, theirs in pairs:
            handed.callback(theirs.close)
        child = start([theirs for _, theirs in pairs])
    return Birth(child, (child.pipe, *(ours for ours, _ in pairs)))
