"""The one thread that opens and touches a vault, with a priority queue. Answers go first.

Knows neither Qt nor what a vault is: it is handed a function that opens one.
"""

from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Priority(IntEnum):
    """What goes first. Within one priority: in order of submission."""

    ANSWER = 0
    SCREEN = 1
    WORK = 2
    BACKGROUND = 3


class Writer(Generic[T]):
    """Runs functions on one thread, handing each what `open_it` returned there."""

    def __init__(self, open_it: Callable[[], T], close_it: Callable[[T], None]) -> None: ...

    def submit(self, function: Callable[[T], R], *, priority: Priority = Priority.SCREEN) -> "Future[R]":
        """Queue a function; its result or error is in the Future. After `close`, the Future is cancelled."""
        raise NotImplementedError

    def opened(self) -> "Future[None]":
        """Return a Future that is done once it was opened, or holds the error."""
        raise NotImplementedError

    def close(self) -> None:
        """Finish what runs, cancel what waits (answers are still done), close, and end the thread."""
        raise NotImplementedError
