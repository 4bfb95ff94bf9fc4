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
