"""The only place that knows SQLCipher: connecting, its settings, and its errors as ours.

Imported before anything else that touches sqlite_utils, which then builds on the same library.
"""

import errno
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

from sqlite_utils import Database, Migrations  # noqa: E402 - it must find the alias set above

from monitor_app.crypto import pages  # noqa: E402 - as below
from monitor_app.errors import DiskFull, PlaceReadOnly, VaultDamaged, VaultError, VaultInUse  # noqa: E402 - as above
from monitor_app.text import N_  # noqa: E402 - as above

__all__ = ["Database", "Migrations", "connect", "demand_whole", "disk_full", "plainly", "still_damaged"]

if TYPE_CHECKING:
    import sqlite3

_BEFORE_THE_KEY = ("cipher_log_level=NONE",)
_CIPHER = ("cipher_page_size=4096", "cipher_hmac_algorithm=HMAC_SHA256")
_SETTINGS = (
    "temp_store=MEMORY",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cache_size=-64000",
    "fullfsync=1",
    "checkpoint_fullfsync=1",
)
_WRITER = ("journal_mode=WAL", "synchronous=FULL")
_READER = ("query_only=ON",)


def connect(path: Path, key: bytes, *, mode: str) -> Database:
    """Open the database file with a raw 32-byte key. Raise VaultError kinds.

    `mode` is ro, rw, rwc, or `immutable`: for reading where nothing at all can be written.
    """
    options = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    is_new = mode != "immutable" and path.exists() and not path.stat().st_size
    with plainly():
        connection = dbapi2.connect(f"{path.resolve().as_uri()}?{options}", timeout=5, uri=True)
        try:
            salt = pages.database_salt(key) if is_new else b""
            _prepare(connection, key + salt, mode)
        except BaseException:
            connection.close()
            raise
    return Database(cast("sqlite3.Connection", connection), execute_plugins=False)


def _prepare(connection: dbapi2.Connection, key: bytes, mode: str) -> None:
    for setting in _BEFORE_THE_KEY:
        connection.execute(f"PRAGMA {setting}")
    connection.set_key(f"x'{key.hex()}'")
    for setting in _CIPHER:
        connection.execute(f"PRAGMA {setting}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for setting in (*_SETTINGS, *(_READER if mode in {"ro", "immutable"} else _WRITER)):
        connection.execute(f"PRAGMA {setting}")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("this SQLite does not encrypt")
    if connection.execute("PRAGMA temp_store").fetchone()[0] != 2:
        raise RuntimeError("this SQLite would write temporary files")


class _Plainly:
    """A class of its own, as a generator would cost as much as a short statement."""

    def __enter__(self) -> None:
        """Watch nothing yet."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, dbapi2.Error):
            known = _of_database(error)
        elif isinstance(error, MemoryError):  # what SQLite makes of a page that SQLCipher refuses to write
            known = VaultDamaged(
                N_("The vault could not do this: a part of it is damaged, or there is too little free memory."),
                N_("Close other programs. If it stays so, check the vault for damage."),
            )
        else:
            known = _of_system(error) if isinstance(error, OSError) else None
        if known is not None:
            raise known from error


_PLAINLY = _Plainly()


def plainly() -> _Plainly:
    """Turn what is known of the database's and the system's errors into ours; anything else is a bug."""
    return _PLAINLY


def _of_database(error: dbapi2.Error) -> VaultError | None:
    code = getattr(error, "sqlite_errorcode", 0)
    match code & 0xFF:
        case dbapi2.SQLITE_FULL:
            return disk_full()
        case dbapi2.SQLITE_READONLY | dbapi2.SQLITE_CANTOPEN:
            return _read_only()
        case dbapi2.SQLITE_BUSY | dbapi2.SQLITE_LOCKED:
            return _in_use()
        case dbapi2.SQLITE_NOTADB | dbapi2.SQLITE_CORRUPT:
            return still_damaged()
        case dbapi2.SQLITE_IOERR:
            return disk_full() if code in _NO_ROOM else _bad_disk()
    return None


_NO_ROOM = frozenset({10 | part << 8 for part in (3, 19)})
"""SQLITE_IOERR_WRITE and _SHMSIZE: in practice a full disk that said so in another way."""


def _of_system(error: OSError) -> VaultError | None:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full()
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return _read_only()
    return _bad_disk() if error.errno == errno.EIO else None


def disk_full() -> DiskFull:
    """Build the answer to a full disk."""
    return DiskFull(
        N_("The disk is full, so this could not be saved."),
        N_("Make some room on the disk, then try again. Nothing saved before is lost."),
    )


def still_damaged() -> VaultDamaged:
    """Build the answer to a database that does not read."""
    return VaultDamaged(
        N_("A part of this vault is damaged."),
        N_("Save what is left into a new vault, or restore from a backup."),
    )


def demand_whole(db: Database) -> None:
    """Raise VaultDamaged if a page did not open: a long value on it comes as zeros, in silence."""
    if db.conn.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise still_damaged()


def _read_only() -> PlaceReadOnly:
    return PlaceReadOnly(
        N_("This place does not let the program write."),
        N_("Check that the folder is yours and not write-protected, or move the vault elsewhere."),
    )


def _in_use() -> VaultInUse:
    return VaultInUse(
        N_("This vault is open already."),
        N_("Close it in the other window or program, then try again."),
    )


def _bad_disk() -> VaultError:
    return VaultError(
        N_("The disk did not read or write as it should."),
        N_("Check the cable and the disk. Make a backup soon."),
    )
