"""One record laid out for reading: its questions in a chosen language, its answers in words.

The identity part is laid out only for a reason, which is noted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor_app.domain import earlier
from monitor_app.domain.events import RecordFinished
from monitor_app.errors import BadInput
from monitor_app.forms.context import Context
from monitor_app.forms.filling import Filling
from monitor_app.forms.views import Answer, GroupView, ItemView, Kind, QuestionView
from monitor_app.operations import identity, newer_versions, sealing
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk
from monitor_app.text import N_, Message
from monitor_app.vault import queries

_UNTOLD = frozenset({Kind.NOTE, Kind.IMAGE})


@dataclass(frozen=True)
class Line:
    """One question and what was answered, each chosen thing by itself. `provision` is the rule it is about."""

    path: str
    question: str
    answers: tuple[Message | str, ...]
    provision: str = ""


@dataclass(frozen=True)
class Section:
    """The lines of one group. `title` may be empty."""

    title: Message | str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Transcript:
    """A record to read, in one of `languages`. Not `is_worded`: without its questionnaire, paths are shown."""

    title: str
    language: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    is_worded: bool
    has_identity: bool


def transcript(desk: Desk, record_id: str, *, root: str = "", language: str = "") -> Transcript:
    """Lay out a version of a record. Raise BadInput if its content is not here."""
    event = _event(desk, record_id, root)
    try:
        filling = _filling(desk, event, event.answers, language)
    except BadInput:
        lines = tuple(Line(path, path, _plain(value)) for path, value in event.answers.items())
        return Transcript("", "", (), (Section("", lines),), is_worded=False, has_identity=bool(event.identity))
    return Transcript(
        title=filling.form.title,
        language=filling.language,
        languages=filling.form.languages,
        sections=tuple(one for one in (*_sections(filling), _earlier(desk, event, filling)) if one.lines),
        is_worded=True,
        has_identity=bool(event.identity),
    )


def open_identity(
    desk: Desk, record_id: str, *, root: str = "", language: str = "", reason: str, passphrase: str = ""
) -> tuple[tuple[Line, ...], Changes]:
    """Open the identity part for a reason, and note that it was done.

    The passphrase may be left out while the key is open. Raise NotAllowed, WrongPassphrase, TriedTooOften.
    """
    sealing.demand_reason(reason)
    if passphrase:
        identity.open_key(desk, passphrase)
    event = _event(desk, record_id, root)
    opened = sealing.read_identity(desk, record_id, event.identity, reason=reason)
    try:
        filling = _filling(desk, event, {**event.answers, **opened}, language)
    except BadInput:
        return tuple(Line(path, path, _plain(value)) for path, value in opened.items()), NOTHING
    own = [path for path in opened if not earlier.is_earlier(path)]
    told = (_line(question) for path in own if (question := filling.question(path)) is not None)
    kept = _kept(desk, event, opened, filling.language)
    return (*(line for line in told if line is not None), *kept), NOTHING


def _event(desk: Desk, record_id: str, root: str) -> RecordFinished:
    event = queries.record(desk.vault, record_id, root=root).event
    if event is None:
        raise BadInput(
            N_("The content of this record is not on this device."), N_("Sync, then open the record again.")
        )
    return event


def _filling(desk: Desk, event: RecordFinished, answers: Mapping[str, Answer], language: str) -> Filling:
    about = event.subject
    context = Context(
        now_ms=event.finished_ms, zone=desk.zone, user=event.pseudonym, seed=about, record_id=about
    )
    form = desk.form(event.form.digest)
    chosen = language if language in form.languages else event.language
    return Filling(form, answers, language=chosen, context=context)


def _sections(filling: Filling) -> Iterator[Section]:
    for path in filling.pages():
        page = filling.page(path)
        lines = (_line(question) for question in _questions(page.items))
        yield Section(page.label.plain, tuple(line for line in lines if line is not None))


def _earlier(desk: Desk, event: RecordFinished, filling: Filling) -> Section:
    """Return what the record keeps from earlier versions of its questionnaire."""
    title = N_("Answers to an earlier version of the questionnaire")
    return Section(title, _kept(desk, event, event.answers, filling.language))


def _kept(desk: Desk, event: RecordFinished, answers: Mapping[str, Answer], language: str) -> tuple[Line, ...]:
    kept = {path: value for path, value in answers.items() if earlier.is_earlier(path)}
    told = newer_versions.kept_lines(desk, event.form.digest, kept, language=language)
    return tuple(Line("", one.question, (one.answer,)) for one in told)


def _questions(items: tuple[ItemView, ...]) -> Iterator[QuestionView]:
    for item in items:
        if isinstance(item, QuestionView):
            yield item
        elif isinstance(item, GroupView):
            yield from _questions(item.items)


def _line(question: QuestionView) -> Line | None:
    if question.kind in _UNTOLD or question.value in (None, "", []):
        return None
    labels = {choice.value: choice.label.plain for choice in question.choices}
    answers = tuple(labels.get(value, value) for value in _plain(question.value))
    return Line(question.path, question.label.plain, answers, question.provision)


def _plain(value: Answer) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)
