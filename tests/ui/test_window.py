"""The window opens, locks and closes without losing or betraying anything."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from monitor_app.errors import DiskFull, WrongPassphrase
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.ui import preferences
from monitor_app.ui.keys_sheet import KeysSheet
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.messages import CrashDesk, CrashDialog
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.first_start import FirstStart
from monitor_app.ui.screens.unlock import Unlock
from monitor_app.ui.widgets.finder import Finder
from monitor_app.work.bugs import mark_of
from tests.ui.fakes import FakeEntrance, HeldThread
from tests.ui.walking import begin, interview


def test_a_new_vault_is_made_only_when_the_passphrase_was_typed_again(
    qtbot: QtBot, closed_window: MainWindow, entrance: FakeEntrance
) -> None:
    closed_window.go("first_start")
    screen = closed_window.screen_shown
    assert isinstance(screen, FirstStart)
    screen.new_vault.click()
    screen.written.click()
    qtbot.keyClicks(screen.again.line, "river-candle-orbi")
    screen.make.click()
    assert entrance.asked == []
    qtbot.keyClicks(screen.again.line, "t")
    screen.make.click()
    assert entrance.asked == ["create river-candle-orbit"]
    qtbot.waitUntil(lambda: closed_window.screen_shown is not screen)
    assert screen.words.text() == ""


def test_the_demo_starts_in_a_process_of_its_own(closed_window: MainWindow, entrance: FakeEntrance) -> None:
    closed_window.go("first_start")
    closed_window.screen_shown.demo.click()
    assert entrance.asked == ["demo"]


def test_a_wrong_passphrase_is_said_and_may_be_typed_again(
    qtbot: QtBot, closed_window: MainWindow, thread: HeldThread, entrance: FakeEntrance
) -> None:
    thread.open_error = WrongPassphrase(N_("No."), N_("Try again."))
    closed_window.go("unlock")
    screen = closed_window.screen_shown
    assert isinstance(screen, Unlock)
    qtbot.keyClicks(screen.field.line, "wrong")
    qtbot.keyClick(screen.field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.notice.isVisible)
    thread.open_error = None
    screen.unlock()
    qtbot.waitUntil(lambda: closed_window.screen_shown is not screen)
    assert screen.field.line.text() == ""


def test_the_title_of_the_window_betrays_nothing(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    interview(qtbot, window, begin(desk, "three_questions"))
    assert window.windowTitle() == "Fieldwork"


def test_the_locked_window_shows_nothing_of_the_content(
    qtbot: QtBot, window: MainWindow, desk: Desk, entrance: FakeEntrance, thread: HeldThread
) -> None:
    screen = interview(qtbot, window, begin(desk, "three_questions"))
    thread.is_held = True
    screen.form_view.field("standing").choices[0].button.click()
    window.lock()
    shown = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    assert shown == {"Locking. Everything you have given is being kept."}
    thread.let_work()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert thread.is_closed


def test_what_cannot_be_kept_is_said_on_the_cover_and_may_be_given_up(
    qtbot: QtBot, window: MainWindow, desk: Desk, entrance: FakeEntrance, thread: HeldThread
) -> None:
    screen = interview(qtbot, window, begin(desk, "three_questions"))
    thread.refuse = DiskFull(N_("The disk is full."), N_("Make room."))
    screen.form_view.field("standing").choices[0].button.click()
    window.lock()
    qtbot.waitUntil(window.cover.anyway.isVisible)
    assert not window.content.isVisible()
    assert entrance.asked == []
    window.cover.anyway.click()
    assert entrance.asked == ["lock"]


def test_locking_closes_what_stands_open_over_the_window(
    qtbot: QtBot, window: MainWindow, desk: Desk, entrance: FakeEntrance
) -> None:
    screen = interview(qtbot, window, begin(desk, "three_questions"))
    screen.pages.go_to_question()
    window.lock()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert not [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def test_idle_time_locks(qtbot: QtBot, window: MainWindow, entrance: FakeEntrance) -> None:
    window.idle._timer.setInterval(1)
    window.idle.start()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])


def test_the_state_is_always_said_in_words(window: MainWindow) -> None:
    bar = window.state_bar
    assert bar.encrypted.text() == "Encrypted on this device"
    assert bar.kept.text()
    assert bar.waiting.text()


def test_a_demo_carries_a_watermark(window: MainWindow) -> None:
    window.show_watermark(is_demo=True)
    assert window.watermark.isVisible()


def test_choices_are_kept_for_the_next_start(window: MainWindow) -> None:
    window.prefer(Preferences(theme="dark", scale=150))
    assert preferences.load(window._keep_in) == Preferences(theme="dark", scale=150)


DAMAGED = ["", "[]", '{"scale": 999, "theme": "pink", "idle_minutes": 0}', '{"scale": "2"}']


@pytest.mark.parametrize("damaged", DAMAGED)
def test_damaged_choices_are_as_at_first(window: MainWindow, damaged: str) -> None:
    window._keep_in.write_text(damaged)
    found = preferences.load(window._keep_in)
    assert (found.scale, found.theme) == (100, "light")


def test_arabic_turns_the_window_around(window: MainWindow) -> None:
    window.prefer(Preferences(language="ar"))
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    window.prefer(Preferences())


def test_a_bug_is_told_without_content() -> None:
    with pytest.raises(ValueError, match="name") as caught:
        int("the worker's name")
    assert mark_of(caught.value) == "ValueError"


def test_the_crash_dialog_is_shown_once_at_a_time(qtbot: QtBot) -> None:
    shown: list[str] = []
    desk = CrashDesk(shown.append)
    desk.caught(KeyError, KeyError("x"), None)
    qtbot.waitUntil(lambda: shown == ["KeyError"])


def test_the_crash_dialog_shows_the_mark(qtbot: QtBot) -> None:
    dialog = CrashDialog("KeyError")
    qtbot.addWidget(dialog)
    assert dialog.mark.text() == "KeyError"


def test_the_first_window_needs_no_heavy_module() -> None:
    import subprocess

    heavy = "{'sqlite_utils', 'sqlcipher3', 'lxml', 'pyxform', 'cryptography', 'PIL', 'opendal', 'babel'}"
    code = (
        "import sys; from monitor_app.ui import start; from monitor_app.ui.main_window import MainWindow;"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_any_screen_is_reached_by_a_few_letters_of_its_name(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_id["go"].trigger()
    (finder,) = window.findChildren(Finder)
    qtbot.keyClicks(finder.line, "backup")
    qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.title.text() == "Backup and checks")


@pytest.mark.parametrize(("keys", "told"), [("Ctrl+Shift+F12", "Ctrl+Shift+F12"), ("", "Off")])
def test_the_sheet_of_keys_begins_with_lock_cover_and_the_hold_that_destroys(
    window: MainWindow, keys: str, told: str
) -> None:
    window.prefer(Preferences(panic_keys=keys))
    window.actions_by_id["keys"].trigger()
    (sheet,) = window.findChildren(KeysSheet)
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert said[said.index("In a hurry") + 1] == "Lock now"
    at = next(at for at, one in enumerate(said) if one.startswith("Destroy the keys of this vault"))
    assert said[at + 1] == told
    assert at < said.index("Everything else")
