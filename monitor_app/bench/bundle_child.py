"""Writes one sealed package from a folder of files and prints its own peak memory in bytes."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from monitor_app.bundles.container import Entry, Packing
from monitor_app.bundles.opening import NAMESPACE
from monitor_app.bundles.storing import write_file
from monitor_app.crypto import primitives
from monitor_app.crypto.sshsig import ssh_sign

_BLOCK = 1 << 17


def main(folder: Path, out: Path, recipient: str) -> int:
    """Write the package as the program does; return the peak in bytes."""
    seed = primitives.new_signing_seed()
    packing = Packing(
        bundle_id="case-aaaaaaaaaaaa",
        recipients=(recipient,),
        sign=lambda message: ssh_sign(seed, message, namespace=NAMESPACE),
        readme="An invented package, to measure with.",
        date="2026-01-01",
    )
    entries = [
        Entry(f"photos/{path.name}", partial(_blocks, path), path.stat().st_size)
        for path in sorted(folder.iterdir())
    ]
    write_file(entries, out, packing=packing)
    return peak()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            yield block


def peak() -> int:
    """Return this process's own peak; what it was before it became this program does not count on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
