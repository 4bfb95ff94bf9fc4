"""The open vault itself: its connection, its transactions, and how it is closed.

How it is opened, `opening` knows; what its tables mean, the modules beside it.
"""

import contextlib
import functools
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import DiskFull, PlaceReadOnly, VaultDamaged
from monitor_app.text import N_
from monitor_app.vault import places, tally
from monitor_app.vault.driver import Database, demand_whole, plainly

P = ParamSpec("P")
R = TypeVar("R")
_LONG = frozenset({str, bytes})
_ON_ONE_PAGE = 400
"""A value longer than this may run over onto pages of its own."""
PLAIN_INSERT = "INSERT OR FAIL"
"""For one row in a table that triggers watch, where a failure ends the whole transaction anyhow. INSERT alone
could be taken back by itself: SQLite would save every page first, and the search index would write out
what it gathered, for each row."""


class Vault:
    """An open vault. Belongs to the thread that opened it.

    `folder` is where it lies, `keys` holds what opens it, `db` is the sqlite_utils.Database.
    `is_read_only`: nothing can be kept here; `scratch` is a private folder to remove when it is closed;
    `reconnect` opens the database once more after a damaged page was met.
    """

    def __init__(  # noqa: PLR0913 - an open vault is all of this
        self,
        folder: Path,
        keys: VaultKeys,
        db: Database,
        lock: places.Lock | None,
        *,
        is_read_only: bool = False,
        scratch: Path | None = None,
        reconnect: Callable[[], Database] | None = None,
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.db = db
        self.is_read_only = is_read_only
        self.scratch = scratch
        self.session = primitives.new_id()
        self._lock = lock
        self._reconnect = reconnect
        self._is_closed = False

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows a query gives. Raise VaultDamaged."""
        try:
            with plainly():
                found = self.db.conn.execute(sql, values).fetchall()
                demand_whole(self.db)
        except VaultDamaged:
            self.renew()
            raise
        return found

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row a query gives, or None. Raise VaultDamaged."""
        found: tuple[Any, ...] | None
        try:
            with plainly():
                found = self.db.conn.execute(sql, values).fetchone()
                if found and any(type(value) in _LONG and len(value) > _ON_ONE_PAGE for value in found):
                    demand_whole(self.db)
        except VaultDamaged:
            self.renew()
            raise
        return found

    def demand_whole(self) -> None:
        """Raise VaultDamaged if anything read so far came from a page that did not open."""
        demand_whole(self.db)

    def renew(self) -> None:
        """Connect anew, because a connection that met a damaged page gives nothing any more."""
        if self._reconnect and not self._is_closed and not self.db.conn.in_transaction:
            self.db.conn.close()
            self.db = self._reconnect()

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
                tally.settle(self.db)
                self.db.conn.execute("COMMIT")
        except BaseException as error:
            self.db.conn.rollback()
            if isinstance(error, DiskFull):
                self.drop_ballast()
            elif isinstance(error, VaultDamaged):
                self.renew()
            raise

    @contextlib.contextmanager
    def attempting(self) -> Generator[None, None, None]:
        """Run a part of a transaction that may fail by itself: nothing of it stays then, the rest goes on."""
        with plainly():
            self.db.conn.execute("SAVEPOINT attempt")
            try:
                yield
            except BaseException:
                if self.db.conn.in_transaction:  # a full disk may have ended all of it
                    self.db.conn.execute("ROLLBACK TO attempt")
                    self.db.conn.execute("RELEASE attempt")
                raise
            self.db.conn.execute("RELEASE attempt")

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
        if vault.db.conn.in_transaction:  # the outer one writes, and tries again
            return work(vault, *args, **kwargs)
        had_ballast = (vault.folder / places.BALLAST).exists()
        try:
            with vault.writing():
                return work(vault, *args, **kwargs)
        except DiskFull:
            if not had_ballast:
                raise
        with vault.writing():
            return work(vault, *args, **kwargs)

    return saved
