"""What hides the content: the cover, sleep, a window put away, keys that work over dialogs, the clipboard."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from monitor_app.operations import collecting, returning
from monitor_app.operations.desk import Desk
from monitor_app.operations.returning import Spot
from monitor_app.ui.absence import SleepWatch
from monitor_app.ui.clipboard import HINT, ShyClipboard
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from tests.ui.fakes import FakeEntrance, HeldThread
from tests.ui.walking import begin, interview


def labels(window: MainWindow) -> set[str]:
    return {label.text() for label in window.findChildren(QLabel) if label.isVisible()}


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    qtbot.keyClick(QApplication.focusWidget() or windows[0], key, modifiers)


def test_the_cover_shows_the_time_and_nothing_else(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    interview(qtbot, window, begin(desk, "three_questions"))
    press(qtbot, Qt.Key.Key_F9)
    assert labels(window) == {window.frame.neutral.time.text(), window.frame.neutral.date.text()}
    assert window.windowTitle() == "Clock"
    assert QApplication.applicationDisplayName() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_Escape])
def test_the_same_key_or_escape_brings_everything_back(
    qtbot: QtBot, window: MainWindow, desk: Desk, key: Qt.Key
) -> None:
    screen = interview(qtbot, window, begin(desk, "three_questions"))
    press(qtbot, Qt.Key.Key_F9)
    press(qtbot, key)
    assert screen.isVisible()
    assert window.windowTitle() == "Fieldwork"


def test_under_the_cover_no_other_key_does_anything(
    qtbot: QtBot, window: MainWindow, entrance: FakeEntrance
) -> None:
    shown = window.screen_shown
    press(qtbot, Qt.Key.Key_F9)
    press(qtbot, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.screen_shown is shown
    press(qtbot, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])


def test_the_cover_hides_dialogs_and_brings_them_back(qtbot: QtBot, window: MainWindow) -> None:
    dialog = QDialog(window)
    dialog.open()
    press(qtbot, Qt.Key.Key_F9)
    assert not dialog.isVisible()
    press(qtbot, Qt.Key.Key_F9)
    assert dialog.isVisible()
    dialog.close()


def test_a_dialog_that_is_gone_meanwhile_does_no_harm(qtbot: QtBot, window: MainWindow) -> None:
    dialog = QDialog(window)
    dialog.open()
    press(qtbot, Qt.Key.Key_F9)
    dialog.deleteLater()
    qtbot.wait(10)
    press(qtbot, Qt.Key.Key_F9)
    assert window.content.isVisible()


def test_idle_time_locks_under_the_cover(qtbot: QtBot, window: MainWindow, entrance: FakeEntrance) -> None:
    press(qtbot, Qt.Key.Key_F9)
    window.idle._timer.setInterval(1)
    window.idle.start()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])


def test_the_lock_key_works_over_a_dialog_that_holds_everything_back(
    qtbot: QtBot, window: MainWindow, entrance: FakeEntrance
) -> None:
    dialog = QDialog(window)
    line = QLineEdit(dialog)
    dialog.open()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert not dialog.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_lock_key_works_over_an_open_menu(qtbot: QtBot, window: MainWindow, entrance: FakeEntrance) -> None:
    menu = QMenu(window)
    menu.addAction("Copy")
    menu.popup(window.pos())
    qtbot.keyClick(menu, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])


@pytest.mark.parametrize(("wanted", "asked"), [(True, ["lock hidden"]), (False, [])])
def test_a_window_put_away_locks_if_that_is_wanted(
    qtbot: QtBot, window: MainWindow, entrance: FakeEntrance, wanted: bool, asked: list[str]
) -> None:
    window.prefer(Preferences(lock_hidden=wanted))
    window.showMinimized()
    qtbot.wait(20)
    assert entrance.asked == asked


def test_a_jump_of_the_clock_locks(qtbot: QtBot, window: MainWindow) -> None:
    now, locked = [1000.0], []
    watch = SleepWatch(window, lambda: locked.append(now[0]), clock=lambda: now[0])
    for passed in (5.0, 59.0, 61.0, -3600.0):
        now[0] += passed
        watch.look()
    assert locked == [1125.0, -2475.0]


@pytest.fixture
def bus(tmp_path: object) -> Iterator[QDBusConnection]:
    if shutil.which("dbus-daemon") is None:
        pytest.skip("no dbus-daemon here")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout
        yield QDBusConnection.connectToBus(daemon.stdout.readline().strip(), "sleeping")
        QDBusConnection.disconnectFromBus("sleeping")
        daemon.terminate()


def test_the_window_locks_when_the_system_says_that_it_will_sleep(
    qtbot: QtBot, window: MainWindow, bus: QDBusConnection
) -> None:
    locked: list[bool] = []
    watch = SleepWatch(window, lambda: locked.append(True))
    watch.start()
    watch.listen(bus)
    for is_going in (False, True):
        told = QDBusMessage.createSignal(
            "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"
        )
        told.setArguments([is_going])
        assert bus.send(told)
    qtbot.waitUntil(lambda: bool(locked))
    watch.stop()
    assert locked == [True]


def test_after_unlocking_the_window_goes_on_where_it_was_locked(
    qtbot: QtBot, closed_window: MainWindow, desk: Desk, thread: HeldThread
) -> None:
    draft = begin(desk, "three_questions")
    returning.mark(desk, Spot("interview", draft))
    closed_window.opened(Jobs(thread))
    qtbot.waitUntil(lambda: getattr(closed_window.screen_shown, "form_view", None) is not None)
    assert closed_window.screen_shown.draft_id == draft
    assert returning.take_up(desk)[0] == Spot()


def test_locking_remembers_where(qtbot: QtBot, window: MainWindow, desk: Desk, entrance: FakeEntrance) -> None:
    draft = begin(desk, "three_questions")
    interview(qtbot, window, draft)
    window.lock()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert returning.take_up(desk)[0] == Spot("interview", draft)


def test_a_question_that_has_the_focus_comes_back_though_it_was_not_answered(
    qtbot: QtBot, window: MainWindow, desk: Desk, entrance: FakeEntrance
) -> None:
    draft = begin(desk, "three_questions")
    screen = interview(qtbot, window, draft)
    screen.form_view.field("people").line.setFocus()
    qtbot.waitUntil(lambda: screen.form_view.focused() == "people")
    window.lock()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert collecting.resume(desk, draft).place == "people"


@pytest.fixture
def clipboard(qtbot: QtBot, window: MainWindow) -> ShyClipboard:
    QApplication.clipboard().clear()
    # Windows without a screen cannot tell who owns the clipboard.
    window.privacy.clipboard = ShyClipboard(window, owns=lambda mode: mode is QClipboard.Mode.Clipboard)
    return window.privacy.clipboard


def test_what_is_copied_is_marked_as_secret(qtbot: QtBot, clipboard: ShyClipboard) -> None:
    line = QLineEdit("after eight")
    line.selectAll()
    line.copy()
    qtbot.waitUntil(lambda: QApplication.clipboard().mimeData().hasFormat(HINT))
    assert QApplication.clipboard().text() == "after eight"


def test_what_was_copied_is_taken_back_after_a_while(qtbot: QtBot, clipboard: ShyClipboard) -> None:
    clipboard._timer.setInterval(1)
    QApplication.clipboard().setText("after eight")
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "")


def test_locking_clears_the_clipboard(
    qtbot: QtBot, window: MainWindow, clipboard: ShyClipboard, entrance: FakeEntrance
) -> None:
    marked = QMimeData()
    marked.setText("after eight")
    QApplication.clipboard().setMimeData(marked)
    window.lock()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert QApplication.clipboard().text() == ""
