"""Bringing an older vault's database up to date: on a copy, checked, and only then put in its place.

Whatever stops it, `vault.db` is the old file, whole, or the new one, whole.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import DiskFull, VaultDamaged
from monitor_app.text import N_
from monitor_app.vault import migrations, places, tally
from monitor_app.vault.driver import Database, connect

COPY = f"{places.DATABASE}.new"
_BLOCK = 1 << 20
_MARGIN = 8 << 20
_UNCOMPARED = frozenset({"setting", "tally"})


def is_due(db: Database) -> bool:
    """Say whether this database was written by an older program."""
    return bool(migrations.steps.pending(db))


def upgrade(
    folder: Path, keys: VaultKeys, *, bring_up: Callable[[Database], None] = migrations.bring_up_to_date
) -> None:
    """Upgrade the closed vault in `folder`, whose lock the caller holds. Raise DiskFull, VaultDamaged."""
    clear(folder)
    _demand_room(folder)
    try:
        copy_file(folder / places.DATABASE, folder / COPY)
        _rehearse(folder, keys, bring_up)
        (folder / COPY).replace(folder / places.DATABASE)
        places.flush_folder(folder)
    except BaseException:
        clear(folder)
        raise


def clear(folder: Path) -> None:
    """Remove what an upgrade that was cut short left behind."""
    for ending in ("", "-wal", "-shm"):
        if (folder / f"{COPY}{ending}").exists():
            (folder / f"{COPY}{ending}").unlink(missing_ok=True)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file so that only its owner may read the copy, and flush it."""
    with source.open("rb") as reading, os.fdopen(_fresh(target), "wb") as writing:
        while block := reading.read(_BLOCK):
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())


def _fresh(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def _demand_room(folder: Path) -> None:
    needed = 2 * (folder / places.DATABASE).stat().st_size + _MARGIN
    missing = needed - shutil.disk_usage(folder).free
    if missing > 0:
        raise DiskFull(
            N_("The disk has too little room to bring this vault up to date. Nothing was changed."),
            N_("Free {count} MB on this disk, then open the vault again.", count=missing // 1_000_000 + 1),
        )


def _rehearse(folder: Path, keys: VaultKeys, bring_up: Callable[[Database], None]) -> None:
    old = connect(folder / places.DATABASE, keys.database, mode="ro")
    new = connect(folder / COPY, keys.database, mode="rw")
    try:
        tables = tally.table_map(old)
        before = {name: tally.recounted(old, b"", name, table.columns) for name, table in tables.items()}
        bring_up(new)
        for name, table in tally.table_map(new).items():
            same = name in tables and table.columns == tables[name].columns and name not in _UNCOMPARED
            if same and tally.recounted(new, b"", name, table.columns) != before[name]:
                raise _went_wrong()
        if new.conn.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise _went_wrong()
        new.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        old.conn.close()
        new.conn.close()
    places.flush_file(folder / COPY)


def _went_wrong() -> VaultDamaged:
    return VaultDamaged(
        N_("This vault could not be brought up to date. It was left as it was."),
        N_("Check the vault with the program that wrote it, or ask for help. Do not delete anything."),
    )
