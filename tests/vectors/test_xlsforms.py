"""Fifty questionnaires from the field, sound and broken: each imports, or is refused with a useful message."""

import re
from pathlib import Path

import pytest

from monitor_app.errors import FormRefused, MonitorError
from monitor_app.forms.compiling import convert, in_plain_words
from monitor_app.forms.mending import Sheets, suggested
from monitor_app.forms.reading import read_form
from monitor_app.operations import questionnaires

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "xlsforms"
JARGON = re.compile(r"Traceback|Error\b|None|http|\{'|pyxform|<|object")

NO_WORKBOOK = "damaged, or is no workbook"
ODD_RULES = "rb_error1"
REFUSED = {
    "421a4295c47d": ODD_RULES,
    "654d34a6202e": ODD_RULES,
    "83dd2b6b1cab": ODD_RULES,
    "908d9fd3c11e": NO_WORKBOOK,
    "be892fa6e287": NO_WORKBOOK,
    "9757acaff9f5": "question badcalc, column calculate",
    "b03d59dee474": "has no name",
    "c82c5206c98d": "consent_obtained, which is not there",
    "f1517835be7a": "row 308, question q410tot",
}
MENDED = {
    "07231ebf3c6d": ("allow_duplicate_choices",),
    "78f5e3ba6bbd": ("allow_duplicate_choices",),
    "219505fba62a": ("hidden_types",),
    "f82830596fb3": ("hidden_types",),
}
"""Those that are taken as they are stand in neither table."""

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared questionnaires are not here")


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.xls*")) if FOLDER.is_dir() else []


def outcome(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the changes that were needed, and every sentence of the refusal or "" if it can be used."""
    fixes: tuple[str, ...] = ()
    while True:
        sheets: Sheets = {}
        try:
            compiled = convert(path.read_bytes(), path.suffix[1:], fixes, sheets)
            form = read_form(compiled.xform, external=compiled.external)
        except MonitorError as error:
            problems = getattr(error, "problems", ())
            return fixes, " ".join([str(error.message), str(error.hint), *map(str, problems)])
        except Exception as error:  # noqa: BLE001 - as in the child, whatever the compiler throws
            more = suggested(str(error), fixes)
            if not more:
                return fixes, " ".join(map(str, in_plain_words(error, sheets)))
            fixes += more
        else:
            assert form.questions or form.binds
            return fixes, ""


@pytest.mark.parametrize("path", files(), ids=lambda one: one.stem)
def test_each_is_used_mended_or_refused_as_the_table_says(path):
    fixes, said = outcome(path)
    if path.stem in REFUSED:
        assert REFUSED[path.stem].casefold() in said.casefold()
        assert not JARGON.search(said)
    else:
        assert (fixes, said) == (MENDED.get(path.stem, ()), "")


def test_there_are_fifty():
    assert len(files()) == 50


def test_the_window_s_own_operation_names_the_row():
    with pytest.raises(FormRefused) as refused:
        questionnaires.check_files(FOLDER / "9757acaff9f5.xlsx")
    assert [(flaw.sheet, flaw.row, flaw.question) for flaw in refused.value.problems] == [
        ("survey", 2, "badcalc")
    ]


def test_the_window_s_own_operation_offers_the_change_that_helps():
    with pytest.raises(FormRefused) as refused:
        questionnaires.check_files(FOLDER / "07231ebf3c6d.xlsx")
    offered = questionnaires.offered_fixes(refused.value)
    mended = questionnaires.check_files(FOLDER / "07231ebf3c6d.xlsx", fixes=tuple(one.name for one in offered))
    assert [one.name for one in mended.fixes] == ["allow_duplicate_choices"]
