"""wsgidav: a WebDAV server that shows half-written objects. The adversary among the real servers."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_app.remotes.access import Access
from tests.servers.processes import Process, all_running, free_port


@dataclass(frozen=True)
class Wsgidav:
    """A running wsgidav without a password."""

    process: Process

    def access(self, *, port: int | None = None) -> Access:
        """Return what opens it."""
        return Access(address=f"webdav:http://127.0.0.1:{port or self.process.port}/")


@contextlib.contextmanager
def running(folder: Path, programs: Path) -> Iterator[Wsgidav]:
    """Run one over the folder."""
    (folder / "dav").mkdir()
    port = free_port()
    command = [str(programs / "wsgidav"), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--root", str(folder / "dav"), "--auth", "anonymous", "--server", "cheroot", "--quiet"]
    process = Process(command, port, folder / "wsgidav.log")
    with all_running(process):
        yield Wsgidav(process)
