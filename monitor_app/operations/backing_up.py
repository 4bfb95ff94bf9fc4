"""Backing the open vault up to a folder or stick, and remembering when that was last done."""

from pathlib import Path

import msgspec

from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import Progress
from monitor_app.vault import backup, opening, queries
from monitor_app.vault.backup import Written
from monitor_app.vault.views import RecordFilter

__all__ = ["LastBackup", "Written", "is_due", "last", "run"]

EVERY_DAYS = 7
_LAST = "last_backup"
_DAY_MS = 24 * 60 * 60 * 1000


class LastBackup(msgspec.Struct, frozen=True, kw_only=True):
    """When the vault was last backed up, to which place, and with how many records."""

    ms: int
    place: str
    records: int


_NEVER = LastBackup(ms=0, place="", records=0)


def run(on_desk: OnDesk, place: Path, *, progress: Progress) -> tuple[Written, Changes]:
    """Bring the backup in `place` up to date while the vault goes on being used, and read it back.

    Raise BackupGone, DiskFull, PlaceReadOnly, VaultDamaged, Cancelled. The last whole backup stays in any case.
    """
    vault, now_ms = on_desk(lambda desk: (desk.vault, desk.now()))
    reader = opening.reader(vault)
    try:
        written = backup.write(reader, place, now_ms=now_ms, progress=progress)
    finally:
        reader.close()
    on_desk(lambda desk: _remember(desk, place, written))
    return written, touched(Topic.SYNC)


def last(desk: Desk) -> LastBackup | None:
    """Return the last backup, or None."""
    found = recall(desk, _LAST, LastBackup, _NEVER)
    return found if found.ms else None


def is_due(desk: Desk) -> bool:
    """Say whether there is something to lose and no backup of this week."""
    done = last(desk)
    if done is not None and desk.now() - done.ms < EVERY_DAYS * _DAY_MS:
        return False
    return queries.count_records(desk.vault, RecordFilter()) > 0


def _remember(desk: Desk, place: Path, written: Written) -> None:
    if not desk.vault.is_read_only:
        note(desk, _LAST, LastBackup(ms=written.made_ms, place=str(place), records=written.records))
