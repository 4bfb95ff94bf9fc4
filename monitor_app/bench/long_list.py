"""The window: how soon the first one stands, and what a list of 100,000 records takes of time and memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from monitor_app.bench import sight_child, twins, world
from monitor_app.bench.measuring import Measure, Result, Skipped
from monitor_app.crypto import primitives

NAME = "window"
ROWS = 100_000
_MADE = 2_000
_STARTS = 5


def measure(scale: float) -> Iterator[Result]:
    """Measure at full size, or a part of it."""
    rows = max(int(ROWS * scale), 40)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield _first_window(Path(name))
        folder, passphrase = Path(name) / "vault", primitives.new_id()
        made = min(rows, _MADE)
        vault = world.make(folder, made, passphrase=passphrase)
        twins.grow_records(vault.db, rows // made)
        vault.close()
        command = [sys.executable, "-m", "monitor_app.bench.list_child", str(folder)]
        told = json.loads(_said(command, f"{passphrase}\n"))
    (memory,) = told.pop("memory")
    for what, (stall, work) in told.items():
        yield _figure(f"{what}, {rows:,} records: longest stall", stall, "ms", 50)
        yield _figure(f"{what}, {rows:,} records: the window's own work", work, "ms", 50)
    what = f"memory with {rows:,} records looked through"
    yield _figure(what, memory, "MB", 150) if memory else Skipped(name=NAME, why="memory is read on Linux")


def _first_window(home: Path) -> Result:
    """Start the program anew; the least of several starts counts: what was read once is in memory."""
    if sys.platform != "linux":
        return Skipped(name=NAME, why="the clock that both processes share is Linux'")
    own = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    found = []
    for _ in range(_STARTS):
        command = [sys.executable, "-m", sight_child.PROGRAM, str(time.monotonic())]
        found.append(json.loads(_said(command, "", {**own, "HOME": str(home)}))["seconds"])
    return _figure("start of the program to its first window drawn", min(found), "s", 0.6)


def _said(command: list[str], told: str, surroundings: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=True, env=surroundings)
    return done.stdout


def _figure(what: str, value: float, unit: str, bar: float) -> Measure:
    return Measure(name=NAME, what=what, value=value, unit=unit, bar=bar)
