"""Whatever a vault keeps, only its owner may read: shown on a vault that was used."""

import sys
from pathlib import Path

import pytest

from monitor_app.media import invented
from monitor_app.operations import collecting, evidence, questionnaires
from monitor_app.operations.evidence import Tag
from monitor_app.ports import Silent
from monitor_app.settings import resource_folder
from tests.support.desks import Pair

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")


def test_every_file_of_a_used_vault_is_its_owner_s_alone(pair: Pair, tmp_path: Path) -> None:
    desk = pair.monitor
    form = resource_folder("forms", "three_questions.md")
    digest, _ = questionnaires.add(desk, form.read_bytes(), file_name=form.name)
    draft = collecting.begin(desk, digest)[0].draft_id
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "one.jpg").write_bytes(invented.photograph(1))
    found = evidence.find_pictures(tmp_path / "card")
    evidence.import_photos(lambda work: work(desk), draft, found, tag=Tag("account"), progress=Silent())
    collecting.finish(desk, draft)
    pair.exchange()
    there = [desk.vault.folder, *desk.vault.folder.rglob("*")]
    assert len(there) > 8
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in there if path.stat().st_mode & 0o077} == {}
