"""Sounds, films and documents for a question: sealed as they stream in, with their hash, and never changed.

Unlike pictures they keep what is written inside them (device, place, author): they leave for ourselves only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from monitor_app.domain.events import CustodyNoted, FileRef, Photo
from monitor_app.errors import BadInput
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.evidence import picture_name
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import attachments, drafts, events

LARGEST = 2 << 30
_BLOCK = 1 << 20
_MEDIA = {
    "audio": ("mp3", "m4a", "wav", "ogg", "opus", "amr", "aac", "flac"),
    "video": ("mp4", "3gp", "mov", "mkv", "webm", "avi"),
}


@dataclass(frozen=True)
class AttachedFile:
    """A file of a draft: the name by which an answer means it, what it was called, and its size in bytes."""

    name: str
    called: str
    size: int


def attach(
    on_desk: OnDesk, draft_id: str, path: Path, *, question: str, progress: Progress
) -> tuple[AttachedFile, Changes]:
    """Seal a file into a draft for a question. Raise BadInput, DiskFull, Cancelled; then nothing is kept."""
    folder = on_desk(lambda desk: desk.vault.folder)
    sealed = attachments.seal_into(
        folder, _blocks(path, progress), name=path.name, media_type=media_type(path.name)
    )
    kept = Photo(question=question, original=sealed, working=sealed, thumbnail=sealed)
    on_desk(partial(_keep, draft_id=draft_id, file=kept))
    return _told(kept), touched(Topic.DRAFTS)


def attached(desk: Desk, draft_id: str) -> dict[str, AttachedFile]:
    """Return the files of a draft that are no pictures, by name."""
    told = [_told(one) for one in drafts.load(desk.vault, draft_id).photos if not one.is_picture]
    return {one.name: one for one in told}


def detach(desk: Desk, draft_id: str, name: str) -> tuple[None, Changes]:
    """Take a file out of a draft again and destroy its key; another record that holds it keeps it."""
    draft = drafts.load(desk.vault, draft_id)
    gone = [one for one in draft.photos if not one.is_picture and picture_name(one) == name]
    if gone and not draft.replaces:
        with desk.vault.writing():
            left = tuple(one for one in draft.photos if one not in gone)
            drafts.keep_photos(desk.vault, draft_id, left, now_ms=desk.now())
            for one in gone:
                events.append(
                    desk.vault, _noted(desk, draft_id, one.original, "file_taken_out"), stream=desk.box
                )
                attachments.remove(desk.vault, one.original)
    return None, touched(Topic.DRAFTS)


def _keep(desk: Desk, *, draft_id: str, file: Photo) -> None:
    with desk.vault.writing():
        attachments.remember(desk.vault, file.original)
        draft = drafts.load(desk.vault, draft_id)
        drafts.keep_photos(desk.vault, draft_id, (*draft.photos, file), now_ms=desk.now())
        events.append(desk.vault, _noted(desk, draft_id, file.original, "file_taken_in"), stream=desk.box)


def _noted(desk: Desk, draft_id: str, file: FileRef, action: str) -> CustodyNoted:
    return CustodyNoted(
        subject=draft_id,
        device=desk.box,
        time=desk.stamp(),
        action=action,
        detail={"original_sha256": file.sha256},
    )


def _told(file: Photo) -> AttachedFile:
    return AttachedFile(picture_name(file), file.original.name, file.original.size)


def media_type(name: str) -> str:
    """Return the kind of a file by the ending of its name, never a picture."""
    ending = name.rpartition(".")[2].lower()
    kind = next((kind for kind, endings in _MEDIA.items() if ending in endings), "")
    return f"{kind}/{ending}" if kind else "application/octet-stream"


def _blocks(path: Path, progress: Progress) -> Iterator[bytes]:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput(
                N_("This file is larger than 2 GB."), N_("Cut it, or keep it apart and note where it lies.")
            )
        with path.open("rb") as file:
            done = 0
            while block := file.read(_BLOCK):
                done += len(block)
                progress.step(done, max(size, done), N_("Sealing the file"))
                yield block
    except OSError as error:
        raise BadInput(
            N_("The file cannot be read."), N_("Check that the phone or card is still connected.")
        ) from error
