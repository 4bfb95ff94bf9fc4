"""The readers that form tools use give every cell of our workbooks back as it was written."""

import io

import openpyxl
from pyxform.xls2json_backends import xlsx_to_dict

from monitor_app.reports.workbook import workbook
from tests.support.answering import HARD

HEADS = ("text", "whole", "decimal", "day")
ROWS = [(text, number - 5, number + 0.125, "2026-03-04") for number, text in enumerate(HARD)]


def written() -> io.BytesIO:
    return io.BytesIO(b"".join(workbook([("answers", HEADS, ROWS)], title="Work")))


def test_openpyxl_reads_every_cell_unchanged():
    found = list(openpyxl.load_workbook(written()).active.iter_rows(values_only=True))
    assert found == [HEADS, *ROWS]


def test_pyxform_reads_every_cell_unchanged_but_for_the_spaces_it_makes_plain():
    """It takes the only sheet of a book for its questions, and gives text for every cell."""
    found = xlsx_to_dict(written())["survey"]
    assert [row.get("text", "") for row in found] == [_trimmed(text) for text in HARD]
    assert [(row["whole"], row["decimal"], row["day"]) for row in found] == [
        (str(whole), str(decimal), day) for _, whole, decimal, day in ROWS
    ]


def _trimmed(text: str) -> str:
    return text.strip().replace("\u00a0", " ")
