"""A heart that beats in the window's own thread: what it misses, people wait for."""

import time

from PySide6.QtCore import QObject, QTimer

BEAT_MS = 2


class Heartbeat(QObject):
    """Beats every few milliseconds. `longest` is the longest time, in ms, in which the window did not listen.

    `busiest` is the most the window's thread itself worked meanwhile: the same however busy the machine is.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.busiest = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        """Listen from now on."""
        self.longest = self.busiest = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def beat(self) -> None:
        """Note how long the last beat is ago."""
        now, worked = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000 - BEAT_MS)
        self.busiest = max(self.busiest, (worked - self._worked) * 1000)
        self._last, self._worked = now, worked
