"""A newer version of the questionnaire is offered; the interview says what stays behind, and takes it back."""

import pytest
from pytestqt.qtbot import QtBot

from monitor_app.operations import collecting, questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.screens.interview import Interview
from monitor_app.ui.widgets.speaking import Words
from tests.ui.walking import begin, interview

OLD = """| survey |
| | type | name | label |
| | text | story | What happened? |
| | integer | hours | How many hours? |
| settings |
| | form_id | form_title | version |
| | work | Work | 1 |
"""
NEW = OLD.replace("story | What happened?", "tale | Tell me").replace("| Work | 1 |", "| Work | 2 |")


@pytest.fixture
def draft(desk: Desk) -> str:
    digest, _ = questionnaires.add(desk, OLD.encode(), file_name="work.md")
    draft = collecting.begin(desk, digest)[0].draft_id
    collecting.keep(desk, draft, {"story": "Fees", "hours": 12})
    questionnaires.add(desk, NEW.encode(), file_name="work.md")
    return draft


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow, draft: str) -> Interview:
    return interview(qtbot, window, draft)


def said(screen: Interview) -> list[str]:
    return [words.text() for words in screen.frame.newer.findChildren(Words) if words.isVisibleTo(screen)]


def gone_over(qtbot: QtBot, screen: Interview) -> None:
    screen.frame.newer.go_over.click()
    qtbot.waitUntil(lambda: screen.form_view is not None and screen.form_view.field("tale") is not None)


def test_the_offer_says_before_what_would_stay_behind(screen: Interview) -> None:
    assert {"What happened?", "Fees", "The newer version does not ask this any more."} <= set(said(screen))


def test_staying_leaves_the_draft_on_its_version(screen: Interview) -> None:
    screen.frame.newer.stay.click()
    assert not screen.frame.newer.isVisible()
    assert screen.form_view.field("story") is not None


def test_going_over_shows_the_newer_questions_with_their_answers(qtbot: QtBot, screen: Interview) -> None:
    gone_over(qtbot, screen)
    assert screen.form_view.field("hours").line.text() == "12"
    qtbot.waitUntil(lambda: "Fees" in said(screen))


def test_it_can_be_taken_back(qtbot: QtBot, screen: Interview, desk: Desk, draft: str) -> None:
    gone_over(qtbot, screen)
    screen.frame.newer.go_back.click()
    qtbot.waitUntil(lambda: screen.form_view is not None and screen.form_view.field("story") is not None)
    assert collecting.resume(desk, draft).filling.answers()["story"] == "Fees"


def test_an_answer_ends_the_way_back_but_not_the_list(qtbot: QtBot, screen: Interview) -> None:
    gone_over(qtbot, screen)
    screen.form_view.field("hours").line.setText("9")
    screen.form_view.field("hours").commit()
    card = screen.frame.newer
    assert not card.go_back.isVisibleTo(screen)
    card.more.click()
    qtbot.waitUntil(lambda: "Fees" in said(screen))


def test_a_draft_on_the_newest_version_has_no_card(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    screen = interview(qtbot, window, begin(desk, "three_questions"))
    assert not screen.frame.newer.isVisible()
