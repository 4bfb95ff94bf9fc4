"""Backup and checks: what was done and what is due is said, each on one button."""

from pathlib import Path

import pytest

from monitor_app.ui.screens.keeping import KeepingScreen
from monitor_app.vault import stored_settings
from tests.support.desks import PASSPHRASE
from tests.support.stage import PlannedFiles, Stage
from tests.support.worlds import interview


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def opened(stage: Stage) -> KeepingScreen:
    screen = stage.show("keeping")
    assert isinstance(screen, KeepingScreen)
    stage.until(lambda: bool(screen.backup.state.text()))
    return screen


def backed_up(stage: Stage, stick: Path) -> KeepingScreen:
    screen = opened(stage)
    screen.files = PlannedFiles([stick])
    screen.backup.choose.click()
    stage.until(lambda: screen.notice.isVisible() and screen._running is None)
    return screen


def test_a_backup_is_made_and_said_and_today_stops_reminding(monitor: Stage, stick: Path) -> None:
    monitor.ask(lambda desk: interview(desk, 5))
    today = monitor.show("today")
    monitor.until(lambda: "No backup of this week" in headings(today))
    screen = backed_up(monitor, stick)
    assert screen.notice.property("look") == "ok"
    assert screen.backup.state.text().startswith("Last backup: ")
    assert screen.backup.go.isVisible()
    monitor.show("today")
    monitor.until(lambda: "No backup of this week" not in headings(today))


def headings(today) -> list[str]:
    return [card.heading.text() for card in today.cards if hasattr(card, "heading")]


def test_before_a_backup_there_is_nothing_to_rehearse(loner: Stage) -> None:
    screen = opened(loner)
    assert screen.backup.state.text() == "Never backed up"
    assert screen.drill.words.isVisible()
    assert not screen.drill.go.isVisible()


def test_a_rehearsal_asks_for_the_passphrase_and_tells_what_came_back(monitor: Stage, stick: Path) -> None:
    screen = backed_up(monitor, stick)
    screen.drill.way_in.passphrase.line.setText(PASSPHRASE)
    screen.drill.go.click()
    monitor.until(lambda: screen._running is None and "came back whole" in screen.notice.what.text())
    assert screen.drill.way_in.passphrase.line.text() == ""
    assert screen.drill.state.text().startswith("Last rehearsed: ")


def test_a_wrong_passphrase_fails_the_rehearsal_in_words(monitor: Stage, stick: Path) -> None:
    screen = backed_up(monitor, stick)
    screen.drill.way_in.passphrase.line.setText("wrong")
    screen.drill.go.click()
    monitor.until(lambda: screen.notice.property("look") == "bad")
    monitor.until(lambda: screen.drill.state.text().startswith("The last rehearsal failed"))


def test_a_check_that_finds_nothing_says_so(monitor: Stage) -> None:
    screen = opened(monitor)
    screen.check.go.click()
    monitor.until(screen.notice.isVisible)
    assert screen.notice.what.text() == "No damage found."
    monitor.until(lambda: screen.check.state.text().startswith("Last checked: "))


def test_damage_is_listed_and_lists_are_mended(monitor: Stage) -> None:
    def harm(desk) -> None:
        desk.vault.db.conn.execute("DROP TRIGGER temp.tally_UPDATE_record")
        desk.vault.db.conn.execute("UPDATE record SET state = 'accepted'")
        desk.vault.db.conn.commit()

    monitor.ask(harm)
    screen = opened(monitor)
    screen.check.go.click()
    monitor.until(screen.check.found.isVisible)
    assert screen.check.found.rows.rowCount() == 1
    screen.check.rebuild.click()
    monitor.until(lambda: screen.notice.what.text() == "No damage found.")


def test_a_place_that_is_gone_is_told_and_another_can_be_chosen(monitor: Stage, stick: Path) -> None:
    screen = backed_up(monitor, stick)
    stick.rename(stick.with_name("elsewhere"))
    stick.parent.joinpath("stick-parent").mkdir()
    monitor.ask(lambda desk: stored_settings.put(desk.vault, "x", 1))
    screen._place = stick.parent / "nowhere" / "stick"
    screen.backup.go.click()
    monitor.until(lambda: "pulled out" in screen.notice.what.text())
    assert screen.backup.choose.isEnabled()


def test_the_monthly_reminder_can_be_switched_off(monitor: Stage, stick: Path) -> None:
    screen = backed_up(monitor, stick)
    assert screen.drill.monthly.isChecked()
    screen.drill.monthly.click()
    monitor.settle()
    screen = opened(monitor)
    monitor.settle()
    assert not screen.drill.monthly.isChecked()
