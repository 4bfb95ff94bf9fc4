"""An exFAT stick of a few megabytes: a file, a loop device and a mount. Needs the superuser and FUSE."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

MAKE, MOUNT = "/usr/sbin/mkfs.exfat", "/usr/sbin/mount.exfat-fuse"
MEGABYTES = 16


class NotHere(Exception):
    """This machine cannot mount a stick; the words say why."""


@contextlib.contextmanager
def plugged_in(folder: Path) -> Iterator[Path]:
    """Yield the folder where an empty stick is mounted, and take it out at the end."""
    if os.geteuid() != 0:
        raise NotHere("only the superuser may mount a stick")
    image, mount = folder / "stick.img", folder / "stick"
    mount.mkdir()
    with image.open("wb") as file:
        file.truncate(MEGABYTES * 1024 * 1024)
    _run(MAKE, image)
    device = _run("losetup", "--find", "--show", image)
    try:
        _run(MOUNT, device, mount)
        try:
            yield mount
        finally:
            _run("umount", mount)
    finally:
        _run("losetup", "--detach", device)


def _run(*command: str | Path) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise NotHere(f"{command[0]}: {answer.stderr.strip()}")
    return answer.stdout.strip()
