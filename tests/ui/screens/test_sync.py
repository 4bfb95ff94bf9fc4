"""Sending and receiving, and what is said about it."""

from pathlib import Path

from monitor_app.operations import budgets, carrying
from monitor_app.sync.refusals import Fault
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.shared_place import SharedPlace
from monitor_app.ui.screens.sync import Sync
from monitor_app.vault import peers
from monitor_app.vault.peers import HeldBack
from tests.support.desks import moved
from tests.support.stage import Stage
from tests.support.worlds import interview


def opened(stage: Stage) -> Sync:
    screen = stage.show("sync")
    assert isinstance(screen, Sync)
    stage.until(lambda: bool(screen.meaning.text()))
    return screen


def synced(stage: Stage, screen: Sync) -> None:
    screen.now.click()
    stage.until(lambda: not screen.exchange.is_running)


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
    coordinator.until(screen.odd_card.isVisible)
    said = row_at(screen.odd.rows.index(0, 0)).said()
    assert "A parcel was altered or damaged" in said
    assert "tried again" in said


def test_a_place_that_is_gone_is_said_and_nothing_is_lost(monitor: Stage, tmp_path: Path) -> None:
    screen = opened(monitor)
    monitor.ask(lambda desk: moved(desk, f"folder:{tmp_path / 'gone'}"))
    monitor.ask(lambda desk: interview(desk, 5))
    synced(monitor, screen)
    monitor.until(screen.notice.isVisible)
    assert screen.notice.property("look") in {"bad", "warn"}


def test_without_a_place_only_setting_one_up_is_offered(monitor: Stage) -> None:
    monitor.ask(lambda desk: moved(desk, ""))
    screen = opened(monitor)
    assert not screen.now.isEnabled()
    screen.set_up.click()
    monitor.until(lambda: isinstance(monitor.window.screen_shown, SharedPlace))


def test_what_waits_is_listed_by_kind_in_the_order_it_goes(monitor: Stage) -> None:
    monitor.ask(lambda desk: interview(desk, 5))
    monitor.ask(carrying.pack)
    screen = opened(monitor)
    assert screen.waiting.text().startswith("Records and decisions: 1, ")


def test_a_pause_is_said_and_ended_by_the_same_button(monitor: Stage) -> None:
    screen = opened(monitor)
    screen.now.click()
    screen.moving.pause.click()
    if screen.exchange.is_running:
        assert screen.moving.what.text() == "Paused"
        screen.moving.pause.click()
    monitor.until(lambda: not screen.exchange.is_running)
    assert not screen.moving.isVisible()


def test_limits_are_kept_at_once_and_what_is_no_number_is_refused(monitor: Stage) -> None:
    screen = opened(monitor)
    screen.limits.records_only.box.click()
    screen.limits.megabytes.line.setText("50")
    screen.limits.megabytes.line.editingFinished.emit()
    monitor.until(lambda: monitor.ask(lambda desk: budgets.budget(desk).habits.megabytes_a_day) == 50)
    assert monitor.ask(lambda desk: budgets.budget(desk).habits.records_only)
    assert "are left" in screen.limits.used.text()
    screen.limits.price.line.setText("much")
    screen.limits.price.line.editingFinished.emit()
    monitor.until(screen.notice.isVisible)
    assert monitor.ask(lambda desk: budgets.budget(desk).habits.price) == 0


def test_every_oddity_has_a_name_and_says_what_to_do(monitor: Stage) -> None:
    for fault in Fault:
        held = HeldBack(name=f"fld1/in/a-{fault}", writer="a", reason=fault.value, sentence="", since_ms=1)
        monitor.ask(lambda desk, held=held: peers.hold_back(desk.vault, held))
    screen = opened(monitor)
    monitor.until(screen.odd_card.isVisible)
    rows = [row_at(screen.odd.rows.index(at, 0)) for at in range(screen.odd.rows.rowCount())]
    assert len(rows) == len(Fault)
    assert all(row.state and len(row.sentences) == 2 for row in rows)


def test_a_vault_in_no_project_is_led_to_one(loner: Stage) -> None:
    screen = loner.show("sync")
    loner.until(screen.people.isVisible)
    assert not screen.now.isVisible()
