"""Creating, unlocking and closing a vault, each way of failing with its own plain message."""

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Generator
from pathlib import Path

from monitor_app.crypto import keyslots, primitives
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import NotAVault, PlaceReadOnly, VaultDamaged, VaultError, VaultTooNew
from monitor_app.text import N_
from monitor_app.vault import keyfile, migrations, places, projections, rekeying, tally, upgrading, ways_in
from monitor_app.vault.driver import Database, connect, disk_full, plainly, still_damaged
from monitor_app.vault.vault import Vault

__all__ = ["Vault", "create", "exists", "open_with_keys", "reader", "unlock", "unlock_with_secret"]

APPLICATION_ID = 0x46574C44
FORMAT = 0
BALLAST_SIZE = 4 * 1024 * 1024
_PLAIN_SQLITE = b"SQLite format 3\x00"
_PAGE = 4096
_ROOM_TO_OPEN = 1024 * 1024


def exists(folder: Path) -> bool:
    """Say whether the folder holds something that was made as a vault."""
    return (folder / places.KEYS).exists() or (folder / places.DATABASE).exists()


def create(folder: Path, passphrase: str, *, cost: keyslots.Cost | None = None) -> Vault:
    """Make a vault where none is, and open it.

    Raise NotAVault (something is there), PlaceReadOnly, DiskFull.
    """
    cost = cost or keyslots.calibrated(now=time.perf_counter)
    with plainly():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotAVault(
                N_("There is something in this place already."),
                N_("Choose an empty or new folder for the vault."),
            )
        places.make_folder(folder.parent, parents=True)
        building = folder.with_name(f".{folder.name}.{primitives.new_id()[:8]}")
        try:
            vault_key = _build(building, passphrase, cost)
            if folder.exists():
                folder.rmdir()
            building.rename(folder)
            places.flush_folder(folder.parent)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        return open_with_keys(folder, VaultKeys.of(vault_key))


def _build(folder: Path, passphrase: str, cost: keyslots.Cost) -> bytes:
    places.make_folder(folder)
    places.make_folder(folder / places.ATTACHMENTS)
    vault_key, image = keyslots.new_keyring(passphrase, vault_id=primitives.new_id(), cost=cost)
    db = new_database(folder, VaultKeys.of(vault_key))
    with plainly(), contextlib.closing(db.conn):
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    places.flush_file(folder / places.DATABASE)
    places.write_new(folder / places.BALLAST, primitives.random_bytes(BALLAST_SIZE))
    places.write_new(folder / places.KEYS, image)
    places.flush_folder(folder)
    return vault_key


def new_database(folder: Path, keys: VaultKeys, *, steps: Collection[str] = migrations.OURS) -> Database:
    """Make the database of a new vault, with the tables that these migrations make and nothing in them."""
    os.close(os.open(folder / places.DATABASE, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    db = connect(folder / places.DATABASE, keys.database, mode="rw")
    try:
        with plainly():
            db.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
            db.conn.execute(f"PRAGMA user_version={FORMAT}")
            migrations.bring_up_to_date(db, only=steps)
    except BaseException:
        db.conn.close()
        raise
    return db


def unlock(folder: Path, passphrase: str, *, now: Callable[[], float] | None = None) -> Vault:
    """Open a vault. With `now`, time the guess, and make the next one as dear as this machine can bear.

    Raise WrongPassphrase, NotAVault, VaultDamaged, VaultTooNew, VaultInUse, PlaceReadOnly, DiskFull.
    """
    with _to_open(folder) as (image, lock):
        started = now() if now else 0.0
        opened = keyslots.open_with_passphrase(image, passphrase)
        took = now() - started if now else None
        vault = _by_vault_key(folder, image, opened.vault_key, lock)
    if took is not None:
        ways_in.strengthen(folder, opened, passphrase, took)
    return vault


def unlock_with_secret(folder: Path, secret: bytes) -> Vault:
    """Open a vault with the secret of recovery sheets, or of the organisation's. Raise as `unlock` does."""
    with _to_open(folder) as (image, lock):
        return _by_vault_key(folder, image, ways_in.opened_by(image, secret).vault_key, lock)


@contextlib.contextmanager
def _to_open(folder: Path) -> Generator[tuple[bytes, places.Lock | None], None, None]:
    with plainly():
        if not exists(folder):
            raise NotAVault(N_("There is no vault in this folder."), N_("Choose the folder of a vault."))
        # Locked before any file is looked at: closing vault.db here would drop another connection's locks.
        with locked(folder) as lock:
            _check_files(folder)
            yield keyfile.read(folder), lock


def _by_vault_key(folder: Path, image: bytes, vault_key: bytes, lock: places.Lock | None) -> Vault:
    """Open with the vault key; while a change of it is not done, with the one before if need be."""
    before = keyslots.open_previous(image, vault_key)
    try:
        vault = _opened(folder, VaultKeys.of(vault_key), lock)
    except VaultDamaged:
        if before is None:
            raise
        vault = _opened(folder, VaultKeys.of(before), lock)
    if before is not None:
        rekeying.try_to_finish(vault, image, vault_key)
    ways_in.mend(folder)
    return vault


def open_with_keys(folder: Path, keys: VaultKeys) -> Vault:
    """Open a vault whose keys are known. Raise as `unlock` does."""
    with plainly(), locked(folder) as lock:
        _check_files(folder)
        return _opened(folder, keys, lock)


@contextlib.contextmanager
def locked(folder: Path) -> Generator[places.Lock | None, None, None]:
    """Hold the vault's lock, and let go only if opening fails. None where no lock can be written."""
    lock = _lock(folder / places.LOCK)
    try:
        yield lock
    except BaseException:
        if lock:
            lock.release()
        raise


def _lock(path: Path) -> places.Lock | None:
    try:
        return places.Lock(path)
    except OSError as error:
        if error.errno not in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise
    return places.Lock(path, is_there=True) if path.exists() else None


def _check_files(folder: Path) -> None:
    """Refuse what SQLite would take for a new or a plain database."""
    if not (folder / places.KEYS).exists():
        raise keyfile.missing()
    database = folder / places.DATABASE
    if not database.exists() or database.stat().st_size < _PAGE:
        raise still_damaged()
    with database.open("rb") as file:
        if file.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE:
            raise NotAVault(
                N_("The file in the place of the vault is not encrypted, so it is not a vault."),
                N_("Somebody may have put it there. Restore the vault from a backup."),
            )


def _opened(folder: Path, keys: VaultKeys, lock: places.Lock | None) -> Vault:
    """Open for everything; where nothing can be written, for reading."""
    try:
        with plainly():
            db = _up_to_date(folder, keys)
    except PlaceReadOnly:
        return _for_reading(folder, keys, lock)
    vault = Vault(folder, keys, db, lock, reconnect=lambda: _reconnected(folder, vault.keys))
    try:
        _settle(vault)
        _restore_ballast(folder)
    except BaseException:
        db.conn.close()
        raise
    return vault


def _up_to_date(folder: Path, keys: VaultKeys) -> Database:
    upgrading.clear(folder)
    db = _connected(folder, keys)
    try:
        _check_format(db)
        is_due = upgrading.is_due(db)
    except BaseException:
        db.conn.close()
        raise
    if not is_due:
        return db
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.conn.close()
    upgrading.upgrade(folder, keys)
    return _connected(folder, keys)


def _reconnected(folder: Path, keys: VaultKeys) -> Database:
    db = _connected(folder, keys)
    tally.watch(db)
    db.conn.commit()
    return db


def _settle(vault: Vault) -> None:
    """Keep the sums from now on, and have the rows that this program's screens read."""
    with vault.writing():
        tally.watch(vault.db)
    projections.bring_up_to_date(vault)


def _for_reading(folder: Path, keys: VaultKeys, lock: places.Lock | None) -> Vault:
    """Open where nothing can be written: as it lies, or an encrypted private copy if it must be mended."""
    wal = folder / f"{places.DATABASE}-wal"
    if not (wal.exists() and wal.stat().st_size):
        db = connect(folder / places.DATABASE, keys.database, mode="immutable")
        vault = Vault(folder, keys, db, lock, is_read_only=True)
        try:
            _check_format(db)
            if not upgrading.is_due(db) and projections.is_up_to_date(vault):
                return vault
        except BaseException:
            db.conn.close()
            raise
        db.conn.close()
    return _copied_for_reading(folder, keys, lock)


def _copied_for_reading(folder: Path, keys: VaultKeys, lock: places.Lock | None) -> Vault:
    scratch = Path(tempfile.mkdtemp())
    try:
        for name in (places.DATABASE, f"{places.DATABASE}-wal"):
            if (folder / name).exists():
                upgrading.copy_file(folder / name, scratch / name)
        vault = Vault(folder, keys, _up_to_date(scratch, keys), lock, scratch=scratch)
        _settle(vault)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    vault.is_read_only = True
    return vault


def _connected(folder: Path, keys: VaultKeys) -> Database:
    """Connect; on a disk too full even for that, with the ballast given up."""
    try:
        return connect(folder / places.DATABASE, keys.database, mode="rw")
    except VaultError as error:
        if type(error) is not VaultError or shutil.disk_usage(folder).free > _ROOM_TO_OPEN:
            raise
        if not (folder / places.BALLAST).exists():
            raise disk_full() from error
    (folder / places.BALLAST).unlink()
    return connect(folder / places.DATABASE, keys.database, mode="rw")


def _check_format(db: Database) -> None:
    (application,) = db.conn.execute("PRAGMA application_id").fetchone()
    (version,) = db.conn.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise still_damaged()
    if version > FORMAT or migrations.unknown(db):
        raise VaultTooNew(
            N_("This vault was written by a newer version of the program."),
            N_("Update the program, then open the vault."),
        )


def _restore_ballast(folder: Path) -> None:
    ballast = folder / places.BALLAST
    if not ballast.exists() and shutil.disk_usage(folder).free > 8 * BALLAST_SIZE:
        places.write_new(ballast, primitives.random_bytes(BALLAST_SIZE))


def reader(vault: Vault) -> Vault:
    """Open a second, read-only connection; call it on the thread that reads. Close it before the vault."""
    folder, mode = vault.scratch or vault.folder, "ro"
    if vault.is_read_only and not vault.scratch:
        mode = "immutable"
    path, key = folder / places.DATABASE, vault.keys.database
    db = connect(path, key, mode=mode)
    return Vault(
        vault.folder, vault.keys, db, None, is_read_only=True, reconnect=lambda: connect(path, key, mode=mode)
    )
