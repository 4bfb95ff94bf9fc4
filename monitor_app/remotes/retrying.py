"""A Remote that tries again when it is worth it: after errors that pass, with growing pauses."""

import threading
from collections.abc import Callable
from typing import TypeVar

from monitor_app.errors import RemoteError
from monitor_app.ports import ManyLaned, Remote

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before each further try."""
_Result = TypeVar("_Result")


class RetryingRemote:
    """Wraps a Remote; `sleep` takes seconds. Everything a Remote does can be done twice.

    Without a `sleep` of its own, `close` from another thread ends a pause, and nothing is tried after it.
    """

    def __init__(
        self,
        remote: Remote,
        *,
        sleep: Callable[[float], object] | None = None,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._closing, self._own_sleep = threading.Event(), sleep
        self._remote, self._sleep, self._pauses = remote, sleep or self._closing.wait, pauses

    def beside(self) -> Remote | None:
        """Return the remote within for another thread, with tries of its own, or None if there is none."""
        if not isinstance(self._remote, ManyLaned):
            return None
        further = self._remote.beside()
        return further and RetryingRemote(further, sleep=self._own_sleep, pauses=self._pauses)

    def put(self, name: str, content: bytes) -> None:
        """Store `content`."""
        self._tried(lambda: self._remote.put(name, content))

    def get(self, name: str) -> bytes:
        """Return the object."""
        return self._tried(lambda: self._remote.get(name))

    def names(self, prefix: str) -> list[str]:
        """Return the names under `prefix`."""
        return self._tried(lambda: self._remote.names(prefix))

    def delete(self, name: str) -> None:
        """Remove the object."""
        self._tried(lambda: self._remote.delete(name))

    def close(self) -> None:
        """Close the remote within."""
        self._closing.set()
        self._remote.close()

    def _tried(self, work: Callable[[], _Result]) -> _Result:
        return tried(work, sleep=self._sleep, pauses=self._pauses, is_over=self._closing.is_set)


def tried(
    work: Callable[[], _Result],
    *,
    sleep: Callable[[float], object],
    pauses: tuple[float, ...] = PAUSES,
    is_over: Callable[[], bool] = lambda: False,
) -> _Result:
    """Return what `work` returns; try again after each pause while its errors are of the kind that passes."""
    for pause in pauses:
        try:
            return work()
        except RemoteError as error:
            if not error.retryable or is_over():
                raise
        sleep(pause)
    return work()
