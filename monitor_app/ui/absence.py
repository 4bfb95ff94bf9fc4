"""Notices that nobody can be watching: the computer goes to sleep, or slept while we looked away.

Linux tells beforehand over D-Bus and waits a moment for us. Everywhere a jump of the clock tells afterwards.
"""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import SLOT, QObject, QTimer, Slot

if TYPE_CHECKING:  # nothing of it is needed for the first window
    from PySide6.QtDBus import QDBusConnection, QDBusUnixFileDescriptor

LOOK_MS = 5_000
JUMP_SECONDS = 60.0
"""A gap between two looks that only sleep, or somebody who turns the clock, can make."""
_LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")


class SleepWatch(QObject):
    """Calls `lock` before the computer sleeps, or at the first look after it did."""

    def __init__(
        self, parent: QObject, lock: Callable[[], None], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self._lock = lock
        self._clock = clock
        self._seen = clock()
        self._is_told = False
        self._delay: QDBusUnixFileDescriptor | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch."""
        self._seen = self._clock()
        self._timer.start()
        if sys.platform == "linux" and not self._is_told:
            self.listen()

    def stop(self) -> None:
        """Stop watching, and let the computer sleep without waiting for us."""
        self._timer.stop()
        self._delay = None

    def look(self) -> None:
        """Compare the clock with the last look."""
        last, self._seen = self._seen, self._clock()
        if abs(self._seen - last) > JUMP_SECONDS:
            self._lock()

    def listen(self, connection: "QDBusConnection | None" = None) -> None:
        """Ask the system to be told before it sleeps; without such a system nothing happens."""
        from PySide6.QtDBus import QDBusConnection

        asked = connection or QDBusConnection.systemBus()
        if asked.isConnected():
            slot = cast("bytes", SLOT("_sleeps(bool)"))  # the stubs ask for bytes, the library refuses them
            # Any sender: on the system's bus only the login service may own that name and send this.
            service = _LOGIN[0] if connection is None else ""
            self._is_told = asked.connect(service, *_LOGIN[1:], "PrepareForSleep", self, slot)
            self._delay = _delayed(asked)

    @Slot(bool)
    def _sleeps(self, is_going: bool) -> None:  # noqa: FBT001 - as the system sends it
        if is_going and self._timer.isActive():
            self._lock()


def _delayed(connection: "QDBusConnection") -> "QDBusUnixFileDescriptor | None":
    """Ask the system to wait with sleeping until we have locked; it does so for some seconds."""
    from PySide6.QtDBus import QDBusMessage, QDBusUnixFileDescriptor

    call = QDBusMessage.createMethodCall(*_LOGIN, "Inhibit")
    call.setArguments(["sleep", "Fieldwork", "lock", "delay"])
    answer = connection.call(call, timeout=1_000).arguments()
    found = answer[0] if answer else None
    return found if isinstance(found, QDBusUnixFileDescriptor) else None
