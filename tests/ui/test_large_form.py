"""A large questionnaire is shown, paged, switched in language and answered while the window still listens."""

import pytest
from pytestqt.qtbot import QtBot

from monitor_app.bench import large_form
from monitor_app.operations import collecting, questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.ui.forms.choice_long import ChoiceLongField
from monitor_app.ui.forms.repeat import RepeatField
from monitor_app.ui.guided.heartbeat import Heartbeat
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.screens.interview import Interview
from tests.ui.walking import interview

MOST_MS = 250.0
PARTS = 4


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow, desk: Desk) -> Interview:
    digest, _ = questionnaires.add(desk, large_form.table(PARTS).encode(), file_name="large.md")
    screen = interview(qtbot, window, collecting.begin(desk, digest)[0].draft_id)
    for path in ("g0/q0", "g1/q20"):
        screen._filling.answer(path, "a0")
    screen._answered("g0/q0")
    return screen


def whole(qtbot: QtBot, screen: Interview) -> None:
    qtbot.waitUntil(lambda: screen.form_view.is_whole, timeout=20_000)


def test_no_page_answer_or_language_holds_the_window_up(qtbot: QtBot, screen: Interview) -> None:
    heart = Heartbeat()
    heart.start()
    for page in ("g0", "g1", "g2"):
        screen.pages.show(page)
        whole(qtbot, screen)
    for language in (large_form.LANGUAGES[2], large_form.LANGUAGES[0]):
        screen.head.language_chosen.emit(language)
        qtbot.wait(20)
    screen.pages.show("g0")
    for field in screen.form_view.built():
        field.answer(large_form.value_for(field.view.kind.value, 1))
        qtbot.wait(10)
    whole(qtbot, screen)
    assert 0 < heart.busiest < MOST_MS


def test_a_long_page_is_whole_in_the_end_and_in_order(qtbot: QtBot, screen: Interview) -> None:
    screen.pages.show("g0")
    assert not screen.form_view.is_whole
    whole(qtbot, screen)
    shown = [field.view.path for field in screen.form_view.built()]
    assert shown == [f"g0/q{number}" for number in range(20)]


def test_a_question_far_down_is_there_at_once_when_asked_for(screen: Interview) -> None:
    screen.pages.show("g0", "g0/q17")
    assert not screen.form_view.is_whole
    field = screen.form_view.field("g0/q17")
    assert field is not None
    assert [one.view.path for one in screen.form_view.built()][-1] == "g0/q17"


@pytest.fixture
def long_list(qtbot: QtBot, window: MainWindow, desk: Desk) -> Interview:
    rows = "".join(f"c{at},Town {at}\n" for at in range(3_000))
    extras = {"towns.csv": f"name,label\n{rows}".encode()}
    checked = questionnaires.check(large_form.LONG_LIST.encode(), file_name="long.md", extras=extras)
    digest, _ = questionnaires.keep(desk, checked)
    return interview(qtbot, window, collecting.begin(desk, digest)[0].draft_id)


def test_what_is_far_down_a_long_list_is_found_chosen_and_named(qtbot: QtBot, long_list: Interview) -> None:
    field = long_list.form_view.field("where/town")
    assert isinstance(field, ChoiceLongField)
    field.line.setText("town 2998")
    assert field.model.rowCount() == 1
    field._take(0)
    assert long_list._filling.answers()["where/town"] == "c2998"
    assert field.chosen_words.text() == "Town 2998"


def test_of_many_entries_the_last_stand_open_and_the_rest_can_be_asked_for(long_list: Interview) -> None:
    for _ in range(50):
        long_list._filling.add_repeat("day")
    long_list.pages.show("day")
    (entries,) = [part for part in long_list.form_view._parts.values() if isinstance(part, RepeatField)]
    before = set(entries._shown)
    entries.earlier.click()
    assert (len(before), len(entries._shown)) == (15, 30)
    assert "day[51]" in before
    assert not entries.earlier.isHidden()
