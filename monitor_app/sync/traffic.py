"""What may travel now, and what does: pause, data budget, records only, bytes and speed.

One object lives as long as one sync; a screen reads it and pauses it from its own thread.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor_app.sync.exchange import Kind

ALWAYS = Kind.URGENT
"""Kinds up to this one go whatever the budget: who is in danger does not wait for money."""
WITHOUT_FILES = Kind.THUMBNAILS
"""The last kind that travels when only records may."""
_SPEED_SECONDS = 5.0
_WAIT_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Moving:
    """What moves at a moment. `total` counts the bytes known to be due, 0 if that is not known."""

    kind: Kind | None = None
    is_sending: bool = True
    objects: int = 0
    done: int = 0
    total: int = 0
    bytes_a_second: int = 0
    is_paused: bool = False


class Traffic:
    """The traffic of one sync. `budget` is in bytes, None: no limit; `up_to` is the last kind that may go."""

    def __init__(
        self,
        *,
        budget: int | None = None,
        up_to: Kind = Kind.VIDEO,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.up_to, self._left, self._timer = up_to, budget, timer
        self.is_spent = False
        self._open = threading.Event()
        self._open.set()
        self._lock = threading.Lock()
        self._steps: deque[tuple[float, int]] = deque()
        self._moving = Moving()

    def limit(self, *, budget: int | None, up_to: Kind) -> None:
        """Set what may go, once it was read."""
        with self._lock:
            self._left, self.up_to = budget, up_to

    def pause(self) -> None:
        """Begin nothing more until `resume`; what is under way ends."""
        self._open.clear()

    def resume(self) -> None:
        """Go on."""
        self._open.set()

    @property
    def is_paused(self) -> bool:
        """Say whether it is paused."""
        return not self._open.is_set()

    def wait_while_paused(self, tick: Callable[[], None]) -> None:
        """Return when it is not paused; `tick` is called meanwhile and may raise."""
        while not self._open.wait(_WAIT_SECONDS):
            tick()

    def allows(self, kind: Kind, size: int) -> bool:
        """Say whether an object may go, and count it against the budget if so."""
        if kind > self.up_to:
            return False
        with self._lock:
            if self._left is not None:
                if kind > ALWAYS and size > self._left:
                    self.is_spent = True
                    return False
                self._left = max(self._left - size, 0)
        return True

    def begin(self, *, is_sending: bool, total: int) -> None:
        """Say that another part begins, with so many bytes due."""
        with self._lock:
            self._moving = Moving(is_sending=is_sending, total=total)

    def carry(self, kind: Kind, size: int) -> None:
        """Note that an object has arrived at the other end."""
        now = self._timer()
        with self._lock:
            self._steps.append((now, size))
            while self._steps and self._steps[0][0] < now - _SPEED_SECONDS:
                self._steps.popleft()
            before = self._moving
            self._moving = replace(before, kind=kind, objects=before.objects + 1, done=before.done + size)

    def now(self) -> Moving:
        """Return what moves now."""
        now = self._timer()
        with self._lock:
            recent = [(at, size) for at, size in self._steps if at >= now - _SPEED_SECONDS]
            moving = self._moving
        spent = max(now - recent[0][0], 0.5) if recent else 1.0
        speed = round(sum(size for _, size in recent) / spent)
        return replace(moving, bytes_a_second=speed, is_paused=self.is_paused)
