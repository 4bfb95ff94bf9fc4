"""The virtual environment `.venv`: made once, filled from the hash-locked list, checked by a stamp.

A second start compares one hash and does nothing else. Must not know what is run afterwards.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "fieldwork-set-up"
LOCK = ROOT / "packaging" / "requirements.lock"
PROGRAMS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")


def prepare(*, with_tools: bool) -> bool:
    """Bring machine and environment into shape; return False after saying what is missing."""
    needed = machine.missing_packages()
    if not needed and is_ready(with_tools=with_tools):
        return True
    wished = [*machine.missing_fonts(), *(machine.missing_tools() if with_tools else [])]
    if not machine.install([*needed, *wished]):
        if needed:
            return False
        machine.say("Going on without: some scripts may show as boxes, and some tests are skipped.")
    if not (_make() and _fill()):
        return False
    _write_stamp(with_tools=with_tools)
    return True


def is_ready(*, with_tools: bool) -> bool:
    """Tell whether the environment was filled from just these files, at this place."""
    try:
        lines = STAMP.read_text("utf-8").splitlines()
    except OSError:
        return False
    return lines[:1] == [fingerprint()] and (not with_tools or "tools" in lines)


def fingerprint() -> str:
    """Return a hash over all that the environment is made from."""
    digest = hashlib.sha256(f"{ROOT}\n".encode())
    for path in (ROOT / "pyproject.toml", LOCK):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write_stamp(*, with_tools: bool) -> None:
    lines = [fingerprint(), str(ROOT), *(["tools"] if with_tools else [])]
    STAMP.write_text("\n".join(lines) + "\n", "utf-8")


def _make() -> bool:
    """Make `.venv`, anew if it came from another place or its Python no longer runs."""
    if _runs() and not _was_moved():
        return True
    machine.say("Making the folder .venv for the libraries of Fieldwork.")
    return make(FOLDER)


def make(folder: Path) -> bool:
    """Make an empty environment in `folder`; return False after saying why it could not be."""
    without_pip = [] if _has_ensurepip() else ["--without-pip"]
    if call([sys.executable, "-m", "venv", "--clear", *without_pip, str(folder)]):
        return True
    machine.say(f"Could not make the folder {folder.name}. Is there room on the disk, and may you write here?")
    return False


def _fill() -> bool:
    """Install the locked libraries, each checked against its hash, then this checkout itself."""
    pip = pip_for(PYTHON)
    if pip is None:
        machine.say("This Python has no pip. Ask an administrator to type this line, then start again:")
        machine.say(machine.line_to_type(["python3-venv"]))
        return False
    machine.say("Installing the libraries (about 200 MB to fetch). This can take some minutes.")
    locked = [*pip, "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    itself = [*pip, "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    if call(locked) and call(itself):
        return True
    machine.say("Could not install the libraries. Check the network and the disk, then start again.")
    return False


def pip_for(python: Path) -> list[str] | None:
    """Return the pip that fills an environment: its own, else the machine's pointed at it."""
    quiet = ["--disable-pip-version-check", "--no-input"]
    own = [str(python), "-m", "pip", *quiet]
    other = [sys.executable, "-m", "pip", "--python", str(python), *quiet]
    return next((pip for pip in (own, other) if call([*pip, "--version"], silent=True)), None)


def _has_ensurepip() -> bool:
    return call([sys.executable, "-c", "import ensurepip"], silent=True)


def _runs() -> bool:
    """Tell whether `.venv` has a Python that starts and is new enough, whoever made it."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and call([str(PYTHON), "-c", check], silent=True)


def _was_moved() -> bool:
    if not STAMP.exists():
        return False
    return str(ROOT) not in STAMP.read_text("utf-8").splitlines()


def call(command: list[str], *, silent: bool = False) -> bool:
    """Run a command; return whether it is there and ended well."""
    output = subprocess.DEVNULL if silent else None
    if not shutil.which(command[0]):
        return False
    calm = dict(os.environ, PIP_ROOT_USER_ACTION="ignore")
    return subprocess.run(command, stdout=output, stderr=output, env=calm, check=False).returncode == 0
