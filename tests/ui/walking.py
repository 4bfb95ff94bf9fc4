"""Steps that several tests of the window take: begin a record, and wait for what comes."""

from pytestqt.qtbot import QtBot

from monitor_app.operations import collecting, questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.screens.interview import Interview


def begin(desk: Desk, form: str) -> str:
    """Start a draft with a questionnaire by its id; return the draft's id."""
    digest = next(row.digest for row in questionnaires.available(desk) if row.id == form)
    return collecting.begin(desk, digest)[0].draft_id


def interview(qtbot: QtBot, window: MainWindow, draft: str) -> Interview:
    """Open a draft in the window."""
    window.go("interview", draft)
    screen = window.screen_shown
    assert isinstance(screen, Interview)
    qtbot.waitUntil(lambda: screen.form_view is not None)
    return screen
