"""Starts and stops a server's process: waits until its port answers, ends it and its children by their numbers.

Only for the real servers; everything else in the tests is without processes, ports and waiting.
"""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30.0


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass
class Process:
    """A server that can be killed and started again at the same port."""

    command: Sequence[str]
    port: int
    log: Path
    user: str | None = None
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return once its port answers; fail with its last words if it does not."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
            )
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.port):
            if self.running.poll() is not None or time.monotonic() > deadline:
                last = self.log.read_text("utf-8", "replace")[-2000:]
                self.stop()
                raise AssertionError(f"{self.command[0]} did not start: {last}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it, and what it started."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if self.running is None:
            return
        family = [self.running.pid, *descendants(self.running.pid)]
        for each in (number, signal.SIGKILL):
            for one in family:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, each)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.running.wait(5)
        self.running = None


def descendants(number: int) -> list[int]:
    """Return the processes that one has started, and those that they have: sshd hides its own from a group."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            own, _, rest = path.read_text("utf-8", "replace").partition(" (")
            parents[int(own)] = int(rest.rpartition(") ")[2].split()[1])
    found = [number]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def answers(port: int) -> bool:
    """Tell whether somebody listens at the port."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def all_running(*processes: Process) -> Iterator[None]:
    """Start them in order, and stop all of them whatever happens."""
    try:
        for process in processes:
            process.start()
        yield
    finally:
        for process in reversed(processes):
            process.stop()
