"""Reads back what was just written, from the disk itself, a step behind the writing; in a thread of its own.

Threads live in `work`; this one begins and ends within one call, and saves the time of a second pass.
"""

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

_STEP = 64 << 20
_BLOCK = 1 << 18


class ReadingBack:
    """Hashes the file at `path` while it grows. `follow` tells it how much was written so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hasher = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None
        self._room = memoryview(bytearray(_BLOCK))  # one, used again: fresh memory costs more than reading
        self._done = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("r+b", buffering=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._file.close()

    def follow(self, written: int) -> None:
        """Go on with what is there, if it is much and the last step is done. Raise what that raised."""
        if written - self._done < _STEP or (self._running and not self._running.done()):
            return
        self._wait()
        self._running = self._thread.submit(self._read, written)

    def finish(self, written: int) -> str:
        """Read the rest; return the SHA-256 of the whole file in hex."""
        self._wait()
        self._read(written)
        if self._file.read(1):
            self._hasher.update(b"more than was written")
        return self._hasher.hexdigest()

    def _wait(self) -> None:
        if self._running:
            self._running.result()

    def _read(self, until: int) -> None:
        os.fsync(self._file.fileno())
        if hasattr(os, "posix_fadvise"):  # so that reading back asks the disk, not the cache
            os.posix_fadvise(self._file.fileno(), self._done, until - self._done, os.POSIX_FADV_DONTNEED)
        while self._done < until:
            count = self._file.readinto(self._room[: until - self._done])
            if not count:
                return
            self._hasher.update(self._room[:count])
            self._done += count
