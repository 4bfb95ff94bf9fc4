"""Finds pictures on a phone or a card, and deletes originals there, saying truthfully whether that worked.

Follows no link. Never claims that a deleted file cannot be brought back.
"""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from monitor_app.errors import BadInput
from monitor_app.text import N_, Message

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff", ".gif", ".heic", ".heif"})


@dataclass(frozen=True)
class Found:
    """A picture file as it was seen. `modified` is in nanoseconds since 1970."""

    path: Path
    size: int
    modified: int


@dataclass(frozen=True)
class Deleted:
    """The file is gone from its folder. Parts of it may still be on the card."""

    path: Path


@dataclass(frozen=True)
class NotDeleted:
    """The file is still there, or we cannot tell."""

    path: Path
    reason: Message


def find_pictures(folder: Path, *, unreadable: Callable[[Path], object] = lambda _: None) -> list[Found]:
    """Return the picture files under `folder`, by path; folders that cannot be read go to `unreadable`.

    Raise BadInput if `folder` itself is none or cannot be read.
    """
    found: list[Found] = []
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            folders, pictures = _look_into(place)
        except OSError as error:
            if place == folder:
                raise _unreadable() from error
            unreadable(place)
            continue
        waiting += folders
        found += pictures
    return sorted(found, key=lambda one: one.path)


def delete_original(found: Found, *, unlink: Callable[[Path], object] = Path.unlink) -> Deleted | NotDeleted:
    """Delete a picture that is still exactly as it was found, and look whether it is gone."""
    try:
        if _seen(found.path) != found:
            return NotDeleted(found.path, N_("The file changed since it was copied, so it was left alone."))
        unlink(found.path)
        _flush(found.path.parent)
        found.path.lstat()
    except FileNotFoundError:
        return _gone(found.path)
    except OSError as error:
        return NotDeleted(found.path, _why(error))
    return NotDeleted(found.path, N_("The file is still there after deleting it."))


def _look_into(place: Path) -> tuple[list[Path], list[Found]]:
    folders: list[Path] = []
    pictures: list[Found] = []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith("."):  # trash, thumbnails and the ._ twins that Macs leave on cards
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif Path(entry.name).suffix.lower() in ENDINGS and entry.is_file(follow_symlinks=False):
                pictures.append(_found(Path(entry.path), entry.stat(follow_symlinks=False)))
    return folders, pictures


def _seen(path: Path) -> Found | None:
    status = path.lstat()
    return _found(path, status) if stat.S_ISREG(status.st_mode) else None


def _found(path: Path, status: os.stat_result) -> Found:
    return Found(path, status.st_size, status.st_mtime_ns)


def _gone(path: Path) -> Deleted | NotDeleted:
    """Judge a missing file: it is deleted only if its folder is still there; a pulled card deletes nothing."""
    if path.parent.is_dir():
        return Deleted(path)
    return NotDeleted(path, N_("The phone or card is no longer connected, so we cannot tell."))


def _flush(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # phones mounted as folders cannot do this
            raise
    finally:
        with suppress(OSError):
            os.close(handle)


def _why(error: OSError) -> Message:
    if error.errno == errno.EROFS:
        return N_("The card is write-protected. Slide its lock, or delete the file on the phone or camera.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return N_("This computer is not allowed to delete there. Delete the file on the phone or camera.")
    return N_("The phone or card did not confirm the deletion. Look there whether the file is gone.")


def _unreadable() -> BadInput:
    return BadInput(
        N_("This folder cannot be read."),
        N_("Check that the phone is unlocked, or that the card is in place."),
    )
