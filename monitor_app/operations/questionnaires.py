"""Adding, listing and reading questionnaires: those that come with the program, and an organisation's own."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from monitor_app.domain.events import RecordKind
from monitor_app.errors import BadInput
from monitor_app.forms.compiling import Compiled, compile_form
from monitor_app.forms.definition import Form, Unsupported
from monitor_app.forms.reading import read_form
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.settings import resource_folder
from monitor_app.text import N_
from monitor_app.vault import forms
from monitor_app.vault.forms import StoredForm

SAMPLE = "three_questions.md"
LARGEST = 32 * 1024 * 1024
"""A questionnaire file larger than this is not read."""


@dataclass(frozen=True)
class QuestionnaireRow:
    """A questionnaire that can be used here. `languages` are as its author wrote them."""

    digest: str
    id: str
    version: str
    title: str
    kind: RecordKind
    languages: tuple[str, ...]
    published: bool


@dataclass(frozen=True)
class Checked:
    """What a check of a questionnaire file found. It can be used; what does not work is listed."""

    digest: str
    form: Form
    warnings: tuple[str, ...]
    unsupported: tuple[Unsupported, ...]
    stored: StoredForm


def kind_of(form: Form) -> RecordKind:
    """Say what records a form makes: interviews, unless its id says observation and it asks no consent.

    In doubt it is an interview, whose content leaves only where a worker said yes.
    """
    asks_consent = any(bind.sensitive == "consent" for bind in form.binds.values())
    is_named_so = "observation" in form.id.lower()
    return RecordKind.OBSERVATION if is_named_so and not asks_consent else RecordKind.INTERVIEW


def read_file(path: Path) -> bytes:
    """Return a questionnaire file's content. Raise BadInput."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(
                N_("This file is too large for a questionnaire."), N_("Check that it is the right file.")
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), N_("Check that it is still there.")) from error


def check(
    source: bytes, *, file_name: str, extras: Mapping[str, bytes] | None = None, fixes: tuple[str, ...] = ()
) -> Checked:
    """Compile and read a questionnaire without keeping it. Raise FormRefused with every problem."""
    compiled = compile_form(source, file_name=file_name, extras=extras, fixes=fixes)
    form = read_form(compiled.xform, external=compiled.external)
    stored = _stored(compiled, form, file_name)
    return Checked(stored.digest, form, compiled.warnings, form.unsupported, stored)


def keep(desk: Desk, checked: Checked) -> tuple[str, Changes]:
    """Keep a checked questionnaire; return its digest."""
    forms.put(desk.vault, checked.stored)
    return checked.digest, touched(Topic.QUESTIONNAIRES)


def add(desk: Desk, source: bytes, *, file_name: str) -> tuple[str, Changes]:
    """Compile a questionnaire, or find it by the hash of its file, and keep it."""
    return _known(desk, source) or _keep_as(desk, source, check(source, file_name=file_name))


def add_shipped(on_desk: OnDesk) -> tuple[None, Changes]:
    """Make the questionnaires that come with the program ready; compiling never holds up the vault."""
    for path in shipped():
        source = read_file(path)
        if on_desk(partial(_known, source=source)) is None:
            checked = check(source, file_name=path.name)
            on_desk(partial(_keep_as, source=source, checked=checked))
    return None, touched(Topic.QUESTIONNAIRES)


def are_shipped_ready(desk: Desk) -> bool:
    """Say whether the questionnaires that come with the program are kept already."""
    return all(_known(desk, read_file(path)) for path in shipped())


def _known(desk: Desk, source: bytes) -> tuple[str, Changes] | None:
    digest = recall(desk, _mark(source), str, "")
    return (digest, touched()) if digest and forms.get(desk.vault, digest) else None


def _keep_as(desk: Desk, source: bytes, checked: Checked) -> tuple[str, Changes]:
    with desk.vault.writing():
        kept, changes = keep(desk, checked)
        note(desk, _mark(source), kept)
    return kept, changes


def _mark(source: bytes) -> str:
    return f"form-of/{hashlib.sha256(source).hexdigest()}"


def shipped() -> list[Path]:
    """Return the files of the questionnaires that come with the program; the sample is only for trying out."""
    return [path for path in sorted(resource_folder("forms").glob("*.md")) if path.name != SAMPLE]


def available(desk: Desk) -> list[QuestionnaireRow]:
    """Return all questionnaires that can be used here: interviews first, then by title."""
    rows = [_row(desk.form(row.digest), row.digest, published=row.published) for row in forms.rows(desk.vault)]
    return sorted(rows, key=lambda row: (row.kind is not RecordKind.INTERVIEW, row.title))


def is_reviewed(form: Form, language: str) -> bool:
    """Say whether this language's text may be shown to a worker for consent, distress or screening.

    The source language may, and what a person reviewed for this version. An organisation's own form is its
    own responsibility.
    """
    texts = tomllib.loads(resource_folder("forms", "reviewed.toml").read_text(encoding="utf-8"))["text"]
    ours = [text for text in texts if text["form"] == form.id]
    mine = [text for text in ours if text["version"] == form.version and text["language"] == language]
    return not ours or any(text["origin"] == "source" or text["reviewed"] for text in mine)


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
    return StoredForm(
        digest=hashlib.sha256(compiled.xform).hexdigest(),
        id=form.id,
        version=form.version,
        title=form.title or Path(file_name).stem,
        xform=compiled.xform,
        lists=dict(compiled.external),
    )
