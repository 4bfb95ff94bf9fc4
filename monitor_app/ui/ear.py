"""The one ear on everything that happens in the application: it passes on the few kinds somebody waits for.

Qt asks it thousands of times for one page, so it knows at once what nobody wants, and there is only one.
"""

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

Hear = Callable[[QEvent], bool]


class Ear(QObject):
    """Passes events on to those who listen, the last to begin first; who returns True keeps one from others."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._listening: dict[Hear, Collection[QEvent.Type]] = {}
        self._by_kind: dict[QEvent.Type, tuple[Hear, ...]] = {}

    def listen(self, hear: Hear, kinds: Collection[QEvent.Type]) -> None:
        """Let `hear` have these kinds before everyone who began to listen earlier."""
        self._listening.pop(hear, None)
        self._listening = {hear: kinds, **self._listening}
        self._sort()

    def forget(self, hear: Hear) -> None:
        """Tell `hear` nothing any more."""
        if self._listening.pop(hear, None) is not None:
            self._sort()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Pass an event on, if somebody waits for its kind."""
        waiting = self._by_kind.get(event.type())
        return waiting is not None and any(hear(event) for hear in waiting)

    def _sort(self) -> None:
        kinds = {kind for wanted in self._listening.values() for kind in wanted}
        self._by_kind = {
            kind: tuple(hear for hear, wanted in self._listening.items() if kind in wanted) for kind in kinds
        }
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        if kinds:
            application.installEventFilter(self)
