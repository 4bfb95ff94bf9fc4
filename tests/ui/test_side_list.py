import pytest
from PySide6.QtWidgets import QApplication

from monitor_app.domain.people import Right
from monitor_app.ui import theme
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.places import reachable
from monitor_app.ui.side_list import SideList, scrolling
from monitor_app.ui.state_bar import StateBar


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_side_list_makes_room_when_its_words_come_or_grow(qtbot, look):
    application = QApplication.instance()
    theme.apply(application, look, 100)
    side = SideList()
    area = scrolling(side)
    qtbot.addWidget(area)
    area.resize(40, 700)
    area.show()
    side.show_for(frozenset(), "")
    qtbot.wait(50)
    side.show_for(frozenset(Right), "Harbour project")
    theme.apply(application, look, 150)
    qtbot.waitUntil(lambda: area.width() >= side.sizeHint().width())
    theme.apply(application, Preferences().theme, Preferences().scale)


LOWEST = 760
"""The window's height at first; below it stands the line that says what is true."""


@pytest.fixture
def side(qtbot):
    made = SideList()
    qtbot.addWidget(made)
    made.show_for(frozenset(Right), "Harbour project")
    made.show()
    return made


@pytest.mark.parametrize("shown", ["today", "finding", "device", "export", "keeping", "packs"])
def test_all_of_a_coordinators_list_fits_into_the_window_as_it_opens(side, shown):
    side.mark(shown)
    side.layout().activate()
    assert side.sizeHint().height() <= LOWEST - StateBar().sizeHint().height()


def test_what_is_rarer_unfolds_under_its_own(side):
    side.mark("today")
    assert not side.buttons["export"].isVisible()
    side.mark("finding")
    assert side.buttons["export"].isVisible()
    side.mark("answers")
    assert side.buttons["export"].isVisible()
    assert side.buttons["answers"].isChecked()


def test_nothing_moves_sideways_when_something_unfolds(side):
    side.mark("today")
    folded = side.sizeHint().width()
    side.mark("device")
    side.layout().activate()
    assert side.sizeHint().width() == folded


def test_where_it_is_narrow_what_is_folded_away_asks_for_no_room(side):
    side.mark("today")
    side.narrow(is_narrow=True)
    side.layout().activate()
    assert side.sizeHint().width() <= side.buttons["today"].sizeHint().width() + 24


def test_a_refresh_takes_the_focus_from_nothing(side):
    before = dict(side.buttons)
    side.show_for(frozenset(Right), "Harbour project")
    assert side.buttons == before


def test_what_the_rights_do_not_open_is_neither_listed_nor_found():
    assert not {"finding", "export", "answers", "doubles"} & {one.id for one in reachable(frozenset())}
