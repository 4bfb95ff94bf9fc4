"""A record that says somebody is in danger: ticked while it is written, at the top of Today until decided."""

from monitor_app.operations import browsing, collecting
from monitor_app.ui.widgets.speaking import Button, Words
from tests.support.stage import Stage
from tests.support.worlds import interview, with_form

ANSWERS = {"account": "The foreman waits outside.", "people": 2, "standing": "first_hand"}


def begun(stage: Stage) -> str:
    """Begin an interview with all its answers; return the draft."""

    def begin(desk: object) -> str:
        started, _ = collecting.begin(desk, with_form(desk, "three_questions").digest)
        collecting.keep(desk, started.draft_id, ANSWERS)
        return started.draft_id

    return str(stage.ask(begin))


def words(stage: Stage) -> list[str]:
    return [one.text() for card in stage.window.screen_shown.cards for one in card.findChildren(Words)]


def test_the_tick_is_kept_at_once_and_goes_into_the_record(monitor: Stage) -> None:
    draft = begun(monitor)
    screen = monitor.show("interview", draft)
    screen.frame.urgent.box.click()
    monitor.settle()
    assert screen.frame.urgent_words.isVisible()
    monitor.show("today")
    screen = monitor.show("interview", draft)
    assert screen.frame.urgent.is_ticked()
    screen.finish()
    monitor.until(lambda: monitor.window.screen_shown is not screen)
    assert monitor.ask(lambda desk: browsing.record(desk, draft)).row.is_urgent
    assert "Somebody is in danger, and it is not sent yet: 1" in words(monitor)


def test_another_record_begins_without_the_tick(monitor: Stage) -> None:
    first, second = begun(monitor), begun(monitor)
    monitor.show("interview", first).frame.urgent.box.click()
    monitor.settle()
    screen = monitor.show("interview", second)
    assert not screen.frame.urgent.is_ticked()
    assert not screen.frame.urgent_words.isVisible()
    assert not monitor.ask(lambda desk: collecting.is_urgent(desk, second))


def test_it_stands_at_the_top_of_today_until_somebody_decided(coordinator: Stage) -> None:
    record = coordinator.ask(lambda desk: interview(desk, 0, is_urgent=True))
    screen = coordinator.show("today")
    assert words(coordinator)[0].startswith("Somebody is in danger: record")
    button = screen.cards[0].findChild(Button)
    assert screen.primary() is button
    button.click()
    coordinator.settle()
    review = coordinator.window.screen_shown
    assert review._record == record
    coordinator.until(review.accept.isVisible)
    review.accept.click()
    coordinator.settle()
    coordinator.show("today")
    assert not any("is in danger: record" in one for one in words(coordinator))
