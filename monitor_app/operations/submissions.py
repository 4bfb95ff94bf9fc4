"""Submissions in: a zip from ODK, Kobo or this program becomes records, each once, each in one transaction.

What is here already changes nothing; the order of the zip is kept; stopped halfway, the next run goes on.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from monitor_app.bundles.foreign import ForeignZip, Found
from monitor_app.crypto import primitives
from monitor_app.domain.events import FileRef
from monitor_app.errors import BadInput, ImageRefused
from monitor_app.media.images import MAX_SOURCE_BYTES, Darkroom
from monitor_app.operations import membership
from monitor_app.operations import submission_records as records
from monitor_app.operations.attaching import media_type
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.submission_records import Attached, Known, Picture, Ready
from monitor_app.ports import Progress
from monitor_app.reports import submitted
from monitor_app.reports.submitted import Submitted
from monitor_app.text import N_, Message
from monitor_app.vault import attachments


@dataclass(frozen=True)
class Refusal:
    """A submission that was not taken, by its number in the zip, and why."""

    number: int
    reason: Message


@dataclass(frozen=True)
class Report:
    """What came of a zip: records made, revised, known before; what was refused and left out, by number."""

    made: int = 0
    revised: int = 0
    known: int = 0
    refused: tuple[Refusal, ...] = ()
    pictures: int = 0
    left_out: tuple[Refusal, ...] = ()


def take_in(on_desk: OnDesk, path: Path, *, progress: Progress) -> tuple[Report, Changes]:
    """Make records of a zip. Raise BundleRefused for a hostile or damaged one, BadInput if it holds none."""
    on_desk(membership.demand_coordinator)
    known = on_desk(records.known)
    intake = _Intake(on_desk, known)
    with ForeignZip(path) as package, Darkroom() as darkroom:
        found = list(package.submissions())
        for count, one in enumerate(found):
            progress.step(count, len(found), N_("Taking in submissions"))
            intake.take(package, darkroom, one)
    if not found or not intake.is_any:
        raise BadInput(
            N_("This zip holds no submissions."), N_("Choose a zip with one XML file for each submission.")
        )
    progress.step(len(found), len(found), N_("Taking in submissions"))
    return intake.report(), touched(Topic.RECORDS, Topic.SYNC)


class _Intake:
    """One zip being taken in."""

    def __init__(self, on_desk: OnDesk, known: Known) -> None:
        self._on_desk, self._known = on_desk, known
        self._counts: Counter[str] = Counter()
        self._refused: list[Refusal] = []
        self._left_out: list[Refusal] = []
        self.is_any = False

    def report(self) -> Report:
        """Say what came of it."""
        counts = self._counts
        return Report(
            made=counts["made"],
            revised=counts["revised"],
            known=counts["known"],
            refused=tuple(self._refused),
            pictures=counts["pictures"],
            left_out=tuple(self._left_out),
        )

    def take(self, package: ForeignZip, darkroom: Darkroom, one: Found) -> None:
        """Take in one file; what is refused is refused by itself, a vault that cannot write stops all."""
        try:
            content = b"".join(package.read(one.place))
            read = submitted.read(content)
            if read is None:
                return
            self.is_any = True
            self._place(package, darkroom, one, read, primitives.sha256(content).hex())
        except BadInput as error:
            self.is_any = True
            self._refused.append(Refusal(one.number, error.message))

    def _place(self, package: ForeignZip, darkroom: Darkroom, one: Found, read: Submitted, digest: str) -> None:
        self._learn(read.form_id)
        ready = self._on_desk(
            partial(records.understood, known=self._known, read=read, found=one, digest=digest)
        )
        if ready is None:
            self._counts["known"] += 1
            return
        pictures = list(self._pictures(package, darkroom, one, ready))
        event = self._on_desk(partial(records.keep, ready=ready, pictures=pictures, digest=digest))
        self._known.versions[ready.instance] = event
        self._counts["revised" if ready.before is not None else "made"] += 1
        self._counts["pictures"] += len(pictures)

    def _learn(self, form_id: str) -> None:
        """Learn once, page by page, which records of a questionnaire are here."""
        if form_id in self._known.looked_at:
            return
        last, first = 0, True
        while last or first:
            last, found = self._on_desk(partial(records.index_page, form_id=form_id, after=last))
            self._known.versions.update(found)
            first = False
        self._known.looked_at.add(form_id)

    def _pictures(
        self, package: ForeignZip, darkroom: Darkroom, one: Found, ready: "Ready"
    ) -> Iterator[Picture | Attached]:
        """Yield the files beside a submission; what is no picture and not asked for is left out, and told."""
        beside = {**package.folder_named(ready.instance.removeprefix("uuid:")), **one.beside}
        named = {answer: path for path, answer in ready.answers.items() if isinstance(answer, str)}
        for name, place in beside.items():
            if not ready.is_alone and name not in named and name not in ready.tags:
                continue
            tag = ready.tags.get(name, (named.get(name, ""), "", ""))
            if records.is_kept_as_it_is(ready, tag[0]):
                yield Attached(tag, self._sealed(package, place, name))
                continue
            source = b"".join(package.read(place)) if package.size(place) <= MAX_SOURCE_BYTES else b""
            try:
                yield Picture(name, tag, source, darkroom.prepare(source))
            except ImageRefused as error:
                self._left_out.append(Refusal(place + 1, error.message))

    def _sealed(self, package: ForeignZip, place: int, name: str) -> FileRef:
        """Seal a file as it streams out of the zip; what a refusal leaves behind is swept later."""
        folder = self._on_desk(lambda desk: desk.vault.folder)
        return attachments.seal_into(folder, package.read(place), name=name, media_type=media_type(name))
