"""Spawned child processes with a pipe: a time limit, killed on cancel, always reaped.

What a child does is a module-level function handed in; nothing secret is in its arguments list or environment.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from monitor_app.ports import Progress

R = TypeVar("R")


def run(function: Callable[..., R], *arguments: Any, seconds: float, progress: Progress | None = None) -> R:
    """Run a picklable function in a fresh process and return its result; its MonitorError is raised here.

    Raise ChildFailed if it dies, takes longer than `seconds`, or its answer is unusable; Cancelled if stopped.
    """
    raise NotImplementedError


def kill_all() -> None:
    """Kill and reap every child that still runs (for lock)."""
    raise NotImplementedError
