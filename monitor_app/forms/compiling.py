"""Turns what an author wrote (.xlsx .xls .xlsm .csv .md, or XForm XML) into XForm XML.

The only module that knows pyxform. The work is done in a spawned child with limits on time and memory:
foreign workbooks cannot hang or crash the program. Authors mark identity questions in a column `identity`
(yes) of the sheet `survey`, the rule a question belongs to in `provision` (`HR`, `WG`), and words that only a
reviewed translation may say to a worker in `sensitive` (consent, distress, screening; a group marks all in it).
"""

import dataclasses
import io
import threading
import warnings as python_warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from monitor_app import processes
from monitor_app.errors import FormRefused
from monitor_app.text import N_, Message

LARGEST = 64 * 1024 * 1024
MEMORY = 3 * 1024 * 1024 * 1024
_ENDINGS = frozenset({"xlsx", "xlsm", "xls", "csv", "md"})
_XML = frozenset({"xml", "xform"})
_OWN_COLUMNS = ("identity", "provision", "sensitive")

DUPLICATE_CHOICES = "allow_duplicate_choices"
RENAME_ROOT = "rename_root"
HIDDEN_TEXT = "hidden_text"


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
        HIDDEN_TEXT,
        N_("Some questions have the type 'hidden string' of another program. Read it as 'hidden'."),
    ),
)
_SIGNS = {
    DUPLICATE_CHOICES: ("allow_choice_duplicates", "choice names must be unique", "duplicate choice"),
    RENAME_ROOT: ("named 'data'", "same as the survey root"),
    HIDDEN_TEXT: ("unknown question type 'hidden string'",),
}


@dataclass(frozen=True, slots=True)
class Compiled:
    """The XForm, what the author should know, and files that belong to it (name → content)."""

    xform: bytes
    warnings: tuple[str, ...] = ()
    external: Mapping[str, bytes] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Refused:
    """What the child says when it cannot compile."""

    problems: tuple[str, ...]


def compile_form(
    source: bytes,
    *,
    file_name: str,
    extras: Mapping[str, bytes] | None = None,
    fixes: tuple[str, ...] = (),
    seconds: float = 60.0,
) -> Compiled:
    """Compile in a child process. Raise FormRefused with `problems`; see `suggested_fixes`."""
    if len(source) > LARGEST:
        raise FormRefused(
            N_("This questionnaire is too large."), N_("Split it, or keep long lists in CSV files.")
        )
    ending = file_name.lower().rpartition(".")[2]
    if ending in _XML:
        return Compiled(source, external=dict(extras or {}))
    if ending not in _ENDINGS:
        raise FormRefused(
            N_("This kind of file is no questionnaire."), N_("Choose an .xlsx, .xls, .csv, .md or .xml file.")
        )
    outcome = ask_child(_work, (source, ending, fixes), seconds)
    if not isinstance(outcome, Compiled):
        raise FormRefused(
            N_("This questionnaire does not compile."),
            N_("Correct the places listed and import it again."),
            outcome.problems if isinstance(outcome, _Refused) else (),
        )
    return Compiled(outcome.xform, outcome.warnings, {**outcome.external, **(extras or {})}, fixes)


def suggested_fixes(problems: tuple[str, ...]) -> tuple[Fix, ...]:
    """Return the fix-ups that would make a refused questionnaire compile."""
    text = " ".join(problems).lower()
    return tuple(fix for fix in FIXES if any(sign in text for sign in _SIGNS[fix.name]))


def ask_child(work: Callable[[Connection], None], job: object, seconds: float) -> object:
    """Have a spawned child do a job that it hears by pipe, and return what it answers. Raise FormRefused.

    Whatever blocks (sending, hearing) ends with the child, whose end breaks the pipe; a watch ends it in time.
    """
    child = processes.start(work)
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        child.kill()

    watch = threading.Timer(seconds, stop)
    watch.daemon = True
    watch.start()
    try:
        child.pipe.send(job)
        return child.pipe.recv()
    except (EOFError, OSError) as error:
        raise _too_long() if is_late.is_set() else _died() from error
    finally:
        watch.cancel()
        watch.join()
        child.end()


def _too_long() -> FormRefused:
    return FormRefused(
        N_("This questionnaire takes too long to compile."), N_("Keep long lists of choices in CSV files.")
    )


def _died() -> FormRefused:
    return FormRefused(
        N_("This questionnaire could not be compiled."),
        N_("Save the file again in its program and try once more."),
    )


def _work(theirs: Connection) -> None:
    """Compile in the child; whatever pyxform or its readers throw becomes words."""
    _limit_memory()
    source, ending, fixes = theirs.recv()
    try:
        theirs.send(convert(source, ending, fixes))
    except MemoryError:
        theirs.send(_Refused(("the file needs too much memory",)))
    except Exception as error:  # noqa: BLE001 - foreign readers raise anything; none of it may reach a person raw
        theirs.send(_Refused((in_plain_words(error),)))
    finally:
        theirs.close()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(source: bytes, ending: str, fixes: tuple[str, ...] = ()) -> Compiled:
    """Compile here and now, without a child. Raises whatever pyxform raises."""
    from pyxform import xls2xform

    warnings: list[str] = []
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        sheets = dict(dataclasses.asdict(_workbook(source, ending)))
        _carry_own_columns(sheets)
        if DUPLICATE_CHOICES in fixes:
            _allow_duplicates(sheets)
        if HIDDEN_TEXT in fixes:
            _read_hidden(sheets)
        result = xls2xform.convert(
            sheets, warnings=warnings, form_name="fieldwork_form" if RENAME_ROOT in fixes else None
        )
    external = {"itemsets.csv": result.itemsets.encode()} if result.itemsets else {}
    return Compiled(result.xform.encode(), tuple(warnings), external, fixes)


def _workbook(source: bytes, ending: str) -> Any:  # noqa: ANN401 - pyxform's own type, without stubs
    """Read the sheets; a file whose name lies about its kind is tried as every kind."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        return get_xlsform(io.BytesIO(source), file_type=f".{ending}")
    except PyXFormError:
        return get_xlsform(io.BytesIO(source))


def _carry_own_columns(sheets: dict[str, Any]) -> None:
    """Turn our columns into attributes of the bind, which pyxform passes on as they are."""
    for own in _OWN_COLUMNS:
        for row in sheets.get("survey") or ():
            key = next((k for k in row if k.strip().lower() == own), None)
            if key is not None:
                value = row.pop(key)
                if str(value).strip():
                    row[f"bind::{own}"] = value
        for header in sheets.get("survey_header") or ():
            key = next((k for k in header if k.strip().lower() == own), None)
            if key is not None:
                header.pop(key)
                header[f"bind::{own}"] = None


def _read_hidden(sheets: dict[str, Any]) -> None:
    for row in sheets.get("survey") or ():
        if str(row.get("type", "")).strip() == "hidden string":
            row["type"] = "hidden"


def _allow_duplicates(sheets: dict[str, Any]) -> None:
    settings = [dict(row) for row in sheets.get("settings") or ()] or [{}]
    settings[0]["allow_choice_duplicates"] = "yes"
    sheets["settings"] = settings
    header = [dict(row) for row in sheets.get("settings_header") or ()] or [{}]
    header[0]["allow_choice_duplicates"] = None
    sheets["settings_header"] = header


_PLAIN: tuple[tuple[str, str], ...] = (
    ("Unsupported format, or corrupt file", "the file is damaged, or is no workbook"),
    ("File is not a zip file", "the file is damaged, or is no workbook"),
    ("There is no item named", "the file is damaged, or is no workbook"),
    ("BadZipFile", "the file is damaged, or is no workbook"),
    ("XLRDError", "the file is damaged, or is no workbook"),
)


def in_plain_words(error: BaseException) -> str:
    """Return what went wrong without the jargon of libraries; pyxform names sheet and row itself."""
    text = " ".join(str(error).split())
    for sign, words in _PLAIN:
        if sign in text or sign == type(error).__name__:
            return words
    if type(error).__name__ != "PyXFormError" or not text:
        return "the file does not have the shape of an XLSForm"
    return text[:1000]
