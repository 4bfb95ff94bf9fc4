"""What may leave this device, travel mode, and a file that goes from hand to hand."""

from pathlib import Path

from monitor_app.operations import clearing, syncing, travelling
from monitor_app.ports import Silent
from monitor_app.ui.screens.device import Device
from monitor_app.ui.screens.sync import Sync
from tests.support.stage import PlannedFiles, Stage
from tests.ui.screens.conftest import Open


def device(stage: Stage) -> Device:
    screen = stage.show("device")
    assert isinstance(screen, Device)
    return screen


def sync(stage: Stage) -> None:
    stage.ask(lambda desk: syncing.run(lambda work: work(desk), progress=Silent()))
    stage.settle()


def test_clearing_needs_a_deliberate_tick(monitor: Stage) -> None:
    sync(monitor)
    screen = device(monitor)
    found = monitor.ask(clearing.readiness)
    assert found.safe
    assert not screen.clear.isEnabled()
    screen.sure.box.click()
    screen.clear.click()
    monitor.until(screen.notice.isVisible)
    assert monitor.ask(clearing.readiness).cleared == len(found.safe)
    records = monitor.show("records")
    monitor.until(records.elsewhere.isVisible)
    assert not records.empty.isVisible()


def test_travel_mode_begins_waits_and_is_asked_back_with_a_code(open_stage: Open) -> None:
    monitor, coordinator = open_stage("monitor"), open_stage("coordinator")
    screen = device(monitor)
    assert not screen.begin.isEnabled()
    screen.agreed.box.click()
    screen.begin.click()
    monitor.until(lambda: not screen.begin.isVisible())
    for stage in (monitor, coordinator, monitor):
        sync(stage)
    screen = device(monitor)
    monitor.until(screen.ask.isVisible)
    screen.ask.click()
    monitor.until(lambda: bool(screen.code.text()))
    for stage in (monitor, coordinator):
        sync(stage)
    giving = device(coordinator)
    coordinator.until(giving.giving.isVisible)
    coordinator.ask(lambda desk: travelling.give_back(desk, travelling.asks(desk)[0].box))
    for stage in (coordinator, monitor):
        sync(stage)
    assert monitor.ask(travelling.journey) == travelling.Journey()


def test_a_hand_over_file_is_made_taken_and_brought_back(open_stage: Open, tmp_path: Path) -> None:
    path = tmp_path / "mail.fieldwork"
    for who in ("monitor", "coordinator"):
        stage = open_stage(who)
        screen = stage.show("sync")
        assert isinstance(screen, Sync)
        stage.until(screen.hand_over.isVisible)
        screen.hand_over.files = PlannedFiles([path])
        (screen.hand_over.take if path.exists() else screen.hand_over.make).click()
        stage.until(screen.notice.isVisible)
        assert not screen.hand_over.progress.isVisible()
    assert path.stat().st_size > 0
