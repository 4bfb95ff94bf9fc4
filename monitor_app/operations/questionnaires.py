"""Adding, listing and reading questionnaires: those that come with the program, and an organisation's own."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from monitor_app.domain.events import RecordKind
from monitor_app.errors import Flaw, FormRefused, MonitorError
from monitor_app.forms.compiling import Compiled, compile_form
from monitor_app.forms.definition import Form, Unsupported
from monitor_app.forms.hindrances import sentence_for
from monitor_app.forms.mending import Fix, fixes_named
from monitor_app.forms.reading import read_form
from monitor_app.operations.changes import NOTHING, Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.form_files import beside, gather, read_file
from monitor_app.operations.notes import note, recall
from monitor_app.ports import Progress, Silent
from monitor_app.settings import resource_folder
from monitor_app.text import N_, Message
from monitor_app.vault import forms
from monitor_app.vault.forms import StoredForm

__all__ = [
    "Checked",
    "Hindrance",
    "QuestionnaireRow",
    "add",
    "add_shipped",
    "are_shipped_ready",
    "available",
    "check",
    "check_files",
    "is_reviewed",
    "keep",
    "kind_of",
    "offered_fixes",
    "read_file",
    "shipped",
]

SAMPLE = "three_questions.md"


@dataclass(frozen=True)
class QuestionnaireRow:
    """A questionnaire that can be used here. `languages` are as its author wrote them.

    Not `is_newest`: a later version is here, so that no record should be begun with this one.
    """

    digest: str
    id: str
    version: str
    title: str
    kind: RecordKind
    languages: tuple[str, ...]
    published: bool
    is_newest: bool = True


@dataclass(frozen=True)
class Hindrance:
    """A thing of a questionnaire that does not work here; `question` is "" where it concerns the whole form."""

    question: str
    what: Message


@dataclass(frozen=True)
class Checked:
    """What a check of a questionnaire file found. It can be used; what does not work is listed.

    `missing` are list files the form asks for that were not there; `fixes` were done on a person's word.
    """

    digest: str
    form: Form
    warnings: tuple[Flaw, ...]
    unsupported: tuple[Unsupported, ...]
    stored: StoredForm
    fixes: tuple[Fix, ...] = ()
    mark: str = ""

    @property
    def hindrances(self) -> tuple[Hindrance, ...]:
        """Return what does not work here, in sentences."""
        return tuple(Hindrance(one.question, sentence_for(one.what)) for one in self.unsupported)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of list files that were not there."""
        return tuple(one.what[5:] for one in self.unsupported if one.what.startswith("file "))


def kind_of(form: Form) -> RecordKind:
    """Say what records a form makes: observations if its sheet `settings` says so in `attribute::record`.

    In doubt, and where it asks for consent, it is an interview, whose content leaves only if a worker said yes.
    """
    asks_consent = any(bind.sensitive == "consent" for bind in form.binds.values())
    is_said = dict(form.root.attributes).get("record", "").strip().lower() == RecordKind.OBSERVATION
    return RecordKind.OBSERVATION if is_said and not asks_consent else RecordKind.INTERVIEW


def check(
    source: bytes,
    *,
    file_name: str,
    extras: Mapping[str, bytes] | None = None,
    fixes: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Checked:
    """Compile and read a questionnaire without keeping it. Raise FormRefused with every problem, Cancelled."""
    heard = progress or Silent()
    heard.step(0, 2, N_("Reading the file"))
    compiled = compile_form(
        source, file_name=file_name, extras=extras, fixes=fixes, heed=lambda: heard.step(0, 2, None)
    )
    heard.step(1, 2, N_("Checking every question"))
    try:
        form = read_form(compiled.xform, external=compiled.external)
    except FormRefused as refused:
        raise _with_rows(refused, compiled.rows) from refused
    stored = _stored(compiled, form, file_name)
    mark = _mark(source, extras or {}, fixes)
    return Checked(
        stored.digest, form, compiled.warnings, form.unsupported, stored, fixes_named(compiled.fixed), mark
    )


def check_files(
    path: Path,
    *,
    media: Sequence[Path] = (),
    fixes: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Checked:
    """Check a file, folder or zip with the lists that lie with it. Raise BadInput, FormRefused, Cancelled."""
    files = gather(path, media)
    checked = check(files.source, file_name=files.name, extras=files.lists, fixes=fixes, progress=progress)
    found = beside(path, checked.missing)
    if not found:
        return checked
    lists = {**files.lists, **found}
    return check(files.source, file_name=files.name, extras=lists, fixes=fixes, progress=progress)


def offered_fixes(refused: MonitorError) -> tuple[Fix, ...]:
    """Return the ways to make a refused questionnaire work that a person may agree to."""
    return fixes_named(refused.fixes) if isinstance(refused, FormRefused) else ()


def _with_rows(refused: FormRefused, rows: Mapping[str, int]) -> FormRefused:
    """Say in which row of the sheet `survey` each question stands."""
    placed = (
        replace(flaw, sheet="survey", row=rows[name]) if (name := _last(flaw.question)) in rows else flaw
        for flaw in refused.problems
    )
    return FormRefused(refused.message, refused.hint, tuple(placed))


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def keep(desk: Desk, checked: Checked) -> tuple[str, Changes]:
    """Keep a checked questionnaire; return its digest."""
    with desk.vault.writing():
        forms.put(desk.vault, checked.stored)
        note(desk, _row_mark(checked.digest), _row(checked.form, checked.digest, published=False))
        if checked.mark:
            note(desk, checked.mark, checked.digest)
    return checked.digest, touched(Topic.QUESTIONNAIRES)


def add(desk: Desk, source: bytes, *, file_name: str) -> tuple[str, Changes]:
    """Compile a questionnaire, or find it by the hash of its file, and keep it."""
    return _known(desk, source) or keep(desk, check(source, file_name=file_name))


def add_shipped(on_desk: OnDesk) -> tuple[None, Changes]:
    """Make the questionnaires that come with the program ready; compiling never holds up the vault."""
    for path in shipped():
        source = read_file(path)
        if on_desk(partial(_known, source=source)) is None:
            on_desk(partial(keep, checked=check(source, file_name=path.name)))
    return None, touched(Topic.QUESTIONNAIRES)


def are_shipped_ready(desk: Desk) -> bool:
    """Say whether the questionnaires that come with the program are kept already."""
    return all(_known(desk, read_file(path)) for path in shipped())


def _known(desk: Desk, source: bytes) -> tuple[str, Changes] | None:
    digest = recall(desk, _mark(source, {}, ()), str, "")
    return (digest, touched()) if digest and forms.get(desk.vault, digest) else None


def _mark(source: bytes, lists: Mapping[str, bytes], fixes: tuple[str, ...]) -> str:
    """Return the name under which it is noted what this file, with these lists, compiled to."""
    found = hashlib.sha256(source)
    for name in sorted(lists):
        found.update(f"\0{name}\0".encode() + hashlib.sha256(lists[name]).digest())
    for fix in fixes:
        found.update(f"\1{fix}".encode())
    return f"form-of/{found.hexdigest()}"


def shipped() -> list[Path]:
    """Return the files of the questionnaires that come with the program; the sample is only for trying out."""
    return [path for path in sorted(resource_folder("forms").glob("*.md")) if path.name != SAMPLE]


def available(desk: Desk) -> list[QuestionnaireRow]:
    """Return all questionnaires that can be used here: interviews first, then by title."""
    kept = forms.rows(desk.vault)
    newest = {row.id: row.digest for row in reversed(kept)}
    rows = [
        replace(
            _noted_row(desk, row.digest) or _row(desk.form(row.digest), row.digest, published=False),
            published=row.published,
            is_newest=newest[row.id] == row.digest,
        )
        for row in kept
    ]
    return sorted(rows, key=lambda row: (row.kind is not RecordKind.INTERVIEW, row.title))


def note_rows(desk: Desk) -> tuple[int, Changes]:
    """Note what the list of questionnaires shows of those that arrived: to read a form whole takes its time."""
    fresh = [row.digest for row in forms.rows(desk.vault) if _noted_row(desk, row.digest) is None]
    rows = [_row(desk.form(digest), digest, published=False) for digest in fresh]
    if rows:
        with desk.vault.writing():
            for row in rows:
                note(desk, _row_mark(row.digest), row)
    return len(rows), NOTHING


def is_reviewed(form: Form, language: str) -> bool:
    """Say whether this language's text may be shown to a worker for consent, distress or screening.

    The source language may, and what a person reviewed for this version. An organisation's own form is its
    own responsibility.
    """
    texts = tomllib.loads(resource_folder("forms", "reviewed.toml").read_text(encoding="utf-8"))["text"]
    ours = [text for text in texts if text["form"] == form.id]
    mine = [text for text in ours if text["version"] == form.version and text["language"] == language]
    return not ours or any(text["origin"] == "source" or text["reviewed"] for text in mine)


def _noted_row(desk: Desk, digest: str) -> QuestionnaireRow | None:
    noted = recall(desk, _row_mark(digest), dict[str, object], {})
    return msgspec.convert(noted, QuestionnaireRow) if noted else None


def _row_mark(digest: str) -> str:
    return f"row-of/{digest}"


def _row(form: Form, digest: str, *, published: bool) -> QuestionnaireRow:
    return QuestionnaireRow(
        digest=digest,
        id=form.id,
        version=form.version,
        title=form.title,
        kind=kind_of(form),
        languages=form.languages,
        published=published,
    )


def _stored(compiled: Compiled, form: Form, file_name: str) -> StoredForm:
    xform = compiled.xform + _told_lists(compiled.external)
    return StoredForm(
        digest=hashlib.sha256(xform).hexdigest(),
        id=form.id,
        version=form.version,
        title=form.title or Path(file_name).stem,
        xform=xform,
        lists=dict(compiled.external),
    )


def _told_lists(lists: Mapping[str, bytes]) -> bytes:
    """Return a comment that tells forms apart whose lists differ: the digest is of the XForm alone."""
    given = {name: content for name, content in lists.items() if name != "itemsets.csv"}
    if not given:
        return b""
    found = hashlib.sha256()
    for name in sorted(given):
        found.update(f"{name}\0".encode() + hashlib.sha256(given[name]).digest())
    return f"\n<!-- lists {found.hexdigest()} -->\n".encode()
