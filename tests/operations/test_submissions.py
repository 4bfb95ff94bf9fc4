"""Submissions in: a zip becomes records once, a second time nothing, and a hostile one does no harm."""

import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from monitor_app.domain.events import RecordFinished
from monitor_app.domain.records import ErasureReason
from monitor_app.errors import BadInput, Cancelled
from monitor_app.operations import answer_files, attaching, collecting, erasing, evidence, sealing, submissions
from monitor_app.operations.answers import Format, Reader
from monitor_app.operations.desk import Desk
from monitor_app.operations.submissions import Report
from monitor_app.ports import Silent
from monitor_app.text import N_
from monitor_app.vault import answer_rows, attachments, events, queries
from monitor_app.vault.views import RecordFilter
from tests.operations.test_answers import column, prepared, tables, written
from tests.support import answering, worlds
from tests.support.desks import new_desk

UUID = "uuid:0f0f3c5e-2d5b-4a1e-9c7d-111111111111"
NEXT = "uuid:0f0f3c5e-2d5b-4a1e-9c7d-222222222222"


def taken(desk: Desk, path: Path) -> Report:
    return submissions.take_in(lambda work: work(desk), path, progress=Silent())[0]


def xml(inside: str, *, instance: str = UUID, version: str = "7", replaces: str = "") -> str:
    old = f"<orx:deprecatedID>{replaces}</orx:deprecatedID>" if replaces else ""
    return (
        f'<data id="work_pay" version="{version}" xmlns:orx="http://openrosa.org/xforms">{inside}'
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID>{old}</orx:meta></data>"
    )


def packed(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return path


def one(path: Path, inside: str, **about: str) -> Path:
    return packed(path, {"instances/work_pay/uuid1/submission.xml": xml(inside, **about)})


def records(desk: Desk) -> list[RecordFinished]:
    rows = queries.records(desk.vault, RecordFilter(), limit=1000)
    found = [events.load(desk.vault, row.root) for row in rows]
    return [event for event in found if isinstance(event, RecordFinished)]


@pytest.fixture
def ready(desk):
    answering.keep_form(desk)
    return desk


def test_what_went_out_comes_back_as_nothing_new(desk, tmp_path):
    answering.add_records(desk, 5)
    path = written(desk, tmp_path / "out", format=Format.XML)
    heads = events.heads(desk.vault)
    assert taken(desk, path) == Report(known=5)
    assert events.heads(desk.vault) == heads


def test_a_fresh_vault_gives_out_the_very_bytes_it_took_in(desk, tmp_path, clock):
    answering.add_records(desk, len(answering.HARD))
    first = written(desk, tmp_path / "out", format=Format.XML)
    other = new_desk(tmp_path / "other", clock=clock)
    answering.keep_form(other)
    assert taken(other, first) == Report(made=len(answering.HARD))
    second = written(other, tmp_path / "again", format=Format.XML)
    with zipfile.ZipFile(first) as one_zip, zipfile.ZipFile(second) as other_zip:
        assert one_zip.namelist() == other_zip.namelist()
        for name in one_zip.namelist():
            assert one_zip.read(name).decode() == other_zip.read(name).decode()
    other.vault.close()


def test_a_submission_becomes_a_record_with_typed_answers(ready, tmp_path):
    inside = (
        "<story>قال العامل</story><people>12</people><hours>7.5</hours><risks>heat dust</risks>"
        "<week><number>a</number><shift><length>8</length></shift><shift><length>9</length></shift></week>"
        "<week><number>b</number></week><formhub><uuid>abc</uuid></formhub>"
    )
    report = taken(ready, one(tmp_path / "kobo.zip", inside))
    [record] = records(ready)
    assert report == Report(made=1)
    assert record.answers == {
        "story": "قال العامل",
        "people": 12,
        "hours": 7.5,
        "risks": ["heat", "dust"],
        "week[1]/number": "a",
        "week[1]/shift[1]/length": 8,
        "week[1]/shift[2]/length": 9,
        "week[2]/number": "b",
        "formhub/uuid": "abc",
        "meta/instanceID": UUID,
    }


def test_unknown_answers_are_kept_and_go_out_again(ready, tmp_path):
    taken(ready, one(tmp_path / "in.zip", "<story>x</story><formhub><uuid>abc</uuid></formhub>"))
    with zipfile.ZipFile(written(ready, tmp_path / "out", format=Format.XML)) as package:
        [name] = package.namelist()
        assert b"<formhub><uuid>abc</uuid></formhub>" in package.read(name)


def test_identity_answers_are_sealed_on_their_way_in(ready, tmp_path):
    inside = f"<called>{answering.SECRET}</called><phone_number>0170</phone_number><deviceid>x7</deviceid>"
    taken(ready, one(tmp_path / "in.zip", inside))
    [record] = records(ready)
    assert set(record.answers) == {"meta/instanceID"}
    assert set(sealing.unpacked(record.identity)) == {"called", "phone_number", "deviceid"}
    assert answering.SECRET not in record.identity


def test_a_changed_submission_that_names_the_old_one_is_a_revision(ready, tmp_path):
    taken(ready, one(tmp_path / "a.zip", "<people>1</people>"))
    report = taken(ready, one(tmp_path / "b.zip", "<people>2</people>", instance=NEXT, replaces=UUID))
    [record] = records(ready)
    assert report == Report(revised=1)
    assert record.answers["people"] == 2
    assert taken(ready, one(tmp_path / "c.zip", "<people>1</people>")) == Report(known=1)


def test_a_changed_submission_under_the_same_id_is_refused_with_words(ready, tmp_path):
    taken(ready, one(tmp_path / "a.zip", "<people>1</people>"))
    report = taken(ready, one(tmp_path / "b.zip", "<people>2</people>"))
    [refusal] = report.refused
    assert (refusal.number, "other answers" in str(refusal.reason)) == (1, True)
    assert records(ready)[0].answers["people"] == 1


def test_a_revision_made_here_goes_out_under_a_new_id_that_names_the_old(desk, tmp_path):
    [record] = answering.add_records(desk, 1)
    root = answer_rows.roots_of(desk.vault, record)[0]
    kept = events.load(desk.vault, root)
    answering.add_records(desk, 1, subject=record, replaces=root, answers={**kept.answers, "people": 99})
    path = written(desk, tmp_path / "out", format=Format.XML)
    with zipfile.ZipFile(path) as package:
        [name] = package.namelist()
        text = package.read(name).decode()
    assert f"<orx:deprecatedID>uuid:{record}</orx:deprecatedID>" in text
    assert f"<orx:instanceID>uuid:{record}</orx:instanceID>" not in text
    assert taken(desk, path) == Report(known=1)


def test_a_questionnaire_that_is_not_here_is_named(ready, tmp_path):
    report = taken(ready, one(tmp_path / "in.zip", "<people>1</people>", version="8"))
    assert [str(one.reason) for one in report.refused] == [
        "The questionnaire work_pay, version 8, is not here."
    ]


def test_pictures_beside_a_submission_come_along(ready, tmp_path):
    photo = worlds.pictures(tmp_path / "camera", 1) / "IMG_202601.jpg"
    files = {
        "i/uuid1/submission.xml": xml("<slip>IMG_202601.jpg</slip>"),
        "i/uuid1/IMG_202601.jpg": photo.read_bytes(),
        "i/uuid1/audit.csv": "event,node\n",
    }
    report = taken(ready, packed(tmp_path / "in.zip", files))
    [record] = records(ready)
    assert (report.pictures, [one.number for one in report.left_out]) == (1, [3])
    assert (record.photos[0].question, record.photos[0].original.name) == ("slip", "IMG_202601.jpg")
    assert evidence.read(ready, record.photos[0].original) == photo.read_bytes()
    path = written(ready, tmp_path / "out", format=Format.XML)
    with zipfile.ZipFile(path) as package:
        [left] = [name for name in package.namelist() if not name.endswith(".xml")]
        assert left.endswith("/IMG_202601.jpg")
        assert package.read(left) == photo.read_bytes()
    assert taken(ready, path).known == 1


def test_stopped_halfway_the_next_run_goes_on(ready, tmp_path):
    files = {f"i/{n}/s.xml": xml(f"<people>{n}</people>", instance=f"uuid:{n}") for n in range(4)}
    path = packed(tmp_path / "in.zip", files)

    class Stopping:
        def step(self, done, total, what=None):
            if done == 2:
                raise Cancelled(N_("Stopped."))

    with pytest.raises(Cancelled):
        submissions.take_in(lambda work: work(ready), path, progress=Stopping())
    assert taken(ready, path) == Report(made=2, known=2)


def test_a_bad_submission_is_refused_by_number_and_the_others_go_on(ready, tmp_path):
    files = {"i/1/s.xml": xml("<story>x")[:-9], "i/2/s.xml": xml("<people>1</people>")}
    report = taken(ready, packed(tmp_path / "in.zip", files))
    assert (report.made, [one.number for one in report.refused]) == (1, [1])


def test_a_zip_without_submissions_is_told(ready, tmp_path):
    with pytest.raises(BadInput, match="no submissions"):
        taken(ready, packed(tmp_path / "in.zip", {"readme.txt": "hello", "form.xml": "<h:html xmlns:h='x'/>"}))


def test_a_record_and_where_it_came_from_are_one_step(ready, tmp_path):
    taken(ready, one(tmp_path / "in.zip", "<people>1</people>"))
    [record] = records(ready)
    [noted] = queries.custody(ready.vault, subject=record.subject)
    assert (noted.action, noted.detail["submission"]) == ("submission_taken_in", UUID)


def test_a_record_that_was_erased_is_not_taken_in_again(ready, tmp_path):
    path = one(tmp_path / "in.zip", "<people>1</people>")
    taken(ready, path)
    [record] = records(ready)
    erasing.erase(ready, record.subject, ErasureReason.ASKED)
    [refusal] = taken(ready, path).refused
    assert "was erased" in str(refusal.reason)
    assert records(ready) == []


TALK = Random(7).randbytes(1_500_000)
"""Two parts of a sealed file."""
NO_PICTURES = "<consent><agree_photos>no</agree_photos></consent>"


def with_sound(ready: Desk, folder: Path, extra: dict[str, bytes] | None = None) -> Report:
    """Take in one submission with a sound its question asks for."""
    files = {"i/1/s.xml": xml("<voice>talk.m4a</voice>"), "i/1/talk.m4a": TALK, **(extra or {})}
    return taken(ready, packed(folder / "in.zip", files))


def left_beside(path: Path) -> dict[str, bytes]:
    """Return what lies beside the submissions of a file, by last name."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if not name.endswith(".xml")]
        return {name.rpartition("/")[2]: package.read(name) for name in names}


def test_a_sound_that_a_question_asks_for_comes_in_as_it_is(ready, tmp_path):
    report = with_sound(ready, tmp_path, {"i/1/other.m4a": b"nobody asked for it"})
    [record] = records(ready)
    assert [(photo.question, photo.is_picture) for photo in record.photos] == [("voice", False)]
    assert evidence.read(ready, record.photos[0].working) == TALK
    assert [one.number for one in report.left_out] == [3]


def test_a_sound_leaves_beside_its_submission_and_comes_back_as_nothing_new(ready, tmp_path):
    with_sound(ready, tmp_path)
    path = written(ready, tmp_path / "out", format=Format.XML)
    assert left_beside(path) == {"talk.m4a": TALK}
    heads = events.heads(ready.vault)
    assert taken(ready, path) == Report(known=1)
    assert events.heads(ready.vault) == heads


def test_a_fresh_vault_gives_out_the_sound_under_the_name_its_answer_has(ready, tmp_path, clock):
    with_sound(ready, tmp_path)
    path = written(ready, tmp_path / "out", format=Format.XML)
    other = new_desk(tmp_path / "other", clock=clock)
    answering.keep_form(other)
    assert (taken(other, path).made, taken(other, path).known) == (1, 1)
    again = written(other, tmp_path / "again", format=Format.XML)
    assert left_beside(again) == {"talk.m4a": TALK}
    other.vault.close()


def test_a_sound_that_looks_like_a_picture_stays_the_file_it_is(ready, tmp_path):
    photo = (worlds.pictures(tmp_path / "camera", 1) / "IMG_202601.jpg").read_bytes()
    files = {"i/1/s.xml": xml("<voice>scan.jpg</voice>"), "i/1/scan.jpg": photo}
    assert taken(ready, packed(tmp_path / "in.zip", files)).left_out == ()
    [record] = records(ready)
    assert not record.photos[0].is_picture


@pytest.mark.parametrize("reader", [Reader.PARTNERS, Reader.WORKERS])
def test_a_sound_leaves_for_nobody_else(ready, tmp_path, reader):
    with_sound(ready, tmp_path)
    ours = prepared(ready, format=Format.XML).chosen
    one = answer_files.take(ready, ours.roots.hex(), Reader.OURS)
    assert isinstance(one, answer_files.Taken)
    assert answer_files.media_of(replace(ours, reader=reader), one) == {}


def test_a_sound_of_a_worker_who_said_no_to_pictures_stays(ready, tmp_path):
    files = {"i/1/s.xml": xml(f"{NO_PICTURES}<voice>talk.m4a</voice>"), "i/1/talk.m4a": TALK}
    taken(ready, packed(tmp_path / "in.zip", files))
    assert left_beside(written(ready, tmp_path / "out", format=Format.XML)) == {}


def test_a_sound_that_has_not_arrived_is_told_and_holds_nothing_up(ready, tmp_path):
    with_sound(ready, tmp_path)
    [record] = records(ready)
    attachments.delete_chunks(ready.vault, record.photos[0].working.chunks[1:])
    assert file_told(ready, Format.XML) == [(1, str(answer_files.NOT_HERE))]
    assert left_beside(written(ready, tmp_path / "out", format=Format.XML)) == {}


def file_told(desk: Desk, kind: Format) -> list[tuple[int, str]]:
    """Return how many sounds stay and why, as the preview tells."""
    rows = prepared(desk, format=kind).rows
    return [(row.hidden, str(row.reason)) for row in rows if str(row.what).startswith("Sounds") and row.hidden]


def test_the_preview_counts_the_sounds_that_leave(ready, tmp_path):
    with_sound(ready, tmp_path)
    [row] = [row for row in prepared(ready, format=Format.XML).rows if row.path == "*.*"]
    assert str(row.what) == "Sounds, films and documents beside them: 1"
    assert file_told(ready, Format.XML) == []


def test_a_table_holds_the_name_of_a_sound_and_the_preview_says_that_it_stays(ready, tmp_path):
    with_sound(ready, tmp_path)
    assert column(tables(written(ready, tmp_path / "out"))["answers"], "voice") == ["talk.m4a"]
    [(count, reason)] = file_told(ready, Format.CSV)
    assert (count, "only their names" in reason) == (1, True)


def test_a_file_is_never_called_other_than_its_answer_says(ready, tmp_path):
    digest = answering.keep_form(ready).digest
    draft = collecting.begin(ready, digest)[0].draft_id
    (tmp_path / "mohammedalia.m4a").write_bytes(TALK)
    kept, _ = attaching.attach(
        lambda work: work(ready), draft, tmp_path / "mohammedalia.m4a", question="voice", progress=Silent()
    )
    photos = tuple(collecting.photos(ready, draft))
    answering.add_records(ready, 1, answers={"voice": kept.name}, photos=photos)
    assert list(left_beside(written(ready, tmp_path / "out", format=Format.XML))) == [kept.name]
