"""Words that no person has reviewed are kept from a worker wherever the questionnaire is sensitive."""

from pytestqt.qtbot import QtBot

from monitor_app.operations.desk import Desk
from monitor_app.ui.forms.wording import Wording
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.widgets.speaking import Words
from tests.forms.building import filling_of, survey
from tests.ui.walking import begin, interview

ZH = "中文 (zh)"
_WORDS = "label::English (en)=Said {0} | label::中文 (zh)=机器 {0} | required=yes"


def wording(*rows: str, reviewed: frozenset[str] = frozenset()) -> Wording:
    table = survey(*rows, more="| settings |\n| | default_language |\n| | English (en) |\n")
    filling = filling_of(table, language=ZH)
    return Wording(filling, lambda language: language in reviewed)


def marked(reviewed: frozenset[str] = frozenset()) -> Wording:
    return wording(
        f"begin_group | loss | | {_WORDS.format('group')} | sensitive=distress",
        f"text | who | | {_WORDS.format('who')}",
        "end_group | | ",
        f"begin_group | consent | | {_WORDS.format('plain group')}",
        f"text | pay | | {_WORDS.format('pay')}",
        "end_group | | ",
        reviewed=reviewed,
    )


def test_a_marked_page_is_held_back_whole():
    shown = marked().page("loss")
    assert shown.held_back == {"loss/who"}
    assert (shown.page.label.plain, shown.page.items[0].label.plain) == ("Said group", "Said who")


def test_where_a_form_has_marks_a_name_alone_holds_nothing_back():
    shown = marked().page("consent")
    assert shown.held_back == frozenset()
    assert shown.page.items[0].label.plain == "机器 pay"


def test_where_a_form_marks_nothing_its_group_names_hold_back():
    plain = wording(
        f"begin_group | consent | | {_WORDS.format('group')}",
        f"text | who | | {_WORDS.format('who')}",
        "end_group | | ",
    )
    assert plain.page("consent").held_back == {"consent/who"}


def test_a_reviewed_translation_is_shown_as_it_is():
    shown = marked(frozenset({ZH})).page("loss")
    assert shown.held_back == frozenset()
    assert shown.page.items[0].label.plain == "机器 who"


def test_outline_and_question_finder_hold_back_too():
    labels = {entry.path: entry.label for entry in marked().entries()}
    assert labels["loss"] == "Said group"
    assert labels["loss/who"] == "Said who"
    assert labels["consent/pay"] == "机器 pay"


def test_what_is_left_to_check_holds_back_too():
    assert [problem.label for problem in marked().problems()] == ["Said who", "机器 pay"]


def test_an_unreviewed_second_language_says_nothing_on_a_marked_page():
    both = marked()
    both._filling.set_language("English (en)")
    both.second = ZH
    assert both.second_labels("loss") == {}
    assert both.second_labels("consent") == {"consent/pay": "机器 pay"}


def texts(screen: object) -> str:
    return "\n".join(words.text() for words in screen.form_view.findChildren(Words))  # type: ignore[attr-defined]


def test_the_consent_page_in_chinese_shows_the_source_and_asks_for_an_interpreter(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    screen = interview(qtbot, window, begin(desk, "worker_interview"))
    screen._speak(ZH)
    for page in ("telling", "consent"):
        screen.pages.show(page)
        qtbot.waitUntil(screen.form_view.interpreter.isVisible)
        assert "interpreter" in screen.form_view.interpreter.what.text()
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in texts(screen))
