"""The real servers some tests talk to: Apache and OpenSSH by apt, OpenStack Swift in an environment of its own.

Also strace, by which the tests of faults hear what is asked of the disk.

Called by `test.py --servers` only. Installs, and starts nothing: the tests start and stop what they need.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import machine

LOCK = environment.ROOT / "packaging" / "servers.lock"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FOLDER = CACHE / "fieldwork" / "servers"
STAMP = FOLDER / "fieldwork-set-up"
SSH_SERVER = "/usr/sbin/sshd"
PROGRAMS = {
    "/usr/sbin/apache2": "apache2-bin",
    SSH_SERVER: "openssh-server",
    "/usr/bin/strace": "strace",
    "/usr/sbin/mkfs.exfat": "exfatprogs",
    "/usr/sbin/mount.exfat-fuse": "exfat-fuse",
}
SSH_STAYS_OFF = "/etc/ssh/sshd_not_to_be_run"
"""Debian starts no SSH server while this file is there."""


def prepare() -> bool:
    """Install what is missing; return False after saying what could not be."""
    if sys.platform != "linux":
        machine.say("The real servers are for Linux; their tests are skipped here.")
        return True
    missing = [package for program, package in PROGRAMS.items() if not Path(program).exists()]
    if PROGRAMS[SSH_SERVER] in missing:
        _keep_ssh_off()
    return machine.install(missing) and (_is_ready() or _fill())


def _keep_ssh_off() -> None:
    """See to it that a machine which only runs tests does not begin to let people in."""
    prefix = machine.rights()
    if prefix is None:
        return
    script = f"mkdir -p {Path(SSH_STAYS_OFF).parent} && touch {SSH_STAYS_OFF}"
    subprocess.run([*prefix, "sh", "-c", script], check=False)
    machine.say(f"The SSH server will not start by itself. To have it start, remove {SSH_STAYS_OFF}")


def _is_ready() -> bool:
    try:
        return STAMP.read_text("utf-8") == _fingerprint()
    except OSError:
        return False


def _fill() -> bool:
    """Make the environment anew and install the locked servers, each checked against its hash."""
    machine.say("Installing the servers for the tests (about 30 MB to fetch).")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    if not environment.make(FOLDER):
        return False
    pip = environment.pip_for(FOLDER / "bin" / "python")
    if pip is None or not environment.call([*pip, "install", "--quiet", "--require-hashes", "-r", str(LOCK)]):
        machine.say("Could not install the servers. Check the network and the disk, then start again.")
        return False
    STAMP.write_text(_fingerprint(), "utf-8")
    return True


def _fingerprint() -> str:
    return hashlib.sha256(f"{FOLDER}\n{sys.version}\n".encode() + LOCK.read_bytes()).hexdigest()
