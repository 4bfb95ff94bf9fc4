"""A list of any length."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from monitor_app.text import N_
from monitor_app.ui.models.rows import PagedRows, Row
from monitor_app.ui.widgets.long_list import LongList


def fetch(offset: int, limit: int, arrived: Callable[[Sequence[Row]], None]) -> None:
    arrived([Row(str(number), f"W-{number}") for number in range(offset, offset + limit)])


def shown(qtbot: QtBot, count: int) -> LongList:
    listed = LongList(N_("Records"), PagedRows(fetch))
    qtbot.addWidget(listed)
    listed.resize(800, 600)
    listed.show()
    listed.rows.start_over(count)
    listed.choose(0)
    QApplication.processEvents()
    return listed


def test_a_hundred_thousand_rows_are_shown_without_a_stall(qtbot: QtBot) -> None:
    listed = shown(qtbot, 100_000)
    began = time.thread_time()
    listed.rows.start_over(100_000)
    listed.choose(99_999)
    QApplication.processEvents()
    assert time.thread_time() - began < 0.2
    assert listed.current() == "99999"


def test_arrows_and_enter_open_a_row(qtbot: QtBot) -> None:
    listed = shown(qtbot, 10)
    QTest.keyClick(listed, Qt.Key.Key_Down)
    with qtbot.waitSignal(listed.opened) as told:
        QTest.keyClick(listed, Qt.Key.Key_Return)
    assert told.args == ["1"]


def test_tab_leaves_the_list(qtbot: QtBot) -> None:
    assert not shown(qtbot, 10).tabKeyNavigation()


def test_what_a_row_says_is_heard(qtbot: QtBot) -> None:
    listed = shown(qtbot, 10)
    assert listed.rows.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "W-3"
