"""A record laid out for reading."""

import pytest

from monitor_app.errors import BadInput, NotAllowed
from monitor_app.operations import collecting, identity, questionnaires, transcript
from monitor_app.operations.desk import Desk
from monitor_app.vault import queries
from tests.support.desks import IDENTITY_PASSPHRASE, append_record

FORM = """
| survey |
| | type | name | label::English (en) | label::中文 (zh) | identity |
| | begin_group | work | Your work | 您的工作 | |
| | select_multiple harm | harms | What happened? | 发生了什么事？ | |
| | text | story | In your words | 用您的话 | |
| | end_group | | | | |
| | text | call_back | How can we reach you? | 怎样联系您？ | yes |
| choices |
| | list_name | name | label::English (en) | label::中文 (zh) |
| | harm | debt | Debt | 债务 |
| | harm | papers | Papers kept | 扣留证件 |
| settings |
| | form_title | form_id | version | default_language |
| | Small | small | 1 | English (en) |
"""


@pytest.fixture
def record(desk: Desk) -> str:
    digest, _ = questionnaires.add(desk, FORM.encode(), file_name="small.md")
    begun, _ = collecting.begin(desk, digest)
    collecting.keep(desk, begun.draft_id, {"work/harms": ["debt", "papers"], "call_back": "after eight"})
    collecting.finish(desk, begun.draft_id)
    return begun.draft_id


def test_answers_stand_in_words_by_group(desk: Desk, record: str) -> None:
    (section,) = transcript.transcript(desk, record).sections
    assert (section.title, section.lines[0].answers) == ("Your work", ("Debt", "Papers kept"))


def test_words_come_in_the_language_asked_for(desk: Desk, record: str) -> None:
    (section,) = transcript.transcript(desk, record, language="中文 (zh)").sections
    assert (section.lines[0].question, section.lines[0].answers) == ("发生了什么事？", ("债务", "扣留证件"))


def test_what_was_not_answered_and_the_identity_part_are_left_out(desk: Desk, record: str) -> None:
    laid_out = transcript.transcript(desk, record)
    assert [line.path for section in laid_out.sections for line in section.lines] == ["work/harms"]
    assert laid_out.has_identity


def test_without_its_questionnaire_a_record_is_shown_by_paths(desk: Desk) -> None:
    laid_out = transcript.transcript(desk, append_record(desk))
    assert not laid_out.is_worded
    assert laid_out.sections[0].lines[0].path == "words"


def test_an_unknown_record_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        transcript.transcript(desk, "nothing")


def test_the_identity_part_opens_for_a_reason_and_that_is_logged(desk: Desk, record: str) -> None:
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    why = "She asked to be called back."
    (line,), _ = transcript.open_identity(desk, record, reason=why, passphrase=IDENTITY_PASSPHRASE)
    assert (line.question, line.answers) == ("How can we reach you?", ("after eight",))
    (noted,) = queries.custody(desk.vault, subject=record)
    assert noted.action == "identity_opened"


def test_the_identity_part_stays_closed_without_a_reason(desk: Desk, record: str) -> None:
    with pytest.raises(NotAllowed):
        transcript.open_identity(desk, record, reason=" ")
    assert queries.custody(desk.vault, subject=record) == []
