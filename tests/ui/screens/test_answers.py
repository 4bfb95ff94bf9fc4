"""Answers out and in through the window."""

import zipfile
from pathlib import Path

from monitor_app.operations import bundling
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.answers import Answers
from tests.support import answering
from tests.support.stage import PlannedFiles, Stage


def opened(stage: Stage, count: int = 3) -> Answers:
    stage.ask(lambda desk: answering.add_records(desk, count))
    screen = stage.show("answers", "work_pay")
    assert isinstance(screen, Answers)
    stage.until(lambda: screen.choices.form.box.count() > 0)
    screen.choices.form.choose("work_pay")
    screen.choices._follow()
    return screen


def prepared(stage: Stage) -> Answers:
    screen = opened(stage)
    screen.choices.in_clear.box.click()
    screen.choices.reason.put("It is printed for the meeting.")
    screen.look.click()
    stage.until(screen.leaving.isVisible)
    return screen


def test_answers_are_seen_then_sealed_and_open_with_the_key(coordinator: Stage, tmp_path: Path) -> None:
    screen = opened(coordinator)
    screen.choices.recipients.draw.click()
    identity = screen.choices.recipients.secret.toPlainText()
    screen.look.click()
    coordinator.until(screen.leaving.isVisible)
    screen.files = PlannedFiles([tmp_path, tmp_path / "allowed_signers"])
    screen.write.click()
    coordinator.until(screen.result.isVisible)
    screen.save_signers.click()
    coordinator.until(screen.notice.isVisible)
    (package,) = tmp_path.glob("answers-*.zip.age")
    allowed = (tmp_path / "allowed_signers").read_text()
    assert [name for name, _ in bundling.verify(package, identity, allowed).files] == ["answers.zip"]


def test_what_stays_is_shown_with_its_reason(coordinator: Stage) -> None:
    screen = prepared(coordinator)
    stays = screen.leaving.stays.rows
    said = [row_at(stays.index(at, 0)).said() for at in range(stays.rowCount())]
    assert "Questions: called. Stays: 1. It may tell who somebody is" in said


def test_the_languages_of_the_questionnaire_are_offered(coordinator: Stage) -> None:
    screen = opened(coordinator)
    words = screen.choices.words.box
    assert [words.itemData(at) for at in range(words.count())] == ["names", "English (en)", "العربية (ar)"]


def test_without_a_key_or_a_reason_nothing_is_prepared(coordinator: Stage) -> None:
    screen = opened(coordinator)
    screen.look.click()
    coordinator.until(screen.refusal.isVisible)
    assert "reason" in screen.refusal.what.text()


def test_in_clear_looks_dangerous_and_is_written_for_its_reason(coordinator: Stage, tmp_path: Path) -> None:
    screen = prepared(coordinator)
    assert (screen.write.property("look"), screen.write.text().strip()) == (
        "danger",
        "Write the file in clear …",
    )
    screen.files = PlannedFiles([tmp_path])
    screen.write.click()
    coordinator.until(screen.result.isVisible)
    assert len(list(tmp_path.glob("answers-*.zip"))) == 1


def test_a_zip_is_taken_in_and_what_was_refused_is_told_by_number(coordinator: Stage, tmp_path: Path) -> None:
    screen = opened(coordinator, 0)
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a/s.xml", "<data id='work_pay' version='7'><people>1</people></data>")
        package.writestr("b/s.xml", "<data id='other' version='1'/>")
    screen.files = PlannedFiles([path])
    coordinator.ask(answering.keep_form)
    screen.take.click()
    coordinator.until(screen.report.isVisible)
    told = row_at(screen.refusals.rows.index(0, 0)).said()
    assert screen.report.sentence.text() == "New records: 1. Revised: 0. Known before: 0. Pictures: 0."
    assert told == "Entry 2 of the zip. Refused. The questionnaire other, version 1, is not here"
