"""The real window with a long list and with the largest questionnaire: how long it does not listen."""

import json
import subprocess
import sys
from collections.abc import Iterator

from monitor_app.bench import large_form, long_list
from monitor_app.bench.measuring import Measure, Result

NAME = "window"
CHOICES = 100_000
ENTRIES = 500
_BARS = {"long list filtered": 50.0, "entries added": 20.0}
"""ms for one keystroke, and for one entry more; everything else may take `_STALL`."""
_STALL = 100.0


def measure(scale: float) -> Iterator[Result]:
    """Measure at full size, or a part of it. A stall wants a quiet machine to be measured, work does not."""
    yield from long_list.measure(scale)
    sizes = [max(int(size * scale), 2) for size in (large_form.PARTS, CHOICES, ENTRIES)]
    command = [sys.executable, "-m", "monitor_app.bench.interview_child", *map(str, sizes)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for what, (stall, work) in told.items():
        bar = _BARS.get(what, _STALL)
        yield Measure(name=NAME, what=f"{what}: longest stall", value=stall, unit="ms", bar=bar)
        yield Measure(name=NAME, what=f"{what}: the window's own work", value=work, unit="ms", bar=bar)
