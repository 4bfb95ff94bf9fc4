"""All that hides what the window shows: idle time, sleep, a hidden window, the cover, the clipboard.

It decides when; the window knows how to lock.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from monitor_app.text import N_
from monitor_app.ui.absence import SleepWatch
from monitor_app.ui.clipboard import ShyClipboard
from monitor_app.ui.commands import command
from monitor_app.ui.ear import Ear
from monitor_app.ui.idle import IdleWatch
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.translation import tr
from monitor_app.ui.urgent_keys import UrgentKeys
from monitor_app.ui.window_frame import WindowFrame

_LEAVE = "Esc"


class Privacy(QObject):
    """Watches over one window while a vault is open."""

    def __init__(self, window: QMainWindow, frame: WindowFrame, lock: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._frame, self._lock = window, frame, lock
        self._locks_hidden, self._locks_asleep = False, True
        self._put_away: list[QWidget] = []
        self._title = self._name = ""
        self.ear = Ear(self)
        self.idle = IdleWatch(self, self.ear, lock)
        self.sleep = SleepWatch(self, self._slept)
        self.clipboard = ShyClipboard(self)
        self.is_covered = False
        self._urgent = {command("lock").keys: lock, command("cover").keys: self.turn_cover}
        self.keys = UrgentKeys(self, self.ear, self._urgent)

    def start(self) -> None:
        """Begin to watch: a vault was opened."""
        self.idle.start()
        self.sleep.start()
        self.keys.start()

    def stop(self) -> None:
        """Stop watching, and leave nothing on the clipboard."""
        self.idle.stop()
        self.sleep.stop()
        self.keys.stop()
        self.clipboard.clear()

    def prefer(self, preferences: Preferences) -> None:
        """Lock when this person wants it."""
        self.idle.minutes(preferences.idle_minutes)
        self._locks_asleep = preferences.lock_asleep
        self._locks_hidden = preferences.lock_hidden

    def hidden(self) -> None:
        """Lock, if that is wanted when the window is put away."""
        if self._locks_hidden:
            self._lock()

    def turn_cover(self) -> None:
        """Put the neutral screen in front, or take it away."""
        if self.is_covered:
            self.uncover()
        elif not self._frame.cover.is_up:
            self._cover()

    def uncover(self) -> None:
        """Show everything again as it was."""
        if not self.is_covered:
            return
        self.is_covered = False
        self.keys.alone({})
        self._frame.neutral.fall()
        self._frame.content.show()
        self._window.setWindowTitle(self._title)
        QGuiApplication.setApplicationDisplayName(self._name)
        for widget in self._put_away:
            if shiboken6.isValid(widget):  # a dialog that somebody waited for has given up meanwhile
                widget.show()
        self._put_away = []

    def _cover(self) -> None:
        self.is_covered = True
        self.keys.alone({**self._urgent, _LEAVE: self.uncover})
        self._title, self._name = self._window.windowTitle(), QGuiApplication.applicationDisplayName()
        if popup := QApplication.activePopupWidget():
            popup.close()
        self._put_away = [one for one in QApplication.topLevelWidgets() if _stands_over(one)]
        for widget in self._put_away:
            widget.hide()
        self._frame.content.hide()
        self._frame.neutral.rise()
        QGuiApplication.setApplicationDisplayName("")
        self._window.setWindowTitle(tr(N_("Clock")))

    def _slept(self) -> None:
        if self._locks_asleep:
            self._lock()


def _stands_over(widget: QWidget) -> bool:
    return isinstance(widget, QDialog) and widget.isVisible()
