"""A vault made anew from a backup. Whose device it is from then on, the caller decides first."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import DecryptionFailed, MonitorError, NotAVault, VaultDamaged, WrongPassphrase
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.vault import backup, backup_place, migrations, places, remaking
from monitor_app.vault.backup import Dump, Head, Manifest
from monitor_app.vault.driver import Database
from monitor_app.vault.vault import Vault

Open = Callable[[bytes], bytes]
"""Opens the image of the keyslots; returns the vault key."""


@dataclass(frozen=True)
class Chosen:
    """A run of a backup that was opened, and the keys it opened with."""

    head: Head
    manifest: Manifest
    keys: VaultKeys


def choose(folder: Path, open_keys: Open, *, vault_id: str = "") -> Chosen:
    """Open the newest run in a folder, of one vault if named, that this passphrase or these sheets open.

    Raise NotAVault (no backup there), WrongPassphrase, VaultDamaged, VaultTooNew.
    """
    with backup_place.plainly():
        found = [head for head in backup.heads(folder) if not vault_id or _is_of(head, vault_id)]
    if not found:
        raise NotAVault(
            N_("There is no backup in this folder."),
            N_("Choose the folder or stick that the backup was made to."),
        )
    refusal: MonitorError | None = None
    opened: dict[bytes, bytes] = {}
    for head in found:
        try:
            if head.image not in opened:
                opened[head.image] = open_keys(head.image)
            return _chosen(head, opened[head.image])
        except WrongPassphrase as error:
            refusal = error
        except MonitorError as error:
            refusal = refusal or error
    raise refusal or backup_place.damaged()


def _chosen(head: Head, vault_key: bytes) -> Chosen:
    """Open a run; one made while the vault's key was being changed is sealed with the key before."""
    keys = VaultKeys.of(vault_key)
    try:
        return Chosen(head, head.manifest(keys), keys)
    except DecryptionFailed:
        before = keyslots.open_previous(head.image, vault_key)
        if before is None:
            raise
    keys = VaultKeys.of(before)
    return Chosen(head, head.manifest(keys), keys)


def restore(
    chosen: Chosen,
    target: Path,
    *,
    settle: Callable[[Vault], None],
    progress: Progress,
    only_chunks: Collection[str] | None = None,
) -> None:
    """Make a vault at `target` from a run; every object is proved. `only_chunks`: leave other files out.

    `settle` gets the new vault before it is in its place. Raise VaultDamaged, NotAVault, DiskFull, Cancelled.
    """
    remaking.demand_free(target)
    source = _Source(chosen, only_chunks, progress)
    remaking.remake(
        target,
        chosen.keys,
        chosen.head.image,
        fill=source.fill,
        settle=settle,
        steps=frozenset(chosen.manifest.steps),
    )


class _Source:
    def __init__(self, chosen: Chosen, only_chunks: Collection[str] | None, progress: Progress) -> None:
        self._chosen = chosen
        self._chunks = [name for name in chosen.manifest.chunks if only_chunks is None or name in only_chunks]
        self._progress = progress
        self._done = 0
        packs = sum(len(dump.packs) for dump in chosen.manifest.tables.values())
        self._total = packs + len(self._chunks) + 1

    def fill(self, db: Database, folder: Path) -> None:
        db.conn.execute("BEGIN")
        for name in remaking.KEPT:
            dump = self._chosen.manifest.tables.get(name)
            if dump is not None:
                placed = sum(remaking.insert(db, name, self._rows(name, dump)))
                if placed != sum(pack.rows for pack in dump.packs):
                    raise backup_place.damaged()
        db.conn.execute("COMMIT")
        migrations.bring_up_to_date(db)
        for name in self._chunks:
            self._step(N_("Restoring photos and files"))
            places.make_folder(folder / places.ATTACHMENTS / name[:2])
            places.write_new(folder / places.ATTACHMENTS / name[:2] / name, self._object(name))

    def _rows(self, name: str, dump: Dump) -> Iterator[dict[str, Any]]:
        for pack in dump.packs:
            self._step(N_("Restoring records"))
            table, columns, rows = backup.rows_of(self._object(pack.name))
            if table != name or len(rows) != pack.rows:
                raise backup_place.damaged()
            for row in rows:
                yield dict(zip(columns, row, strict=True))

    def _object(self, name: str) -> bytes:
        with backup_place.plainly():
            return backup.read_object(self._chosen.head.place, self._chosen.keys, name)

    def _step(self, what: Message) -> None:
        self._progress.step(self._done, self._total, what)
        self._done += 1


def _is_of(head: Head, vault_id: str) -> bool:
    try:
        return head.vault_id == vault_id
    except VaultDamaged:
        return False
