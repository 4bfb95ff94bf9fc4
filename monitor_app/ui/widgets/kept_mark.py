"""The word that says whether all that was typed is durable. It never says so before it is."""

from enum import Enum

from PySide6.QtCore import QPropertyAnimation
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.widgets.speaking import Pill


class Kept(Enum):
    """What is true of the answers on the screen."""

    NOTHING_TYPED = "nothing typed"
    WAITING = "waiting"
    KEPT = "kept"
    FAILED = "failed"


_SAID: dict[Kept, tuple[Message, str]] = {
    Kept.NOTHING_TYPED: (N_("Nothing new to keep"), "neutral"),
    Kept.WAITING: (N_("Not kept yet"), "warn"),
    Kept.KEPT: (N_("Kept"), "ok"),
    Kept.FAILED: (N_("Not kept"), "bad"),
}

FADE_MS = 250


class KeptMark(Pill):
    """Kept or not kept, in a word; the mark fades in shortly each time it becomes true."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.state = Kept.NOTHING_TYPED
        self._fading: QPropertyAnimation | None = None
        self.show_kept(Kept.NOTHING_TYPED)

    def show_kept(self, state: Kept) -> None:
        """Show what is true now."""
        became_true = state is Kept.KEPT and self.state is not Kept.KEPT
        self.state = state
        self.show_state(*_SAID[state])
        if became_true:
            self._fade()

    def _fade(self) -> None:
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        fading = QPropertyAnimation(effect, b"opacity", self)
        fading.setDuration(FADE_MS)
        fading.setStartValue(0.3)
        fading.setEndValue(1.0)
        fading.finished.connect(self._still)
        fading.start()
        self._fading = fading

    def _still(self) -> None:
        # The effect would blur small text on some screens; without it nothing is drawn twice.
        self._fading = None
        self.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes None, the stubs do not
