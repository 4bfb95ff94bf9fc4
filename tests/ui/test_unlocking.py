"""The locked screen: a wait that is counted down, and two sheets in the place of a lost passphrase."""

import pytest
from pytestqt.qtbot import QtBot

from monitor_app.errors import TriedTooOften, WrongPassphrase
from monitor_app.operations import recovering
from monitor_app.text import N_
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.screens.first_start import FirstStart
from monitor_app.ui.screens.recover import Recover
from monitor_app.ui.screens.unlock import Unlock
from tests.ui.fakes import FakeEntrance, HeldThread


def locked(window: MainWindow) -> Unlock:
    window.go("unlock")
    assert isinstance(window.screen_shown, Unlock)
    return window.screen_shown


@pytest.mark.parametrize(
    "error",
    [
        TriedTooOften(N_("Too many wrong passphrases."), N_("Wait."), seconds=3),
        WrongPassphrase(N_("The vault does not open with this."), N_("Try again.")),
    ],
)
def test_the_wait_is_counted_down_and_then_the_button_works_again(
    qtbot: QtBot, closed_window: MainWindow, thread: HeldThread, entrance: FakeEntrance, error: Exception
) -> None:
    thread.open_error, entrance.seconds = error, 3
    screen = locked(closed_window)
    screen.field.line.setText("wrong")
    screen.unlock()
    qtbot.waitUntil(screen.countdown.isVisible)
    assert "3 seconds" in screen.countdown.text()
    screen.unlock()
    assert len(entrance.asked) == 1
    for left in ("2", "1"):
        screen._tick()
        assert f"{left} seconds" in screen.countdown.text()
    screen._tick()
    assert screen.button.isEnabled()
    assert not screen.countdown.isVisible()


def test_two_sheets_and_a_new_passphrase_open_the_vault(
    qtbot: QtBot, closed_window: MainWindow, entrance: FakeEntrance
) -> None:
    locked(closed_window).sheets.click()
    screen = closed_window.screen_shown
    assert isinstance(screen, Recover)
    sheets = [" ".join(sheet.words) for sheet in recovering.new_spare_key()[1].sheets]
    assert not screen.card.isVisible()
    for entry, sheet in zip(screen.entries, sheets[1:], strict=True):
        entry.field.put(sheet)
        entry.check()
    assert screen.card.isVisible()
    screen.recover()
    assert screen.notice.isVisible()
    screen.new.again.line.setText("river-candle-orbit")
    screen.recover()
    qtbot.waitUntil(lambda: closed_window.screen_shown is not screen)
    assert entrance.asked == ["recover 2 river-candle-orbit"]
    assert not any(entry.text() for entry in screen.entries)
    assert screen.new.words.text() == ""


def test_after_a_vault_is_made_recovery_is_the_next_step(
    qtbot: QtBot, closed_window: MainWindow, entrance: FakeEntrance
) -> None:
    closed_window.go("first_start")
    screen = closed_window.screen_shown
    assert isinstance(screen, FirstStart)
    screen.new_vault.click()
    screen.own.click()
    screen.first.line.setText("labour-rights-2026")
    assert "21 of 75" in screen.meter.words.text()
    for field in (screen.first, screen.again):
        field.line.setText("whatever the fake entrance takes")
    screen.make.click()
    qtbot.waitUntil(lambda: closed_window._shown == "keys")
    assert "recovery sheets" in closed_window.screen_shown.notice.hint.text()
