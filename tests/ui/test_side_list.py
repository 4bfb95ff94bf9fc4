import pytest
from PySide6.QtWidgets import QApplication

from monitor_app.domain.people import Right
from monitor_app.ui import theme
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.side_list import SideList, scrolling


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
