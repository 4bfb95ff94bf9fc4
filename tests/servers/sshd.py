"""OpenSSH as an SFTP server, with a key of its own and one key that may come in."""

import base64
import contextlib
import getpass
import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_app.remotes.access import Access
from tests.servers.processes import Process, all_running, free_port

PROGRAM = "/usr/sbin/sshd"
_CONFIGURATION = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/visitor.pub
StrictModes no
UsePAM no
PasswordAuthentication no
PubkeyAuthentication yes
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
MaxStartups 100
MaxSessions 100
"""


@dataclass(frozen=True)
class Sshd:
    """A running sshd that lets `visitor` in."""

    process: Process
    folder: Path

    def access(self, path: str = "team", *, port: int | None = None, **changed: str) -> Access:
        """Return what opens a folder of it."""
        place = f"{getpass.getuser()}@127.0.0.1:{port or self.process.port}{self.folder}/{path}"
        known = {
            "address": f"sftp://{place}",
            "private_key": (self.folder / "visitor").read_text("ascii"),
            "host_key": self.fingerprint,
        }
        return Access(**{**known, **changed})

    @property
    def stranger(self) -> str:
        return (self.folder / "stranger").read_text("ascii")

    @property
    def fingerprint(self) -> str:
        key = base64.b64decode((self.folder / "host.pub").read_text("ascii").split()[1])
        return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Sshd]:
    """Run one in `folder`, with the empty folder `team` in it."""
    (folder / "team").mkdir()
    for name in ("host", "visitor", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True, capture_output=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    (folder / "sshd.conf").write_text(_CONFIGURATION.format(port=port, folder=folder), "utf-8")
    command = [PROGRAM, "-D", "-e", "-f", str(folder / "sshd.conf")]
    process = Process(command, port, folder / "sshd.log")
    with all_running(process):
        yield Sshd(process, folder)
