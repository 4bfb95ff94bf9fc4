"""A draft and a newer version of its questionnaire: what would go over, going over, and going back.

What cannot be carried is kept with the draft and leaves with the finished record, sealed where it was sealed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor_app.domain import earlier
from monitor_app.errors import BadInput
from monitor_app.forms.answers import Answer
from monitor_app.forms.carrying_over import UNREAD, CarriedOver, Comparison, NotCarried, Why, carry_over
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.filling import Filling
from monitor_app.operations import questionnaires, sealing
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_, Message
from monitor_app.vault import draft_versions, drafts, forms
from monitor_app.vault.draft_versions import Rewritten
from monitor_app.vault.views import Draft

_REASONS = {
    Why.GONE: N_("The newer version does not ask this any more."),
    Why.OTHER_KIND: N_("The newer version asks for another kind of answer here."),
    Why.CHOICE: N_("What was chosen is not offered any more."),
    Why.SECRECY: N_("Only one of the two versions seals this answer apart."),
    Why.WORKED_OUT: N_("The newer version works this out by itself."),
    Why.UNREADABLE: N_("The question moved, and this device cannot open the sealed answer to move it along."),
}
_UNKNOWN = N_("It was answered in an earlier version of the questionnaire.")
_SEALED = N_("Sealed. This device cannot read it.")


@dataclass(frozen=True)
class KeptLine:
    """An answer that could not be carried over: its question and its words as they were, and why."""

    question: str
    answer: Message | str
    why: Message


@dataclass(frozen=True)
class Newer:
    """A newer version of a draft's questionnaire, and what going over to it would do."""

    digest: str
    title: str
    version: str
    carried: int
    kept: tuple[KeptLine, ...]


def newer(desk: Desk, draft: Draft) -> Newer | None:
    """Return the newest version of a draft's questionnaire, None if the draft is on it."""
    row = forms.newest_after(desk.vault, draft.form_digest)
    if row is None:
        return None
    done = _compared(desk, draft, row.digest)
    kept = {earlier.earlier_path(draft.form_digest, one.path): one.value for one in done.kept}
    lines = tuple(kept_lines(desk, row.digest, kept, language=draft.language))
    asked = desk.form(row.digest).questions
    carried = sum(1 for one in done.carried if _generic(desk.form(row.digest), one.path) in asked)
    return Newer(row.digest, row.title, row.version, carried, lines)


def go_over(desk: Desk, draft_id: str) -> tuple[None, Changes]:
    """Put a draft on the newest version of its questionnaire, in one transaction. Raise BadInput if it is."""
    draft = drafts.load(desk.vault, draft_id)
    row = forms.newest_after(desk.vault, draft.form_digest)
    if row is None:
        raise BadInput(
            N_("There is no newer version of this questionnaire here."), N_("Go on with the draft as it is.")
        )
    rewritten = _rewritten(desk, draft, _compared(desk, draft, row.digest), row.digest)
    draft_versions.rewrite(desk.vault, draft_id, rewritten, now_ms=desk.now())
    return None, touched(Topic.DRAFTS)


def go_back(desk: Desk, draft_id: str) -> tuple[None, Changes]:
    """Put a draft back as it was before it went over. Raise BadInput where it was gone on with."""
    draft_versions.go_back(desk.vault, draft_id, now_ms=desk.now())
    return None, touched(Topic.DRAFTS)


def left_behind(desk: Desk, draft: Draft) -> tuple[KeptLine, ...]:
    """Return what a draft keeps from earlier versions of its questionnaire."""
    answers = {**draft.answers, **_readable(desk, draft)}
    kept = {path: value for path, value in answers.items() if earlier.is_earlier(path)}
    return tuple(kept_lines(desk, draft.form_digest, kept, language=draft.language))


def _compared(desk: Desk, draft: Draft, digest: str) -> CarriedOver:
    answers = {**draft.answers, **_readable(desk, draft)}
    own = {path: value for path, value in answers.items() if not earlier.is_earlier(path)}
    return carry_over(desk.form(draft.form_digest), desk.form(digest), own)


def _readable(desk: Desk, draft: Draft) -> dict[str, Answer]:
    """Return the sealed answers, those that this device cannot open as `UNREAD`."""
    return {**dict.fromkeys(draft.sealed, UNREAD), **sealing.opened_here(desk, draft.id, draft.sealed)}


def _rewritten(desk: Desk, draft: Draft, done: CarriedOver, digest: str) -> Rewritten:
    answers: dict[str, Answer] = {p: v for p, v in draft.answers.items() if earlier.is_earlier(p)}
    sealed = {path: content for path, content in draft.sealed.items() if earlier.is_earlier(path)}
    answers |= done.counts
    for one in done.carried:
        if one.before not in draft.sealed:
            answers[one.path] = one.value
        elif one.path == one.before and one.value in (UNREAD, _readable(desk, draft).get(one.before)):
            sealed[one.path] = draft.sealed[one.before]
        else:
            sealed[one.path] = _sealed(desk, draft, one.path, one.value)
    for left in done.kept:
        path = earlier.earlier_path(draft.form_digest, left.path)
        hidden = _kept_sealed(desk, draft, left, digest)
        if hidden is None:
            answers[path] = left.value
        else:
            sealed[path] = hidden
    kind = questionnaires.kind_of(desk.form(digest))
    return Rewritten(record_kind=kind, form_digest=digest, answers=answers, sealed=sealed)


def _kept_sealed(desk: Desk, draft: Draft, left: NotCarried, digest: str) -> bytes | None:
    """Return what stays behind as it must lie: sealed if it was, or if the newer version seals it."""
    content = draft.sealed.get(left.path)
    if content is not None and left.value in (UNREAD, _readable(desk, draft).get(left.path)):
        return content
    comparison = Comparison(desk.form(draft.form_digest), desk.form(digest))
    if content is not None or (left.why is Why.SECRECY and comparison.target(left.path)):
        return _sealed(desk, draft, left.path, left.value)
    return None


def _sealed(desk: Desk, draft: Draft, path: str, value: Answer) -> bytes:
    return sealing.seal_answer(desk, draft.id, path, "" if value is None else value)


def kept_lines(desk: Desk, digest: str, kept: Mapping[str, Answer], *, language: str) -> Iterator[KeptLine]:
    """Yield kept answers in the words of their own version; what it worked out by itself is not told."""
    now = desk.form(digest)
    for version in dict.fromkeys(earlier.parted(path)[0] for path in kept):
        mine = {rest: v for path, v in kept.items() for own, rest in [earlier.parted(path)] if own == version}
        then = _form_beginning(desk, now.id, version)
        if then is None:
            yield from (KeptLine(path, _words(value), _UNKNOWN) for path, value in mine.items())
            continue
        yield from _worded(desk, then, now, mine, language)


def _worded(desk: Desk, then: Form, now: Form, kept: Mapping[str, Answer], language: str) -> Iterator[KeptLine]:
    comparison = Comparison(then, now)
    legible = {path: value for path, value in kept.items() if value != UNREAD}
    filling = Filling(then, legible, language=language, context=Context(now_ms=desk.now(), zone=desk.zone))
    for path, value in kept.items():
        bind = then.binds.get(_generic(then, path))
        if bind is not None and (bind.calculate is not None or bind.preload is not None):
            continue
        label, words = filling.told(path)
        why = comparison.why_not(path, value)
        answer = _words(value) if value == UNREAD or not words else words
        yield KeptLine(label or path, answer, _REASONS[why] if why else _UNKNOWN)


def _words(value: Answer) -> Message | str:
    if value == UNREAD:
        return _SEALED
    return ", ".join(value) if isinstance(value, list) else str(value)


def _form_beginning(desk: Desk, form_id: str, version: str) -> Form | None:
    """Return the version of a questionnaire whose digest begins so, None if it is not here."""
    digests = [row.digest for row in forms.rows(desk.vault) if row.id == form_id]
    found = next((digest for digest in digests if version and digest.startswith(version)), None)
    return desk.form(found) if found else None


def _generic(form: Form, path: str) -> tuple[str, ...]:
    return (form.root.name.rpartition(":")[2], *(step.partition("[")[0] for step in path.split("/")))
