"""How long things stay in the shared place, and what goes: seen before it goes."""

from pathlib import Path

from monitor_app.operations import retention
from monitor_app.ui.screens.sync import Sync
from monitor_app.ui.sync.clearing_card import ClearingCard
from tests.support.stage import Stage

YEAR_S = 365 * 24 * 60 * 60


def card(stage: Stage) -> ClearingCard:
    screen = stage.show("sync")
    assert isinstance(screen, Sync)
    stage.until(lambda: bool(screen.meaning.text()))
    return screen.clearing


def test_only_a_coordinator_sees_it(monitor: Stage, coordinator: Stage) -> None:
    assert card(monitor).isHidden()
    assert not card(coordinator).isHidden()


def test_how_long_is_chosen_and_kept(coordinator: Stage) -> None:
    shown = card(coordinator)
    assert shown.days.value() == "180"
    shown.days.choose("365")
    shown.days.chosen.emit("365")
    coordinator.until(lambda: coordinator.ask(retention.days) == 365)


def test_nothing_can_be_deleted_before_it_was_looked_at(coordinator: Stage) -> None:
    shown = card(coordinator)
    assert shown.clear.isHidden()
    shown.look.click()
    coordinator.until(lambda: not shown.found.isHidden())
    assert shown.found.text().startswith("Nothing is old enough to go")
    assert shown.clear.isHidden()


def test_what_is_old_is_counted_and_goes_when_it_is_said_so(coordinator: Stage, tmp_path: Path) -> None:
    coordinator.ask(lambda desk: desk.clock.forward(seconds=YEAR_S))
    shown = card(coordinator)
    shown.look.click()
    coordinator.until(lambda: not shown.clear.isHidden())
    assert "can go (parcels: 1" in shown.found.text()
    shown.clear.click()
    coordinator.until(lambda: not list((tmp_path / "shared-place" / "fld1" / "b").rglob("??????????*")))
    assert shown.clear.isHidden()
