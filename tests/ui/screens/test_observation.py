"""Observations: begin one, bring in pictures, delete originals truthfully."""

from pathlib import Path

from monitor_app.operations import browsing, collecting
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.observation import Observation
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button
from tests.support.stage import PlannedFiles, Stage
from tests.support.worlds import pictures


def begun(stage: Stage) -> Observation:
    screen = stage.show("observation")
    assert isinstance(screen, Observation)
    stage.until(screen.start.isEnabled)
    screen.start.click()
    stage.until(screen.draft_card.isVisible)
    return screen


def chosen(stage: Stage, screen: Observation, folder: Path) -> None:
    screen.pictures_in.files = PlannedFiles([folder])
    screen.pictures_in.choose.click()
    stage.until(lambda: screen.pictures_in.list.isVisible() or screen.pictures_in.nothing.isVisible())


def said(rows: RowList) -> list[str]:
    return [row_at(rows.rows.index(at, 0)).said() for at in range(rows.rows.rowCount())]


def test_an_observation_begins_at_a_factory(coordinator: Stage) -> None:
    screen = coordinator.show("observation")
    coordinator.until(screen.start.isEnabled)
    screen.site.choose(screen.site.box.itemData(2))
    screen.start.click()
    coordinator.until(screen.draft_card.isVisible)
    assert coordinator.ask(browsing.today).drafts[0].site_name == "Harbour Electronics"


def test_ticked_pictures_are_taken_in_with_one_tag_and_bad_ones_are_named(
    coordinator: Stage, tmp_path: Path
) -> None:
    screen = begun(coordinator)
    chosen(coordinator, screen, pictures(tmp_path / "card"))
    importing = screen.pictures_in
    importing.list.ticked.emit(str(tmp_path / "card" / "IMG_202601.jpg"))
    importing.area.line.setText("canteen")
    importing.rule.choose("OS")
    importing.take.click()
    coordinator.until(importing.result.isVisible)
    photos = coordinator.ask(lambda desk: collecting.photos(desk, screen._draft))
    assert [(one.area, one.provision) for one in photos] == [("canteen", "OS")] * 2
    assert "This file is not a picture" in said(importing.refused)[0]


def test_what_is_deleted_is_said_file_by_file(coordinator: Stage, tmp_path: Path) -> None:
    screen = begun(coordinator)
    card = pictures(tmp_path / "card", 2)
    chosen(coordinator, screen, card)
    importing = screen.pictures_in
    importing.take.click()
    coordinator.until(importing.deleting.isVisible)
    (card / "IMG_202602.jpg").write_bytes(b"changed meanwhile")
    importing.delete.click()
    coordinator.until(importing.deleted.isVisible)
    assert [one.split(". ")[1] for one in said(importing.deleted)] == ["Deleted", "Still there"]
    assert not (card / "IMG_202601.jpg").exists()


def test_a_folder_without_pictures_says_so(coordinator: Stage, tmp_path: Path) -> None:
    screen = begun(coordinator)
    (tmp_path / "empty").mkdir()
    chosen(coordinator, screen, tmp_path / "empty")
    assert screen.pictures_in.nothing.isVisible()
    assert not screen.pictures_in.take.isVisible()


def test_small_pictures_are_shown_to_choose_by(coordinator: Stage, tmp_path: Path) -> None:
    screen = begun(coordinator)
    chosen(coordinator, screen, pictures(tmp_path / "card", 1))
    coordinator.until(lambda: row_at(screen.pictures_in.list.rows.index(0, 0)).picture is not None)


def test_there_is_one_primary_button_while_pictures_wait(coordinator: Stage, tmp_path: Path) -> None:
    screen = begun(coordinator)
    chosen(coordinator, screen, pictures(tmp_path / "card", 1))
    buttons = [one for one in screen.findChildren(Button) if one.isVisible()]
    assert [one for one in buttons if one.property("look") == "primary"] == [screen.pictures_in.take]
