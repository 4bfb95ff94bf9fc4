"""The real servers as the tests of faults want them: the port a fault is put before, and what opens them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_remote
from tests.servers.processes import Process


@dataclass(frozen=True)
class Server:
    """A real server: the port behind which a fault is put, what opens it through another one, its process."""

    name: str
    port: int
    at: Callable[[int], Access]
    process: Process
    web: bool = True

    def empty(self) -> None:
        """Take away all that lies there."""
        remote = open_remote(self.at(self.port))
        for name in remote.names("fld1/"):
            remote.delete(name)
        remote.close()


def served(request: pytest.FixtureRequest) -> Server:
    """Return the server that a fixture is parametrised with, by its name, empty."""
    name = request.param
    found = request.getfixturevalue(name)
    process = found.proxy if name == "swift" else found.process

    def at(port: int) -> Access:
        return found.plain(port=port) if name == "apache" else found.access(port=port)

    port = found.plain_port if name == "apache" else process.port
    server = Server(name, port, at, process, web=name != "sshd")
    server.empty()
    return server
