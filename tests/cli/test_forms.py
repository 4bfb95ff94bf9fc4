"""`monitor-app forms …`: what is wrong with a questionnaire, and the conformance protocol over pipes."""

import io
import json
import sys

import pytest

from tests.support.command_line import FORM, assert_refused

BROKEN = """| survey |
| | type | name | label | relevant |
| | text | a | A? | ${missing} = 1 |
| | nonsense type | b | B? | |
"""


def test_a_sound_questionnaire_can_be_used(command):
    said = command.run("forms", "check", FORM)
    assert (said.status, said.err) == (0, "")
    assert "three_questions.md: can be used" in said.out


def test_what_was_found_is_told_as_json(command):
    (found,) = json.loads(command.run("forms", "check", "--json", FORM).out)
    assert (found["ok"], found["id"], found["questions"]) == (True, "three_questions", 3)
    assert found["languages"] == ["English (en)", "中文 (zh)"]


def test_a_broken_questionnaire_is_told_beside_a_sound_one(command, tmp_path):
    (tmp_path / "broken.md").write_text(BROKEN)
    said = command.run("forms", "check", FORM, tmp_path / "broken.md")
    assert said.status == 1
    assert "Traceback" not in said.err
    assert "three_questions.md: can be used" in said.out
    assert "broken.md: " in said.out


def test_a_broken_questionnaire_is_not_added_with_a_record(command, vault, answers, tmp_path):
    (tmp_path / "broken.md").write_text(BROKEN)
    said = command.on(vault, "record", "add", "--form", tmp_path / "broken.md", "--answers", answers)
    assert_refused(said)


def test_files_that_are_no_questionnaires_are_told_in_words(command, tmp_path):
    contents = {
        "noise.xlsx": bytes(range(256)) * 40,
        "empty.md": b"",
        "words.csv": b"hello\x00world",
        "form.xml": b"<html><body/></html>",
        "unknown.pdf": b"%PDF-1.7",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    said = command.run(
        "forms", "check", "--json", *(tmp_path / name for name in contents), tmp_path / "none.md"
    )
    assert said.status == 1
    assert said.err == ""
    found = json.loads(said.out)
    assert [one["ok"] for one in found] == [False] * 6
    assert all(one["message"].count(".") >= 2 for one in found), found


def test_conformance_questions_are_answered_line_by_line(command):
    line = json.dumps({"id": "one", "xml": "<data/>", "expr": "1 + 1"})
    said = command.run("forms", "eval", stdin=f"{line}\n\n{line}\n")
    assert (said.status, said.err) == (0, "")
    assert [json.loads(one)["value"] for one in said.out.splitlines()] == [2, 2]


@pytest.mark.parametrize("protocol", ["eval", "replay"])
@pytest.mark.parametrize("line", ["no json", "{}"])
def test_a_line_that_is_no_question_is_refused(quick, monkeypatch, protocol, line):
    monkeypatch.setattr(sys, "stdin", io.StringIO(line + "\n"))
    assert_refused(quick.run("forms", protocol), words="not a question")


TWICE = """| survey |
| | type | name | label |
| | select_one yn | paid | Paid? |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | yes | Yes again |
"""


def test_a_change_that_helps_is_offered_and_made_only_when_asked_for(command, tmp_path):
    (tmp_path / "old.md").write_text(TWICE)
    (offered,) = json.loads(command.run("forms", "check", "--json", tmp_path / "old.md").out)
    assert (offered["ok"], [fix["name"] for fix in offered["fixes"]]) == (False, ["allow_duplicate_choices"])
    mended = command.run("forms", "check", "--mend", tmp_path / "old.md")
    assert (mended.status, "same choice name twice" in mended.out) == (0, True)


def test_lists_that_lie_apart_are_taken_along(command, tmp_path):
    (tmp_path / "form").mkdir()
    form = tmp_path / "form" / "visit.md"
    form.write_text("| survey |\n| | type | name | label |\n| | select_one_from_file s.csv | s | S |\n")
    (tmp_path / "s.csv").write_text("name,label\na,A\n")
    without = command.run("forms", "check", form)
    assert "s.csv is not there" in without.out
    assert "s.csv" not in command.run("forms", "check", "--media", tmp_path / "s.csv", form).out
