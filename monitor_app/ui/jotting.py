"""Keeps what is typed into a screen's fields in the vault, a moment after typing and before the screen is left.

Knows fields by name; what they mean is the screen's.
"""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance

from monitor_app.operations import jottings
from monitor_app.ui.screens.base import Failed, Screen, Then
from monitor_app.work.writer import Priority

PAUSE_MS = 600


class Jotted(Protocol):
    """Something filled in by a person: tells when, and can be written down as text."""

    @property
    def touched(self) -> SignalInstance:
        """Told whenever a person changes it."""
        ...

    def words(self) -> str:
        """Return what stands there."""
        ...

    def put(self, words: str) -> None:
        """Put back what stood there."""
        ...


class Jotting(QObject):
    """The unsaved words of one screen."""

    def __init__(self, screen: Screen, fields: Mapping[str, Jotted]) -> None:
        super().__init__(screen)
        self._screen = screen
        self._fields = fields
        self._place = ""
        self._untouched: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.keep(lambda: None))
        for field in fields.values():
            field.touched.connect(self._pause.start)

    def begin(self, place: str, then: Then = lambda: None) -> None:
        """Take the fields as they are for untouched, put in what was typed here before, then call `then`."""
        self._place = place
        self._pause.stop()
        self._untouched = self._kept = self.words()
        self._screen.jobs.read(
            self._screen,
            lambda desk: jottings.kept(desk, place),
            done=lambda found: self._put(place, found, then),
        )

    def words(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {name: field.words() for name, field in self._fields.items()}

    def keep(self, then: Then, failed: Failed | None = None) -> None:
        """Make what was typed durable, then call `then`."""
        self._pause.stop()
        now = self.words()
        if not self._place or now == self._kept:
            then()
            return
        place, told = self._place, {} if now == self._untouched else now

        def done(_: None) -> None:
            self._kept = now
            then()

        self._screen.jobs.write(
            self._screen,
            lambda desk: jottings.keep(desk, place, told),
            done=done,
            failed=failed,
            priority=Priority.ANSWER,
        )

    def forget(self) -> None:
        """Drop what was kept: it was saved, or is not wanted."""
        place, self._place = self._place, ""
        self._pause.stop()
        if place:
            self._screen.jobs.write(self._screen, lambda desk: jottings.keep(desk, place, {}))

    def _put(self, place: str, found: dict[str, str], then: Then) -> None:
        if place != self._place:
            return
        if self.words() == self._untouched:
            self._put_back(found)
        then()

    def _put_back(self, found: dict[str, str]) -> None:
        for name, text in found.items():
            if name in self._fields:
                self._fields[name].put(text)
        self._kept = self.words()
        self._pause.stop()
