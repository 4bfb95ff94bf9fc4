"""Small questionnaires for the tests, written as tables."""

import re
from functools import lru_cache

from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.compiling import convert
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.filling import Filling
from monitor_app.forms.reading import read_form

NOW = 1_700_000_000_000  # 2023-11-14 22:13:20 UTC

_COLUMN = re.compile(r"[a-z_]+(::[\w ()]+)?")

YES_NO = """
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no  | No  |
"""


@lru_cache(maxsize=200)
def form_of(table: str) -> Form:
    """Return the form that a table in Markdown describes."""
    return read_form(convert(table.encode(), "md").xform)


def context(now_ms: int = NOW, zone: str = "UTC") -> Context:
    """Return a fixed world."""
    return Context(now_ms=now_ms, zone=zone, user="blue", seed="seed", record_id="record-1")


def filling_of(table: str, draft: dict | None = None, language: str = "") -> Filling:
    """Return a fresh (or resumed) filling of a table."""
    return Filling(form_of(table), draft, language=language, context=context())


def record_of(table: str) -> ActingRecord:
    """Return a fresh record of a table."""
    record = ActingRecord(form_of(table), context())
    record.begin()
    return record


def survey(*rows: str, more: str = "") -> str:
    """Return a table whose rows are `type | name | label | column=value …`, columns in any order."""
    parsed = [_row(row) for row in rows]
    columns = ["type", "name", "label"]
    for row in parsed:
        columns += [key for key in row if key not in columns]
    lines = ["| survey |", "| | " + " | ".join(columns) + " |"]
    lines += ["| | " + " | ".join(row.get(column, "") for column in columns) + " |" for row in parsed]
    return "\n".join(lines) + "\n" + more


def _row(text: str) -> dict[str, str]:
    kind, name, *rest = [part.strip() for part in text.split("|")]
    row = {"type": kind, "name": name}
    for part in rest:
        key, equals, value = part.partition("=")
        if equals and _COLUMN.fullmatch(key.strip()):
            row[key.strip()] = value.strip()
        else:
            row["label"] = part
    if kind.split()[0] not in {"calculate", "end_group", "end_repeat", "hidden"}:
        row.setdefault("label", name)
    return row
