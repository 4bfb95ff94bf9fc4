"""`monitor-app record …`: an id means it is durable; what may not be added leaves nothing behind."""

import json

import pytest

from tests.cli.conftest import add_record, write_answers
from tests.support.command_line import FORM, assert_refused


def test_a_record_is_added_listed_and_shown(command, vault, answers):
    record = add_record(command, vault, answers)
    (row,) = json.loads(command.done(vault, "record", "list", "--json"))
    assert row["id"] == record
    assert row["form_title"] == "Three questions"
    shown = json.loads(command.done(vault, "record", "show", record, "--json"))
    told = shown["event"]["answers"]
    assert told == {"account": "They keep the passports.", "people": 12, "standing": "first_hand"}


def test_the_plain_list_and_view_are_readable(quick, vault, answers):
    record = add_record(quick, vault, answers)
    assert record in quick.done(vault, "record", "list")
    assert "They keep the passports." in quick.done(vault, "record", "show", record)


def test_an_empty_list_is_empty(quick, vault):
    assert json.loads(quick.done(vault, "record", "list", "--json")) == []


def test_records_are_found_by_their_words(quick, vault, answers, tmp_path):
    add_record(quick, vault, answers)
    other = add_record(quick, vault, write_answers(tmp_path, account="护照被扣押", standing="hearsay"))
    found = json.loads(quick.done(vault, "record", "list", "--json", "--text", "护照"))
    assert [row["id"] for row in found] == [other]


def test_only_the_id_is_printed(command, vault, answers):
    record = add_record(command, vault, answers)
    assert len(record) == 26
    assert record.isalnum()


def test_answers_that_are_not_allowed_are_named_by_question_and_nothing_stays(quick, vault, tmp_path):
    wrong = write_answers(tmp_path, account="x", people=0)
    said = quick.on(vault, "record", "add", "--form", FORM, "--answers", wrong)
    assert_refused(said, words="was not added")
    assert "people: Give a number from 1 to 100000" in said.out
    assert json.loads(quick.done(vault, "record", "list", "--json")) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "no answers by question"),
        ("[" * 100_000, "not JSON"),
        ('{"nothing_of_the_kind": 1}', "does not ask"),
        ('{"account": {"deep": "x"}}', ""),
        ('{"people": [{"x": 1}]}', ""),
        ('{"people": "twelve"}', ""),
        ('{"standing": "invented"}', "was not added"),
        ('{"people": NaN}', ""),
        ('{"people": 1e400}', ""),
        ('{"account": "\\ud800"}', "no text"),
    ],
)
def test_a_file_of_answers_that_does_not_fit_is_refused_in_words(quick, vault, tmp_path, content, words):
    path = tmp_path / "odd.json"
    path.write_text(content, encoding="utf-8")
    assert_refused(quick.on(vault, "record", "add", "--form", FORM, "--answers", path), words=words)
    assert json.loads(quick.done(vault, "record", "list", "--json")) == []


def test_a_record_that_is_not_there_is_refused(quick, vault):
    assert_refused(quick.on(vault, "record", "show", "nothing"), words="no such record")


def test_a_form_that_is_not_there_is_refused(quick, vault, answers, tmp_path):
    said = quick.on(vault, "record", "add", "--form", tmp_path / "none.md", "--answers", answers)
    assert_refused(said, words="cannot be read")


def test_the_questions_are_asked_in_the_language_named(quick, vault, answers):
    record = quick.done(vault, "record", "add", "--form", FORM, "--answers", answers, "--language", "中文 (zh)")
    assert json.loads(quick.done(vault, "record", "show", record, "--json"))["row"]["language"] == "中文 (zh)"


def test_a_withdrawal_is_noted_and_said(quick, vault, answers):
    record = add_record(quick, vault, answers)
    said = quick.done(vault, "record", "withdraw", record, "--use", "employer", "--told", "Wren")
    assert "binds every package" in said


def test_an_erased_record_is_gone_and_named_so(quick, vault, answers):
    record = add_record(quick, vault, answers)
    assert "Backups made before" in quick.done(vault, "record", "erase", record, "--reason", "asked")
    assert json.loads(quick.done(vault, "record", "list", "--json")) == []
    assert_refused(quick.on(vault, "record", "show", record), words="was erased")


def test_erasing_asks_for_a_reason(quick, vault, answers):
    record = add_record(quick, vault, answers)
    assert quick.on(vault, "record", "erase", record).status == 2
    assert record in quick.done(vault, "record", "list")
