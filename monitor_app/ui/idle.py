"""Locks when nobody has touched keyboard or mouse for a while."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from monitor_app.ui.ear import Ear

_SIGNS_OF_LIFE = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
)


class IdleWatch(QObject):
    """Counts the time since the last sign of life while it runs."""

    def __init__(self, parent: QObject, ear: Ear, lock: Callable[[], None]) -> None:
        super().__init__(parent)
        self._ear = ear
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lock)

    def minutes(self, minutes: int) -> None:
        """Set how long to wait."""
        self._timer.setInterval(minutes * 60_000)

    def start(self) -> None:
        """Begin to watch."""
        self._ear.listen(self._hear, _SIGNS_OF_LIFE)
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._ear.forget(self._hear)
        self._timer.stop()

    def _hear(self, _: QEvent) -> bool:
        """Begin to count anew at a sign of life."""
        self._timer.start()
        return False
