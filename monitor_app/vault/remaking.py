"""A vault made anew from what was saved of another: built beside its place, then given its name.

Where the rows come from, `salvage` and `restore` know.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import NotAVault
from monitor_app.text import N_
from monitor_app.vault import migrations, opening, places, tally
from monitor_app.vault.driver import Database, connect, plainly
from monitor_app.vault.schema import TABLES
from monitor_app.vault.vault import Vault

KEPT = tuple(name for name in TABLES if name != "tally")
"""What no other table can be derived from, parents before children."""
_OWN_TO_A_VAULT = ("projection_version",)
Fill = Callable[[Database, Path], None]
Settle = Callable[[Vault], None]


def remake(
    target: Path,
    keys: VaultKeys,
    image: bytes,
    *,
    fill: Fill,
    settle: Settle,
    steps: Collection[str] = migrations.OURS,
) -> None:
    """Make a vault at `target` with these keys: `fill` puts rows and files in, `settle` gets it opened.

    `steps` are the migrations taken before `fill`. Nothing is at `target` before all is done.
    Raise NotAVault (something is there), DiskFull, PlaceReadOnly.
    """
    with plainly():
        demand_free(target)
        places.make_folder(target.parent, parents=True)
        building = target.with_name(f".{target.name}.{primitives.new_id()[:8]}")
        try:
            _build(building, keys, image, fill, steps)
            vault = opening.open_with_keys(building, keys)
            try:
                settle(vault)
            finally:
                vault.close()
            if target.exists():
                target.rmdir()
            building.rename(target)
            places.flush_folder(target.parent)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise


def demand_free(target: Path) -> None:
    """Raise NotAVault unless nothing, or an empty folder, is at `target`."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise NotAVault(
            N_("There is something in this place already."),
            N_("Choose an empty or new folder for the vault."),
        )


def _build(folder: Path, keys: VaultKeys, image: bytes, fill: Fill, steps: Collection[str]) -> None:
    places.make_folder(folder)
    places.make_folder(folder / places.ATTACHMENTS)
    db = opening.new_database(folder, keys, steps=steps)
    try:
        fill(db, folder)
        for name in _OWN_TO_A_VAULT:
            db.conn.execute("DELETE FROM setting WHERE key = ?", (name,))
        db.conn.commit()
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.conn.close()
    places.flush_file(folder / places.DATABASE)
    places.write_new(folder / places.KEYS, image)
    places.flush_folder(folder)


def insert(db: Database, name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[bool]:
    """Put rows into a table, by column, and yield whether each went in; unknown columns are left out."""
    known = set(tally.table_map(db)[name].columns)
    for row in rows:
        used = [column for column in row if column in known]
        marks = ", ".join("?" * len(used))
        columns = ", ".join(f'"{column}"' for column in used)
        sql = f'INSERT OR IGNORE INTO "{name}" ({columns}) VALUES ({marks})'  # noqa: S608 - checked names
        yield db.conn.execute(sql, [row[column] for column in used]).rowcount > 0


__all__ = ["KEPT", "Fill", "Settle", "connect", "demand_free", "insert", "remake"]
