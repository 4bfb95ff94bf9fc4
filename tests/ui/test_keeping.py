"""Keeping an answer or turning a page tells the questionnaire the time."""

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


def test_now_is_the_time_of_the_last_keeping_or_page(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    questionnaires.add(desk, TABLE, file_name="timed.md")
    screen = interview(qtbot, window, begin(desk, "timed"))
    clock = desk.clock
    assert isinstance(clock, SetClock)
    clock.forward(seconds=3_600)
    screen.show_page("two")
    qtbot.waitUntil(lambda: screen.keeper.state is Kept.KEPT)
    screen._filling.answer("one/b", "now")
    assert screen._filling.draft()["one/seen"] == "23:13"
