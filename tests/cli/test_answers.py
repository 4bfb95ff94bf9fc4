import shutil
from pathlib import Path

import pytest

from tests.support import answering
from tests.support.command_line import QuickCommandLine, assert_refused
from tests.support.desks import new_desk
from tests.support.fakes import SetClock


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A vault with three records of the questionnaire, made once."""
    folder = tmp_path_factory.mktemp("answers") / "vault"
    desk = new_desk(folder, clock=SetClock())
    answering.add_records(desk, 3)
    desk.vault.close()
    return folder


@pytest.fixture
def filled(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "vault"))


def test_what_was_exported_is_taken_in_as_known(quick: QuickCommandLine, filled, tmp_path):
    export = ("answers", "export", "work_pay", "--format", "xml", "--clear-reason", "To look at it.")
    *told, path = quick.done(filled, *export, "--out", tmp_path).splitlines()
    assert any(line.startswith("stays: 1  Questions: called") for line in told)
    said = quick.done(filled, "answers", "import", path)
    assert said.splitlines()[0] == "records made: 0, revised: 0, known before: 3"


def test_without_a_recipient_or_a_reason_nothing_is_written(quick: QuickCommandLine, filled, tmp_path):
    said = quick.on(filled, "answers", "export", "work_pay", "--out", tmp_path)
    assert_refused(said, words="reason")
    assert not list(tmp_path.glob("answers-*"))


def test_the_questionnaires_are_listed(quick: QuickCommandLine, filled):
    assert quick.done(filled, "answers", "export", "list").startswith("work_pay  Work and pay  English (en)")


def test_a_file_that_is_not_there_is_told(quick: QuickCommandLine, filled, tmp_path):
    assert_refused(quick.on(filled, "answers", "import", tmp_path / "none.zip"))
