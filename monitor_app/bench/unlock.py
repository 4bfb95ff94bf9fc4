"""From the vault key to a list of 50 records: what unlocking costs beside the key derivation."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from monitor_app.app import RandomIds, SystemClock
from monitor_app.bench import world
from monitor_app.bench.measuring import Measure, Result, seconds
from monitor_app.crypto.keys import VaultKeys
from monitor_app.operations import browsing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import English
from monitor_app.remotes.opening import open_remote
from monitor_app.vault import opening

NAME = "unlock"
RECORDS = 10_000
_ROUNDS = 7
_SHOWN = 50


def measure(scale: float) -> Iterator[Result]:
    """Measure with 10,000 records, or a part of them."""
    records = max(int(RECORDS * scale), 1)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "vault"
        vault = world.make(folder, records)
        keys = vault.keys
        vault.close()
        best = min(seconds(lambda: _unlock_and_list(folder, keys)) for _ in range(_ROUNDS))
    what = f"vault key to what waits and a list of {_SHOWN} of {records:,}"
    yield Measure(name=NAME, what=what, value=best, unit="s", bar=0.3)


def _unlock_and_list(folder: Path, keys: VaultKeys) -> None:
    vault = opening.open_with_keys(folder, keys)
    try:
        desk = Desk(vault=vault, clock=SystemClock(), ids=RandomIds(), words=English(), open_remote=open_remote)
        browsing.today(desk)
        browsing.count(desk, RecordFilter())
        browsing.records(desk, RecordFilter(), limit=_SHOWN)
    finally:
        vault.close()
