import subprocess
import sys

import pytest

from monitor_app.errors import BadInput
from monitor_app.ports import Silent
from monitor_app.ui.guided import walk
from monitor_app.ui.guided.stage import DemoStage


def test_a_demo_never_clears_what_no_demo_made(tmp_path):
    kept = tmp_path / "vaults" / "coordinator" / "vault.db"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a real vault")
    with pytest.raises(BadInput):
        DemoStage(tmp_path).build(Silent())
    assert kept.read_bytes() == b"a real vault"


def test_a_walk_never_clears_packages_no_demo_made(tmp_path):
    kept = tmp_path / "bundle" / "case-0001.zip.age"
    kept.parent.mkdir()
    kept.write_bytes(b"a real package")
    with pytest.raises(BadInput):
        walk._whole(walk.Walk(tmp_path, DemoStage(tmp_path)))
    assert kept.exists()


def test_a_folder_of_an_earlier_demo_is_used_again(tmp_path):
    DemoStage(tmp_path / "demo").claim()
    (tmp_path / "demo" / "vaults").mkdir()
    DemoStage(tmp_path / "demo").claim()
    assert (tmp_path / "demo" / "vaults").is_dir()


def test_a_walk_that_meets_a_bug_says_where_and_fails(tmp_path):
    program = f"""
from pathlib import Path
from monitor_app.ui.guided import walk
def broken(_):
    {{}}["a name"]
walk._whole = broken
walk.run(Path({str(tmp_path)!r}))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "met a mistake in the program: KeyError < ui/guided/walk.py:" in ended.stderr
    assert "a name" not in ended.stderr
