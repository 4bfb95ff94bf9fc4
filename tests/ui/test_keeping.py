"""The questionnaire is told the time when an answer is given, not when the one before was kept."""

from pytestqt.qtbot import QtBot

from monitor_app.operations import questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.widgets.kept_mark import Kept
from tests.support.fakes import SetClock
from tests.ui.walking import begin, interview

TABLE = b"""| survey |
| | type | name | label | calculation |
| | begin_group | one | One | |
| | text | a | A | |
| | text | b | B | |
| | calculate | seen | | if(${b} = '', '', format-date-time(now(), '%H:%M')) |
| | end_group | | | |
| | begin_group | two | Two | |
| | text | c | C | |
| | end_group | | | |
| settings |
| | form_id | form_title |
| | timed | Timed |
"""


def test_now_is_the_moment_of_the_answer_however_long_the_pause_before_it(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    questionnaires.add(desk, TABLE, file_name="timed.md")
    screen = interview(qtbot, window, begin(desk, "timed"))
    clock = desk.clock
    assert isinstance(clock, SetClock)
    screen._filling.answer("one/a", "before")
    screen.pages.show("two")
    qtbot.waitUntil(lambda: screen.keeper.state is Kept.KEPT)
    clock.forward(seconds=3_600)
    screen._filling.answer("one/b", "now")
    assert screen._filling.draft()["one/seen"] == "23:13"
