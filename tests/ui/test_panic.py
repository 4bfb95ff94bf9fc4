"""The panic hold: two seconds, and letting go ends it; over dialogs, under the cover, when locked."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from monitor_app.ui.commands import COMMANDS
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.panic import CHOICES, HOLD_MS, PanicHold
from monitor_app.ui.preferences import Preferences
from tests.ui.fakes import FakeEntrance

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
STEPS = HOLD_MS // 50


def send(widget: QWidget, kind: QEvent.Type, *, repeated: bool = False) -> None:
    QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key.Key_F12, BOTH, "", repeated))


def down(widget: QWidget) -> None:
    send(widget, QEvent.Type.KeyPress)


def hold(panic: PanicHold, steps: int) -> None:
    """Let so much time pass, without waiting for it."""
    for _ in range(steps):
        if panic.is_held:
            panic._go_on()


def test_held_for_two_seconds_it_destroys_once(closed_window: MainWindow, entrance: FakeEntrance) -> None:
    closed_window.go("unlock")
    down(closed_window)
    hold(closed_window.panic, STEPS - 1)
    assert entrance.asked == []
    hold(closed_window.panic, 5)
    assert entrance.asked == ["panic"]
    assert not closed_window.panic.warning.isVisible()


def test_letting_go_stops_it(closed_window: MainWindow, entrance: FakeEntrance) -> None:
    closed_window.go("unlock")
    down(closed_window)
    assert closed_window.panic.warning.isVisible()
    hold(closed_window.panic, STEPS - 1)
    send(closed_window, QEvent.Type.KeyRelease)
    assert not closed_window.panic.is_held
    assert not closed_window.panic.warning.isVisible()
    down(closed_window)
    hold(closed_window.panic, STEPS - 1)
    assert entrance.asked == []


def test_a_key_that_repeats_itself_neither_begins_nor_ends_it(closed_window: MainWindow) -> None:
    closed_window.go("unlock")
    send(closed_window, QEvent.Type.KeyPress, repeated=True)
    assert not closed_window.panic.is_held
    down(closed_window)
    send(closed_window, QEvent.Type.KeyRelease, repeated=True)
    assert closed_window.panic.is_held


def test_how_much_was_not_sent_is_shown_while_it_is_held(window: MainWindow) -> None:
    window.panic.unsent = 7
    down(window)
    assert "7" in window.panic.warning.unsent.text()
    assert window.panic.warning.size() == window.size()


def test_it_works_while_somebody_types_in_a_dialog_and_under_the_cover(
    qtbot: QtBot, window: MainWindow, entrance: FakeEntrance
) -> None:
    dialog = QDialog(window)
    field = QLineEdit()
    QVBoxLayout(dialog).addWidget(field)
    dialog.open()
    down(field)
    assert field.text() == ""
    hold(window.panic, STEPS)
    dialog.close()
    window.privacy.turn_cover()
    down(window)
    hold(window.panic, STEPS)
    window.privacy.uncover()
    assert entrance.asked == ["panic", "panic"]


def test_other_keys_may_be_chosen_or_none(closed_window: MainWindow) -> None:
    closed_window.go("unlock")
    for keys in ("", CHOICES[1], "Ctrl+L", "nonsense"):
        closed_window.prefer(Preferences(panic_keys=keys))
        down(closed_window)
        assert not closed_window.panic.is_held


@pytest.mark.parametrize("keys", CHOICES)
def test_no_panic_key_is_a_command_s_nor_lies_beside_the_lock_s(keys: str) -> None:
    beside_l = {"K", "O", "P", ";", ".", ",", "L"}
    assert keys not in {command.keys for command in COMMANDS}
    assert keys.rpartition("+")[2] not in {*beside_l, "F8", "F9", "F10"}
