"""The list of records."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from monitor_app.domain.reviewing import RecordState
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.records import Records
from monitor_app.ui.screens.review import Review
from tests.support.stage import Stage


def shown(stage: Stage) -> Records:
    screen = stage.show("records")
    assert isinstance(screen, Records)
    stage.until(lambda: screen.paged.rowCount() == 5 and bool(screen.list.current()))
    return screen


def said(screen: Records) -> list[str]:
    return [row_at(screen.paged.index(at, 0)).said() for at in range(screen.paged.rowCount())]


def test_a_row_reads_like_sentences_and_names_nobody(coordinator: Stage) -> None:
    screen = shown(coordinator)
    assert said(screen)[0] == (
        "W-4K7QZ-M. Accepted. Interview at Harbour Electronics. In English. Finished today. "
        "By Wren, device verified"
    )


def test_the_list_is_narrowed_by_state(coordinator: Stage) -> None:
    screen = shown(coordinator)
    screen.state.setCurrentIndex(screen.state.findData(str(RecordState.QUERIED)))
    screen.state.activated.emit(screen.state.currentIndex())
    coordinator.until(lambda: screen.paged.rowCount() == 1 and bool(screen.list.current()))
    assert "A question is open" in said(screen)[0]


def test_a_word_of_an_answer_finds_the_record(coordinator: Stage) -> None:
    screen = shown(coordinator)
    screen.search.setText("passport")
    screen.search.returnPressed.emit()
    coordinator.until(lambda: screen.paged.rowCount() == 2)
    assert screen.empty.isHidden()


def test_a_search_that_finds_nothing_says_what_to_do(coordinator: Stage) -> None:
    screen = shown(coordinator)
    screen.search.setText("xylophone")
    screen.search.returnPressed.emit()
    coordinator.until(screen.nothing.isVisible)
    assert not screen.list.isVisible()


def test_enter_opens_the_record_for_review(coordinator: Stage) -> None:
    screen = shown(coordinator)
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    coordinator.until(lambda: isinstance(coordinator.window.screen_shown, Review))


def test_an_empty_list_says_what_it_is_for(loner: Stage) -> None:
    screen = loner.show("records")
    loner.until(screen.empty.isVisible)
