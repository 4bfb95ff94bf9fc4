"""Unsaved words of a screen, kept in the vault so that a lock or a crash loses none. They never leave it."""

from collections.abc import Mapping

from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall

_KEY = "jotting/"


def keep(desk: Desk, place: str, words: Mapping[str, str]) -> tuple[None, Changes]:
    """Keep what was typed so far at a place of the window; nothing at all forgets it."""
    note(desk, _KEY + place, dict(words) or None)
    return None, NOTHING


def kept(desk: Desk, place: str) -> dict[str, str]:
    """Return what was typed there and not saved yet."""
    return recall(desk, _KEY + place, dict[str, str], {})
