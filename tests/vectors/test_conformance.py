"""The engine answers the field's conformance vectors as well as we promised; EXCEPTIONS.md lists the rest."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
VECTORS = HERE.parents[2] / "shared" / "vectors"
COUNT = re.compile(r"(A|B|C|walks): ?(\d+)/(\d+)|(walks) (\d+)/(\d+)")

pytestmark = pytest.mark.skipif(not (VECTORS / "check.py").is_file(), reason="the shared vectors are not here")


def check(kind: str, protocol: str, *names: str) -> str:
    engine = f"{sys.executable} {HERE / 'run_engine.py'} {protocol}"
    files = [str(VECTORS / f"{name}.json") for name in names]
    command = [sys.executable, str(VECTORS / "check.py"), kind, *files, "--cmd", engine, "--show", "500"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def rates(report: str) -> dict[str, float]:
    good: dict[str, int] = {}
    total: dict[str, int] = {}
    for tier, right, count, walks, walked, of in COUNT.findall(report):
        key = tier or walks
        good[key] = good.get(key, 0) + int(right or walked)
        total[key] = total.get(key, 0) + int(count or of)
    return {key: good[key] / total[key] for key in total}


def unlisted(report: str) -> set[str]:
    """Return the ids that differ and stand in no exception."""
    listed = (HERE / "EXCEPTIONS.md").read_text(encoding="utf-8")
    differing = set(re.findall(r"^   \('([^']+)'", report, re.MULTILINE))
    return {one for one in differing if f"`{one}`" not in listed}


def test_expressions():
    report = check("xpath", "eval", "xpath_enketo", "xpath_webforms", "xpath_javarosa")
    found = rates(report)
    assert (found["A"] >= 0.995, found["B"] >= 0.90, found["C"] >= 0.97) == (True, True, True), found
    assert unlisted(report) == set()


@pytest.mark.parametrize(
    ("name", "floor"), [("walks_real_forms", 0.99), ("scenario_javarosa", 0.95), ("scenario_webforms", 0.93)]
)
def test_walks(name, floor):
    report = check("walks", "replay", name)
    assert rates(report)["walks"] >= floor
    assert unlisted(report) == set()
