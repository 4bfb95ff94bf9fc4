"""Getting a vault back before one is open: from a backup, or what is left of a damaged one."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from monitor_app.app import App
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.operations import backing_up
from monitor_app.ports import Silent
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.rescue import Rescue
from monitor_app.ui.start import Door
from tests.support.desks import PASSPHRASE, append_record, new_desk
from tests.support.fakes import SetClock
from tests.support.stage import PlannedFiles


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a closed vault of two records, and a stick with its backup."""
    desk = new_desk(tmp_path / "vault", clock=SetClock())
    append_record(desk)
    append_record(desk)
    (tmp_path / "stick").mkdir()
    backing_up.run(lambda work: work(desk), tmp_path / "stick", progress=Silent())
    desk.vault.close()
    return tmp_path


@pytest.fixture
def window(place: Path, qtbot: QtBot):
    app = App(clock=SetClock(), cost=CHEAPEST)
    window = MainWindow(Door(lambda: app, place / "vault", lambda _: None), Preferences())
    qtbot.addWidget(window)
    window.show()
    return window


def rescue(window: MainWindow, subject: str) -> Rescue:
    window.go("rescue", subject)
    screen = window.screen_shown
    assert isinstance(screen, Rescue)
    return screen


def flip(place: Path) -> None:
    path = place / "vault" / "vault.db"
    content = bytearray(path.read_bytes())
    content[300] ^= 1
    path.write_bytes(content)


def test_the_locked_screen_offers_both_ways_only_for_damage(window, place, qtbot):
    window.go("unlock")
    unlock = window.screen_shown
    assert not unlock.save_rest.isVisible()
    flip(place)
    unlock.field.line.setText(PASSPHRASE)
    unlock.unlock()
    qtbot.waitUntil(unlock.save_rest.isVisible, timeout=20_000)
    unlock.save_rest.click()
    assert isinstance(window.screen_shown, Rescue)


def test_who_knows_of_damage_finds_both_ways_without_a_refusal(window):
    window.go("unlock")
    window.screen_shown.trouble.click()
    assert window.screen_shown.save_rest.isVisible()
    assert window.screen_shown.restore.isVisible()


def test_what_is_left_is_saved_and_the_damaged_vault_kept(window, place, qtbot):
    flip(place)
    screen = rescue(window, "salvage")
    screen.way_in.passphrase.line.setText(PASSPHRASE)
    screen.go.click()
    qtbot.waitUntil(screen.told.isVisible, timeout=20_000)
    assert screen.told.heading.text() == "Records saved: 2"
    assert (place / "vault-damaged-1" / "vault.db").exists()
    screen.open.click()
    assert window._shown == "unlock"


def test_a_backup_is_restored_at_the_first_start(window, place, qtbot):
    shutil.rmtree(place / "vault")
    window.go("first_start")
    window.screen_shown.restore.click()
    screen = window.screen_shown
    screen.files = PlannedFiles([place / "stick"])
    screen.way_in.passphrase.line.setText(PASSPHRASE)
    screen.go.click()
    qtbot.waitUntil(screen.told.isVisible, timeout=20_000)
    assert screen.told.heading.text() == "Records restored: 2"
    assert (place / "vault" / "vault.db").exists()


def test_a_wrong_passphrase_changes_nothing_and_can_be_typed_again(window, place, qtbot):
    flip(place)
    screen = rescue(window, "salvage")
    screen.way_in.passphrase.line.setText("wrong")
    screen.go.click()
    qtbot.waitUntil(screen.notice.isVisible, timeout=20_000)
    assert screen.asking.isVisible()
    assert sorted(path.name for path in place.iterdir()) == ["stick", "vault"]


def test_sheets_can_be_typed_in_place_of_the_passphrase(window):
    screen = rescue(window, "restore")
    screen.way_in.other.click()
    assert not screen.way_in.passphrase.isVisible()
    assert screen.way_in.secrets() == ()
    for field in screen.way_in.sheets:
        field.line.setText("academic acid")
    assert len(screen.way_in.secrets()) == 2
