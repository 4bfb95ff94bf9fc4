"""One record to read and decide about."""

from pathlib import Path

from PySide6.QtWidgets import QLabel

from monitor_app.domain.events import Photo
from monitor_app.domain.reviewing import RecordState
from monitor_app.operations import browsing, collecting, identity, questionnaires
from monitor_app.operations.browsing import RecordFilter, RecordRow
from monitor_app.operations.desk import Desk
from monitor_app.ui.screens.finding import Finding
from monitor_app.ui.screens.review import Review
from monitor_app.ui.widgets.identity_card import SECONDS
from monitor_app.vault import attachments, drafts
from tests.support.desks import IDENTITY_PASSPHRASE
from tests.support.stage import PlannedFiles, Stage
from tests.support.worlds import STORIES


def rows(stage: Stage) -> list[RecordRow]:
    return stage.ask(lambda desk: browsing.records(desk, RecordFilter()))


def opened(stage: Stage, at: int) -> Review:
    screen = stage.show("review", rows(stage)[at].id)
    assert isinstance(screen, Review)
    stage.until(lambda: screen.text.isVisible() and bool(screen.findChildren(QLabel)))
    return screen


def words(screen: Review) -> list[str]:
    return [label.text() for label in screen.text.findChildren(QLabel) if label.isVisible()]


def test_answers_stand_in_words_under_their_questions(coordinator: Stage) -> None:
    told = words(opened(coordinator, 2))
    assert (
        told[told.index("How is this known?") + 1] == "It happened to the person who tells it, or they saw it"
    )


def test_the_questions_can_be_read_in_another_language(coordinator: Stage) -> None:
    screen = opened(coordinator, 2)
    screen.language.choose("中文 (zh)")
    screen.language.chosen.emit("中文 (zh)")
    coordinator.until(lambda: "发生了什么事？" in words(screen))
    assert STORIES[2] in words(screen)


def test_accept_decides_and_says_so(coordinator: Stage) -> None:
    screen = opened(coordinator, 2)
    screen.accept.click()
    coordinator.until(screen.notice.isVisible)
    assert rows(coordinator)[2].state is RecordState.ACCEPTED


def test_a_query_without_a_question_is_refused_in_place(coordinator: Stage) -> None:
    screen = opened(coordinator, 2)
    screen.ask.click()
    screen.send.click()
    coordinator.until(screen.notice.isVisible)
    assert screen.notice.what.text() == "A query needs a question."


def test_a_question_half_written_is_there_after_coming_back(coordinator: Stage) -> None:
    screen = opened(coordinator, 2)
    record = rows(coordinator)[2].id
    screen.ask.click()
    screen.question.area.setPlainText("Since when")
    coordinator.show("sites")
    coordinator.show("review", record)
    coordinator.until(lambda: screen.question.text() == "Since when")


def test_the_monitor_sees_the_question_and_can_change_the_record(monitor: Stage) -> None:
    screen = opened(monitor, 1)
    assert screen.query.sentence.text() == "Since when are the passports kept?"
    assert screen.change.isVisible()
    assert not screen.accept.isVisible()


def test_changing_a_record_opens_it_as_a_draft(monitor: Stage) -> None:
    record = rows(monitor)[1].id
    screen = opened(monitor, 1)
    screen.change.click()
    monitor.until(lambda: monitor.window.screen_shown is not screen)
    assert monitor.ask(lambda desk: browsing.today(desk).drafts)[0].id == record


def test_use_in_a_finding_goes_there_with_the_record(coordinator: Stage) -> None:
    screen = opened(coordinator, 3)
    screen.use.click()
    coordinator.until(lambda: isinstance(coordinator.window.screen_shown, Finding))
    assert coordinator.window.screen_shown.choose.isVisible()


def test_the_identity_part_needs_a_reason(loner: Stage) -> None:
    record = loner.ask(sealed_record)
    screen = loner.show("review", record)
    loner.until(screen.identity.isVisible)
    loner.until(screen.identity.open_button.isVisible)
    screen.identity.passphrase.line.setText(IDENTITY_PASSPHRASE)
    screen.identity.open_button.click()
    loner.until(screen.notice.isVisible)
    assert not screen.identity.is_open
    assert screen.identity.passphrase.line.text() == ""


def test_the_identity_part_opens_for_a_reason_and_closes_when_the_screen_is_left(loner: Stage) -> None:
    record = loner.ask(sealed_record)
    screen = loner.show("review", record)
    loner.until(screen.identity.isVisible)
    loner.until(screen.identity.open_button.isVisible)
    screen.identity.reason.line.setText("She asked to be called back.")
    screen.identity.passphrase.line.setText(IDENTITY_PASSPHRASE)
    screen.identity.open_button.click()
    loner.until(lambda: screen.identity.is_open)
    told = [label.text() for label in screen.identity.lines.findChildren(QLabel)]
    assert "by the blue door after eight" in told
    loner.show("sites")
    assert not screen.identity.is_open


def test_the_identity_part_closes_by_itself_and_its_key_is_dropped(loner: Stage) -> None:
    record = loner.ask(sealed_record)
    screen = loner.show("review", record)
    loner.until(screen.identity.open_button.isVisible)
    loner.ask(lambda desk: identity.open_key(desk, IDENTITY_PASSPHRASE))
    screen.identity.show_lines((), SECONDS)
    for _ in range(SECONDS):
        screen.identity.tick()
    loner.settle()
    assert not screen.identity.is_open
    assert loner.ask(lambda desk: identity.state(desk).open_ms) == 0


def test_while_the_key_is_open_only_a_reason_is_asked_for(loner: Stage) -> None:
    record = loner.ask(sealed_record)
    loner.ask(lambda desk: identity.open_key(desk, IDENTITY_PASSPHRASE))
    screen = loner.show("review", record)
    loner.until(screen.identity.open_button.isVisible)
    loner.settle()
    assert not screen.identity.passphrase.isVisible()


def test_a_key_without_a_passphrase_of_its_own_gets_one_first(loner: Stage) -> None:
    record = loner.ask(sealed_unapart)
    screen = loner.show("review", record)
    loner.until(screen.identity.choose_button.isVisible)
    assert not screen.identity.open_button.isVisible()
    screen.identity.choose_button.click()
    loner.until(screen.notice.isVisible)
    screen.identity.choose.again.line.setText(screen.identity.choose.words.text())
    screen.identity.choose_button.click()
    loner.until(screen.identity.open_button.isVisible)
    assert screen.identity.choose.words.text() == ""
    assert "It is deleted by itself after" in screen.identity.kept.text()


def sealed_record(desk: Desk) -> str:
    """Record one answer in the identity part, whose key has a passphrase of its own."""
    if not identity.state(desk).is_apart:
        identity.set_apart(desk, IDENTITY_PASSPHRASE)
    return sealed_unapart(desk)


def sealed_unapart(desk: Desk) -> str:
    """Record, through a questionnaire with an identity question, one answer in the identity part."""
    source = FORM.encode()
    digest, _ = questionnaires.add(desk, source, file_name="call_back.md")
    begun, _ = collecting.begin(desk, digest)
    collecting.keep(desk, begun.draft_id, {"story": "Nothing.", "call_back": "by the blue door after eight"})
    collecting.finish(desk, begun.draft_id)
    return begun.draft_id


FORM = """
| survey |
| | type | name | label | identity |
| | text | story | What happened? | |
| | text | call_back | How can we reach you? | yes |
| settings |
| | form_title | form_id | version |
| | Call back | call_back | 1 |
"""


TALK = b"not really a sound" * 1000


def with_sound(desk: Desk) -> str:
    """Record one interview with a sound and a document."""
    digest, _ = questionnaires.add(desk, SOUND_FORM.encode(), file_name="with_sound.md")
    begun, _ = collecting.begin(desk, digest)
    for name, media in (("Voice 003.m4a", "audio/m4a"), ("Roster of May.pdf", "application/octet-stream")):
        sealed = attachments.store(desk.vault, [TALK], name=name, media_type=media)
        kept = Photo(question="said", original=sealed, working=sealed, thumbnail=sealed)
        photos = (*drafts.load(desk.vault, begun.draft_id).photos, kept)
        drafts.keep_photos(desk.vault, begun.draft_id, photos, now_ms=desk.now())
    collecting.finish(desk, begun.draft_id)
    return begun.draft_id


SOUND_FORM = """
| survey |
| | type | name | label |
| | audio | said | What was said |
| settings |
| | form_title | form_id | version |
| | With sound | with_sound | 1 |
"""


def opened_files(stage: Stage, folder: Path) -> Review:
    folder.mkdir()
    screen = stage.show("review", stage.ask(with_sound))
    assert isinstance(screen, Review)
    stage.until(screen.files.isVisible)
    screen.files.files = PlannedFiles([folder])
    return screen


def test_sounds_and_documents_are_listed_with_name_and_size(loner: Stage, tmp_path: Path) -> None:
    screen = opened_files(loner, tmp_path / "out")
    listed = [screen.files.list.rows.row(at) for at in range(2)]
    assert [(one.title, one.sentences) for one in listed] == [
        ("Voice 003.m4a", ("17.6 kB",)),
        ("Roster of May.pdf", ("17.6 kB",)),
    ]
    assert not screen.pictures_card.isVisible()


def test_a_copy_is_saved_for_a_reason_and_said(loner: Stage, tmp_path: Path) -> None:
    screen = opened_files(loner, tmp_path / "out")
    screen.files.reason.line.setText("To write it down.")
    screen.files.save.click()
    loner.until(screen.notice.isVisible)
    [copy] = (tmp_path / "out").iterdir()
    assert copy.read_bytes() == TALK
    assert screen.notice.what.text() == f"The copy is saved as {copy.name}."
    assert screen.files.reason.text() == ""


def test_a_copy_without_a_reason_is_refused_before_a_place_is_asked_for(loner: Stage, tmp_path: Path) -> None:
    screen = opened_files(loner, tmp_path / "out")
    screen.files.save.click()
    loner.until(screen.notice.isVisible)
    assert screen.notice.what.text() == "Writing in clear needs a reason."
    assert list((tmp_path / "out").iterdir()) == []
