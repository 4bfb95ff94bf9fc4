"""Ways to make an old questionnaire compile, each explained and only done on a person's word.

They work on the rows of a workbook. It must not know pyxform or files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from monitor_app.text import N_, Message

Sheets = dict[str, Any]

DUPLICATE_CHOICES = "allow_duplicate_choices"
DUPLICATE_COLUMNS = "drop_duplicate_columns"
RENAME_ROOT = "rename_root"
HIDDEN_TYPES = "hidden_types"
UNNAMED = "leave_unnamed"


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to make an old questionnaire compile: what to pass in `fixes`, and what it does in plain words."""

    name: str
    explanation: Message


FIXES = (
    Fix(
        DUPLICATE_CHOICES,
        N_("Some lists hold the same choice name twice. Accept this; answers do not tell the two apart."),
    ),
    Fix(
        RENAME_ROOT,
        N_("A question has the name that the whole form has inside. Give the form another inner name."),
    ),
    Fix(
        HIDDEN_TYPES,
        N_("Some questions have a type of another program, such as 'hidden string'. Read it as 'hidden'."),
    ),
    Fix(
        DUPLICATE_COLUMNS,
        N_("Two columns of a sheet have the same header. Read the first one and leave the other out."),
    ),
    Fix(
        UNNAMED,
        N_("The name of the record refers to a question that is not there. Leave records without this name."),
    ),
)
_SIGNS = {
    DUPLICATE_CHOICES: ("allow_choice_duplicates", "choice names must be unique"),
    RENAME_ROOT: ("named 'data'", "same as the survey root"),
    HIDDEN_TYPES: ("unknown question type 'hidden ",),
    DUPLICATE_COLUMNS: ("duplicate column header",),
    UNNAMED: ("'settings' sheet, the 'instance_name' value is invalid",),
}


def suggested(complaint: str, done: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the names of the fixes that would meet a complaint of the compiler and were not tried yet."""
    text = complaint.lower()
    return tuple(
        fix.name for fix in FIXES if fix.name not in done and any(sign in text for sign in _SIGNS[fix.name])
    )


def fixes_named(names: tuple[str, ...]) -> tuple[Fix, ...]:
    """Return fixes by their names."""
    return tuple(fix for fix in FIXES if fix.name in names)


def mend(sheets: Sheets, fixes: tuple[str, ...]) -> None:
    """Change the rows as the fixes say. Those that concern the file itself are done where it is read."""
    for fix in fixes:
        if fix in _MENDERS:
            _MENDERS[fix](sheets)


def _read_hidden(sheets: Sheets) -> None:
    for row in sheets.get("survey") or ():
        if str(row.get("type", "")).strip().lower().startswith("hidden "):
            row["type"] = "hidden"


def _allow_duplicates(sheets: Sheets) -> None:
    set_setting(sheets, "allow_choice_duplicates", "yes")


def _leave_unnamed(sheets: Sheets) -> None:
    for row in sheets.get("settings") or ():
        row.pop("instance_name", None)


_MENDERS: dict[str, Callable[[Sheets], None]] = {
    HIDDEN_TYPES: _read_hidden,
    DUPLICATE_CHOICES: _allow_duplicates,
    UNNAMED: _leave_unnamed,
}


def set_setting(sheets: Sheets, name: str, value: str) -> None:
    """Put a value on the sheet `settings`."""
    settings = [dict(row) for row in sheets.get("settings") or ()] or [{}]
    settings[0][name] = value
    sheets["settings"] = settings
    header = [dict(row) for row in sheets.get("settings_header") or ()] or [{}]
    header[0][name] = None
    sheets["settings_header"] = header


def language_to_begin_with(sheets: Sheets) -> str:
    """Return the language of the first label column if no column and no setting says which is the default.

    Without one, questions would be shown as "-": the compiler invents an empty language called `default`.
    """
    if any(
        str(key).strip().lower() == "default_language" for row in sheets.get("settings") or () for key in row
    ):
        return ""
    headers = [str(key) for row in sheets.get("survey_header") or () for key in row]
    if any(header.strip().lower() == "label" for header in headers):
        return ""
    labels = (header.partition("::") for header in headers)
    return next((rest.strip() for name, _, rest in labels if name.strip().lower() == "label" and rest), "")
