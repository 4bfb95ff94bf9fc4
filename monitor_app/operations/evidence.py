"""Photographs: the original sealed with its hash, a copy without metadata, a thumbnail; deletion at the source.

Files are read once, in blocks, and never lie in clear beside the vault.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from monitor_app.domain.events import CustodyNoted, FileRef, Photo
from monitor_app.errors import BadInput, ImageRefused
from monitor_app.media import images, imports
from monitor_app.media.images import Darkroom, Prepared
from monitor_app.media.imports import Deleted, Found, NotDeleted
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.vault import attachments, drafts, events

__all__ = [
    "Deleted",
    "Found",
    "Imported",
    "NotDeleted",
    "Refused",
    "Tag",
    "blocks",
    "delete_originals",
    "find_pictures",
    "found_file",
    "glance",
    "import_photos",
    "picture_name",
    "read",
]

_BLOCK = 1024 * 1024
_NAME = 12
"""Characters of an id in a name: 60 bits, so that two pictures never share one."""


@dataclass(frozen=True)
class Tag:
    """What all pictures of one pass show: the question they answer, an area, and a rule of the code."""

    question: str = ""
    area: str = ""
    provision: str = ""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and why."""

    path: Path
    reason: Message


@dataclass(frozen=True)
class Imported:
    """What one pass brought in: the files kept (safe to delete at the source) and those refused.

    `names` are those of the kept pictures in the record, in the same order; an answer holds one of them.
    """

    kept: tuple[Found, ...]
    refused: tuple[Refused, ...]
    names: tuple[str, ...] = ()


def picture_name(photo: Photo) -> str:
    """Return the name by which an answer means this picture: from its own random id, so it stays and is one."""
    ending = "jpg" if photo.is_picture else _ending(photo.original.name)
    return f"{photo.working.id[:_NAME]}.{ending}"


def _ending(name: str) -> str:
    """Return the ending of a file's name if it is a plain one: it goes into answers and tables.

    XML beside a submission would be taken for another submission.
    """
    ending = name.rpartition(".")[2].lower()
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 5 and ending != "xml" else "bin"


def find_pictures(folder: Path) -> list[Found]:
    """Return the pictures on a phone or card."""
    return imports.find_pictures(folder)


def glance(found: Sequence[Found]) -> dict[Path, bytes]:
    """Return small JPEG copies to choose by; nothing is kept. Files that are no pictures are missing."""
    glances: dict[Path, bytes] = {}
    with Darkroom() as darkroom:
        for one in found:
            with suppress(ImageRefused, BadInput):
                glances[one.path] = darkroom.prepare(images.gather(_blocks(one.path))).thumbnail
    return glances


def found_file(path: Path) -> Found:
    """Return one picked file as found. Raise BadInput if it is not there."""
    try:
        status = path.stat()
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), N_("Check that it is still there.")) from error
    return Found(path, status.st_size, status.st_mtime_ns)


def import_photos(
    on_desk: OnDesk, draft_id: str, found: Sequence[Found], *, tag: Tag, progress: Progress
) -> tuple[Imported, Changes]:
    """Take pictures into a draft, tagged in one pass. A bad one is refused by itself; the others go on."""
    kept: list[Found] = []
    names: list[str] = []
    refused: list[Refused] = []
    with Darkroom() as darkroom:
        for count, one in enumerate(found):
            progress.step(count, len(found), N_("Taking in pictures"))
            try:
                source = images.gather(_blocks(one.path))
                taken = _Taken(one.path.name, source, darkroom.prepare(source))
                photo = on_desk(partial(_keep, draft_id=draft_id, taken=taken, tag=tag))
                kept.append(one)
                names.append(picture_name(photo))
            except (ImageRefused, BadInput) as error:
                refused.append(Refused(one.path, error.message))
    progress.step(len(found), len(found), N_("Taking in pictures"))
    return Imported(tuple(kept), tuple(refused), tuple(names)), touched(Topic.DRAFTS)


def delete_originals(kept: Sequence[Found]) -> list[Deleted | NotDeleted]:
    """Delete what was taken in from the phone or card, and say truthfully for each whether that worked."""
    return [imports.delete_original(one) for one in kept]


def read(desk: Desk, ref: FileRef) -> bytes:
    """Return a sealed file's content, for showing. Raise VaultDamaged."""
    return b"".join(attachments.read(desk.vault, ref))


def blocks(on_desk: OnDesk, ref: FileRef) -> Iterator[bytes]:
    """Yield a sealed file block by block for one that leaves; answers typed meanwhile never wait for it."""
    folder = on_desk(lambda desk: desk.vault.folder)
    yield from attachments.read_in(folder, ref)


@dataclass(frozen=True)
class _Taken:
    """A picture as read, once: a failing card may give other bytes the second time, and is then cleared."""

    name: str
    source: bytes = field(repr=False)
    prepared: Prepared = field(repr=False)


def _keep(desk: Desk, *, draft_id: str, taken: _Taken, tag: Tag) -> Photo:
    """Seal the three files and note them in the draft; custody starts here."""
    prepared = taken.prepared
    original = attachments.store(desk.vault, [taken.source], name=taken.name, media_type=prepared.media_type)
    photo = Photo(
        question=tag.question,
        area=tag.area,
        provision=tag.provision,
        original=original,
        working=_store(desk, prepared.working, "working.jpg"),
        thumbnail=_store(desk, prepared.thumbnail, "thumbnail.jpg"),
    )
    with desk.vault.writing():
        draft = drafts.load(desk.vault, draft_id)
        drafts.keep_photos(desk.vault, draft_id, (*draft.photos, photo), now_ms=desk.now())
        events.append(desk.vault, _taken_in(desk, draft_id, photo), stream=desk.box)
    return photo


def _store(desk: Desk, content: bytes, name: str) -> FileRef:
    return attachments.store(desk.vault, [content], name=name, media_type="image/jpeg")


def _taken_in(desk: Desk, draft_id: str, photo: Photo) -> CustodyNoted:
    return CustodyNoted(
        subject=draft_id,
        device=desk.box,
        time=desk.stamp(),
        action="photo_taken_in",
        detail={"original_sha256": photo.original.sha256, "working_sha256": photo.working.sha256},
    )


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise BadInput(
            N_("The file cannot be read."), N_("Check that the phone or card is still connected.")
        ) from error
