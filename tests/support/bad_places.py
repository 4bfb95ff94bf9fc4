"""Places that misbehave, in this process: a Remote in front of another one, one kind of fault each.

`done` counts the faults made. Chance is drawn from a set seed, so a run can be told again.
"""

import random
import threading

from monitor_app.ports import Remote
from monitor_app.remotes.refusals import busy, given_up, silent


class Honest:
    """Passes everything on; each fault below changes one thing."""

    def __init__(self, remote: Remote) -> None:
        self._remote, self._chance, self.done = remote, random.Random(7), 0

    def put(self, name: str, content: bytes) -> None:
        self._remote.put(name, content)

    def get(self, name: str) -> bytes:
        return self._remote.get(name)

    def names(self, prefix: str) -> list[str]:
        return self._remote.names(prefix)

    def delete(self, name: str) -> None:
        self._remote.delete(name)

    def close(self) -> None:
        self._remote.close()

    def _happens(self, rate: float) -> bool:
        happens = self._chance.random() < rate
        self.done += happens
        return happens


class Late(Honest):
    """Takes its time, so that lanes overtake each other."""

    def put(self, name: str, content: bytes) -> None:
        self.done += 1
        threading.Event().wait(self._chance.uniform(0, 0.004))
        super().put(name, content)


class CutOff(Honest):
    """Breaks the line in the middle of an object and shows the half of it to everybody."""

    def put(self, name: str, content: bytes) -> None:
        if self._happens(0.2):
            self._remote.put(name, content[: len(content) // 2])
            raise silent()
        super().put(name, content)


class Unanswered(Honest):
    """Stores, and loses the answer."""

    def put(self, name: str, content: bytes) -> None:
        super().put(name, content)
        if self._happens(0.2):
            raise silent()


class OutOfOrder(Honest):
    """Is busy now and then, as a server that answers 503."""

    def put(self, name: str, content: bytes) -> None:
        self._answer()
        super().put(name, content)

    def get(self, name: str) -> bytes:
        self._answer()
        return super().get(name)

    def names(self, prefix: str) -> list[str]:
        self._answer()
        return super().names(prefix)

    def _answer(self) -> None:
        if self._happens(0.2):
            raise busy()


class Truncating(Honest):
    """Gives only the first part of an object, and calls it whole."""

    def get(self, name: str) -> bytes:
        content = super().get(name)
        return content[: len(content) * 2 // 3] if self._happens(0.15) else content


class Repeating(Honest):
    """Does each put again after the next one: a request played back."""

    _before: tuple[str, bytes] | None = None

    def put(self, name: str, content: bytes) -> None:
        super().put(name, content)
        if self._before is not None:
            self.done += 1
            super().put(*self._before)
        self._before = (name, content)


class Mute(Honest):
    """Says nothing any more: each operation is given up at the end of its time."""

    def put(self, name: str, content: bytes) -> None:
        self._be_silent()

    def get(self, name: str) -> bytes:
        self._be_silent()
        return b""

    def names(self, prefix: str) -> list[str]:
        self._be_silent()
        return []

    def _be_silent(self) -> None:
        self.done += 1
        raise given_up()


class Forgetting(Honest):
    """Says that it stored, and does not."""

    def put(self, name: str, content: bytes) -> None:
        self.done += 1
