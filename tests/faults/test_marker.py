"""A marker in every field and in photographs is in no file: vault, stick, home, temp, memory disk."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.faults import searching
from tests.support.places import REPOSITORY

WORLD = Path(__file__).with_name("marked_world.py")
MEMORY_DISK = Path("/dev/shm")
FIELDS_AT_LEAST = 8
FOLDERS = ("cache", "config", "data", "runtime", "state", "tmp")


@pytest.fixture
def mark() -> str:
    return "zq" + secrets.token_hex(8)


@pytest.fixture
def card(tmp_path: Path, mark: str) -> Path:
    """A camera's card, which is not searched: its pictures carry the marker in clear."""
    folder = tmp_path / "card"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = (f"{mark}{tag}" for tag in ("caption", "artist", "rights"))
    picture = Image.effect_noise((320, 240), 60).convert("RGB")
    picture.save(folder / f"{mark}-name.jpg", exif=exif, comment=f"{mark}comment".encode())
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, mode=0o700)
    return folder


def surroundings(home: Path) -> dict[str, str]:
    """Everything a program may take for its own place lies in `home`."""
    own = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("cache", "config", "data", "state")}
    own |= {"XDG_RUNTIME_DIR": str(home / "runtime"), "HOME": str(home), "USERPROFILE": str(home)}
    own |= {name: str(home / "tmp") for name in ("TMPDIR", "TEMP", "TMP")}
    return {**os.environ, **own, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}


def live(home: Path, card: Path, mark: str) -> subprocess.Popen[str]:
    """Let the marked life be lived until the window stands open."""
    with (home / "errors.log").open("w") as errors:
        life = subprocess.Popen(
            [sys.executable, str(WORLD), str(home), str(card)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=home,
            env=surroundings(home),
        )
    assert life.stdin
    assert life.stdout
    life.stdin.write(mark + "\n")
    life.stdin.flush()
    said = life.stdout.readline().split()
    assert said[:1] == ["open"], (home / "errors.log").read_text()
    assert int(said[1]) >= FIELDS_AT_LEAST
    return life


def memory_files() -> set[Path]:
    """Return what lies there now; other tests come and go meanwhile."""
    return {Path(folder, name) for folder, _, names in os.walk(MEMORY_DISK) for name in names}


def holds(path: Path, mark: str) -> bool:
    try:
        return path.is_file() and mark.encode() in path.read_bytes()
    except FileNotFoundError:  # another test's, gone again
        return False


@pytest.mark.slow
def test_nothing_typed_or_photographed_lies_in_clear_anywhere(home, card, mark, tmp_path):
    in_memory_before = memory_files()
    life = live(home, card, mark)
    try:
        while_open = searching.hits([home], mark)
        in_memory = [path for path in memory_files() - in_memory_before if holds(path, mark)]
    finally:
        life.kill()
        life.communicate()
    assert while_open == []
    assert in_memory == []
    assert searching.hits([home], mark) == []
    assert (home / "monitor" / "vault" / "vault.db").stat().st_size > 100_000
    assert list(home.glob("*.zip.age"))
    assert list((home / "stick").rglob("*-*"))


@pytest.mark.parametrize("form", searching.forms("x"))
@pytest.mark.parametrize("before", [b"", b"1", b"12", b"123"])
def test_the_search_finds_a_deliberate_copy(tmp_path, mark, form, before):
    text = f"kept {mark} in clear"
    clear = {
        "utf-8": before + text.encode(),
        "utf-16-le": before + text.encode("utf-16-le"),
        "utf-16-be": before + text.encode("utf-16-be"),
    }.get(form, base64.b64encode(before + text.encode()))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "copy.bin").write_bytes(os.urandom(999) + clear + os.urandom(999))
    found = searching.hits([tmp_path], mark)
    assert form.split("+")[0] in {hit.split("+")[0].split(":")[0] for hit in found}


def test_the_search_finds_a_marker_in_a_name(tmp_path, mark):
    (tmp_path / f"{mark}.txt").touch()
    assert searching.hits([tmp_path], mark) == [f"name: {tmp_path / mark}.txt"]
