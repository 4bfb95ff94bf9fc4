"""What the machine must bring: the Linux libraries, fonts and tools that pip cannot install.

Looks for them without changing anything, and installs them by apt where that is allowed. Must not know
the virtual environment or the program.
"""

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable

LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libbrotlidec.so.1": "libbrotli1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
FONTS = {"my": "fonts-noto-core", "km": "fonts-noto-core", "zh-cn": "fonts-noto-cjk"}
"""One language of each font package that ordinary fonts do not cover."""
TOOLS = {"Xvfb": "xvfb", "age": "age", "ssh-keygen": "openssh-client", "unzip": "unzip"}
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")


def say(sentence: str) -> None:
    """Print one plain line at once, even into a pipe."""
    print(sentence, flush=True)


def missing_packages() -> list[str]:
    """Return the Debian packages without which the window cannot start or `.venv` cannot be made."""
    if sys.platform != "linux":
        return []
    wanted = [package for name, package in LIBRARIES.items() if not _loads(name)]
    if not _can_fill_an_environment():
        wanted.append("python3-venv")
    return wanted


def missing_fonts() -> list[str]:
    """Return the font packages without which some languages show as boxes."""
    if sys.platform != "linux":
        return []
    return sorted({package for language, package in FONTS.items() if not _shows(language, package)})


def missing_tools() -> list[str]:
    """Return the packages of the programs that some tests call to check us from outside."""
    if sys.platform != "linux":
        return []
    return [package for program, package in TOOLS.items() if not shutil.which(program)]


def install(packages: Iterable[str]) -> bool:
    """Install `packages` by apt if this person may; say what happens. Return whether they are there."""
    wanted = sorted(set(packages))
    if not wanted:
        return True
    prefix = rights()
    if prefix is None:
        say("This machine lacks some system packages, and you may not install them yourself.")
        say("Ask an administrator to type this line, then start again:")
        say(line_to_type(wanted))
        return False
    say("Installing the system packages that are missing. This can take some minutes.")
    _apt([*prefix, "apt-get", "update"])
    if _apt([*prefix, *INSTALL, *wanted]):
        return True
    say("Could not install them. Check the network and start again, or type this line yourself:")
    say(line_to_type(wanted))
    return False


def line_to_type(packages: Iterable[str]) -> str:
    """Return the one line that installs `packages`, fit for a shell."""
    line = "apt-get update && " + shlex.join([*INSTALL, *packages])
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return line
    if shutil.which("sudo"):
        return line.replace("apt-get", "sudo apt-get")
    return f"su -c '{line}'"


def _can_fill_an_environment() -> bool:
    """Tell whether this Python makes environments and has a pip for them, packed or installed."""
    has_pip = importlib.util.find_spec("ensurepip") or importlib.util.find_spec("pip")
    return bool(importlib.util.find_spec("venv") and has_pip)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _shows(language: str, package: str) -> bool:
    """Tell whether a font for `language` is there; without fontconfig's tool, whether dpkg knows it."""
    if program := shutil.which("fc-list"):
        return bool(_output([program, f":lang={language}", "family"]).strip())
    if program := shutil.which("dpkg-query"):
        return "install ok installed" in _output([program, "-W", "-f=${Status}", package])
    return True


def _output(command: list[str]) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout if answer.returncode == 0 else ""


def rights() -> list[str] | None:
    """Return what to put before apt-get to be allowed to install, or None if it is not allowed."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _apt(command: list[str]) -> bool:
    """Run apt quietly; show its last words only if it failed."""
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    answer = subprocess.run(
        command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if answer.returncode != 0:
        say("\n".join(answer.stdout.splitlines()[-5:]))
    return answer.returncode == 0
