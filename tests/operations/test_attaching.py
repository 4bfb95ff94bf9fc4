"""Files for questions: sealed as they are, taken out with their key, and never taken for pictures."""

import hashlib
from pathlib import Path

import pytest

from monitor_app.domain.events import Photo
from monitor_app.errors import BadInput, Cancelled, VaultDamaged
from monitor_app.operations import attaching, collecting, evidence, questionnaires
from monitor_app.operations.carrying import files_of
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.text import N_, Message
from monitor_app.vault import attachments, events

FORM = b"""| survey |
| | type | name | label |
| | audio | said | What was said |
| settings |
| | form_id |
| | with_sound |
"""


@pytest.fixture
def draft(desk: Desk) -> str:
    digest, _ = questionnaires.add(desk, FORM, file_name="with_sound.md")
    return collecting.begin(desk, digest)[0].draft_id


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "Voice 003.m4a"
    path.write_bytes(bytes(range(256)) * 9_000)
    return path


def attach(desk: Desk, draft: str, path: Path, progress: object = None) -> attaching.AttachedFile:
    taken, _ = attaching.attach(
        lambda work: work(desk), draft, path, question="said", progress=progress or Silent()
    )
    return taken


def sealed(desk: Desk, draft: str) -> Photo:
    (found,) = collecting.photos(desk, draft)
    return found


def test_a_file_is_sealed_with_the_hash_of_what_lay_there(desk, draft, sound):
    attach(desk, draft, sound)
    kept = sealed(desk, draft)
    assert kept.original.sha256 == hashlib.sha256(sound.read_bytes()).hexdigest()
    assert b"".join(attachments.read(desk.vault, kept.original)) == sound.read_bytes()
    assert (kept.question, kept.is_picture, kept.original.media_type) == ("said", False, "audio/m4a")


def test_an_answer_means_it_by_a_name_that_tells_nothing(desk, draft, sound):
    taken = attach(desk, draft, sound)
    assert taken.name.endswith(".m4a")
    assert "Voice" not in taken.name
    assert attaching.attached(desk, draft)[taken.name] == taken


@pytest.mark.parametrize("name", ["notes", "a.tar.gz;rm", "x.ABCDEFGHIJ", "photo.png", ".hidden"])
def test_no_odd_ending_gets_into_an_answer_and_no_picture_in_disguise(desk, draft, tmp_path, name):
    (tmp_path / name).write_bytes(b"content")
    taken = attach(desk, draft, tmp_path / name)
    assert taken.name.rpartition(".")[2].isalnum()
    assert not sealed(desk, draft).is_picture


def test_a_document_is_never_called_as_a_submission_is(desk, draft, tmp_path):
    (tmp_path / "list.XML").write_bytes(b"<list/>")
    assert attach(desk, draft, tmp_path / "list.XML").name.endswith(".bin")


def test_a_file_that_was_taken_out_cannot_be_read_any_more(desk, draft, sound):
    taken, kept = attach(desk, draft, sound), None
    kept = sealed(desk, draft)
    attaching.detach(desk, draft, taken.name)
    assert attaching.attached(desk, draft) == {}
    with pytest.raises(VaultDamaged):
        b"".join(attachments.read(desk.vault, kept.original))


class StoppedAtTheSecondBlock:
    def step(self, done: int, total: int, what: Message | None = None) -> None:
        if done > 1 << 20:
            raise Cancelled(N_("Stopped."), N_("Start again."))


def test_a_stopped_file_leaves_nothing_behind(desk, draft, sound):
    before = {path for path in desk.vault.folder.rglob("*") if path.is_file()}
    with pytest.raises(Cancelled):
        attach(desk, draft, sound, StoppedAtTheSecondBlock())
    after = {path for path in desk.vault.folder.rglob("*") if path.is_file()}
    assert after - before == set()
    assert attaching.attached(desk, draft) == {}


def test_a_file_that_is_not_there_is_told_in_words(desk, draft, tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        attach(desk, draft, tmp_path / "gone.mp3")


def test_a_file_travels_once_and_after_the_thumbnails(desk, draft, sound):
    attach(desk, draft, sound)
    collecting.keep(desk, draft, {"said": evidence.picture_name(sealed(desk, draft))})
    outcome, _ = collecting.finish(desk, draft)
    assert outcome.problems == ()
    event = events.load(desk.vault, outcome.root)
    assert [kind.name for kind, _ in files_of(event)] == ["PHOTOS"]
