"""Stop using and erase: two buttons, each with its own words, and nothing happens before a person confirms."""

from monitor_app.domain.supply import Party
from monitor_app.operations import browsing, erasing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.ui.screens.review import Review
from tests.support.stage import Stage


def opened(stage: Stage) -> tuple[Review, str]:
    record = stage.ask(lambda desk: browsing.records(desk, RecordFilter()))[2].id
    screen = stage.show("review", record)
    assert isinstance(screen, Review)
    stage.until(screen.wishes.begin_stop.isVisible)
    return screen, record


def test_stopping_a_use_is_noted_for_that_use_only(coordinator: Stage) -> None:
    screen, record = opened(coordinator)
    screen.wishes.begin_stop.click()
    screen.wishes.use.choose(Party.EMPLOYER.value)
    screen.wishes.told.line.setText("Wren")
    screen.wishes.stop_now.click()
    coordinator.until(screen.wishes.withdrawn.isVisible)
    (noted,) = coordinator.ask(lambda desk: erasing.wishes(desk, record)).withdrawn
    assert (noted.uses, noted.reported_to) == ((Party.EMPLOYER,), "Wren")


def test_nothing_is_erased_before_a_person_says_that_they_know(coordinator: Stage) -> None:
    screen, record = opened(coordinator)
    screen.wishes.begin_erase.click()
    assert not screen.wishes.erase_now.isEnabled()
    screen.wishes.sure.box.setChecked(True)
    assert screen.wishes.erase_now.isEnabled()
    assert coordinator.ask(lambda desk: erasing.wishes(desk, record)).erasure is None


def test_an_erased_record_leaves_the_screen_and_the_list(coordinator: Stage) -> None:
    screen, record = opened(coordinator)
    screen.wishes.begin_erase.click()
    screen.wishes.sure.box.setChecked(True)
    screen.wishes.erase_now.click()
    coordinator.until(lambda: coordinator.window.screen_shown is not screen)
    left = coordinator.ask(lambda desk: [row.id for row in browsing.records(desk, RecordFilter())])
    assert record not in left


def test_not_now_asks_again_from_the_beginning(coordinator: Stage) -> None:
    screen, _ = opened(coordinator)
    screen.wishes.begin_erase.click()
    screen.wishes.sure.box.setChecked(True)
    screen.wishes.calm()
    screen.wishes.begin_erase.click()
    assert not screen.wishes.erase_now.isEnabled()


def test_a_monitor_sees_both_wishes_for_its_own_record(monitor: Stage) -> None:
    screen, _ = opened(monitor)
    assert screen.wishes.begin_erase.isVisible()


def test_what_was_taken_back_wholly_is_not_asked_again(coordinator: Stage) -> None:
    screen, _ = opened(coordinator)
    screen.wishes.begin_stop.click()
    screen.wishes.stop_now.click()
    coordinator.until(screen.wishes.withdrawn.isVisible)
    assert not screen.wishes.begin_stop.isVisible()
    assert screen.wishes.begin_erase.isVisible()
