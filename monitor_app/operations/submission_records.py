"""What one submission becomes: understood against what is here, then kept as a record in one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from monitor_app.bundles.answering import DEVICE, is_of_device
from monitor_app.bundles.foreign import Found
from monitor_app.bundles.sorting import Sort, sort_of
from monitor_app.crypto import primitives
from monitor_app.domain.events import Answer, CustodyNoted, FileRef, FormRef, Photo, RecordFinished, RecordKind
from monitor_app.domain.pseudonyms import is_pseudonym, pseudonym
from monitor_app.errors import BadInput
from monitor_app.forms.definition import Form
from monitor_app.forms.views import Kind
from monitor_app.media.bare import is_bare_jpeg
from monitor_app.media.images import Prepared
from monitor_app.operations import questionnaires, sealing
from monitor_app.operations.collecting import LARGEST
from monitor_app.operations.desk import Desk
from monitor_app.reports import submitted
from monitor_app.reports.spreading import steps
from monitor_app.reports.submissions import instance_of
from monitor_app.reports.submitted import Submitted
from monitor_app.text import N_
from monitor_app.vault import answer_rows, attachments, events, forms

IMPORTED = "submission_taken_in"
PICTURE_TAKEN_IN = "photo_taken_in"
REVISED = "Revised where it was collected."
_PAGE = 50
_FILES = frozenset({Kind.AUDIO, Kind.VIDEO, Kind.FILE})
_NAMES = frozenset({"meta/instanceID", "meta/deprecatedID"})
_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz234567")
_ID_LENGTH = 26


@dataclass(frozen=True)
class Version:
    """A version that is here: of which record, under which root."""

    record: str
    root: str


@dataclass
class Known:
    """The questionnaires by id and version, and the versions of their records by submission id."""

    forms: Mapping[tuple[str, str], str]
    newest: Mapping[str, str]
    versions: dict[str, Version] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Picture:
    """A picture as it came, its clean copies, and its question, area and rule."""

    name: str
    tag: tuple[str, str, str]
    source: bytes = field(repr=False)
    prepared: Prepared = field(repr=False)


@dataclass(frozen=True)
class Attached:
    """A sound, film or document that a question asks for, sealed as it came."""

    tag: tuple[str, str, str]
    sealed: FileRef = field(repr=False)


@dataclass(frozen=True)
class Ready:
    """A submission understood: the record it belongs to and what it will hold."""

    form: Form = field(repr=False)
    digest: str
    instance: str
    record: str
    before: Version | None
    answers: Mapping[str, Answer] = field(repr=False)
    facts: Mapping[str, str] = field(repr=False)
    tags: Mapping[str, tuple[str, str, str]] = field(repr=False)
    submitted_ms: int
    is_alone: bool


def known(desk: Desk) -> Known:
    """Return which questionnaires are here."""
    rows = forms.rows(desk.vault)
    newest: dict[str, str] = {}
    for row in rows:
        newest.setdefault(row.id, row.digest)
    # Several questionnaires may carry one id and version; the newest is the one that is meant.
    return Known({(row.id, row.version): row.digest for row in reversed(rows)}, newest)


def _digest_for(known: Known, read: Submitted) -> str:
    version = known.forms.get((read.form_id, read.version))
    if version is None and not read.version:
        version = known.newest.get(read.form_id)
    if version is None:
        raise BadInput(
            N_(
                "The questionnaire {form}, version {version}, is not here.",
                form=_short(read.form_id),
                version=_short(read.version) or "?",
            ),
            N_("Add the questionnaire first, then take in the zip again."),
        )
    return version


def index_page(desk: Desk, *, form_id: str, after: int) -> tuple[int, dict[str, Version]]:
    """Return a page of the versions that are here by the id they have as submissions; 0 after the last page."""
    page = answer_rows.versions(
        desk.vault, answer_rows.digests(desk.vault, form_id), only_shown=False, after=after, limit=_PAGE
    )
    found: dict[str, Version] = {}
    for _, root, record in page:
        event = answer_rows.finished(desk.vault, root)
        if event is not None:
            found[instance_of(event, root)] = Version(record, root)
    return (page[-1][0] if page else 0), found


def understood(desk: Desk, *, known: Known, read: Submitted, found: Found, digest: str) -> Ready | None:
    """Return what a submission becomes, None if it is here already. Raise BadInput."""
    if read.facts.get("demo") == "yes" and not desk.is_demo:
        raise BadInput(
            N_("This submission comes from the demo: its people are invented."), N_("Open it in the demo only.")
        )
    form_digest = _digest_for(known, read)
    form = desk.form(form_digest)
    instance = read.instance_id or f"uuid:{UUID(digest[:32])}"
    answers = submitted.answers(form, read)
    there = known.versions.get(instance)
    if there is not None:
        _demand_same(desk, there, answers)
        return None
    before = known.versions.get(read.replaces) if read.replaces else None
    record = before.record if before is not None else record_id(instance)
    if before is None and _is_here(desk, record):
        return None
    return Ready(
        form,
        form_digest,
        instance,
        record,
        before,
        answers,
        read.facts,
        _tags(read),
        _moment(read.submitted),
        found.is_alone,
    )


def record_id(instance: str) -> str:
    """Return the id a record made elsewhere gets: always the same, in every vault."""
    name = instance.removeprefix("uuid:")
    if len(name) == _ID_LENGTH and _ID_LETTERS.issuperset(name):
        return name
    try:
        return primitives.base32(UUID(name).bytes)
    except ValueError:
        return primitives.base32(primitives.sha256(instance.encode())[:16])


def _is_here(desk: Desk, record: str) -> bool:
    """Say whether the record is here though its content is not. Raise BadInput if it was erased."""
    if answer_rows.is_erased(desk.vault, record):
        raise BadInput(N_("This record was erased; it is not taken in again."), N_("Nothing is to be done."))
    return bool(answer_rows.roots_of(desk.vault, record))


def _demand_same(desk: Desk, there: Version, answers: Mapping[str, Answer]) -> None:
    """Raise BadInput if a submission says anything that its version here does not."""
    event = answer_rows.finished(desk.vault, there.root)
    if event is None:
        return
    sealed = sealing.unpacked(event.identity)
    kept = {path: value for path, value in answers.items() if path not in _NAMES and path not in sealed}
    if any(event.answers.get(path) != value for path, value in kept.items()):
        raise BadInput(
            N_("A record with this id is here with other answers. Nothing was changed."),
            N_("A changed submission needs a new id and must name the one it replaces."),
        )


def is_secret(form: Form, path: str) -> bool:
    """Say whether an answer is sealed on its way in: marked so, a device's number, or unknown and named so."""
    generic = (form.root.name.rpartition(":")[2], *steps(path)[0])
    if generic in form.binds or generic in form.questions:
        around = (form.binds.get(generic[:length]) for length in range(1, len(generic) + 1))
        return any(bind.identity for bind in around if bind is not None) or is_of_device(form, generic)
    return generic[-1] in DEVICE or sort_of("/".join(generic[1:]), "text") is Sort.IDENTITY


def _tags(read: Submitted) -> dict[str, tuple[str, str, str]]:
    with suppress(msgspec.DecodeError):
        told = read.facts.get("photos", "")
        return msgspec.json.decode(told, type=dict[str, tuple[str, str, str]]) if told else {}
    return {}


def keep(desk: Desk, *, ready: Ready, pictures: Sequence[Picture | Attached], digest: str) -> Version:
    """Make the record and note where it came from, in one transaction."""
    with desk.vault.writing():
        photos = tuple(_stored(desk, one) for one in pictures)
        event = _event(desk, ready, photos)
        if len(msgspec.json.encode(event)) > LARGEST:
            raise BadInput(
                N_("This record is too long to travel."),
                N_("Leave out its longest answers where it comes from."),
            )
        stored = events.append(desk.vault, event, stream=desk.box)
        _note(desk, ready, IMPORTED, {"submission": _short(ready.instance), "sha256": digest})
        for photo in photos:
            hashes = {"original_sha256": photo.original.sha256, "working_sha256": photo.working.sha256}
            _note(desk, ready, PICTURE_TAKEN_IN, hashes)
    return Version(ready.record, stored.root)


def _note(desk: Desk, ready: Ready, action: str, detail: dict[str, str]) -> None:
    noted = CustodyNoted(subject=ready.record, device=desk.box, time=desk.stamp(), action=action, detail=detail)
    events.append(desk.vault, noted, stream=desk.box)


def _stored(desk: Desk, one: Picture | Attached) -> Photo:
    question, area, provision = one.tag
    if isinstance(one, Attached):
        file = one.sealed
        attachments.remember(desk.vault, file)
        return Photo(
            question=question, area=area, provision=provision, original=file, working=file, thumbnail=file
        )
    copies = one.prepared
    return Photo(
        question=question,
        area=area,
        provision=provision,
        original=attachments.store(desk.vault, [one.source], name=one.name, media_type=copies.media_type),
        working=_copy(desk, _cleanest(one.source, copies.working), "working.jpg"),
        thumbnail=_copy(desk, copies.thumbnail, "thumbnail.jpg"),
    )


def _cleanest(source: bytes, working: bytes) -> bytes:
    """Return the copy to work with: a clean one that comes back stays as it is, a new one would be worse."""
    return source if is_bare_jpeg(source) and len(source) <= 2 * len(working) else working


def is_kept_as_it_is(ready: Ready, path: str) -> bool:
    """Say whether the question at a path asks for a sound, a film or a document."""
    generic = (ready.form.root.name.rpartition(":")[2], *steps(path)[0])
    question = ready.form.questions.get(generic)
    return question is not None and question.kind in _FILES


def _copy(desk: Desk, content: bytes, name: str) -> FileRef:
    return attachments.store(desk.vault, [content], name=name, media_type="image/jpeg")


def _event(desk: Desk, ready: Ready, photos: tuple[Photo, ...]) -> RecordFinished:
    form, facts = ready.form, ready.facts
    secret = {path: value for path, value in ready.answers.items() if is_secret(form, path)}
    started, finished = _times(ready, desk.now())
    before = ready.before
    told = facts.get("pseudonym", "")
    return RecordFinished(
        subject=ready.record,
        device=desk.box,
        time=desk.stamp(),
        replaces=before.root if before is not None else "",
        record_kind=_kind(facts.get("kind", ""), form),
        pseudonym=told if is_pseudonym(told) else _pseudonym(desk, before),
        form=FormRef(id=form.id, version=form.version, digest=ready.digest),
        language=facts.get("language", "") or form.default_language,
        site=_site(facts.get("site", "")),
        answers={path: value for path, value in ready.answers.items() if path not in secret},
        photos=photos,
        identity=sealing.packed(
            {path: sealing.seal_answer(desk, ready.record, path, value) for path, value in secret.items()}
        ),
        started_ms=started,
        finished_ms=finished,
        reason=REVISED if before is not None else "",
    )


def _pseudonym(desk: Desk, before: Version | None) -> str:
    event = answer_rows.finished(desk.vault, before.root) if before is not None else None
    return event.pseudonym if event is not None else pseudonym(primitives.random_bytes(5))


def _kind(told: str, form: Form) -> RecordKind:
    return RecordKind(told) if told in set(RecordKind) else questionnaires.kind_of(form)


def _site(told: str) -> str:
    return told if len(told) == _ID_LENGTH and _ID_LETTERS.issuperset(told) else ""


def _times(ready: Ready, now_ms: int) -> tuple[int, int]:
    """Return when the record was begun and finished: as told, else by its own questions, else now."""
    facts = ready.facts
    finished = _number(facts.get("finished", "")) or _moment(ready.answers.get("end")) or ready.submitted_ms
    finished = finished or now_ms
    started = _number(facts.get("started", "")) or _moment(ready.answers.get("start")) or finished
    return min(started, finished), finished


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else 0


def _moment(value: Answer | None) -> int:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return (
            int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000) if moment else 0
        )
    except (ValueError, OverflowError):
        return 0


def _short(text: str) -> str:
    return "".join(sign for sign in text[:60] if sign.isprintable())
