"""A questionnaire with what lies beside it: folder, zip, lists from elsewhere; nothing else gets in."""

import zipfile
from pathlib import Path

import pytest

from monitor_app.errors import BadInput, Cancelled
from monitor_app.operations import form_files, questionnaires
from monitor_app.operations.form_files import gather
from monitor_app.text import N_, Message

FORM = """| survey |
| | type | name | label |
| | select_one_from_file sites.csv | site | Which site? |
"""
SITES = "name,label\nnh3,Nan Hai 3\n"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "here" / "visit.md"
    path.parent.mkdir()
    path.write_text(FORM)
    return path


def packed(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def test_a_list_that_is_not_there_is_named(form):
    assert questionnaires.check_files(form).missing == ("sites.csv",)


def test_a_list_beside_the_form_is_found(form):
    (form.parent / "sites.csv").write_text(SITES)
    assert questionnaires.check_files(form).missing == ()


@pytest.mark.parametrize("folder", ["visit-media", "visit_media"])
def test_lists_in_the_usual_folder_are_found(form, folder):
    (form.parent / folder).mkdir()
    (form.parent / folder / "sites.csv").write_text(SITES)
    assert questionnaires.check_files(form).missing == ()


def test_lists_may_come_from_another_place(form, tmp_path):
    away = packed(tmp_path / "away.zip", {"lists/sites.csv": SITES})
    assert questionnaires.check_files(form, media=[away]).missing == ()


def test_a_zip_may_hold_form_and_lists(tmp_path):
    both = packed(tmp_path / "both.zip", {"visit.md": FORM, "media/sites.csv": SITES, "media/a.png": b"x"})
    assert questionnaires.check_files(both).missing == ()
    assert gather(both).media == {"a.png"}


def test_a_folder_may_hold_form_and_lists(form):
    (form.parent / "sites.csv").write_text(SITES)
    assert questionnaires.check_files(form.parent).missing == ()


@pytest.mark.parametrize("files", [{"a.md": FORM, "b.md": FORM}, {"sites.csv": SITES}, {}])
def test_a_zip_without_one_single_form_is_refused(tmp_path, files):
    with pytest.raises(BadInput, match="single"):
        gather(packed(tmp_path / "odd.zip", files))


def test_a_damaged_zip_is_refused_in_words(tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    with pytest.raises(BadInput, match="cannot be opened"):
        gather(tmp_path / "bad.zip")


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path):
    bomb = packed(tmp_path / "bomb.zip", {"visit.md": FORM, "sites.csv": bytes(form_files.LARGEST + 1)})
    with pytest.raises(BadInput, match="too much"):
        gather(bomb)


def test_a_zip_of_too_many_files_is_refused(tmp_path):
    many = packed(tmp_path / "many.zip", {f"{at}.png": b"" for at in range(form_files.MOST_FILES + 1)})
    with pytest.raises(BadInput, match="too much"):
        gather(many)


def test_names_that_climb_out_of_a_zip_lead_nowhere(tmp_path):
    odd = packed(tmp_path / "odd.zip", {"../../visit.md": FORM, "..\\sites.csv": SITES})
    found = gather(odd)
    assert (found.name, set(found.lists)) == ("visit.md", {"sites.csv"})


def test_a_link_in_a_folder_is_not_followed(form, tmp_path):
    (tmp_path / "secret.csv").write_text(SITES)
    (form.parent / "sites.csv").symlink_to(tmp_path / "secret.csv")
    assert gather(form.parent).lists == {}


def test_the_same_form_with_another_list_is_another_form(form):
    without = questionnaires.check_files(form)
    (form.parent / "sites.csv").write_text(SITES)
    assert questionnaires.check_files(form).digest != without.digest


class Stopped:
    def step(self, done: int, total: int, what: Message | None = None) -> None:
        if what is None:
            raise Cancelled(N_("Stopped."), N_("Start again."))


def test_a_check_can_be_stopped_while_the_child_works(form):
    with pytest.raises(Cancelled):
        questionnaires.check_files(form, progress=Stopped())
