"""Where the window stood when it was locked: kept in the vault, never on a command line, and taken up once."""

import msgspec

from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall

_KEY = "locked_at"


class Spot(msgspec.Struct, frozen=True):
    """A screen's name and what it was about; both empty if the window was closed in the usual way."""

    place: str = ""
    subject: str = ""


def mark(desk: Desk, spot: Spot) -> tuple[None, Changes]:
    """Remember where to go on after unlocking."""
    note(desk, _KEY, spot)
    return None, NOTHING


def take_up(desk: Desk) -> tuple[Spot, Changes]:
    """Return where to go on, and forget it."""
    spot = recall(desk, _KEY, Spot, Spot())
    if spot != Spot():
        note(desk, _KEY, None)
    return spot, NOTHING
