"""A pair of hands and eyes for the real window: waits, presses, types, takes pictures.

Finds things by the words people see; gives up with the words it looked for, never with what was typed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from monitor_app.errors import MonitorError
from monitor_app.text import N_
from monitor_app.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)
_LOOK_MS = 20
PATIENCE_S = 90.0


class Lost(MonitorError):
    """The guided walk did not find what it waited for."""


class Driver:
    """Drives one window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def wait(self, ready: Callable[[], object], what: str, *, seconds: float = PATIENCE_S) -> None:
        """Let the window work until `ready` says so. Raise Lost after `seconds`."""
        loop = QEventLoop()
        looks = int(seconds * 1000 / _LOOK_MS)
        timer = QTimer()
        timer.setInterval(_LOOK_MS)
        left = [looks]

        def look() -> None:
            left[0] -= 1
            if ready() or left[0] <= 0:
                loop.quit()

        timer.timeout.connect(look)
        timer.start()
        loop.exec()
        timer.stop()
        if not ready():
            raise Lost(N_("The guided walk waited in vain for: {what}.", what=what))

    def rest(self, ms: int = 150) -> None:
        """Let the window draw what it has."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def button(self, words: str) -> QAbstractButton | None:
        """Return the visible, enabled button that says or begins with `words`."""
        return next((one for one in self._shown(QAbstractButton) if _says(one, words)), None)

    def press(self, words: str) -> None:
        """Press a button once it is there."""
        self.wait(lambda: self.button(words), words)
        button = self.button(words)
        if button is not None:
            button.click()
        self.rest(60)

    def field(self, name: str) -> QWidget | None:
        """Return the visible field with this accessible name, or one that begins so."""
        fields: list[QWidget] = [*self._shown(QLineEdit), *self._shown(QPlainTextEdit)]
        named = [one for one in fields if one.accessibleName().startswith(name)]
        exact = [one for one in named if one.accessibleName() == name]
        return next(iter(exact or named), None)

    def type_into(self, name: str, text: str) -> None:
        """Type a text into a field, in place of what is there."""
        self.wait(lambda: self.field(name), name)
        field = self.field(name)
        if isinstance(field, QLineEdit):
            field.setFocus()
            field.setText(text)
            field.textEdited.emit(text)
        elif isinstance(field, QPlainTextEdit):
            field.setFocus()
            field.setPlainText(text)
        self.rest(40)

    def choose(self, name: str, words: str) -> None:
        """Choose from a drop-down by its accessible name and the words of the choice."""

        def found() -> QComboBox | None:
            boxes = [box for box in self._shown(QComboBox) if box.accessibleName().startswith(name)]
            return next((box for box in boxes if _index(box, words) >= 0), None)

        self.wait(found, name)
        box = found()
        if box is not None:
            box.setCurrentIndex(_index(box, words))
            box.activated.emit(box.currentIndex())
        self.rest(40)

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        self.rest()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(path))

    def _shown(self, kind: type[W]) -> list[W]:
        top: QWidget = QApplication.activeModalWidget() or self.window
        return [one for one in top.findChildren(kind) if one.isVisible() and one.isEnabled()]


def _says(button: QAbstractButton, words: str) -> bool:
    return button.accessibleName().startswith(words) or button.text().strip().startswith(words)


def _index(box: QComboBox, words: str) -> int:
    return next((at for at in range(box.count()) if box.itemText(at).startswith(words)), -1)
