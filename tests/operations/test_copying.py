"""A copy of one sound or document: for a reason, noted before it has its name, where consent lets it."""

import os
from pathlib import Path

import pytest

from monitor_app.domain.events import ConsentWithdrawn, FormRef, Photo
from monitor_app.domain.supply import Party
from monitor_app.errors import BadInput, Cancelled, ExportRefused, NotAllowed, VaultDamaged
from monitor_app.operations import browsing, copying, evidence, questionnaires
from monitor_app.operations.copying import WhichFile
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.text import N_
from monitor_app.vault import attachments, events, forms, queries
from tests.support.desks import Pair, append_record

TALK = os.urandom(2_500_000)
REASON = "To write it down."
FORM = b"""| survey |
| | type | name | label | identity |
| | audio | said | What was said | |
| | audio | who | Your name, spoken | yes |
| settings |
| | form_id |
| | with_sound |
"""


@pytest.fixture(scope="module")
def checked() -> questionnaires.Checked:
    return questionnaires.check(FORM, file_name="with_sound.md")


@pytest.fixture
def here(desk: Desk, checked: questionnaires.Checked) -> Desk:
    questionnaires.keep(desk, checked)
    return desk


def with_sound(desk: Desk, *, question: str = "said", media: str = "audio/m4a", **changed: object) -> WhichFile:
    """Append a record with one sound; return which."""
    (form,) = [row for row in forms.rows(desk.vault) if row.id == "with_sound"]
    sealed = attachments.store(desk.vault, [TALK], name="Voice 003.m4a", media_type=media)
    photo = Photo(question=question, original=sealed, working=sealed, thumbnail=sealed)
    ref = {"id": form.id, "version": form.version, "digest": form.digest}
    fields = {"photos": (photo,), "form": FormRef(**ref), "answers": {}, **changed}
    record = append_record(desk, **fields)
    root = browsing.record(desk, record).row.root
    return WhichFile(record, root, evidence.picture_name(photo))


def copy(desk: Desk, which: WhichFile, folder: Path, *, reason: str = REASON, progress: object = None) -> Path:
    folder.mkdir(exist_ok=True)
    return copying.save_copy(
        lambda work: work(desk), which, folder, reason=reason, progress=progress or Silent()
    )[0].path


def test_a_copy_holds_every_byte_under_the_name_its_answer_has(here, tmp_path):
    which = with_sound(here)
    path = copy(here, which, tmp_path / "out")
    assert (path.name, path.read_bytes() == TALK) == (which.name, True)
    assert list(path.parent.iterdir()) == [path]


def test_a_copy_is_noted_with_its_reason_and_hash(here, tmp_path):
    which = with_sound(here)
    copy(here, which, tmp_path / "out")
    [noted] = [one for one in queries.custody(here.vault, subject=which.record) if one.action == copying.COPIED]
    assert (noted.detail["reason"], noted.detail["in_clear"]) == (REASON, "yes")


def refused(desk: Desk, which: WhichFile, folder: Path, kind: type[Exception], **asked: object) -> None:
    """Hold that a copy is refused, that nothing is left and that nothing was noted."""
    heads = events.heads(desk.vault)
    with pytest.raises(kind):
        copy(desk, which, folder, **asked)
    assert (list(folder.iterdir()), events.heads(desk.vault) == heads) == ([], True)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_no_copy_is_made(here, tmp_path, reason):
    refused(here, with_sound(here), tmp_path / "out", BadInput, reason=reason)


@pytest.mark.parametrize("name", ["agree_photos", "agree_interview"])
def test_of_a_worker_who_said_no_no_copy_is_made(here, tmp_path, name):
    which = with_sound(here, answers={f"consent/{name}": "no"})
    refused(here, which, tmp_path / "out", ExportRefused)


def test_a_yes_taken_back_binds_a_copy(here, tmp_path):
    which = with_sound(here)
    take_back(here, which)
    refused(here, which, tmp_path / "out", ExportRefused)


def take_back(desk: Desk, which: WhichFile) -> None:
    event = ConsentWithdrawn(
        subject=which.record, device=desk.box, time=desk.stamp(), uses=(Party.WORKERS,), said_ms=1
    )
    events.append(desk.vault, event, stream=desk.box)


def test_a_yes_taken_back_while_it_is_written_gives_the_copy_no_name(here, tmp_path):
    which = with_sound(here)

    class TakingBack:
        def step(self, done, total, what=None):
            if done == 0:
                take_back(here, which)

    with pytest.raises(ExportRefused):
        copy(here, which, tmp_path / "out", progress=TakingBack())
    assert list((tmp_path / "out").iterdir()) == []


def test_a_name_that_was_spoken_stays_in_the_vault(here, tmp_path):
    refused(here, with_sound(here, question="who"), tmp_path / "out", ExportRefused)


def test_a_file_that_has_not_arrived_is_told_in_words(here, tmp_path):
    which = with_sound(here)
    chunks = browsing.record(here, which.record).photos[0].original.chunks
    attachments.delete_chunks(here.vault, chunks[1:])
    refused(here, which, tmp_path / "out", BadInput)


def test_a_damaged_part_leaves_nothing_behind(here, tmp_path):
    which = with_sound(here)
    chunk = browsing.record(here, which.record).photos[0].original.chunks[2]
    path = next(here.vault.folder.rglob(chunk))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    refused(here, which, tmp_path / "out", VaultDamaged)


def test_a_copy_that_is_stopped_leaves_nothing_behind(here, tmp_path):
    class Stopping:
        def step(self, done, total, what=None):
            if done > 1 << 20:
                raise Cancelled(N_("Stopped."))

    refused(here, with_sound(here), tmp_path / "out", Cancelled, progress=Stopping())


def test_no_picture_leaves_this_way(here, tmp_path):
    refused(here, with_sound(here, media="image/jpeg"), tmp_path / "out", BadInput)


def test_a_file_that_is_there_is_never_written_over(here, tmp_path):
    which = with_sound(here)
    copy(here, which, tmp_path / "out")
    with pytest.raises(BadInput, match="already a file"):
        copy(here, which, tmp_path / "out")


def test_only_a_coordinator_saves_a_copy(pair: Pair, checked, tmp_path):
    questionnaires.keep(pair.monitor, checked)
    refused(pair.monitor, with_sound(pair.monitor), tmp_path / "out", NotAllowed)
