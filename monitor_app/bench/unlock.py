"""Unlocking up to a list of records drawn, less the key derivation; locking up to the locked screen drawn."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from monitor_app.app import App
from monitor_app.bench import world
from monitor_app.bench.measuring import Measure, Result, Skipped, seconds
from monitor_app.crypto import primitives
from monitor_app.crypto.keys import VaultKeys
from monitor_app.operations import browsing, questionnaires
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.vault import opening

NAME = "unlock"
RECORDS = 10_000
_ROUNDS = 7
_WINDOWS = 3
_SHOWN = 50


def measure(scale: float) -> Iterator[Result]:
    """Measure with 10,000 records, or a part of them: the vault alone, then the real window."""
    records = max(int(RECORDS * scale), 1)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, passphrase = _program_folder(Path(name)) / "vault", primitives.new_id()
        keys = _make(folder, records, passphrase)
        alone = min(seconds(lambda: _unlock_and_list(folder, keys)) for _ in range(_ROUNDS))
        what = f"vault key to what waits and a list of {_SHOWN} of {records:,}"
        yield Measure(name=NAME, what=what, value=alone, unit="s", bar=0.3)
        shown = min(_in_window(folder, passphrase) for _ in range(_WINDOWS))
        what = f"button to a list of {records:,} drawn, less the key derivation"
        yield Measure(name=NAME, what=what, value=shown, unit="s", bar=0.3)
        yield _locked(Path(name), folder, passphrase, rounds=_WINDOWS if scale == 1 else 1)


def _program_folder(home: Path) -> Path:
    """Return where the program keeps its vault when `home` is the home of its person (on Linux)."""
    folder = home / ".local" / "share" / "fieldwork"
    folder.mkdir(parents=True)
    return folder


def _make(folder: Path, records: int, passphrase: str) -> VaultKeys:
    vault = world.make(folder, records, passphrase=passphrase)
    keys = vault.keys
    vault.close()
    desk = App().unlock(folder, passphrase)
    questionnaires.add_shipped(lambda work: work(desk))  # as after the first day
    desk.vault.close()
    return keys


def _unlock_and_list(folder: Path, keys: VaultKeys) -> None:
    app = App()
    vault = opening.open_with_keys(folder, keys)
    try:
        desk = Desk(vault=vault, clock=app.clock, ids=app.ids, words=app.words, open_remote=app.open_remote)
        browsing.today(desk)
        browsing.count(desk, RecordFilter())
        browsing.records(desk, RecordFilter(), limit=_SHOWN)
    finally:
        vault.close()


def _in_window(folder: Path, passphrase: str) -> float:
    """Return the seconds in a window of its own process."""
    command = [sys.executable, "-m", "monitor_app.bench.window_child", str(folder)]
    said = subprocess.run(command, input=f"{passphrase}\n", capture_output=True, text=True, check=True).stdout
    told = json.loads(said)
    return max(float(told["shown"]) - float(told["derivation"]), 0.001)


def _locked(home: Path, folder: Path, passphrase: str, *, rounds: int) -> Result:
    """Measure the real lock: cover, keep, close, a fresh process in place of this one, its window drawn."""
    if sys.platform != "linux":
        return Skipped(name=NAME, why="the clock that both processes share is Linux'")
    own = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    command = [sys.executable, "-m", "monitor_app.bench.lock_child", str(folder)]
    found = []
    for _ in range(rounds):
        told = json.loads(
            subprocess.run(
                command,
                input=f"{passphrase}\n",
                capture_output=True,
                text=True,
                check=True,
                env={**own, "HOME": str(home)},
            ).stdout
        )
        if told["screen"] != "Unlock":
            raise RuntimeError("the lock did not end at the locked screen")
        found.append(float(told["seconds"]))
    return Measure(name=NAME, what="lock key to the lock screen drawn", value=min(found), unit="s", bar=1.0)
