"""Answers are kept as they are given, and the window never says so before it is true."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from monitor_app.errors import DiskFull
from monitor_app.operations import attaching, collecting, evidence, questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.ui.forms.choice_one import ChoiceOneField
from monitor_app.ui.forms.file import FileField
from monitor_app.ui.forms.image import ImageField
from monitor_app.ui.forms.number import NumberField
from monitor_app.ui.forms.text import LinesField
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.screens.interview import Interview
from monitor_app.ui.widgets.kept_mark import Kept
from tests.support.stage import PlannedFiles
from tests.ui.fakes import FakeEntrance, HeldThread
from tests.ui.walking import begin, interview


@pytest.fixture
def draft(desk: Desk) -> str:
    return begin(desk, "three_questions")


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow, draft: str) -> Interview:
    return interview(qtbot, window, draft)


def held(desk: Desk, draft: str, path: str) -> object:
    return collecting.resume(desk, draft).filling.draft().get(path)


def lines(screen: Interview) -> LinesField:
    field = screen.form_view.field("account")
    assert isinstance(field, LinesField)
    return field


def mark(window: MainWindow) -> Kept:
    return window.state_bar.kept.state


def test_a_choice_is_kept_at_once(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    field = screen.form_view.field("standing")
    assert isinstance(field, ChoiceOneField)
    field.choices[1].button.click()
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "standing") == "hearsay"


def test_a_number_key_chooses(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    field = screen.form_view.field("standing")
    assert isinstance(field, ChoiceOneField)
    qtbot.keyClick(field.choices[0].button, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "standing") == "inference"


def test_typing_is_kept_after_a_short_rest(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    qtbot.keyClicks(lines(screen).edit, "The guard shouted.")
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "account") == "The guard shouted."


def test_the_mark_says_not_kept_while_typing(qtbot: QtBot, window: MainWindow, screen: Interview) -> None:
    qtbot.keyClicks(lines(screen).edit, "The")
    assert mark(window) is Kept.WAITING


def test_the_mark_is_never_shown_before_the_write_is_done(
    qtbot: QtBot, window: MainWindow, screen: Interview, thread: HeldThread
) -> None:
    said: list[Kept] = []
    screen.keeper.state_changed.connect(said.append)
    thread.is_held = True
    screen.form_view.field("standing").choices[0].button.click()
    qtbot.wait(50)
    assert said == [Kept.WAITING]
    thread.let_work()
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)


def test_an_answer_that_could_not_be_kept_is_said_and_sent_again(
    qtbot: QtBot, window: MainWindow, screen: Interview, thread: HeldThread, desk: Desk, draft: str
) -> None:
    thread.refuse = DiskFull(N_("The disk is full."), N_("Make room."))
    screen.form_view.field("standing").choices[0].button.click()
    qtbot.waitUntil(lambda: mark(window) is Kept.FAILED)
    assert screen.notice.what.text() == "The disk is full."
    thread.refuse = None
    screen.keeper.keep()
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "standing") == "first_hand"


def test_an_answer_elsewhere_takes_along_what_is_being_typed(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    qtbot.keyClicks(lines(screen).edit, "The guard shouted.")
    screen.form_view.field("standing").choices[1].button.click()
    assert mark(window) is Kept.WAITING or held(desk, draft, "account") == "The guard shouted."
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "account") == "The guard shouted."
    assert held(desk, draft, "standing") == "hearsay"


def test_an_answer_can_be_taken_back(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    field = screen.form_view.field("standing")
    field.choices[0].button.click()
    field.clear.click()
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "standing") is None


def test_a_number_typed_in_native_digits_is_a_number(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    field = screen.form_view.field("people")
    assert isinstance(field, NumberField)
    field.line.insert("४०")
    field.commit()
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert held(desk, draft, "people") == 40


def test_what_is_no_number_is_kept_as_typed_and_said(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    field = screen.form_view.field("people")
    qtbot.keyClicks(field.line, "many")
    field.commit()
    field.complain_now()
    qtbot.waitUntil(lambda: mark(window) is Kept.KEPT)
    assert "not a whole number" in field.message.text()
    assert held(desk, draft, "people") == "many"


def test_leaving_the_screen_keeps_what_is_being_typed(
    qtbot: QtBot, window: MainWindow, screen: Interview, desk: Desk, draft: str
) -> None:
    qtbot.keyClicks(lines(screen).edit, "No water")
    window.go("today")
    qtbot.waitUntil(lambda: window.screen_shown is not screen)
    assert held(desk, draft, "account") == "No water"


def test_locking_keeps_what_is_being_typed_and_hides_everything(
    qtbot: QtBot, window: MainWindow, screen: Interview, entrance: FakeEntrance, desk: Desk, draft: str
) -> None:
    qtbot.keyClicks(lines(screen).edit, "He came in")
    window.actions_by_id["lock"].trigger()
    assert not window.content.isVisible()
    qtbot.waitUntil(lambda: entrance.asked == ["lock"])
    assert held(desk, draft, "account") == "He came in"


def test_a_draft_opens_at_the_question_where_it_was_left(
    qtbot: QtBot, window: MainWindow, screen: Interview, draft: str
) -> None:
    screen.form_view.field("people").line.setText("7")
    screen.form_view.field("people").commit()
    window.go("today")
    qtbot.waitUntil(lambda: window.screen_shown is not screen)
    again = interview(qtbot, window, draft)
    qtbot.waitUntil(lambda: again.form_view.field("people") is not None)
    assert again.form_view.field("people").line.hasFocus() or not window.isActiveWindow()
    assert again.form_view.field("people").line.text() == "7"


def test_the_language_changes_at_any_time(qtbot: QtBot, screen: Interview) -> None:
    screen.head.language_chosen.emit("中文 (zh)")
    assert screen.form_view.field("account").label.text() == "发生了什么事？"


def test_a_second_language_stands_under_the_question(screen: Interview) -> None:
    screen.head.second_chosen.emit("中文 (zh)")
    assert screen.form_view.field("account").second.text() == "发生了什么事？"


def test_finishing_makes_a_record_and_says_so(qtbot: QtBot, window: MainWindow, screen: Interview) -> None:
    screen.finish()
    qtbot.waitUntil(lambda: window.screen_shown is not screen)
    assert "is finished and kept" in window.screen_shown.notice.what.text()


def test_finishing_too_early_shows_each_problem_and_keeps_the_draft(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    screen = interview(qtbot, window, begin(desk, "worker_interview"))
    screen.finish()
    qtbot.waitUntil(screen.problems.isVisible)
    assert screen.problems.lines


def test_machine_made_words_of_consent_stay_in_the_source_language(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    screen = interview(qtbot, window, begin(desk, "worker_interview"))
    screen.pages.show("consent")
    before = screen.form_view.fields()[0].label.text()
    screen.head.language_chosen.emit("中文 (zh)")
    assert screen.form_view.fields()[0].label.text() == before
    assert "interpreter" in screen.form_view.interpreter.what.text()


def test_the_keys_turn_pages(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    screen = interview(qtbot, window, begin(desk, "worker_interview"))
    window.actions_by_id["next_page"].trigger()
    assert screen.form_view.path == "consent"


def test_a_picture_is_sealed_into_the_record_for_its_question(
    qtbot: QtBot, window: MainWindow, thread: HeldThread, desk: Desk, tmp_path: Path
) -> None:
    draft = begin(desk, "factory_observation")
    screen = interview(qtbot, window, draft)
    picture = QImage(64, 48, QImage.Format.Format_RGB32)
    picture.fill(0)
    picture.save(str(tmp_path / "hall.jpg"))
    page = next(page for page in screen._filling.pages() if page.endswith("[1]") and "photo" in page)
    screen.pages.show(page)
    question = next(field.view.path for field in screen.form_view.fields() if isinstance(field, ImageField))
    thread.is_held = True
    screen.take_pictures(question, [tmp_path / "hall.jpg"])

    def is_taken_in() -> bool:
        thread.let_work()
        return not screen.frame.progress.isVisible() and mark(window) is Kept.KEPT

    qtbot.waitUntil(is_taken_in, timeout=20_000)
    photos = collecting.resume(desk, draft).draft.photos
    assert [photo.question for photo in photos] == [question]
    assert held(desk, draft, question) == evidence.picture_name(photos[0])


WITH_SOUND = b"""| survey |
| | type | name | label |
| | audio | said | What was said |
| settings |
| | form_id |
| | with_sound |
"""


def test_a_sound_is_sealed_into_the_record_for_its_question_and_taken_out_again(
    qtbot: QtBot, window: MainWindow, thread: HeldThread, desk: Desk, tmp_path: Path
) -> None:
    digest, _ = questionnaires.add(desk, WITH_SOUND, file_name="with_sound.md")
    draft = collecting.begin(desk, digest)[0].draft_id
    screen = interview(qtbot, window, draft)
    (tmp_path / "Voice.m4a").write_bytes(b"sound" * 500)
    screen.attachments.files = PlannedFiles([tmp_path / "Voice.m4a"])
    field = screen.form_view.field("said")
    assert isinstance(field, FileField)
    thread.is_held = True
    field.button.click()

    def is_taken_in() -> bool:
        thread.let_work()
        return "Voice.m4a" in field.state.text() and mark(window) is Kept.KEPT

    qtbot.waitUntil(is_taken_in, timeout=20_000)
    thread.is_held = False
    assert list(attaching.attached(desk, draft)) == [held(desk, draft, "said")]
    field.remove.click()
    qtbot.waitUntil(lambda: attaching.attached(desk, draft) == {})
    qtbot.waitUntil(lambda: held(desk, draft, "said") is None)


def test_an_entry_taken_out_can_be_put_back(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    draft = begin(desk, "factory_observation")
    screen = interview(qtbot, window, draft)
    screen.pages.show("photos")
    screen.form_view.add_entry()
    assert screen.form_view.path == "photos/photo[2]"
    screen.pages.show("photos")
    screen.form_view._remove("photos/photo[2]")
    assert "photos/photo[2]" not in screen._filling.pages()
    screen.form_view.put_back()
    assert "photos/photo[2]" in screen._filling.pages()
