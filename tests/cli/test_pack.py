"""`monitor-app pack …` and `record add --urgent`: what is checked, published, confirmed and shown."""

import pytest

from tests.cli.conftest import add_record
from tests.cli.test_project import founded, invitation, joined, shared_place  # noqa: F401 - fixtures
from tests.domain.test_packs import NORMS, ROW, table
from tests.support.command_line import FORM, assert_refused


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "who-helps.csv"
    path.write_bytes(table(ROW))
    return path


def test_a_file_is_checked_without_a_vault(quick, file, tmp_path):
    said = quick.run("pack", "check", "directory", file)
    assert (said.status, said.out) == (0, "It can be published. Rows: 1\n")
    file.write_bytes(table(ROW.replace("Heron", "")))
    said = quick.run("pack", "check", "directory", file)
    assert_refused(said, words="Row 2, column checked_by: This may not be empty.")
    assert_refused(quick.run("pack", "check", "norms", tmp_path / "nowhere.toml"))


def test_a_pack_is_published_confirmed_and_shown(quick, founded, joined, file):  # noqa: F811 - fixtures
    assert quick.done(founded, "pack", "publish", "directory", file).startswith("directory: version 20")
    assert "Wren: not confirmed yet" in quick.done(founded, "pack", "list")
    for one in (founded, joined, founded):
        quick.done(one, "sync")
    assert "Wren: uses it" in quick.done(founded, "pack", "list")
    shown = quick.done(joined, "pack", "show", "directory", "--words", "linhai")
    assert "Night line: counselling, legal" in shown
    assert "Checked on 2026-10-02 by Heron" in shown
    assert_refused(quick.on(joined, "pack", "publish", "directory", file), words="Only a coordinator")


def test_what_comes_with_the_program_is_shown_as_to_be_confirmed(quick, vault):
    shown = quick.done(vault, "pack", "show", "norms")
    rows = NORMS.count(b"[[norm]]")
    assert f"comes with Fieldwork, to be confirmed: {rows} of {rows}" in shown
    assert shown.count("[to be confirmed]") == rows
    assert "from memory, 2026-11" in shown
    assert quick.done(vault, "pack", "show", "directory") == "directory: none published yet"


def test_an_urgent_record_says_so_in_the_list(quick, vault, answers):
    add_record(quick, vault, answers)
    quick.done(vault, "record", "add", "--form", FORM, "--answers", answers, "--urgent")
    listed = quick.done(vault, "record", "list").splitlines()
    assert sum("somebody is in danger" in line for line in listed) == 1
