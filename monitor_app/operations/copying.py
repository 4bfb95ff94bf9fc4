"""A copy in clear of one sound, film or document of a record, for a written reason that the log keeps.

The rules are those of a file of answers for our own organisation; the way out is the one of all files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from monitor_app.bundles.airlock import may_show_photos
from monitor_app.bundles.answering import Reader, may_go
from monitor_app.bundles.container import Entry, Written
from monitor_app.domain import consent
from monitor_app.domain.events import CustodyNoted, Photo, RecordFinished
from monitor_app.errors import BadInput, ExportRefused
from monitor_app.operations import browsing, bundling, evidence, membership
from monitor_app.operations.bundling import Export, Outgoing
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.submission_records import is_secret
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import attachments, events, forms, queries

COPIED = "copy_saved"
_WRITING = N_("Writing the copy")


@dataclass(frozen=True)
class WhichFile:
    """A file of one version of a record, by the name its answer calls it."""

    record: str
    root: str
    name: str


def save_copy(
    on_desk: OnDesk, which: WhichFile, folder: Path, *, reason: str, progress: Progress
) -> tuple[Export, Changes]:
    """Write it under the name its answer has, part by part, and note it before it gets that name.

    Raise NotAllowed, ExportRefused, BadInput (no reason, not here, such a file is there), VaultDamaged,
    DiskFull, PlaceReadOnly, Cancelled; then nothing is left behind.
    """
    photo = on_desk(partial(_may_leave, which=which))
    stem, _, ending = which.name.rpartition(".")

    def blocks() -> Iterator[bytes]:
        done = 0
        for block in evidence.blocks(on_desk, photo.original):
            progress.step(done, max(photo.original.size, 1), _WRITING)
            done += len(block)
            yield block

    outgoing = Outgoing(bundle_id=stem, entry=Entry(f"{stem}.{ending}", blocks), reason=reason)
    done = bundling.send_out(on_desk, outgoing, folder, note=partial(_note, which=which, reason=reason))
    progress.step(1, 1, _WRITING)
    return done, touched(Topic.SYNC)


def _may_leave(desk: Desk, *, which: WhichFile) -> Photo:
    """Return the file if a copy may be made, now."""
    membership.demand_coordinator(desk)
    event = browsing.record(desk, which.record, root=which.root).event
    files = event.photos if event is not None else ()
    found = [one for one in files if not one.is_picture and evidence.picture_name(one) == which.name]
    if event is None or not found:
        raise BadInput(N_("This record has no such file here."), N_("Sync, then try again."))
    _demand_yes(desk, event)
    _demand_no_identity(desk, event, found[0])
    if not attachments.has(desk.vault, found[0].original):
        raise BadInput(N_("The file has not arrived on this device yet."), N_("Sync, then try again."))
    return found[0]


def _demand_yes(desk: Desk, event: RecordFinished) -> None:
    taken_back = not consent.may_leave(event, queries.withdrawn(desk.vault, [event.subject]), None)
    if taken_back or not may_go([event], Reader.OURS) or not may_show_photos(event):
        raise ExportRefused(
            N_("The worker did not say yes to this, or took it back."), N_("The file stays in the vault.")
        )


def _demand_no_identity(desk: Desk, event: RecordFinished, photo: Photo) -> None:
    stored = forms.get(desk.vault, event.form.digest)
    if stored is None:
        raise BadInput(
            N_("The questionnaire of this record is not on this device."), N_("Sync, then try again.")
        )
    if photo.question and is_secret(desk.form(event.form.digest), photo.question):
        raise ExportRefused(
            N_("This file may tell who somebody is: its question belongs to the identity part."),
            N_("It stays in the vault."),
        )


def _note(desk: Desk, written: Written, *, which: WhichFile, reason: str) -> None:
    """Say in the custody log that a copy lies in clear, and why; what was forbidden meanwhile is not named."""
    _may_leave(desk, which=which)
    detail = {"sha256": written.sha256, "in_clear": "yes", "reason": reason.strip()}
    noted = CustodyNoted(subject=which.record, device=desk.box, time=desk.stamp(), action=COPIED, detail=detail)
    events.append(desk.vault, noted, stream=desk.box)
