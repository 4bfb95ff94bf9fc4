"""Pictures taken into a draft have names of their own, by which answers mean them."""

from pathlib import Path

from monitor_app.operations import collecting, evidence, questionnaires
from monitor_app.operations.desk import Desk
from monitor_app.operations.evidence import Imported, Tag
from monitor_app.ports import Silent
from monitor_app.settings import resource_folder
from tests.support.worlds import pictures


def begun(desk: Desk) -> str:
    path = resource_folder("forms", "three_questions.md")
    digest = questionnaires.add(desk, path.read_bytes(), file_name=path.name)[0]
    return collecting.begin(desk, digest)[0].draft_id


def taken(desk: Desk, draft: str, card: Path) -> Imported:
    found = evidence.find_pictures(card)
    return evidence.import_photos(lambda work: work(desk), draft, found, tag=Tag("photo"), progress=Silent())[0]


def test_each_kept_picture_has_a_name_and_refused_ones_have_none(desk, tmp_path):
    imported = taken(desk, begun(desk), pictures(tmp_path / "card", 2))
    assert (len(imported.kept), len(imported.refused)) == (2, 1)
    assert len(set(imported.names)) == 2


def test_the_same_picture_taken_in_again_gets_another_name(desk, tmp_path):
    card, draft = pictures(tmp_path / "card", 1), begun(desk)
    assert not {*taken(desk, draft, card).names} & {*taken(desk, draft, card).names}


def test_the_names_are_those_of_the_photos_in_the_record(desk, tmp_path):
    draft = begun(desk)
    imported = taken(desk, draft, pictures(tmp_path / "card", 2))
    photos = collecting.resume(desk, draft).draft.photos
    assert tuple(map(evidence.picture_name, photos)) == imported.names


def test_a_name_says_nothing_of_the_file_it_came_from(desk, tmp_path):
    names = taken(desk, begun(desk), pictures(tmp_path / "card", 1)).names
    assert not any("IMG" in name for name in names)
    assert all(name.endswith(".jpg") and name[:-4].isalnum() and name.islower() for name in names)
