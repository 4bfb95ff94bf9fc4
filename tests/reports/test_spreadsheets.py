"""What we write is opened by a real spreadsheet, cell for cell. Skipped where LibreOffice is not installed."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from monitor_app.reports.cells import csv_blocks, unguarded
from monitor_app.reports.workbook import workbook
from tests.support.answering import HARD

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
HEADS = ("text", "whole", "decimal", "day", "empty")
ROWS = [(text, number - 5, number + 0.125, "2026-03-04", None) for number, text in enumerate(HARD)]
# Comma, quotes, UTF-8, from line 1, columns as they are, any language, quoted is text, no guessing of numbers.
READ_CSV = "--infilter=CSV:44,34,76,1,,0,true,false"


def converted(path: Path, ending: str, *options: str) -> Path:
    """Let the spreadsheet open a file and save it as another kind."""
    out = path.parent / "out"
    command = [str(SOFFICE), f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless"]
    command += [*options, "--convert-to", ending, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{ending.partition(':')[0]}"


def test_a_csv_opens_with_every_text_and_number_as_written(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(b"".join(csv_blocks(HEADS, ROWS, byte_order=True)))
    found = list(openpyxl.load_workbook(converted(path, "xlsx", READ_CSV)).active.iter_rows(values_only=True))
    assert found[0] == HEADS
    read = [(unguarded(text), *rest[:3]) for text, *rest in found[1:]]
    assert read == [row[:4] for row in ROWS]


def test_a_workbook_opens_with_every_text_and_number_as_written(tmp_path):
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"".join(workbook([("answers", HEADS, ROWS)], title="Work")))
    saved = converted(path, "csv:Text - txt - csv (StarCalc):44,34,76,1").read_text("utf-8")
    found = list(csv.reader(io.StringIO(saved, newline="")))
    assert [row[0] for row in found[1:]] == list(HARD)
    assert [tuple(row[1:4]) for row in found[1:]] == [(str(a), str(b), c) for _, a, b, c, _ in ROWS]
