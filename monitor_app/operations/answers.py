"""Answers out: tables or submissions of one questionnaire, shown before they leave, sealed unless for a reason.

Consent and hiding are the airlock's; a file is noted in the custody log before it gets its name.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path as FilePath

from monitor_app.bundles.answering import Reader, staying
from monitor_app.bundles.previewing import PreviewRow
from monitor_app.crypto import primitives
from monitor_app.domain.events import CustodyNoted
from monitor_app.errors import BadInput, ExportRefused
from monitor_app.forms.binds import Path
from monitor_app.forms.definition import Form
from monitor_app.forms.naming import leaf_paths
from monitor_app.operations import answer_files, bundling, membership
from monitor_app.operations.answer_files import AT_ONCE, Chosen, Format, Taken, facts_of, file_stays, media_of
from monitor_app.operations.bundling import Export, Outgoing, Written
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.reports import tables, workbook
from monitor_app.reports.spreading import instances
from monitor_app.reports.tables import Layout
from monitor_app.text import N_, Message
from monitor_app.vault import answer_rows, events, forms

__all__ = [
    "Export",
    "Format",
    "Layout",
    "Preparation",
    "PreviewRow",
    "Questionnaire",
    "Reader",
    "Request",
    "export",
    "prepare",
    "questionnaires",
]

EXPORTED = "answers_exported"
_ONLY_NAMES = N_("A table holds only their names. Choose submissions to have them written beside.")
_AS_THEY_ARE = N_("They leave as they are: who recorded them, when and where may stand in them.")
_SAMPLE = 20
_NAMED = 12


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire whose answers can leave, all versions together. `languages` are as its author wrote."""

    form_id: str
    title: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a person asks for. Without `recipients` it is written in clear, for a written `reason`.

    `byte_order` puts the mark before CSV that Excel wants.
    """

    form_id: str
    format: Format
    reader: Reader = Reader.OURS
    layout: Layout = field(default_factory=Layout)
    recipients: tuple[str, ...] = ()
    reason: str = ""
    byte_order: bool = True


@dataclass(frozen=True)
class Preparation:
    """A file before it is written: what would leave, row by row, and what stays and why."""

    request: Request
    export_id: str
    chosen: Chosen = field(repr=False)
    rows: tuple[PreviewRow, ...] = field(repr=False)


def questionnaires(desk: Desk) -> list[Questionnaire]:
    """Return the questionnaires by title, each once."""
    found: dict[str, Questionnaire] = {}
    for row in forms.rows(desk.vault):
        if row.id not in found:
            found[row.id] = Questionnaire(row.id, row.title, desk.form(row.digest).languages)
    return sorted(found.values(), key=lambda one: one.title)


def prepare(on_desk: OnDesk, request: Request, *, progress: Progress) -> Preparation:
    """Work out what would leave. Raise NotAllowed, BadInput, KeyRefused, ExportRefused if nothing may leave."""
    on_desk(membership.demand_coordinator)
    bundling.demand_way_out(request.recipients, request.reason, in_clear=not request.recipients)
    known = on_desk(partial(_forms, form_id=request.form_id))
    stays = _staying(known, request.reader)
    empty = on_desk(partial(_chosen, request=request, known=known, stays=frozenset(stays)))
    survey = _Survey(empty, beside=request.format is Format.XML)
    for roots in _pages(on_desk, list(known)):
        for root, found in on_desk(partial(_look, roots=roots, reader=request.reader)):
            survey.add(root, found)
        progress.step(survey.seen, 0, N_("Looking at every record"))
    chosen = replace(empty, roots=bytes(survey.roots))
    if not len(chosen):
        raise ExportRefused(
            N_("There is no record of this questionnaire that may leave."),
            N_("Only records leave whose workers said yes to it; what was set aside or taken back stays."),
        )
    if request.format is Format.XLSX:
        workbook.check_letters(survey.longest)
        workbook.check_size((survey.rows[one.path], len(one.headers)) for one in chosen.plan.tables)
    export_id = on_desk(lambda desk: f"answers-{desk.ids.new_id()[-12:]}")
    return Preparation(request, export_id, chosen, tuple(_preview(request, chosen, survey, stays)))


def export(
    on_desk: OnDesk, preparation: Preparation, folder: FilePath, *, progress: Progress
) -> tuple[Export, Changes]:
    """Write it, read it back and note it. Raise DiskFull, PlaceReadOnly, Cancelled; nothing is left then."""
    request, chosen = preparation.request, preparation.chosen
    on_desk(membership.demand_coordinator)
    outgoing = Outgoing(
        bundle_id=preparation.export_id,
        entry=answer_files.entry(on_desk, chosen, request.format, progress=progress),
        recipients=request.recipients,
        reason=request.reason,
        information=(("Answers-For", request.reader.value),),
    )
    done = bundling.send_out(on_desk, outgoing, folder, note=partial(_note, preparation=preparation))
    progress.step(1, 1, answer_files.WRITING)
    return done, touched(Topic.BUNDLES, Topic.SYNC)


class _Beside:
    """How many files leave beside submissions, and how many stay, by reason; beside a table none leaves."""

    def __init__(self, *, beside: bool) -> None:
        self._beside = beside
        self.leaving = 0
        self.staying: dict[str, tuple[int, Message]] = {}

    def add(self, stays: Message | None) -> None:
        """Count one file. `stays` is why it would not leave even beside a submission."""
        reason = stays if stays is not None or self._beside else _ONLY_NAMES
        if reason is None:
            self.leaving += 1
        else:
            before, _ = self.staying.get(str(reason), (0, reason))
            self.staying[str(reason)] = (before + 1, reason)


class _Survey:
    """What one look at every record finds: who may leave, how many rows each table gets, a few to show."""

    def __init__(self, chosen: Chosen, *, beside: bool) -> None:
        self._chosen = chosen
        self.seen = 0
        self.roots = bytearray()
        self.rows: Counter[Path] = Counter()
        self.longest = 0
        self.reasons: list[Message] = []  # the same few sentences again and again
        self.sample: list[Taken] = []
        self.pictures, self.files = _Beside(beside=beside), _Beside(beside=beside)

    def add(self, root: str, found: Taken | Message) -> None:
        """Count one record."""
        self.seen += 1
        if not isinstance(found, Taken):
            self.reasons.append(found)
            return
        self.roots += bytes.fromhex(root)
        self.rows[()] += 1
        for photo in found.event.photos:
            (self.pictures if photo.is_picture else self.files).add(file_stays(self._chosen, found, photo))
        self.rows.update(instances(self._chosen.plan, found.event.answers))
        letters = (len(answer) for answer in found.event.answers.values() if isinstance(answer, str))
        self.longest = max(self.longest, *letters, 0)
        if len(self.sample) < _SAMPLE:
            self.sample.append(found)


def _forms(desk: Desk, *, form_id: str) -> dict[str, Form]:
    """Return all versions of a questionnaire by digest, newest first."""
    found = {digest: desk.form(digest) for digest in answer_rows.digests(desk.vault, form_id)}
    if not found:
        raise BadInput(N_("This device does not have that questionnaire."), N_("Choose one of the list."))
    return found


def _pages(on_desk: OnDesk, digests: Sequence[str]) -> Iterator[list[str]]:
    last = 0
    while page := on_desk(
        partial(_page, digests=digests, after=last),
    ):
        last = page[-1][0]
        yield [root for _, root, _ in page]


def _page(desk: Desk, *, digests: Sequence[str], after: int) -> list[tuple[int, str, str]]:
    return answer_rows.versions(desk.vault, digests, only_shown=True, after=after, limit=AT_ONCE)


def _look(desk: Desk, *, roots: Sequence[str], reader: Reader) -> list[tuple[str, Taken | Message]]:
    return [(root, answer_files.take(desk, root, reader)) for root in roots]


def _staying(known: Mapping[str, Form], reader: Reader) -> dict[Path, Message]:
    """Return what stays in any version, by place without root: a mark in one of them binds in all."""
    found: dict[Path, Message] = {}
    for form in known.values():
        found.update({path[1:]: reason for path, reason in staying(form, reader).items()})
    return found


def _chosen(desk: Desk, *, request: Request, known: Mapping[str, Form], stays: frozenset[Path]) -> Chosen:
    versions = list(known.values())
    return Chosen(
        title=versions[0].title or request.form_id,
        forms=known,
        reader=request.reader,
        plan=tables.plan(
            versions,
            layout=request.layout,
            stays=lambda _, path: path[1:] in stays,
            facts=facts_of(request.reader, is_demo=desk.is_demo),
        ),
        roots=b"",
        stays=stays,
        known=frozenset(path[1:] for form in versions for path in leaf_paths(form)),
        is_demo=desk.is_demo,
        byte_order=request.byte_order,
    )


def _preview(
    request: Request, chosen: Chosen, survey: _Survey, stays: Mapping[Path, Message]
) -> Iterator[PreviewRow]:
    records = len(chosen)
    if request.format is Format.XML:
        one = survey.sample[0]
        content = answer_files.submission_of(chosen, one, media_of(chosen, one))
        what = N_("Submissions: {records}. The first one is shown here.", records=records)
        yield PreviewRow("submission.xml", what, content, 0, 0, None)
    else:
        for (name, content), table in zip(
            answer_files.sample(chosen, survey.sample), chosen.plan.tables, strict=True
        ):
            what = N_(
                "Rows: {rows}, columns: {columns}. The first ones are shown here.",
                rows=survey.rows[table.path],
                columns=len(table.headers),
            )
            path = name if request.format is Format.CSV else table.name
            yield PreviewRow(path, what, content, 0, 0, None)
    yield from _preview_files(survey)
    for template, count in Counter(str(reason) for reason in survey.reasons).items():
        reason = next(one for one in survey.reasons if str(one) == template)
        yield PreviewRow("", N_("Records"), None, 0, count, reason)
    for reason in {str(one): one for one in stays.values()}.values():
        names = ["/".join(path) for path, why in stays.items() if why == reason]
        shown = ", ".join(names[:_NAMED])
        what = (
            N_("Questions: {names} …", names=shown) if names[_NAMED:] else N_("Questions: {names}", names=shown)
        )
        yield PreviewRow("", what, None, 0, len(names), reason)


def _preview_files(survey: _Survey) -> Iterator[PreviewRow]:
    if count := survey.pictures.leaving:
        what = N_("Pictures beside them, as copies without metadata: {count}", count=count)
        yield PreviewRow("*.jpg", what, None, 0, 0, None)
    if count := survey.files.leaving:
        what = N_("Sounds, films and documents beside them: {count}", count=count)
        yield PreviewRow("*.*", what, None, 0, 0, _AS_THEY_ARE)
    named = ((N_("Pictures"), survey.pictures), (N_("Sounds, films and documents"), survey.files))
    for what, found in named:
        for count, reason in found.staying.values():
            yield PreviewRow("", what, None, 0, count, reason)


def _note(desk: Desk, written: Written, *, preparation: Preparation) -> None:
    """Say in the custody log what left, for whom, and in clear why."""
    request, chosen = preparation.request, preparation.chosen
    detail = {
        "form": request.form_id,
        "format": request.format.value,
        "reader": request.reader.value,
        "records": str(len(chosen)),
        "roots_sha256": primitives.sha256(chosen.roots).hex(),
        "sha256": written.sha256,
        "in_clear": "no" if request.recipients else "yes",
    }
    detail |= (
        {"recipients": " ".join(request.recipients)}
        if request.recipients
        else {"reason": request.reason.strip()}
    )
    event = CustodyNoted(
        subject=preparation.export_id, device=desk.box, time=desk.stamp(), action=EXPORTED, detail=detail
    )
    events.append(desk.vault, event, stream=desk.box)
