"""Destroying the keys by a two-second hold: also when locked, also while something runs, over every dialog.

It asks nobody and waits for nobody. Before it acts it shows how much was not sent, and letting go stops it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QProgressBar, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.ear import Ear
from monitor_app.ui.widgets.speaking import Words

CHOICES = ("Ctrl+Shift+F12", "Ctrl+Shift+F4", "Ctrl+Shift+Backspace", "Ctrl+Shift+End")
"""None of them lies beside the keys that lock or cover."""
HOLD_MS = 2_000
_STEP_MS = 50
_UNKNOWN = -1
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease})
_LETTING_GO = frozenset({QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate})


class PanicHold(QObject):
    """Watches for the keys. `destroy` is called once they were held long enough."""

    def __init__(self, window: QWidget, ear: Ear, destroy: Callable[[], None]) -> None:
        super().__init__(window)
        self._ear = ear
        self._destroy = destroy
        self._keys = QKeySequence()
        self._steps = 0
        self.unsent = _UNKNOWN
        self.warning = PanicWarning(window)
        self._step = QTimer(self)
        self._step.setInterval(_STEP_MS)
        self._step.timeout.connect(self._go_on)

    def prefer(self, keys: str) -> None:
        """Watch for these keys from now on; none for "" or for what is no longer offered."""
        self._keys = QKeySequence(keys if keys in CHOICES else "")

    def start(self) -> None:
        """Listen before everyone who began to listen earlier."""
        self._ear.listen(self._hear, _KEYS | _LETTING_GO)

    def stop(self) -> None:
        """Stop listening."""
        self._let_go()
        self._ear.forget(self._hear)

    @property
    def keys(self) -> str:
        """Return the keys that destroy when held, "" for none."""
        return self._keys.toString()

    @property
    def is_held(self) -> bool:
        """Say whether the keys are down now."""
        return self._step.isActive()

    def _hear(self, event: QEvent) -> bool:
        """Begin when the keys go down, stop when one of them comes up."""
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if self.is_held and not _is_ours():
            self._let_go()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            if self.is_held and not event.isAutoRepeat():
                self._let_go()
            return False
        if self._keys.isEmpty() or event.key() == Qt.Key.Key_unknown:
            return False
        if QKeySequence(event.keyCombination()) != self._keys:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not self.is_held and not event.isAutoRepeat():
            self._begin()
        return True

    def _begin(self) -> None:
        self._steps = 0
        self.warning.rise(self.unsent)
        self._step.start()

    def _go_on(self) -> None:
        self._steps += 1
        self.warning.bar.setValue(self._steps * _STEP_MS)
        if self._steps * _STEP_MS >= HOLD_MS:
            self._let_go()
            self._destroy()

    def _let_go(self) -> None:
        self._step.stop()
        self.warning.hide()


class PanicWarning(QFrame):
    """Covers the window while the keys are held: what will be lost, and how to stop."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("look", "bad")
        self.setAutoFillBackground(True)
        self.what = Words("", "section")
        self.unsent = Words("", "section")
        self.how = Words(N_("Let go to stop."), "section")
        self.bar = QProgressBar()
        self.bar.setRange(0, HOLD_MS)
        self.bar.setTextVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.setSpacing(16)
        layout.addStretch(1)
        for words in (self.what, self.unsent, self.how):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(words)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self.hide()

    def rise(self, unsent: int) -> None:
        """Cover everything and say what will be lost."""
        self.what.say(
            N_("The keys of this vault are about to be destroyed. Nothing here will open it any more.")
        )
        told = N_("Not sent, and lost: {count}", count=unsent)
        self.unsent.say(N_("Whatever was not sent is lost.") if unsent == _UNKNOWN else told)
        self.bar.setValue(0)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()


def _is_ours() -> bool:
    return QApplication.applicationState() == Qt.ApplicationState.ApplicationActive
