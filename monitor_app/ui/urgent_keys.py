"""The keys that work whatever has the focus: over dialogs and menus too, where shortcuts are held back."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from monitor_app.ui.ear import Ear

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_SILENCED = frozenset({*_KEYS, QEvent.Type.KeyRelease, QEvent.Type.Shortcut, QEvent.Type.InputMethod})


class UrgentKeys(QObject):
    """Maps keys to what they do while it listens; `alone` replaces `keys` and holds back all others."""

    def __init__(self, parent: QObject, ear: Ear, keys: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(parent)
        self._ear = ear
        self._keys = _read(keys)
        self._alone: dict[QKeySequence, Callable[[], None]] = {}
        self._is_listening = False

    def alone(self, keys: Mapping[str, Callable[[], None]]) -> None:
        """From now on only these work and no other key reaches anything; with none, all is as before."""
        self._alone = _read(keys)

    def start(self) -> None:
        """Begin to listen."""
        if not self._is_listening:
            self._ear.listen(self._hear, _SILENCED)
            self._is_listening = True

    def stop(self) -> None:
        """Stop listening."""
        self._ear.forget(self._hear)
        self._is_listening = False

    def _hear(self, event: QEvent) -> bool:
        """Act on an urgent key, and keep everybody else from hearing it."""
        act = self._act(event) if isinstance(event, QKeyEvent) and event.type() in _KEYS else None
        if act is None:
            return bool(self._alone)
        event.accept()  # an override accepted comes again as a key pressed
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def _act(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.key() == Qt.Key.Key_unknown:
            return None
        return (self._alone or self._keys).get(QKeySequence(event.keyCombination()))


def _read(keys: Mapping[str, Callable[[], None]]) -> dict[QKeySequence, Callable[[], None]]:
    return {QKeySequence(one): act for one, act in keys.items()}
