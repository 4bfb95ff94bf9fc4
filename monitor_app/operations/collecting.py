"""Writing a record: begin, keep each answer as it is given, finish; or revise one that was finished.

Every answer is durable when `keep` returns. Identity answers go sealed into the draft.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from monitor_app.crypto import primitives
from monitor_app.domain import earlier
from monitor_app.domain.events import FormRef, Photo, RecordFinished, RecordKind
from monitor_app.domain.pseudonyms import pseudonym
from monitor_app.errors import BadInput
from monitor_app.forms.binds import is_marked_identity
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.filling import Filling, Nested
from monitor_app.forms.offering import values_offered
from monitor_app.forms.views import FIRST_CHOICES, Answer, Kind, Problem, Status
from monitor_app.operations import carrying, identity, questionnaires, sealing, travelling
from monitor_app.operations.changes import NOTHING, Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.text import N_
from monitor_app.vault import draft_versions, drafts, erasing, events, queries
from monitor_app.vault.vault import Vault, saving
from monitor_app.vault.views import Draft

_CHOSEN = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
_ALL = 1_000_000
_URGENT = "urgent/"


LARGEST = 160 * 1024
"""A finished record of more bytes than this, written as JSON, would not fit into one parcel with its proofs."""


@dataclass(frozen=True)
class Started:
    """A record that was begun."""

    draft_id: str
    pseudonym: str


@dataclass(frozen=True)
class Resumed:
    """A draft opened for work: the form being filled in, where it was left, and whose account it is.

    `is_urgent`: somebody is in danger now; it is to be sent before everything else.
    """

    filling: Filling
    draft: Draft
    place: str
    kind: RecordKind
    is_urgent: bool = False


@dataclass(frozen=True)
class FinishOutcome:
    """Either the finished record's root, or the problems that keep it from being finished."""

    record_id: str
    root: str = ""
    problems: tuple[Problem, ...] = ()


def begin(desk: Desk, digest: str, *, language: str = "", site: str = "") -> tuple[Started, Changes]:
    """Start a record with a questionnaire, under a fresh pseudonym."""
    form = desk.form(digest)
    started = Started(desk.ids.new_id(), pseudonym(primitives.random_bytes(5)))
    drafts.begin(
        desk.vault,
        started.draft_id,
        record_kind=questionnaires.kind_of(form),
        form_digest=digest,
        language=language or form.default_language,
        site=site,
        now_ms=desk.now(),
        pseudonym=started.pseudonym,
    )
    return started, touched(Topic.DRAFTS)


def resume(desk: Desk, draft_id: str) -> Resumed:
    """Open a draft where it was left."""
    draft = drafts.load(desk.vault, draft_id)
    filling = _filling(desk, draft)
    _work_out_long_lists(filling)
    return Resumed(filling, draft, draft.place, draft.record_kind, is_urgent(desk, draft_id))


def _work_out_long_lists(filling: Filling) -> None:
    """Have very long lists ready to be searched, here on the vault's thread and not while somebody types."""
    filling.outline(questions=False)
    for path, question in filling.form.questions.items():
        offered = values_offered(filling.form, question) if question.itemset is not None else None
        if offered is not None and len(offered) > FIRST_CHOICES:
            with suppress(BadInput):  # no entry of its list is there yet
                filling.choices("/".join(path[1:]), next(iter(offered)), limit=1)


def photos(desk: Desk, draft_id: str) -> tuple[Photo, ...]:
    """Return the pictures taken into a draft so far."""
    return drafts.load(desk.vault, draft_id).photos


def keep(
    desk: Desk,
    draft_id: str,
    changed: Mapping[str, Answer],
    *,
    known: Mapping[str, bool] | None = None,
    place: str = "",
    language: str = "",
) -> tuple[None, Changes]:
    """Keep changed answers (None: cleared) and what `Filling.known` says; durable when this returns."""
    now = desk.now()
    draft = drafts.load(desk.vault, draft_id)
    form = desk.form(draft.form_digest)
    changed = {path: value for path, value in changed.items() if not earlier.is_earlier(path)}
    secret = {path: value for path, value in changed.items() if is_identity(form, path)}
    identity.note_day(desk, draft_id, secret)
    plain = {path: value for path, value in changed.items() if path not in secret}
    sealed = {path: _sealed(desk, draft_id, path, value) for path, value in secret.items()}

    def kept(vault: Vault) -> None:
        drafts.keep(vault, draft_id, plain, now_ms=now, sealed=sealed, known=known)
        if any(_is_asked(form, path) for path in changed):
            draft_versions.go_on(vault, draft_id)
        if place:
            drafts.set_place(vault, draft_id, place)
        if language:
            drafts.set_language(vault, draft_id, language)

    saving(kept)(desk.vault)
    return None, NOTHING


def mark_urgent(desk: Desk, draft_id: str, *, is_urgent: bool) -> tuple[None, Changes]:
    """Say of a draft that somebody is in danger now, or not after all; kept with it until it is finished."""
    note(desk, f"{_URGENT}{draft_id}", is_urgent or None)
    return None, NOTHING


def is_urgent(desk: Desk, draft_id: str) -> bool:
    """Say whether a draft is to be sent before everything else."""
    return recall(desk, f"{_URGENT}{draft_id}", bool, default=False)


def set_site(desk: Desk, draft_id: str, site: str) -> tuple[None, Changes]:
    """Say which factory the record is about."""
    drafts.set_site(desk.vault, draft_id, site)
    return None, touched(Topic.DRAFTS)


def finish(desk: Desk, draft_id: str, *, reason: str = "") -> tuple[FinishOutcome, Changes]:
    """Finish a draft: all checks hold now. With problems nothing changes and they are returned."""
    draft = drafts.load(desk.vault, draft_id)
    filling = _filling(desk, draft)
    problems = filling.problems()
    if problems:
        return FinishOutcome(draft_id, problems=problems), NOTHING
    if draft.replaces and not reason.strip():
        raise BadInput(N_("A changed record needs a reason."), N_("Say in a few words why you changed it."))
    filling.close()
    event = _finished(desk, draft, filling, reason)
    if len(msgspec.json.encode(event)) > LARGEST:
        raise BadInput(
            N_("This record is too long to travel."),
            N_("Move a part of its longest answers into a second record, then finish both."),
        )
    with desk.vault.writing():
        stored = drafts.finish(desk.vault, draft_id, event, stream=desk.box)
        mark_urgent(desk, draft_id, is_urgent=False)
    if event.is_urgent:
        carrying.pack(desk)  # it waits in the outbox at once, where whatever sends by itself sees it
    travelling.after_finishing(desk)
    return FinishOutcome(draft_id, stored.root), touched(Topic.DRAFTS, Topic.RECORDS, Topic.SYNC)


def record_at_once(
    desk: Desk, digest: str, answers: Nested, *, language: str = "", site: str = "", is_urgent: bool = False
) -> FinishOutcome:
    """Make a whole record from answers by question path; with problems nothing stays behind."""
    started, _ = begin(desk, digest, language=language, site=site)
    filling = resume(desk, started.draft_id).filling
    problems = filling.fill(answers) or _never_offered(filling)
    if problems:
        discard(desk, started.draft_id)
        return FinishOutcome(started.draft_id, problems=problems)
    keep(desk, started.draft_id, filling.draft(), known=filling.known())
    mark_urgent(desk, started.draft_id, is_urgent=is_urgent)
    return finish(desk, started.draft_id)[0]


def revise(desk: Desk, record_id: str) -> tuple[Started, Changes]:
    """Open a finished record again; finishing it makes a new version and keeps the old one."""
    view = queries.record(desk.vault, record_id)
    event = view.event
    if event is None or event.device != desk.box:
        raise BadInput(
            N_("Only the device that wrote a record can change it."),
            N_("Send a query to its monitor instead."),
        )
    with desk.vault.writing():
        _reopen(desk, event, view.row.root)
    return Started(record_id, event.pseudonym), touched(Topic.DRAFTS)


def _reopen(desk: Desk, event: RecordFinished, root: str) -> None:
    drafts.begin(
        desk.vault,
        event.subject,
        record_kind=event.record_kind,
        form_digest=event.form.digest,
        language=event.language,
        site=event.site,
        now_ms=desk.now(),
        replaces=root,
        pseudonym=event.pseudonym,
    )
    sealed = sealing.unpacked(event.identity)
    drafts.keep(desk.vault, event.subject, event.answers, now_ms=desk.now(), sealed=sealed)
    drafts.keep_photos(desk.vault, event.subject, event.photos, now_ms=desk.now())
    mark_urgent(desk, event.subject, is_urgent=event.is_urgent)


def discard(desk: Desk, draft_id: str) -> tuple[None, Changes]:
    """Drop a draft for good, and the pictures that only it holds; the screen asks first."""

    def discarded(vault: Vault) -> None:
        erasing.discard_files(vault, draft_id)
        drafts.discard(vault, draft_id)
        mark_urgent(desk, draft_id, is_urgent=False)

    saving(discarded)(desk.vault)
    erasing.settle(desk.vault)
    return None, touched(Topic.DRAFTS)


def is_identity(form: Form, path: str) -> bool:
    """Say whether a question (`group/rep[2]/name`) belongs in the identity part, or a group around it does."""
    return is_marked_identity(form.binds, _generic(form, path))


def _is_asked(form: Form, path: str) -> bool:
    """Say whether a person answers this, rather than the questionnaire by itself."""
    bind = form.binds.get(_generic(form, path))
    return _generic(form, path) in form.questions and (bind is None or bind.calculate is None)


def _generic(form: Form, path: str) -> tuple[str, ...]:
    return (form.root.name, *(step.partition("[")[0] for step in path.split("/")))


def _never_offered(filling: Filling) -> tuple[Problem, ...]:
    """Return what was chosen and is no choice: a screen cannot do that, a file can."""
    found: list[Problem] = []
    for path, answer in filling.answers().items():
        question = filling.question(path)
        if question is None or question.kind not in _CHOSEN:
            continue
        offered = {choice.value for choice in filling.choices(path, limit=_ALL)}
        if not offered.issuperset(answer if isinstance(answer, list) else [answer]):
            words = N_("This is none of the choices offered.")
            status = Status.CONSTRAINT_VIOLATED
            found.append(Problem(path, filling.page_of(path), question.label.plain, status, words))
    return tuple(found)


def _filling(desk: Desk, draft: Draft) -> Filling:
    opened = sealing.opened_here(desk, draft.id, draft.sealed)
    context = Context(
        now_ms=desk.now(), zone=desk.zone, user=draft.pseudonym, seed=draft.id, record_id=draft.id
    )
    return Filling(
        desk.form(draft.form_digest),
        {**draft.answers, **opened},
        language=draft.language,
        context=context,
        unread=[path for path in draft.sealed if path not in opened and not earlier.is_earlier(path)],
        known=draft.known,
        clock=desk.clock.now_ms,
    )


def _sealed(desk: Desk, draft_id: str, path: str, value: Answer) -> bytes | None:
    return None if value is None else sealing.seal_answer(desk, draft_id, path, value)


def _finished(desk: Desk, draft: Draft, filling: Filling, reason: str) -> RecordFinished:
    form = filling.form
    plain = {path: value for path, value in filling.answers().items() if not is_identity(form, path)}
    plain |= {path: value for path, value in draft.answers.items() if earlier.is_earlier(path)}
    sealed = {path: content for path, content in draft.sealed.items() if not filling.is_left_out(path)}
    return RecordFinished(
        subject=draft.id,
        device=desk.box,
        time=events.next_stamp(desk.vault, desk.now()),
        replaces=draft.replaces,
        record_kind=draft.record_kind,
        pseudonym=draft.pseudonym,
        form=FormRef(id=form.id, version=form.version, digest=draft.form_digest),
        language=filling.language,
        site=draft.site,
        answers={path: value for path, value in plain.items() if value is not None},
        photos=draft.photos,
        identity=sealing.packed(sealed),
        started_ms=draft.started_ms,
        finished_ms=desk.now(),
        reason=reason.strip(),
        identity_owner=desk.box if sealed else "",
        identity_until_ms=identity.promised(desk, draft.id) if sealed else 0,
        is_urgent=is_urgent(desk, draft.id),
    )
