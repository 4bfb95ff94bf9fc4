"""On every screen with plausible content all words have their place, and all that takes focus is named."""

from collections.abc import Callable, Iterator

import pytest

from monitor_app.operations import browsing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.ui.preferences import Preferences
from tests.support.stage import PlannedFiles, Stage
from tests.support.worlds import pictures
from tests.ui.screens.conftest import World
from tests.ui.test_geometry import cramped, unnamed

LOW = (1024, 640)
LOOKS = [("light", 100, "en"), ("dark", 200, "en"), ("light", 200, "zh_CN"), ("light", 200, "ar")]
PLACES = (
    "records",
    "finding",
    "export",
    "people",
    "sync",
    "shared_places",
    "shared_place",
    "observation",
    "sites",
    "questionnaires",
    "packs",
    "directory",
    "guide",
    "join",
)


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def looked(request: pytest.FixtureRequest, coordinator: Stage) -> Iterator[Stage]:
    theme, scale, language = request.param
    coordinator.window.prefer(Preferences(theme=theme, scale=scale, language=language))
    coordinator.window.resize(*LOW)
    coordinator.settle()
    yield coordinator
    coordinator.window.prefer(Preferences())


def faults(stage: Stage, where: str) -> list[str]:
    for _ in range(3):
        stage.settle()
    window = stage.window
    grown = [f"window {window.size().toTuple()}"] if window.width() > LOW[0] else []
    return [f"{where}: {one}" for one in [*cramped(window), *unnamed(window), *grown]]


def test_every_word_has_its_place(
    looked: Stage, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found: list[str] = []
    for place in PLACES:
        looked.show(place)
        found += faults(looked, place)
    record = looked.ask(lambda desk: browsing.records(desk, RecordFilter()))[1].id
    review = looked.show("review", record)
    found += faults(looked, "review")
    review.ask.click()
    found += faults(looked, "review, asking")
    looked.show("finding", world.finding)
    found += faults(looked, "finding, editor")
    looked.window.screen_shown.editor.chains.new.click()
    found += faults(looked, "finding, new chain")
    found += export(looked, world, tmp_path_factory)
    found += observation(looked, tmp_path_factory)
    assert not found


def export(stage: Stage, world: World, folders: pytest.TempPathFactory) -> list[str]:
    screen = stage.show("export", world.finding)
    screen.recipients.draw.click()
    found = faults(stage, "export, key")
    screen.look.click()
    stage.until(screen.leaving.isVisible)
    found += faults(stage, "export, preview")
    screen.files = PlannedFiles([folders.mktemp("out")])
    screen.write.click()
    stage.until(screen.result.isVisible)
    return found + faults(stage, "export, done")


def observation(stage: Stage, folders: pytest.TempPathFactory) -> list[str]:
    screen = stage.show("observation")
    stage.until(screen.start.isEnabled)
    screen.start.click()
    stage.until(screen.draft_card.isVisible)
    importing = screen.pictures_in
    importing.files = PlannedFiles([pictures(folders.mktemp("card"))])
    importing.choose.click()
    shown: Callable[[], bool] = importing.list.isVisible
    stage.until(shown)
    found = faults(stage, "observation, pictures found")
    importing.take.click()
    stage.until(importing.deleting.isVisible)
    found += faults(stage, "observation, taken in")
    importing.delete.click()
    stage.until(importing.deleted.isVisible)
    return found + faults(stage, "observation, deleted")
