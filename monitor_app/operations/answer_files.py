"""The one file an export of answers is: its tables or submissions, made block by block while it is written.

Records are read a few at a time, so that answers being typed never wait and memory stays flat.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial

import msgspec

from monitor_app.bundles.airlock import Blur, blurred, may_show_photos
from monitor_app.bundles.answering import Reader, may_go
from monitor_app.bundles.container import Entry
from monitor_app.bundles.sorting import Sort, sort_of
from monitor_app.bundles.zipping import zipped
from monitor_app.domain import consent
from monitor_app.domain.events import Answer, Photo, RecordFinished
from monitor_app.domain.reviewing import RecordState
from monitor_app.errors import VaultDamaged
from monitor_app.forms.binds import Path
from monitor_app.forms.definition import Form
from monitor_app.operations import evidence
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.reports.cells import csv_blocks
from monitor_app.reports.spreading import Cell, Line, Row, spread, steps
from monitor_app.reports.submissions import Submission, instance_of, submission
from monitor_app.reports.tables import Plan
from monitor_app.reports.workbook import workbook
from monitor_app.text import N_, Message
from monitor_app.vault import answer_rows, attachments, queries

AT_ONCE = 20
"""Records read in one go on the vault's thread: about 20 ms."""
_ROOT = 32
_DEPRECATED = "meta/deprecatedID"
_OWN_FACTS = ("_uuid", "_submission_time", "_started", "_status", "_pseudonym", "_site", "_language", "_device")
_FEW_FACTS = ("_uuid", "_period", "_site")
_VERSION, _DEMO = "__version__", "_demo"
_NAMED_HERE = re.compile(r"[a-z2-7]{12}\.[a-z0-9]{1,5}")
"""How a file was called by this program when it left a vault before."""
_FILE = re.compile(r"[\w][\w. ()-]{0,119}")


class Format(StrEnum):
    """What a file of answers is."""

    CSV = "csv"
    XLSX = "xlsx"
    XML = "xml"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """All that the file is made from. `roots` are 32 bytes for each record, in order.

    `stays` are the places (without root) whose answers stay here; `known` are all places of the questionnaire.
    """

    title: str
    forms: Mapping[str, Form] = field(repr=False)
    reader: Reader
    plan: Plan
    roots: bytes = field(repr=False)
    stays: frozenset[Path]
    known: frozenset[Path]
    is_demo: bool
    byte_order: bool

    def __len__(self) -> int:
        return len(self.roots) // _ROOT

    def letting(self, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return those answers that may leave."""
        return {path: answer for path, answer in answers.items() if self.lets(path)}

    def lets(self, path: str) -> bool:
        """Say whether the answer at a path may leave. What no version asks leaves only for ourselves."""
        generic = steps(path)[0]
        if generic in self.known:
            return generic not in self.stays
        return self.reader is Reader.OURS and sort_of("/".join(generic), "text") is not Sort.IDENTITY


@dataclass(frozen=True)
class Taken:
    """One record read for leaving. `replaces` is the submission's id that it corrects.

    `absent` are the ids of files that have not arrived here.
    """

    root: str
    event: RecordFinished = field(repr=False)
    state: str
    device: str
    replaces: str
    absent: frozenset[str] = frozenset()


def facts_of(reader: Reader, *, is_demo: bool) -> tuple[str, ...]:
    """Return the heads of the columns every record has; others learn no times, devices or pseudonyms."""
    own = _OWN_FACTS if reader is Reader.OURS else _FEW_FACTS
    return (*own, _VERSION, *((_DEMO,) if is_demo else ()))


def entry(on_desk: OnDesk, chosen: Chosen, kind: Format, *, progress: Progress) -> Entry:
    """Return the file to write. Its blocks are made anew each time it is opened."""
    tables = chosen.plan.tables

    def spread_all() -> Iterator[tuple[str, Sequence[str], Iterable[Row]]]:
        for at, table in enumerate(tables):
            steps_told = _Steps(progress, at * len(chosen), len(tables) * len(chosen))
            lines = (_line(chosen, one) for one in taken(on_desk, chosen, steps_told))
            yield table.name, table.headers, spread(table, chosen.plan, lines)

    match kind:
        case Format.XML:
            told = _Steps(progress, 0, len(chosen))
            return Entry("submissions.zip", lambda: zipped(_submissions(on_desk, chosen, told)))
        case Format.XLSX:
            comments = "Fieldwork-Demo: yes" if chosen.is_demo else ""
            return Entry("answers.xlsx", lambda: workbook(spread_all(), title=chosen.title, comments=comments))
        case Format.CSV if len(tables) == 1:
            return Entry("answers.csv", lambda: _csv(chosen, *next(spread_all())[1:]))
        case Format.CSV:
            return Entry(
                "answers.zip",
                lambda: zipped(
                    (f"{_file_name(name)}.csv", _csv(chosen, headers, found), None)
                    for name, headers, found in spread_all()
                ),
            )


def sample(chosen: Chosen, records: Iterable[Taken]) -> Iterator[tuple[str, bytes]]:
    """Yield each table with a few records, as CSV, to look at before anything is written."""
    lines = [_line(chosen, one) for one in records]
    for table in chosen.plan.tables:
        found = spread(table, chosen.plan, lines)
        yield f"{_file_name(table.name)}.csv", b"".join(csv_blocks(table.headers, found, byte_order=False))


def _csv(chosen: Chosen, headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    return csv_blocks(headers, rows, byte_order=chosen.byte_order)


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name)


class _Steps:
    """Tells how far one of several passes over all records is."""

    def __init__(self, progress: Progress, before: int, total: int) -> None:
        self._progress, self._done, self._total = progress, before, total

    def more(self, count: int) -> None:
        """Say that so many more records are done."""
        self._done += count
        # One short of all: the file is not there before it has its name.
        self._progress.step(min(self._done, self._total - 1), self._total, WRITING)


WRITING = N_("Writing answers")
GONE = N_("They were changed or removed meanwhile.")
SET_ASIDE = N_("They were set aside.")
TAKEN_BACK = N_("The worker took a yes back.")
NO_YES = N_("The worker did not say yes to this.")
FILES_STAY = N_("No copy of them can be made that tells nothing more. They leave only for ourselves.")
NOT_ASKED = N_("They belong to questions whose answers stay.")
NOT_HERE = N_("They have not arrived on this device. Sync, then write the file again.")


def taken(on_desk: OnDesk, chosen: Chosen, progress: "_Steps") -> Iterator[Taken | None]:
    """Yield the records in order; None for one that was replaced, erased or taken back since it was chosen."""
    for start in range(0, len(chosen.roots), AT_ONCE * _ROOT):
        part = chosen.roots[start : start + AT_ONCE * _ROOT]
        roots = [part[at : at + _ROOT].hex() for at in range(0, len(part), _ROOT)]
        found = on_desk(partial(_take_all, roots=roots, reader=chosen.reader))
        progress.more(len(found))
        yield from (one if isinstance(one, Taken) else None for one in found)


def _take_all(desk: Desk, *, roots: Sequence[str], reader: Reader) -> list[Taken | Message]:
    return [take(desk, root, reader) for root in roots]


def take(desk: Desk, root: str, reader: Reader) -> Taken | Message:
    """Read one record for leaving, or say why it stays. Asked when preparing, and again when writing."""
    shown = answer_rows.shown(desk.vault, root)
    event = answer_rows.finished(desk.vault, root) if shown else None
    if shown is None or event is None:
        return GONE
    if shown.state == RecordState.SET_ASIDE:
        return SET_ASIDE
    if not consent.may_leave(event, queries.withdrawn(desk.vault, [event.subject]), None):
        return TAKEN_BACK
    if not may_go(_agreements(desk, event, shown), reader):
        return NO_YES
    absent = frozenset(one.working.id for one in event.photos if not attachments.has(desk.vault, one.working))
    return Taken(root, event, shown.state, shown.device_name, _replaced(desk, event), absent)


def _agreements(desk: Desk, event: RecordFinished, shown: answer_rows.Shown) -> list[RecordFinished]:
    """Return the versions that must all agree: a rival may say no."""
    if not shown.rivals:
        return [event]
    rivals = [
        answer_rows.finished(desk.vault, root) for root in answer_rows.roots_of(desk.vault, event.subject)
    ]
    return [one for one in rivals if one is not None]


def _replaced(desk: Desk, event: RecordFinished) -> str:
    told = event.answers.get(_DEPRECATED)
    if isinstance(told, str) or not event.replaces:
        return str(told or "")
    before = answer_rows.finished(desk.vault, event.replaces)
    return instance_of(before, event.replaces) if before is not None else ""


def _line(chosen: Chosen, one: Taken | None) -> Line | None:
    if one is None:
        return None
    uuid = instance_of(one.event, one.root).removeprefix("uuid:")
    facts: tuple[Cell, ...] = (uuid, *_facts(chosen.reader, one), one.event.form.version)
    return Line(uuid, chosen.letting(one.event.answers), (*facts, "yes") if chosen.is_demo else facts)


def _facts(reader: Reader, one: Taken) -> tuple[Cell, ...]:
    event = one.event
    if reader is not Reader.OURS:
        return (blurred(event.finished_ms, Blur.WEEK), event.site)
    times = (_time(event.finished_ms), _time(event.started_ms))
    return (*times, one.state, event.pseudonym, event.site, event.language, one.device)


def _time(milliseconds: int) -> str:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return ""


def _submissions(
    on_desk: OnDesk, chosen: Chosen, progress: "_Steps"
) -> Iterator[tuple[str, Iterable[bytes], int | None]]:
    for one in taken(on_desk, chosen, progress):
        if one is None:
            continue
        photos = media_of(chosen, one)
        content = submission_of(chosen, one, photos)
        folder = _folder(one)
        yield f"{folder}/submission.xml", [content], len(content)
        for name, photo in photos.items():
            yield f"{folder}/{name}", evidence.blocks(on_desk, photo.working), photo.working.size


def _folder(one: Taken) -> str:
    form_id = re.sub(r"[^\w.-]", "_", one.event.form.id).strip(".") or "form"
    instance = re.sub(r"[^\w-]", "", instance_of(one.event, one.root))
    return f"instances/{form_id}/{instance}"


def media_of(chosen: Chosen, one: Taken) -> dict[str, Photo]:
    """Return the pictures and other files that leave with a record, by the name its answers call them."""
    named = {answer for answer in one.event.answers.values() if isinstance(answer, str)}
    found: dict[str, Photo] = {}
    for photo in one.event.photos:
        if file_stays(chosen, one, photo) is None:
            found.setdefault(_called(photo, named), photo)
    return found


def file_stays(chosen: Chosen, one: Taken, photo: Photo) -> Message | None:
    """Return why a picture or another file of a record stays, None if it leaves with its submission."""
    if not may_show_photos(one.event):
        return NO_YES
    if photo.question and not chosen.lets(photo.question):
        return NOT_ASKED
    if not photo.is_picture and chosen.reader is not Reader.OURS:
        return FILES_STAY
    return NOT_HERE if photo.working.id in one.absent else None


def _called(photo: Photo, named: Set[str]) -> str:
    """Return what a file is called outside: as an answer calls it, else by its own random id."""
    own, original = evidence.picture_name(photo), photo.original.name
    if own in named:
        return own
    is_named = _NAMED_HERE.fullmatch(original) or (original in named and _FILE.fullmatch(original))
    return original if is_named else own


def submission_of(chosen: Chosen, one: Taken, photos: Mapping[str, Photo]) -> bytes:
    """Return a record as submission XML."""
    event = one.event
    form = chosen.forms.get(event.form.digest)
    if form is None:
        raise VaultDamaged(
            N_("A questionnaire of these records is not here any more."), N_("Sync, then try again.")
        )
    is_ours = chosen.reader is Reader.OURS
    facts = _told(one, photos) if is_ours else {"site": event.site, "kind": event.record_kind.value}
    made = Submission(
        instance_id=instance_of(event, one.root),
        answers=chosen.letting(event.answers),
        replaces=one.replaces,
        submitted=_time(event.finished_ms) if is_ours else "",
        facts={**facts, **({"demo": "yes"} if chosen.is_demo else {})},
    )
    return submission(form, made)


def _told(one: Taken, photos: Mapping[str, Photo]) -> dict[str, str]:
    event = one.event
    tags = {name: (photo.question, photo.area, photo.provision) for name, photo in photos.items()}
    return {
        "pseudonym": event.pseudonym,
        "kind": event.record_kind.value,
        "language": event.language,
        "site": event.site,
        "started": str(event.started_ms),
        "finished": str(event.finished_ms),
        "photos": msgspec.json.encode(tags).decode() if tags else "",
    }
