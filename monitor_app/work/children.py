"""Spawned child processes with a pipe: a time limit, killed on cancel, always reaped.

What a child does is a module-level function handed in; it and its arguments travel by pipe, never by
command line or environment.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from monitor_app.errors import ChildFailed, MonitorError
from monitor_app.ports import Progress, Silent
from monitor_app.text import N_

R = TypeVar("R")

_LOOK_EVERY = 0.05
_SPAWN = multiprocessing.get_context("spawn")
_running: set[BaseProcess] = set()  # every child that may have to be killed on lock, whoever started it
_guard = threading.Lock()


def run(function: Callable[..., R], *arguments: object, seconds: float, progress: Progress | None = None) -> R:
    """Run a picklable function in a fresh process and return its result; its MonitorError is raised here.

    Raise ChildFailed if it dies, takes longer than `seconds`, or its answer is unusable; Cancelled if stopped.
    """
    ours, theirs = _SPAWN.Pipe()
    child = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
    with _guard:
        child.start()
        _running.add(child)
    theirs.close()
    try:
        ours.send((function, arguments))
        answer = _wait(ours, time.monotonic() + seconds, progress or Silent())
    except (EOFError, ConnectionError) as error:
        raise _failed() from error
    finally:
        ours.close()
        _reap(child)
    result: R = _read(answer)
    return result


def kill_all() -> None:
    """Kill and reap every child that still runs (for lock)."""
    with _guard:
        running = list(_running)
    for child in running:
        _reap(child)


def _wait(connection: Connection, deadline: float, progress: Progress) -> tuple[str, Any]:
    while not connection.poll(_LOOK_EVERY):
        progress.step(0, 0)
        if time.monotonic() > deadline:
            raise ChildFailed(
                N_("This took too long and was stopped."),
                N_("Try it with a smaller file, or close other programs and try again."),
            )
    answer: tuple[str, Any] = connection.recv()
    return answer


def _reap(child: BaseProcess) -> None:
    child.kill()
    child.join()
    with _guard:
        _running.discard(child)


def _read(answer: tuple[str, Any]) -> Any:  # noqa: ANN401 - what the function returned
    kind, content = answer
    if kind == "result":
        return content
    if kind == "known":
        error_kind, fields = content
        error: MonitorError = error_kind.__new__(error_kind)
        error.__dict__.update(fields)
        error.args = (str(error.message),)
        raise error
    raise _failed()


def _failed() -> ChildFailed:
    return ChildFailed(
        N_("A part of the program stopped unexpectedly; nothing was changed."),
        N_("Try again. If it happens with the same file every time, the file may be damaged."),
    )


def _serve(connection: Connection) -> None:
    """Run in the child: one function, one answer. What a bug says stays in the child: it may hold content."""
    function, arguments = connection.recv()
    try:
        answer: tuple[str, Any] = ("result", function(*arguments))
    except MonitorError as error:
        answer = ("known", (type(error), error.__dict__))
    except Exception:  # noqa: BLE001 - a bug, told as one without its words
        answer = ("bug", None)
    connection.send(answer)
    connection.close()
