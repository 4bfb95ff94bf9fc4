"""A process and its children: what each gives up before it reads anything, and how all children end at once.

Knows no vault. What a child hears and says passes through its pipe alone; nothing stands in its arguments.
"""

import contextlib
import ctypes
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from monitor_app.errors import Cancelled
from monitor_app.text import N_

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux: also when the system's own collector of crashes takes no notice of the limit."""
_OWNER_ONLY = 0o077
_guard = threading.Lock()
_endings = 0


def harden() -> None:
    """Write no memory to disk at a crash, import nothing from the current folder, share no file with others."""
    os.environ["PYTHONSAFEPATH"] = "1"
    os.umask(_OWNER_ONLY)
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


@dataclass(frozen=True)
class Child:
    """A child at work, and our end of its pipe."""

    process: SpawnProcess
    pipe: Connection

    def kill(self) -> None:
        """End it now, from any thread; whoever waits for its answer hears that the pipe broke."""
        with contextlib.suppress(ValueError):  # it was ended and closed meanwhile
            self.process.kill()

    def reap(self) -> None:
        """End it, and leave our end of its pipe to whoever may be using it."""
        with contextlib.suppress(ValueError):  # as above
            self.process.kill()
            self.process.join()
            self.process.close()

    def end(self) -> None:
        """End it and let go of everything it held."""
        self.reap()
        self.pipe.close()


def start(work: Callable[..., None], *handed: Any) -> Child:  # noqa: ANN401 - whatever the work is handed
    """Start a hardened child that does `work(pipe, *handed)`. Raise Cancelled while everything is ending."""
    spawn = multiprocessing.get_context("spawn")
    with _guard:
        if _endings:
            raise Cancelled(N_("This was stopped."), N_("Start it again after unlocking."))
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_live, args=(work, theirs, handed), daemon=True)
        process.start()
    theirs.close()
    return Child(process, ours)


@contextlib.contextmanager
def ending(*, seconds: float = 1.0) -> Iterator[bool]:
    """Kill and reap every child, and let none be born inside; yields whether none is left."""
    global _endings  # noqa: PLW0603 - a process has one set of children
    with _guard:
        _endings += 1
    try:
        yield _end_children(seconds)
    finally:
        with _guard:
            _endings -= 1


def _end_children(seconds: float) -> bool:
    until = time.monotonic() + seconds
    children = multiprocessing.active_children()
    for child in children:
        with contextlib.suppress(ValueError):  # whoever started it ended it meanwhile
            child.kill()
    for child in children:
        with contextlib.suppress(ValueError):  # as above
            child.join(max(until - time.monotonic(), 0.0))
    return not multiprocessing.active_children()


def dismiss_tracker() -> None:
    """End the helper that Python itself keeps beside children, which nobody else would reap."""
    stop = getattr(getattr(resource_tracker, "_resource_tracker", None), "_stop", None)
    if stop is not None and not multiprocessing.active_children():
        stop()


def _live(work: Callable[..., None], pipe: Connection, handed: tuple[Any, ...]) -> None:
    harden()
    work(pipe, *handed)
