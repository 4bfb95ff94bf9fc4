"""A disk that refuses: the n-th call that would change something in a folder fails, once or from then on."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WRITING = ("write", "fsync", "open", "mkdir", "replace", "rename")
CLEARING = ("unlink", "remove", "rmdir")


class Refusal:
    """Counts the calls that change a folder; the `at`-th fails, with `is_lasting` all later ones that write."""

    def __init__(self, folder: Path, code: int, *, at: int, is_lasting: bool = False) -> None:
        self._folder, self._code, self._at, self._is_lasting = str(folder), code, at, is_lasting
        self.calls = 0

    @property
    def has_come(self) -> bool:
        """Say whether anything was refused."""
        return self.calls >= self._at

    def set_up(self, patching: pytest.MonkeyPatch) -> None:
        """Stand between the program and the system."""
        for name in (*WRITING, *CLEARING):
            patching.setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if self._concerns(name, given):
                self.calls += 1
                is_late = self._is_lasting and self.calls > self._at and name in WRITING
                if self.calls == self._at or is_late:
                    raise OSError(self._code, os.strerror(self._code))
            return real(*given, **named)

        return call

    def _concerns(self, name: str, given: tuple[Any, ...]) -> bool:
        if name == "open" and not (len(given) > 1 and given[1] & (os.O_CREAT | os.O_RDWR | os.O_WRONLY)):
            return False
        return self._place(given[0]).startswith(self._folder)

    @staticmethod
    def _place(thing: Any) -> str:
        if not isinstance(thing, int):
            return os.fspath(thing) if not isinstance(thing, bytes) else thing.decode()
        try:
            return str(Path(f"/proc/self/fd/{thing}").readlink())
        except OSError:
            return ""


def once(folder: Path, at: int) -> Refusal:
    """The disk fails to do one thing."""
    return Refusal(folder, errno.EIO, at=at)


def from_then_on(folder: Path, at: int) -> Refusal:
    """The disk is full."""
    return Refusal(folder, errno.ENOSPC, at=at, is_lasting=True)
