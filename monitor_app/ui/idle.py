"""Locks when nobody has touched keyboard or mouse for a while."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}


class IdleWatch(QObject):
    """Counts the time since the last sign of life while it runs."""

    def __init__(self, parent: QObject, lock: Callable[[], None]) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lock)
        self._is_running = False

    def minutes(self, minutes: int) -> None:
        """Set how long to wait."""
        self._timer.setInterval(minutes * 60_000)

    def start(self) -> None:
        """Begin to watch."""
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._is_running = True
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        application = QApplication.instance()
        if self._is_running and application is not None:
            application.removeEventFilter(self)
        self._is_running = False
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at a sign of life."""
        if event.type() in _SIGNS_OF_LIFE and self._is_running:
            self._timer.start()
        return super().eventFilter(watched, event)
