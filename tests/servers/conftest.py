"""The real servers as fixtures; each starts when a test first wants it and is stopped at the end.

`packaging/test.py --servers` installs them and names their folder in FIELDWORK_SERVERS.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import apache as apache_server
from tests.servers import sshd as ssh_server
from tests.servers import swift as swift_server
from tests.servers import wsgidav as wsgidav_server
from tests.servers.apache import Apache
from tests.servers.sshd import Sshd
from tests.servers.swift import Swift
from tests.servers.wsgidav import Wsgidav

SERVERS = os.environ.get("FIELDWORK_SERVERS", "")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in this folder, and skip it where the servers are not wanted."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.servers)
            if not SERVERS:
                item.add_marker(pytest.mark.skip(reason="real servers: packaging/test.py --servers"))


def needed(program: str | Path) -> None:
    """Skip with a reason if a server's program is not installed."""
    if not Path(program).exists():
        pytest.skip(f"{program} is not installed here")


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder every system user may pass through, on a disk and not in memory: Swift needs attributes."""
    folder = Path(tempfile.mkdtemp(prefix="fieldwork-servers-", dir="/var/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def apache(server_folder: Path) -> Iterator[Apache]:
    needed(apache_server.PROGRAM)
    (folder := server_folder / "apache").mkdir()
    with apache_server.running(folder) as server:
        yield server


@pytest.fixture(scope="session")
def swift(server_folder: Path) -> Iterator[Swift]:
    programs = Path(SERVERS) / "bin"
    needed(programs / "swift-proxy-server")
    (folder := server_folder / "swift").mkdir()
    try:
        os.setxattr(folder, "user.fieldwork", b"1")
    except OSError:
        pytest.skip("Swift keeps attributes on its files, and this disk keeps none")
    with swift_server.running(folder, programs) as server:
        server.make_bucket("team")
        yield server


@pytest.fixture(scope="session")
def sshd(server_folder: Path) -> Iterator[Sshd]:
    needed(ssh_server.PROGRAM)
    (folder := server_folder / "sshd").mkdir()
    with ssh_server.running(folder) as server:
        yield server


@pytest.fixture(scope="session")
def wsgidav(server_folder: Path) -> Iterator[Wsgidav]:
    programs = Path(SERVERS) / "bin"
    needed(programs / "wsgidav")
    (folder := server_folder / "wsgidav").mkdir()
    with wsgidav_server.running(folder, programs) as server:
        yield server
