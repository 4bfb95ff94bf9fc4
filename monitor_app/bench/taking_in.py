"""Records taken in as the program does it, by a vault and by the same code over a plain database.

Hash trees, signatures, chain, lists and search are worked out for both; only the vault encrypts and keeps sums.
"""

import time
from functools import partial
from typing import Any

from monitor_app.bench import twins, world
from monitor_app.bench.measuring import Compared, seconds
from monitor_app.bench.twins import Kind, Twin
from monitor_app.crypto import primitives
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.vault import events, opening
from monitor_app.vault.vault import Vault

_AT_ONCE = 200
_SINGLE = 100


class _PlainVault(Vault):
    """The same vault over a plain database, which cannot be asked whether its pages opened."""

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows a query gives."""
        return self.db.conn.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row a query gives, or None."""
        found: tuple[Any, ...] | None = self.db.conn.execute(sql, values).fetchone()
        return found


def measure(like: Vault, records: int) -> tuple[Compared, Compared]:
    """Compare the CPU of records taken in many at once, and of one alone; in turns, the least of each."""
    folder = like.folder.parent
    sealed = opening.create(folder / "taking-in", primitives.new_id(), cost=CHEAPEST)
    twin = Twin(folder / "taking-in.db", Kind.PLAIN)
    plain = _PlainVault(folder, sealed.keys, twin.fresh(twins.schema_of(like)), None)
    twins.settle(plain.db, like=sealed.db)
    drawn = [(event, world.BOX) for event in world.records(records + _SINGLE)]
    try:
        many = _in_turns((sealed, plain), [drawn[at : at + _AT_ONCE] for at in range(0, records, _AT_ONCE)])
        one = _in_turns((sealed, plain), [[each] for each in drawn[records:]])
    finally:
        sealed.close()
        plain.db.conn.close()
    return many, one


def _in_turns(vaults: tuple[Vault, Vault], batches: list[list[tuple[Any, str]]]) -> Compared:
    best = [float("inf"), float("inf")]
    for turn, batch in enumerate(batches):
        for side in (0, 1) if turn % 2 == 0 else (1, 0):
            took = seconds(partial(events.append_all, vaults[side], batch), time.process_time)
            best[side] = min(best[side], took / len(batch))
    return Compared(*best)
