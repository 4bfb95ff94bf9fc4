"""What we hand out works away from the checkout, and the set-up's lists are whole."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

from tests.support.places import REPOSITORY

LOCK = REPOSITORY / "packaging" / "requirements.lock"


@pytest.fixture(scope="module")
def clean_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a new environment that has our wheel, and sees the libraries but no checkout."""
    pytest.importorskip("pip", reason="this environment was filled by another pip")
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPOSITORY, at=folder)
    venv.create(folder / "clean", with_pip=False)
    python = folder / "clean" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # A path file of our own, so that the path file of the checkout is not followed.
    place = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", at=folder)
    Path(place.strip(), "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    wheel = next(folder.glob("*.whl"))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, at=folder)
    return python


def run(*command: str | Path, at: Path) -> str:
    """Run a command in a folder and return what it printed; fail with its words if it fails."""
    surroundings = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    words = [str(word) for word in command]
    answer = subprocess.run(words, cwd=at, env=surroundings, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.mark.slow
def test_the_installed_wheel_tells_its_version(clean_python: Path, tmp_path: Path) -> None:
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version in run(clean_python, "-m", "monitor_app", "--version", at=tmp_path)


@pytest.mark.slow
def test_the_installed_wheel_brings_its_own_resources(clean_python: Path, tmp_path: Path) -> None:
    ask = "from monitor_app.settings import resource_folder as f; print(f()); print(f('forms').is_dir())"
    folder, is_there = run(clean_python, "-c", ask, at=tmp_path).split()
    assert (Path(folder).name, is_there) == ("_resources", "True")
    assert clean_python.parents[1] in Path(folder).parents


def test_every_locked_library_has_hashes() -> None:
    entries = LOCK.read_text("utf-8").replace("\\\n", " ").splitlines()
    libraries = [line for line in entries if line and not line.startswith("#")]
    assert libraries
    assert not [line for line in libraries if "==" not in line or "--hash=sha256:" not in line]


def test_the_lock_follows_the_pinned_versions() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    pinned = [*project["dependencies"], *extras["dev"], *extras["sftp"]]
    locked = {line.split()[0].lower() for line in LOCK.read_text("utf-8").splitlines() if "==" in line}
    assert {pin.lower() for pin in pinned} <= locked


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_an_old_python_can_read_the_two_commands(name: str) -> None:
    source = (REPOSITORY / "packaging" / name).read_text("utf-8")
    compile(source, name, "exec", flags=0x400, dont_inherit=True, _feature_version=9)


@pytest.mark.slow
def test_the_installed_wheel_walks_the_demo(clean_python: Path, tmp_path: Path) -> None:
    said = run(clean_python, "-m", "monitor_app", "demo", "--headless", "--out", "walked", at=tmp_path)
    summary = json.loads((tmp_path / "walked" / "summary.json").read_text("utf-8"))
    assert "screenshots" in said
    assert summary["records"] >= 60
    assert len(list((tmp_path / "walked" / "screenshots").glob("*.png"))) >= 12
    assert len(list((tmp_path / "walked" / "bundle").glob("*.zip.age"))) == 1
