"""Fifty questionnaires from the field, sound and broken: each imports, or is refused with a useful message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor_app.errors import FormRefused, MonitorError
from monitor_app.operations import questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.operations.questionnaires import Checked
from tests.support.desks import new_desk
from tests.support.fakes import SetClock

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


def hold(path: Path, fixes: tuple[str, ...], said: str) -> None:
    """Hold what came of a file against the table."""
    if path.stem in REFUSED:
        assert REFUSED[path.stem].casefold() in said.casefold()
        assert not JARGON.search(said)
    else:
        assert (fixes, said) == (MENDED.get(path.stem, ()), "")


@dataclass(frozen=True)
class Seen:
    """What a person saw in the window: the changes agreed to, what a refusal said, what can be kept."""

    fixes: tuple[str, ...]
    said: str
    checked: Checked | None


def in_the_window(path: Path) -> Seen:
    """Check a file as the window does, and agree to every change it offers."""
    fixes: tuple[str, ...] = ()
    while True:
        try:
            checked = questionnaires.check_files(path, fixes=fixes)
        except MonitorError as error:
            more = tuple(one.name for one in questionnaires.offered_fixes(error) if one.name not in fixes)
            if not more:
                problems = getattr(error, "problems", ())
                return Seen(fixes, " ".join([str(error.message), str(error.hint), *map(str, problems)]), None)
            fixes += more
        else:
            return Seen(tuple(one.name for one in checked.fixes), "", checked)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("made") / "vault", clock=SetClock())
    yield made
    made.vault.close()


@pytest.mark.parametrize("path", files(), ids=lambda one: one.stem)
def test_each_is_used_mended_or_refused_as_the_table_says(path, desk):
    seen = in_the_window(path)
    hold(path, seen.fixes, seen.said)
    if seen.checked is not None:
        assert seen.checked.form.questions or seen.checked.form.binds
        digest, _ = questionnaires.keep(desk, seen.checked)
        assert digest in {row.digest for row in questionnaires.available(desk)}


def test_there_are_fifty():
    assert len(files()) == 50


def test_the_window_s_own_operation_names_the_row():
    with pytest.raises(FormRefused) as refused:
        questionnaires.check_files(FOLDER / "9757acaff9f5.xlsx")
    assert [(flaw.sheet, flaw.row, flaw.question) for flaw in refused.value.problems] == [
        ("survey", 2, "badcalc")
    ]
