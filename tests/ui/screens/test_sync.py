"""Sending and receiving, and what is said about it."""

from pathlib import Path

from monitor_app.operations import projects
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.sync import Sync
from tests.support.stage import PlannedFiles, Stage
from tests.support.worlds import interview


def opened(stage: Stage) -> Sync:
    screen = stage.show("sync")
    assert isinstance(screen, Sync)
    stage.until(lambda: bool(screen.meaning.text()))
    return screen


def synced(stage: Stage, screen: Sync) -> None:
    screen.now.click()
    stage.until(lambda: screen._running is None)


def test_confirmed_is_said_only_of_what_a_coordinator_confirmed(monitor: Stage) -> None:
    screen = opened(monitor)
    assert screen.meaning.text() == "Everything that was sent is confirmed."
    monitor.ask(lambda desk: interview(desk, 5))
    synced(monitor, screen)
    monitor.until(lambda: screen.sent.text() == "Sent, not confirmed: 1")
    assert screen.meaning.text().startswith("Everything was sent, but not all is confirmed.")


def test_each_parcel_says_how_far_it_is(monitor: Stage) -> None:
    screen = opened(monitor)
    said = [row_at(screen.items.rows.index(at, 0)).said() for at in range(screen.items.rows.rowCount())]
    assert all(
        "Confirmed. " in one and "signed that it arrived" in one for one in said if one.startswith("Records")
    )


def test_a_parcel_that_was_altered_is_held_back_with_the_reason(coordinator: Stage, tmp_path: Path) -> None:
    last = max((tmp_path / "shared-place").glob("*/in/*/*"), key=lambda path: path.name.split("-")[1])
    box, number, mark = last.name.split("-")
    forged = last.with_name(f"{box}-{int(number) + 1:08d}-{mark}")
    forged.write_bytes(last.read_bytes()[:-20] + bytes(20))
    screen = opened(coordinator)
    synced(coordinator, screen)
    coordinator.until(screen.held_card.isVisible)
    assert "Held back" in row_at(screen.held.rows.index(0, 0)).said()


def test_a_place_that_is_gone_is_said_and_nothing_is_lost(monitor: Stage, tmp_path: Path) -> None:
    screen = opened(monitor)
    monitor.ask(lambda desk: projects.set_address(desk, f"folder:{tmp_path / 'gone'}"))
    monitor.ask(lambda desk: interview(desk, 5))
    synced(monitor, screen)
    monitor.until(screen.notice.isVisible)
    assert screen.notice.property("look") in {"bad", "warn"}


def test_without_a_place_only_choosing_one_is_offered(monitor: Stage, tmp_path: Path) -> None:
    monitor.ask(lambda desk: projects.set_address(desk, ""))
    screen = opened(monitor)
    assert not screen.now.isEnabled()
    screen.files = PlannedFiles([tmp_path])
    screen.choose.click()
    monitor.until(screen.now.isEnabled)
    assert screen.place.sentence.text() == str(tmp_path)


def test_a_vault_in_no_project_is_led_to_one(loner: Stage) -> None:
    screen = loner.show("sync")
    loner.until(screen.people.isVisible)
    assert not screen.now.isVisible()
