"""Finds pictures on a phone or a card, and deletes originals there, saying truthfully whether that worked.

Follows no link. Never claims that a deleted file cannot be brought back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor_app.text import Message


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
    raise NotImplementedError(folder, unreadable)


def delete_original(found: Found) -> Deleted | NotDeleted:
    """Delete a picture that is still exactly as it was found, and look whether it is gone."""
    raise NotImplementedError(found)
