"""Factories."""

from monitor_app.operations import observing
from tests.support.stage import Stage


def test_a_factory_is_added_and_listed(loner: Stage) -> None:
    screen = loner.show("sites")
    loner.until(screen.empty.isVisible)
    screen.name.line.setText("Clearwater Boards")
    screen.add.click()
    loner.until(lambda: screen.list.rows.rowCount() == 1)
    assert loner.ask(observing.sites)[0].name == "Clearwater Boards"
    assert screen.name.text() == ""


def test_a_factory_without_a_name_is_refused_and_the_rest_stays(loner: Stage) -> None:
    screen = loner.show("sites")
    screen.country.line.setText("Eastland")
    screen.add.click()
    loner.until(screen.notice.isVisible)
    assert screen.country.text() == "Eastland"


def test_what_was_typed_is_there_after_coming_back(loner: Stage) -> None:
    screen = loner.show("sites")
    loner.settle()
    screen.address.line.setText("Old Mill Road")
    loner.show("records")
    screen.address.line.clear()
    loner.show("sites")
    loner.until(lambda: screen.address.text() == "Old Mill Road")
