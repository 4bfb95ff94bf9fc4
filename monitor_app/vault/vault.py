"""The open vault itself: its connection, its transactions, and how it is closed.

How it is opened, `opening` knows; what its tables mean, the modules beside it.
"""

import contextlib
import functools
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import DiskFull, PlaceReadOnly
from monitor_app.text import N_
from monitor_app.vault import places
from monitor_app.vault.driver import Database, plainly

P = ParamSpec("P")
R = TypeVar("R")


class Vault:
    """An open vault. Belongs to the thread that opened it.

    `folder` is where it lies, `keys` holds what opens it, `db` is the sqlite_utils.Database.
    `is_read_only`: nothing can be kept here; `scratch` is a private folder to remove when it is closed.
    """

    def __init__(
        self,
        folder: Path,
        keys: VaultKeys,
        db: Database,
        lock: places.Lock | None,
        *,
        is_read_only: bool = False,
        scratch: Path | None = None,
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.db = db
        self.is_read_only = is_read_only
        self.scratch = scratch
        self._lock = lock
        self._is_closed = False

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows a query gives."""
        with plainly():
            return self.db.conn.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row a query gives, or None."""
        with plainly():
            found: tuple[Any, ...] | None = self.db.conn.execute(sql, values).fetchone()
        return found

    def run(self, sql: str, *values: object) -> int:
        """Run one statement inside `writing`; return how many rows it touched."""
        with plainly():
            return self.db.conn.execute(sql, values).rowcount

    @contextlib.contextmanager
    def writing(self) -> Generator[None, None, None]:
        """Run one transaction: all of it is durable afterwards, or none. Nested ones join the outer."""
        if self.db.conn.in_transaction:
            yield
            return
        if self.is_read_only:
            raise read_only()
        try:
            with plainly():
                self.db.conn.execute("BEGIN IMMEDIATE")
                yield
                self.db.conn.execute("COMMIT")
        except BaseException as error:
            self.db.conn.rollback()
            if isinstance(error, DiskFull):
                self.drop_ballast()
            raise

    def drop_ballast(self) -> bool:
        """Give the disk back what was put aside for this; say whether there was anything."""
        ballast = self.folder / places.BALLAST
        with contextlib.suppress(OSError):
            ballast.unlink()
            return True
        return False

    def checkpoint(self) -> bool:
        """Put everything into the main file: a damaged log loses commits silently.

        Say whether the log is empty now; somebody who reads may be in the way.
        """
        with plainly():
            row = self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(row) and not row[0]

    def close(self) -> None:
        """Put everything into the main file, close it, and let others open the vault; twice is no error."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            if self._lock and not self.is_read_only:
                # A full disk cannot take the checkpoint; the log keeps everything until there is room.
                with contextlib.suppress(DiskFull):
                    self.checkpoint()
        finally:
            self.db.conn.close()
            if self.scratch:
                shutil.rmtree(self.scratch, ignore_errors=True)
            if self._lock:
                self._lock.release()


def read_only() -> PlaceReadOnly:
    """Build the answer to a change that this vault cannot take where it lies."""
    return PlaceReadOnly(
        N_("This vault is open for reading only, because nothing can be written where it lies."),
        N_("To go on working, close it and copy its folder to a disk that takes changes."),
    )


def saving(work: Callable[Concatenate[Vault, P], R]) -> Callable[Concatenate[Vault, P], R]:
    """Run a function in one transaction; on a full disk once more with the ballast given up."""

    @functools.wraps(work)
    def saved(vault: Vault, /, *args: P.args, **kwargs: P.kwargs) -> R:
        is_outer = not vault.db.conn.in_transaction
        had_ballast = is_outer and (vault.folder / places.BALLAST).exists()
        try:
            with vault.writing():
                return work(vault, *args, **kwargs)
        except DiskFull:
            if not had_ballast:
                raise
        with vault.writing():
            return work(vault, *args, **kwargs)

    return saved
