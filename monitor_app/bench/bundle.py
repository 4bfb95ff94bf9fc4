"""A sealed package of 1 GB against the real `zip -0` piped into the real `age`: wall time, and peak memory."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from monitor_app.bench.measuring import Measure, Result, Skipped, compare
from monitor_app.crypto import age, primitives

NAME = "bundle"
BYTES = 1 << 30
_FILE = 5 << 20
_ROUNDS = 3
_MIB = 1 << 20


def measure(scale: float) -> Iterator[Result]:
    """Measure with 1 GB in files of 5 MB, or a part of it. Both sides are processes that leave a file."""
    missing = [tool for tool in ("zip", "age") if shutil.which(tool) is None]
    if missing:
        yield Skipped(name=NAME, why=f"{' and '.join(missing)} is not installed here")
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        total = _fill(folder / "files", int(BYTES * scale))
        _, recipient = age.new_identity()
        peaks: list[int] = []
        compared = compare(
            lambda: peaks.append(_ours(folder, recipient)),
            lambda: _theirs(folder, recipient),
            rounds=_ROUNDS,
            timer=time.perf_counter,
        )
    what = f"package of {total // _MIB:,} MiB against zip -0 | age, wall"
    yield Measure(name=NAME, what=what, value=compared.ratio, unit="×", bar=1.0)
    yield Measure(name=NAME, what="peak memory while writing it", value=max(peaks) / _MIB, unit="MiB", bar=96)


def _fill(folder: Path, total: int) -> int:
    """Write files of random bytes, which no packing makes smaller, like photographs."""
    folder.mkdir()
    count = max(total // _FILE, 1)
    for number in range(count):
        (folder / f"photo-{number:04}.jpg").write_bytes(primitives.random_bytes(min(_FILE, total)))
    return count * min(_FILE, total)


def _ours(folder: Path, recipient: str) -> int:
    """Write the package in a process of its own; return its peak memory in bytes."""
    out = folder / "ours.zip.age"
    command = [
        sys.executable,
        "-m",
        "monitor_app.bench.bundle_child",
        str(folder / "files"),
        str(out),
        recipient,
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    out.unlink()
    return int(told)


def _theirs(folder: Path, recipient: str) -> None:
    out = folder / "theirs.zip.age"
    zipping = subprocess.Popen(
        ["zip", "-q", "-0", "-r", "-", "."],  # noqa: S607 - whichever is installed
        cwd=folder / "files",
        stdout=subprocess.PIPE,
    )
    with out.open("wb") as file:
        subprocess.run(["age", "-r", recipient], stdin=zipping.stdout, stdout=file, check=True)  # noqa: S607 - as above
    if zipping.stdout:
        zipping.stdout.close()
    if zipping.wait() != 0:
        raise RuntimeError("zip did not do its part")
    out.unlink()
