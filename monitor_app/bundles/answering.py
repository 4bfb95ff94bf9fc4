"""Decides which answers may leave as tables or submissions, record by record and question by question. Pure.

The airlock's own rules for consent and hiding hold here too; only our own organisation reads free words.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from monitor_app.bundles.airlock import may_be_counted, may_leave, rule
from monitor_app.bundles.sorting import Sort, sort_of
from monitor_app.domain.events import RecordFinished, RecordKind
from monitor_app.domain.supply import Party
from monitor_app.forms.binds import Path, mark_at
from monitor_app.forms.definition import Form
from monitor_app.forms.dependencies import Rule
from monitor_app.forms.naming import leaf_paths
from monitor_app.forms.reading_paths import paths_read
from monitor_app.forms.views import Kind
from monitor_app.text import N_, Message


class Reader(StrEnum):
    """Who will read a file of answers. Everybody else gets a sealed package of a finding."""

    OURS = "ours"
    PARTNERS = "partners"
    WORKERS = "workers"


PERSON = N_("It may tell who somebody is.")
FEELING = N_("How a person feels never leaves for each person.")
DERIVED = N_("It is worked out from an answer that stays.")
WORDS = N_("Free words leave only in a sealed package, after somebody has read them.")

DEVICE = frozenset({"deviceid", "phonenumber", "simserial", "subscriberid", "username", "email"})
_PARTNER_YES = frozenset({"share_organisation", "agree_share_organisation"})
_CONSENT = "consent"


def may_go(agreements: Sequence[RecordFinished], reader: Reader) -> bool:
    """Say whether a record may leave: every version that stands must agree. `agreements` are these versions."""
    return all(_agrees(record, reader) for record in agreements)


def _agrees(record: RecordFinished, reader: Reader) -> bool:
    if not may_be_counted(record):
        return False
    match reader:
        case Reader.OURS:
            return True
        case Reader.WORKERS:
            return may_leave(record, Party.WORKERS)
        case Reader.PARTNERS:
            return _partners_may(record)


def _partners_may(record: RecordFinished) -> bool:
    consents = {path: said for path, said in record.answers.items() if sort_of(path, "") is Sort.CONSENT}
    asked = [said for path, said in consents.items() if path.rpartition("/")[2] in _PARTNER_YES]
    if not asked and record.record_kind is RecordKind.OBSERVATION:
        return not consents
    return bool(asked) and all(said == "yes" for said in asked)


def staying(form: Form, reader: Reader) -> Mapping[Path, Message]:
    """Return the places of a form whose answers stay here, and why."""
    asked = [path for path in leaf_paths(form) if not _is_note(form, path)]
    found = {path: reason for path in asked if (reason := _reason(form, path, reader))}
    _spread(form, found)
    return found


def _is_note(form: Form, path: Path) -> bool:
    question = form.questions.get(path)
    return question is not None and question.kind is Kind.NOTE


def is_private(form: Form, path: Path) -> bool:
    """Say whether an answer may tell who a person is: marked so, named so, or the number of a phone."""
    around = (form.binds.get(path[:length]) for length in range(1, len(path) + 1))
    if any(bind.identity for bind in around if bind is not None):
        return True
    return is_of_device(form, path) or _sort(form, path) is Sort.IDENTITY


def is_of_device(form: Form, path: Path) -> bool:
    """Say whether an answer is the number of a phone or the account of who held it."""
    own = form.binds.get(path)
    told = own.preload if own is not None else None
    return path[-1] in DEVICE or bool(told and told[1] in DEVICE)


def _reason(form: Form, path: Path, reader: Reader) -> Message | None:
    if mark_at(path, form.binds) not in ("", _CONSENT):
        return FEELING
    if is_private(form, path):
        return PERSON
    if reader is Reader.OURS or path[1:2] == ("meta",):
        return None
    sort = _sort(form, path)
    question = form.questions.get(path)
    if sort is Sort.CONSENT:
        return None if question is not None and question.kind.value.startswith("select") else WORDS
    return None if sort in rule(Party.WORKERS).sorts else WORDS


def _sort(form: Form, path: Path) -> Sort:
    question = form.questions.get(path)
    return sort_of("/".join(path[1:]), question.kind.value if question else "text")


def _spread(form: Form, stays: dict[Path, Message]) -> None:
    """Let everything stay that is worked out from what stays: a sum of feelings tells as much as each."""
    derived = [(one.target, {path for path, _ in one.reads}) for one in _calculations(form)]
    derived += [
        (action.target, {read.path for read in paths_read(action.value.tree, action.target)})
        for action in form.actions
        if action.value is not None
    ]
    grew = True
    while grew:
        grew = False
        for target, reads in derived:
            if target not in stays and any(_touches(read, stays) for read in reads):
                stays[target] = DERIVED
                grew = True


def _calculations(form: Form) -> Iterator[Rule]:
    return (one for one in form.graph.rules if one.kind == "calculate")


def _touches(read: Path, stays: Mapping[Path, Message]) -> bool:
    return read in stays or any(path[: len(read)] == read for path in stays)
