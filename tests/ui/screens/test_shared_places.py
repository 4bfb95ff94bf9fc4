"""The list of shared places: how it stands with each, and what can be done with one."""

from pathlib import Path

import pytest

from monitor_app.operations import places
from monitor_app.operations.places import Access
from monitor_app.ui.models.rows import Row, row_at
from monitor_app.ui.screens.shared_place import SharedPlace
from monitor_app.ui.screens.shared_places import SharedPlaces
from monitor_app.ui.screens.sync import Sync
from tests.support.desks import moved
from tests.support.stage import PlannedFiles, Stage
from tests.support.worlds import interview


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def several(monitor: Stage, stick: Path) -> Stage:
    """A monitor with the shared folder and a stick."""
    monitor.ask(lambda desk: places.add(desk, Access(address=f"folder:{stick}"), name="Blue stick"))
    return monitor


def opened(stage: Stage) -> SharedPlaces:
    screen = stage.show("shared_places")
    assert isinstance(screen, SharedPlaces)
    return screen


def rows(screen: SharedPlaces | Sync) -> list[Row]:
    model = (screen.list if isinstance(screen, SharedPlaces) else screen.reached).rows
    return [row_at(model.index(at, 0)) for at in range(model.rowCount())]


def choose(screen: SharedPlaces, name: str) -> None:
    at = [row.title for row in rows(screen)].index(name)
    screen.list.setCurrentIndex(screen.list.rows.index(at, 0))


def test_each_place_says_how_it_stands_with_it(several: Stage) -> None:
    screen = opened(several)
    assert [row.title for row in rows(screen)] == ["shared-place", "Blue stick"]
    assert [str(row.state) for row in rows(screen)] == ["Has everything", "Not visited yet"]


def test_without_any_one_can_be_added(monitor: Stage) -> None:
    monitor.ask(lambda desk: moved(desk, ""))
    screen = opened(monitor)
    assert screen.empty.isVisible()
    assert not screen.remove.isVisible()
    screen.add.click()
    monitor.until(lambda: isinstance(monitor.window.screen_shown, SharedPlace))


def test_a_second_place_is_tested_named_and_listed(monitor: Stage, stick: Path) -> None:
    opened(monitor).add.click()
    monitor.settle()
    screen = monitor.window.screen_shown
    assert isinstance(screen, SharedPlace)
    assert screen.where.address.text() == ""
    screen.files = PlannedFiles([stick])
    screen.where.choose.click()
    screen.where.name.put("Blue stick")
    screen.when.is_automatic.box.click()
    screen.test.click()
    monitor.until(lambda: isinstance(monitor.window.screen_shown, SharedPlaces))
    found = monitor.ask(lambda desk: places.find(desk, "Blue stick"))
    assert (found.folder, found.is_on, found.is_automatic) == (str(stick), True, False)


def test_the_chosen_place_is_changed_and_no_other(several: Stage) -> None:
    screen = opened(several)
    choose(screen, "Blue stick")
    screen.change.click()
    several.settle()
    editor = several.window.screen_shown
    assert isinstance(editor, SharedPlace)
    assert editor.where.name.text() == "Blue stick"
    editor.where.name.put("Red stick")
    editor.keep.click()
    several.until(lambda: isinstance(several.window.screen_shown, SharedPlaces))
    assert [one.name for one in several.ask(places.listed)] == ["shared-place", "Red stick"]


def test_a_place_that_only_moved_is_asked_about_when_its_address_changes(several: Stage, stick: Path) -> None:
    kept = several.ask(lambda desk: places.find(desk, "Blue stick"))
    editor = several.show("shared_place", kept.id)
    assert isinstance(editor, SharedPlace)
    assert not editor.where.moved.isVisible()
    editor.where.address.put(str(stick.with_name("elsewhere")))
    assert editor.where.moved.isVisible()


def test_places_are_visited_in_another_order(several: Stage) -> None:
    screen = opened(several)
    choose(screen, "Blue stick")
    assert screen.earlier.isEnabled()
    assert not screen.later.isEnabled()
    screen.earlier.click()
    several.until(lambda: [row.title for row in rows(screen)] == ["Blue stick", "shared-place"])


def test_a_place_goes_only_after_a_second_word(several: Stage) -> None:
    screen = opened(several)
    choose(screen, "Blue stick")
    screen.remove.click()
    assert screen.removing.isVisible()
    assert "Blue stick" in screen.removing.heading.text()
    screen.not_sure.click()
    assert len(several.ask(places.listed)) == 2
    screen.remove.click()
    screen.sure.click()
    several.until(lambda: len(rows(screen)) == 1)
    assert len(several.ask(places.listed)) == 1


def test_the_connection_to_one_is_tested_and_told(several: Stage, stick: Path) -> None:
    screen = opened(several)
    choose(screen, "Blue stick")
    screen.test.click()
    several.until(screen.notice.isVisible)
    assert screen.notice.what.text() == "The connection works."
    stick.rename(stick.with_name("pocket"))
    screen.test.click()
    several.until(lambda: screen.notice.what.text() != "The connection works.")
    assert screen.test.isEnabled()


def test_one_alone_is_synced_with(several: Stage, stick: Path) -> None:
    several.ask(lambda desk: interview(desk, 5))
    screen = opened(several)
    choose(screen, "Blue stick")
    screen.sync.click()
    several.until(lambda: isinstance(several.window.screen_shown, Sync))
    shown = several.window.screen_shown
    assert isinstance(shown, Sync)
    several.until(lambda: not shown.exchange.is_running and str(rows(shown)[1].state) == "Has everything")
    assert [str(row.state) for row in rows(shown)] == ["Lacks some", "Has everything"]


def test_a_stick_that_is_away_is_said_beside_the_others_and_no_fault(several: Stage, stick: Path) -> None:
    stick.rename(stick.with_name("pocket"))
    shown = several.show("sync")
    assert isinstance(shown, Sync)
    shown.now.click()
    several.until(lambda: not shown.exchange.is_running and shown.notice.isVisible())
    assert "Blue stick" in shown.notice.what.text()
    assert [str(row.state) for row in rows(shown)] == ["Has everything", "Not there"]
    assert "not there" in rows(shown)[1].said()


def test_each_parcel_names_where_it_lies(several: Stage) -> None:
    several.ask(lambda desk: interview(desk, 5))
    shown = several.show("sync")
    assert isinstance(shown, Sync)
    shown.now.click()
    several.until(lambda: not shown.exchange.is_running and str(rows(shown)[1].state) == "Has everything")
    said = [row_at(shown.items.rows.index(at, 0)).said() for at in range(shown.items.rows.rowCount())]
    assert any("It lies in: shared-place, Blue stick" in one for one in said)
