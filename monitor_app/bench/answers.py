"""Answers out, 100,000 records of 300 questions: peak memory against a tenth of them, and rows a second."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from monitor_app.bench.answers_child import Outcome
from monitor_app.bench.measuring import Measure, Result

NAME = "answers"
RECORDS = 100_000
_TENTH = 10
_LEAST = 200
_MIB = 1 << 20
_KINDS = {"csv": "one CSV", "xml": "submissions in a zip"}


def measure(scale: float) -> Iterator[Result]:
    """Measure both formats, sealed as they leave, each in a process of its own."""
    records = max(int(RECORDS * scale), _LEAST)
    for kind, what in _KINDS.items():
        few, many = _written(kind, records // _TENTH), _written(kind, records)
        told = f"{what}: peak memory at {records:,} records against {records // _TENTH:,}"
        yield Measure(name=NAME, what=told, value=many.peak / few.peak, unit="×", bar=1.2)
        yield Measure(name=NAME, what=f"{what}: peak memory", value=many.peak / _MIB, unit="MiB", bar=160)
        told = f"{what}: processor time for 1,000 records of 300 answers"
        yield Measure(name=NAME, what=told, value=1_000 / many.a_second, unit="s", bar=3)


def _written(kind: str, records: int) -> Outcome:
    """Write in a process of its own, so that its peak is its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = [sys.executable, "-m", "monitor_app.bench.answers_child", kind, str(records)]
        told = subprocess.run(
            [*command, str(Path(folder) / "out.age")], capture_output=True, text=True, check=True
        ).stdout
    return msgspec.json.decode(told, type=Outcome)
