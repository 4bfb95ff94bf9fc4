"""What a person should be reminded of about their vault: a backup, a rehearsal, that nothing can be written."""

from dataclasses import dataclass

from monitor_app.operations import backing_up, checking, drilling
from monitor_app.operations.backing_up import LastBackup
from monitor_app.operations.desk import Desk
from monitor_app.operations.drilling import LastDrill

__all__ = ["Keeping", "keeping"]


@dataclass(frozen=True)
class Keeping:
    """How well this vault is kept. `checked_ms` is 0 if it never was checked."""

    backup: LastBackup | None
    is_backup_due: bool
    drill: LastDrill | None
    is_drill_due: bool
    reminds: bool
    checked_ms: int
    is_read_only: bool


def keeping(desk: Desk) -> Keeping:
    """Return when the vault was last backed up, rehearsed and checked, and what is due."""
    writable = not desk.vault.is_read_only
    return Keeping(
        backup=backing_up.last(desk),
        is_backup_due=writable and backing_up.is_due(desk),
        drill=drilling.last(desk),
        is_drill_due=writable and drilling.is_due(desk),
        reminds=drilling.every_days(desk) > 0,
        checked_ms=checking.last_ms(desk),
        is_read_only=desk.vault.is_read_only,
    )
