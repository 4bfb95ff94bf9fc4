"""Models of rows: short ones, and long ones read page by page."""

from collections.abc import Callable, Sequence

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from monitor_app.ui.models.rows import COMING, PAGE, PAGES_KEPT, PagedRows, Row, RowModel

Arrived = Callable[[Sequence[Row]], None]


class Shelf:
    """Hands out pages when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Arrived]] = []

    def fetch(self, offset: int, limit: int, arrived: Arrived) -> None:
        assert limit == PAGE
        self.asked.append((offset, arrived))

    def hand_out(self) -> None:
        for offset, arrived in self.asked:
            arrived([Row(str(number), f"row {number}") for number in range(offset, offset + PAGE)])
        self.asked.clear()


def test_a_page_is_asked_for_once_and_then_shown() -> None:
    shelf = Shelf()
    model = PagedRows(shelf.fetch)
    model.start_over(1000)
    assert [model.row(250), model.row(260)] == [COMING, COMING]
    assert [offset for offset, _ in shelf.asked] == [200]
    shelf.hand_out()
    assert model.row(250).title == "row 250"


def test_a_page_of_an_older_question_is_not_shown() -> None:
    shelf = Shelf()
    model = PagedRows(shelf.fetch)
    model.start_over(10)
    model.row(0)
    model.start_over(5)
    shelf.hand_out()
    assert model.row(0) is COMING


def test_only_a_few_pages_are_held_however_long_the_list() -> None:
    shelf = Shelf()
    model = PagedRows(shelf.fetch)
    model.start_over(100_000)
    for number in range(0, 100_000, PAGE):
        model.row(number)
        shelf.hand_out()
    assert len(model._pages) == PAGES_KEPT


def test_the_models_keep_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    model.show_rows([Row("a", "One", "Kept"), Row("b", "Two")])
    qtmodeltester.check(model)


def test_a_replaced_row_tells_that_it_changed(qtbot: QtBot) -> None:
    model = RowModel()
    model.show_rows([Row("a", "One"), Row("b", "Two")])
    with qtbot.waitSignal(model.dataChanged):
        model.replace(Row("b", "Three"))
    assert model.row(1).title == "Three"
