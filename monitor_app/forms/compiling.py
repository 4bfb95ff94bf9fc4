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
from monitor_app.errors import Flaw, FormRefused
from monitor_app.forms.complaints import complaints_in, remarks_in
from monitor_app.forms.mending import (
    DUPLICATE_COLUMNS,
    RENAME_ROOT,
    Sheets,
    language_to_begin_with,
    mend,
    set_setting,
    suggested,
)
from monitor_app.text import N_

LARGEST = 64 * 1024 * 1024
MEMORY = 3 * 1024 * 1024 * 1024
_LOOK_SECONDS = 0.2
_ENDINGS = frozenset({"xlsx", "xlsm", "xls", "csv", "md"})
_XML = frozenset({"xml", "xform"})
_OWN_COLUMNS = ("identity", "provision", "sensitive")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The XForm, what the author should know, files that belong to it (name → content), rows of questions."""

    xform: bytes
    warnings: tuple[Flaw, ...] = ()
    external: Mapping[str, bytes] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Refused:
    """What the child says when it cannot compile."""

    problems: tuple[Flaw, ...]
    fixes: tuple[str, ...] = ()


def compile_form(
    source: bytes,
    *,
    file_name: str,
    extras: Mapping[str, bytes] | None = None,
    fixes: tuple[str, ...] = (),
    seconds: float = 60.0,
    heed: Callable[[], None] = lambda: None,
) -> Compiled:
    """Compile in a child process. Raise FormRefused with `problems` and the `fixes` that would help.

    `heed` is called while waiting; what it raises ends the child.
    """
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
    outcome = ask_child(_work, (source, ending, fixes), seconds, heed)
    if not isinstance(outcome, Compiled):
        raise FormRefused(
            N_("This questionnaire does not compile."),
            N_("Correct the places listed and import it again."),
            *((outcome.problems, outcome.fixes) if isinstance(outcome, _Refused) else ()),
        )
    return dataclasses.replace(outcome, external={**outcome.external, **(extras or {})})


def ask_child(
    work: Callable[[Connection], None], job: object, seconds: float, heed: Callable[[], None] = lambda: None
) -> object:
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
        while not child.pipe.poll(_LOOK_SECONDS):
            heed()
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
    read: Sheets = {}
    try:
        theirs.send(convert(source, ending, fixes, read))
    except MemoryError:
        theirs.send(_Refused((Flaw(N_("The file needs too much memory.")),)))
    except Exception as error:  # noqa: BLE001 - foreign readers raise anything; none of it may reach a person raw
        theirs.send(_Refused(in_plain_words(error, read), suggested(str(error), fixes)))
    finally:
        theirs.close()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(source: bytes, ending: str, fixes: tuple[str, ...] = (), read: Sheets | None = None) -> Compiled:
    """Compile here and now, without a child. Raises whatever pyxform raises. `read` is given the sheets."""
    from pyxform import xls2xform

    warnings: list[str] = []
    sheets = {} if read is None else read
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        source = _without_doubles(source, ending) if DUPLICATE_COLUMNS in fixes else source
        sheets.update(dataclasses.asdict(_workbook(source, ending)))
        _carry_own_columns(sheets)
        mend(sheets, fixes)
        remarks = _begin_with_language(sheets)
        rows = _rows_of(sheets)
        result = xls2xform.convert(
            dict(sheets), warnings=warnings, form_name="fieldwork_form" if RENAME_ROOT in fixes else None
        )
    external = {"itemsets.csv": result.itemsets.encode()} if result.itemsets else {}
    told = (*remarks, *remarks_in(warnings, sheets))
    return Compiled(result.xform.encode(), told, external, fixes, rows)


def _rows_of(sheets: Sheets) -> dict[str, int]:
    """Return the row of each question's name on the sheet `survey`, the first where a name stands twice."""
    rows: dict[str, int] = {}
    for number, row in enumerate(sheets.get("survey") or (), 2):
        rows.setdefault(str(row.get("name", "")).strip(), number)
    return rows


def _begin_with_language(sheets: Sheets) -> tuple[Flaw, ...]:
    language = language_to_begin_with(sheets)
    if not language:
        return ()
    set_setting(sheets, "default_language", language)
    return (Flaw(N_("No default language is named, so {language} is taken.", language=language)),)


def _without_doubles(source: bytes, ending: str) -> bytes:
    """Return a workbook without the second of two columns that have the same header."""
    import openpyxl

    if ending not in {"xlsx", "xlsm"}:
        return source
    book = openpyxl.load_workbook(io.BytesIO(source))
    for sheet in book.worksheets:
        seen: set[str] = set()
        for column in range(1, sheet.max_column + 1):
            header = str(sheet.cell(1, column).value or "").strip().lower()
            if header and header in seen:
                for row in range(1, sheet.max_row + 1):
                    sheet.cell(row, column).value = None
            seen.add(header)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _workbook(source: bytes, ending: str) -> Any:  # noqa: ANN401 - pyxform's own type, without stubs
    """Read the sheets; a file whose name lies about its kind is tried as every kind."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        return get_xlsform(io.BytesIO(source), file_type=f".{ending}")
    except PyXFormError as first:
        try:
            return get_xlsform(io.BytesIO(source))
        except PyXFormError as second:
            # Nothing can read it: the reason that goes with its name says more than "of no kind".
            raise second if _DAMAGED in str(second) and _DAMAGED in str(first) else first from second


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


_DAMAGED = "Unsupported format, or corrupt file"
_NO_WORKBOOK = N_("The file is damaged, or is no workbook. Open it in a spreadsheet program and save it again.")
_SHAPELESS = N_(
    "The file does not have the shape of an XLSForm: sheets survey and choices, with headers in row 1."
)
_BROKEN = (
    _DAMAGED,
    "was not recognized as a supported type",
    "File is not a zip file",
    "There is no item named",
    "BadZipFile",
    "XLRDError",
    "InvalidFileException",
    "Error reading .xls",
)


def in_plain_words(error: BaseException, sheets: Sheets | None = None) -> tuple[Flaw, ...]:
    """Return what went wrong without the jargon of libraries, by sheet, row and question."""
    text = " ".join(str(error).split())
    if any(sign in text or sign == type(error).__name__ for sign in _BROKEN):
        return (Flaw(_NO_WORKBOOK),)
    if type(error).__name__ != "PyXFormError" or not text:
        return (Flaw(_SHAPELESS),)
    return complaints_in(text, sheets)
