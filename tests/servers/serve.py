"""Starts the real servers for `monitor-app bench sync`, and stops them at its end.

    FIELDWORK_SERVERS=~/.cache/fieldwork/servers python -m tests.servers.serve monitor-app bench sync

Writes the file of places that the benchmark reads into a folder of its own, and runs the command.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from tests.servers import apache, swift


def run(command: list[str]) -> int:
    """Run a command while the servers are there; return its status."""
    programs = Path(os.environ["FIELDWORK_SERVERS"]) / "bin"
    with tempfile.TemporaryDirectory(prefix="fieldwork-bench-", dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o711)
        for one in ("apache", "swift"):
            (folder / one).mkdir()
        with apache.running(folder / "apache") as web, swift.running(folder / "swift", programs) as store:
            store.make_bucket("team")
            found = {"webdav": msgspec.to_builtins(web.plain()), "s3": msgspec.to_builtins(store.access())}
            (folder / "places.json").write_text(json.dumps(found), encoding="utf-8")
            environment = {**os.environ, "FIELDWORK_BENCH_PLACES": str(folder / "places.json")}
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are stopped then, too
    sys.exit(run(sys.argv[1:]))
