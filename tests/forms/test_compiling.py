"""Compiling in a child: what comes out, what is refused, which fix-ups are offered."""

import time

import pytest

from monitor_app.errors import FormRefused
from monitor_app.forms.compiling import ask_child, compile_form
from monitor_app.forms.mending import DUPLICATE_CHOICES, HIDDEN_TYPES, RENAME_ROOT, UNNAMED, suggested
from monitor_app.forms.reading import read_form
from tests.forms import children
from tests.forms.building import YES_NO, survey

TABLE = survey("select_one yn | paid | Paid? | identity=yes | provision=WG", more=YES_NO)


def refusal(source: bytes, file_name: str) -> FormRefused:
    with pytest.raises(FormRefused) as refused:
        compile_form(source, file_name=file_name)
    return refused.value


def test_a_table_compiles_in_a_child_and_keeps_our_columns():
    form = read_form(compile_form(TABLE.encode(), file_name="form.md").xform)
    question = form.questions["data", "paid"]
    assert (question.identity, question.provision) == (True, "WG")


def test_a_ready_xform_passes_as_it_is():
    assert compile_form(b"<h:html/>", file_name="form.xml").xform == b"<h:html/>"


@pytest.mark.parametrize("name", ["form.docx", "form", "form.pdf"])
def test_other_kinds_of_file_are_refused_by_kind(name):
    assert "kind of file" in str(refusal(b"x", name).message)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (b"", "f.xlsx"),
        (b"PK\x03\x04broken", "f.xlsx"),
        (b"\xd0\xcf\x11\xe0", "f.xls"),
        (b"\x00\xff" * 50, "f.csv"),
        (b"hello", "f.md"),
    ],
)
def test_a_damaged_file_is_refused_in_words(source, name):
    refused = refusal(source, name)
    assert refused.problems
    assert "Traceback" not in "".join(map(str, refused.problems))


def test_a_mistake_names_sheet_and_row():
    refused = refusal(survey("text | a | A ${nobody}").encode(), "f.md")
    assert (refused.problems[0].sheet, refused.problems[0].row) == ("survey", 2)
    assert "nobody" in str(refused.problems[0].what)


def test_a_compiler_that_takes_too_long_is_stopped():
    started = time.monotonic()
    with pytest.raises(FormRefused, match="too long"):
        compile_form(TABLE.encode(), file_name="f.md", seconds=0.01)
    assert time.monotonic() - started < 5


LARGE = b"x" * (2 * 1024 * 1024)
"""More than a pipe holds before somebody reads."""


def test_a_source_larger_than_a_pipe_reaches_the_child():
    filler = "".join(f"| | long | c{number} | {'word ' * 20}|\n" for number in range(18_000))
    table = survey(
        "select_one long | paid | Paid?", more=f"| choices |\n| | list_name | name | label |\n{filler}"
    )
    assert len(table) > len(LARGE)
    assert b"c17999" in compile_form(table.encode(), file_name="f.md").xform


def test_a_child_that_dies_before_it_reads_is_told_at_once():
    started = time.monotonic()
    with pytest.raises(FormRefused, match="could not be compiled"):
        ask_child(children.die, LARGE, 60)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("child", [children.never_read, children.answer_half])
def test_a_child_that_stands_still_is_stopped_in_time(child):
    started = time.monotonic()
    with pytest.raises(FormRefused, match="too long"):
        ask_child(child, LARGE, 2)
    assert time.monotonic() - started < 20


TWICE = survey("select_one yn | paid | Paid?", more=YES_NO + "| | yn | yes | Yes again |\n")
NAMED_DATA = survey("text | data | Date", "note | n | You said ${data}")
UNNAMEABLE = survey("text | a | A", more="| settings |\n| | instance_name |\n| | ${gone} |\n")
HIDDEN = survey("hidden string | h | ", "text | a | A")


@pytest.mark.parametrize(
    ("table", "fix"),
    [
        (TWICE, DUPLICATE_CHOICES),
        (NAMED_DATA, RENAME_ROOT),
        (HIDDEN, HIDDEN_TYPES),
        (UNNAMEABLE, UNNAMED),
    ],
)
def test_an_old_form_compiles_after_the_fix_that_is_offered(table, fix):
    refused = refusal(table.encode(), "f.md")
    assert refused.fixes == (fix,)
    assert compile_form(table.encode(), file_name="f.md", fixes=(fix,)).fixed == (fix,)


def test_no_fix_is_offered_where_none_helps():
    assert suggested("something else") == ()
