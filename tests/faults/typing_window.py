"""The real window, typed into without end: `typing_window.py HOME DRAFT FIRST`, the passphrase on stdin.

Each time the mark says that all is kept, a line tells which answers that covers: `kept PATH NUMBER`. A line
`typed PATH NUMBER` comes before each new answer. Somebody else ends this process.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from monitor_app.ui import start
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.widgets.kept_mark import Kept

CHOICES = ("first_hand", "hearsay", "inference", "declined")


def wait_for(ready: Callable[[], object]) -> None:
    """Let the window work until it is so."""
    while not ready():
        QTest.qWait(5)


def open_window(home: Path) -> MainWindow:
    """Build the window as the program does, on the vault in `home`."""
    door = start.Door(start.real_app, home / "vault", start.replace_process)
    window = MainWindow(door, Preferences(), keep_in=home / "window.json")
    window.go("unlock")
    window.show()
    window.activateWindow()
    return window


def unlock(window: MainWindow, passphrase: str) -> None:
    """Type the passphrase and wait for what to do today."""
    line = window.screen_shown.field.line
    QTest.keyClicks(line, passphrase)
    QTest.keyClick(line, Qt.Key.Key_Return)
    wait_for(lambda: type(window.screen_shown).__name__ == "TodayScreen")


def say(what: str) -> None:
    """Tell whoever holds the pipe."""
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


class Typist:
    """Answers the three questions over and over, with another answer each time."""

    def __init__(self, window: MainWindow, first: int) -> None:
        self._window = window
        self._view = window.screen_shown.form_view
        self._number = first
        self._given: dict[str, int] = {}

    def answer_something(self) -> None:
        """Give one answer in the way people do; wait for the mark at most times."""
        path = random.choice(("account", "people", "standing"))
        self._number += 1
        say(f"typed {path} {self._number}")
        getattr(self, f"_{path}")(self._number)
        self._given[path] = self._number
        if random.random() < 0.8:
            wait_for(lambda: self._window.state_bar.kept.state is Kept.KEPT)
            for kept, number in self._given.items():
                say(f"kept {kept} {number}")
            self._given.clear()

    def _account(self, number: int) -> None:
        edit = self._view.field("account").edit
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, f"told {number:08}")
        self._go_on(edit)

    def _people(self, number: int) -> None:
        line = self._view.field("people").line
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, str(number))
        self._go_on(line)

    def _standing(self, number: int) -> None:
        field = self._view.field("standing")
        wanted = CHOICES[number % len(CHOICES)]
        row = next(one for one in field.choices if one.value == wanted)
        if not row.button.isChecked():
            # By the mouse, or as a screen reader presses it: then the focus stays where somebody typed.
            if random.random() < 0.5:
                QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
            else:
                row.button.click()

    @staticmethod
    def _go_on(widget: object) -> None:
        """Leave the question by Tab, or rest there."""
        if random.random() < 0.8:
            QTest.keyClick(widget, Qt.Key.Key_Tab)


def main() -> None:
    """Type until killed."""
    home, draft, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    application = start.prepare([])
    window = open_window(home)
    unlock(window, sys.stdin.readline().rstrip("\n"))
    window.go("interview", draft)
    wait_for(lambda: getattr(window.screen_shown, "form_view", None) is not None)
    QTest.qWait(1)
    typist = Typist(window, first)
    say("ready")
    while isinstance(QApplication.instance(), type(application)):
        typist.answer_something()


if __name__ == "__main__":
    main()
