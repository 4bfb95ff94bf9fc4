import pytest
from PySide6.QtWidgets import QApplication

from monitor_app.domain.people import Right
from monitor_app.ui import theme
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.side_list import SideList, scrolling


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_word_of_the_side_list_has_room_as_soon_as_it_is_known_what_a_person_may_do(qtbot, look):
    application = QApplication.instance()
    theme.apply(application, look, 100)
    side = SideList()
    area = scrolling(side)
    qtbot.addWidget(area)
    area.resize(40, 700)
    area.show()
    side.show_for(frozenset(Right), "Harbour project")
    area.fit()
    qtbot.wait(50)
    narrow = [id_ for id_, button in side.buttons.items() if button.width() < button.sizeHint().width()]
    theme.apply(application, Preferences().theme, Preferences().scale)
    assert not narrow
