"""Checking, backing up, restoring, rehearsing and salvaging, as operations on a desk."""

from pathlib import Path

import pytest

from monitor_app.errors import BadInput, NotAVault, PlaceReadOnly, WrongPassphrase
from monitor_app.operations import (
    backing_up,
    browsing,
    checking,
    drilling,
    recovering,
    reminding,
    restoring,
    salvaging,
)
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.vault import drafts, events, opening, stored_settings
from monitor_app.vault.page_rows import PageFile
from monitor_app.vault.places import DATABASE
from tests.support import worlds
from tests.support.desks import PASSPHRASE, append_record, reopened

DAY = 24 * 60 * 60
EVENT = 9
"""Columns of a row of the log."""


@pytest.fixture
def stick(tmp_path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def back_up(desk: Desk, stick: Path):
    return backing_up.run(lambda work: work(desk), stick, progress=Silent())[0]


def restored(stick: Path, target: Path, clock, secrets=(PASSPHRASE,)) -> restoring.Restored:
    chosen = restoring.choose(stick, restoring.by_secrets(secrets))
    return restoring.run(chosen, target, clock=clock, progress=Silent())


def drilled(desk: Desk, stick: Path, secrets=(PASSPHRASE,)) -> drilling.Drilled:
    opener = restoring.by_secrets(secrets)
    return drilling.run(lambda work: work(desk), stick, opener, progress=Silent())[0]


def ids(desk: Desk) -> set[str]:
    return {row.id for row in browsing.records(desk, RecordFilter(), limit=1000)}


def test_a_whole_vault_has_no_damage_and_says_when_it_was_checked(desk):
    append_record(desk)
    assert checking.check(desk) == []
    assert checking.last_ms(desk) == desk.now()


def test_a_list_that_does_not_fit_is_mended_from_the_log(desk):
    append_record(desk)
    desk.vault.db.conn.execute("DROP TRIGGER temp.tally_UPDATE_record")
    desk.vault.db.conn.execute("UPDATE record SET state = 'accepted'")
    desk.vault.db.conn.commit()
    found, _ = checking.run(lambda work: work(desk), progress=Silent())
    assert [damage.part for damage in found.damages] == [checking.Part.LISTS]
    assert not found.needs_salvage
    checking.rebuild(desk)
    assert checking.check(desk) == []


def test_a_damaged_search_index_is_noticed_and_built_anew(desk):
    append_record(desk)
    desk.vault.db.conn.execute("DELETE FROM search_docsize")
    desk.vault.db.conn.commit()
    assert [damage.part for damage in checking.check(desk)] == [checking.Part.SEARCH]
    checking.rebuild(desk)
    assert checking.check(desk) == []


def test_a_restored_vault_is_a_new_device_with_everything(desk, stick, tmp_path, clock):
    record, former = append_record(desk), desk.box
    back_up(desk, stick)
    told = restored(stick, tmp_path / "again", clock)
    again = reopened(tmp_path / "again", clock=clock)
    assert ids(again) == {record}
    assert (told.device.former, again.box) == (former, told.device.box)
    assert again.box != former
    assert checking.check(again) == []
    again.vault.close()


def test_what_was_never_sent_is_sent_by_the_new_device_once(pair, stick, tmp_path, clock):
    sent = append_record(pair.monitor)
    pair.exchange()
    unsent = append_record(pair.monitor)
    back_up(pair.monitor, stick)
    told = restored(stick, tmp_path / "again", clock)
    assert (told.device.said_again, told.must_ask) == (1, True)
    again = reopened(tmp_path / "again", clock=clock)
    assert ids(again) == {sent, unsent}
    assert {row.device for row in browsing.records(again, RecordFilter()) if row.id == unsent} == {again.box}
    assert all(row.rivals == 0 for row in browsing.records(again, RecordFilter()))
    again.vault.close()


def test_a_draft_comes_back_with_its_answers(desk, stick, tmp_path, clock):
    form = worlds.with_form(desk, "three_questions")
    drafts.begin(
        desk.vault, "d", record_kind="interview", form_digest=form.digest, language="", site="", now_ms=1
    )
    drafts.keep(desk.vault, "d", {"account": "half a sentence"}, now_ms=2)
    back_up(desk, stick)
    restored(stick, tmp_path / "again", clock)
    again = reopened(tmp_path / "again", clock=clock)
    assert drafts.load(again.vault, "d").answers == {"account": "half a sentence"}
    again.vault.close()


def test_a_rehearsal_brings_a_record_back_and_leaves_nothing(desk, stick, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    append_record(desk)
    back_up(desk, stick)
    found = drilled(desk, stick)
    assert (found.is_same, found.pseudonym) == (True, "W-4K7QZ-M")
    assert list(scratch.iterdir()) == []
    assert drilling.last(desk) == drilling.LastDrill(ms=desk.now(), worked=True)


def test_a_rehearsal_works_with_two_sheets(desk, stick):
    append_record(desk)
    new = recovering.begin(desk, PASSPHRASE)
    words = [" ".join(sheet.words) for sheet in new.sheets]
    recovering.try_out(new, words[0], words[1])
    recovering.establish(desk, new, words[0], words[1])
    back_up(desk, stick)
    assert drilled(desk, stick, (words[0], words[2])).is_same


def test_a_rehearsal_that_fails_is_remembered_as_such(desk, stick):
    append_record(desk)
    back_up(desk, stick)
    with pytest.raises(WrongPassphrase):
        drilled(desk, stick, ("wrong",))
    last = drilling.last(desk)
    assert last is not None
    assert not last.worked
    assert drilling.is_due(desk)


def test_there_must_be_a_record_and_a_backup_to_rehearse_with(desk, stick):
    with pytest.raises(NotAVault):
        drilled(desk, stick)
    back_up(desk, stick)
    with pytest.raises(BadInput):
        drilled(desk, stick)


def test_reminders_come_when_there_is_something_to_lose(desk, stick, clock):
    assert not reminding.keeping(desk).is_backup_due
    append_record(desk)
    assert reminding.keeping(desk).is_backup_due
    back_up(desk, stick)
    assert not reminding.keeping(desk).is_backup_due
    assert reminding.keeping(desk).is_drill_due
    drilled(desk, stick)
    assert not reminding.keeping(desk).is_drill_due
    clock.forward(seconds=31 * DAY)
    assert reminding.keeping(desk).is_backup_due
    assert reminding.keeping(desk).is_drill_due
    drilling.set_every(desk, 0)
    assert not reminding.keeping(desk).is_drill_due


def test_a_saved_vault_with_a_whole_log_stays_the_same_device(desk, tmp_path, clock):
    record, box = append_record(desk), desk.box
    desk.vault.close()
    report = salvaging.run(
        desk.vault.folder,
        tmp_path / "saved",
        salvaging.by_passphrase(PASSPHRASE),
        clock=clock,
        progress=Silent(),
    )
    assert (report.is_new_device, report.records, report.saved.lost) == (False, 1, [])
    saved = reopened(tmp_path / "saved", clock=clock)
    assert (saved.box, ids(saved)) == (box, {record})
    saved.vault.close()


def test_a_saved_vault_that_lost_entries_goes_on_as_a_new_device(desk, tmp_path, clock):
    for _ in range(40):
        append_record(desk)
    box = desk.box
    desk.vault.close()
    path = desk.vault.folder / DATABASE
    file = PageFile(path, desk.vault.keys.database)
    page = next(number for number, tree in file.trees() if any(len(row.values) == EVENT for row in tree.rows))
    file.close()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 + 9] ^= 1
    path.write_bytes(whole)
    target = tmp_path / "saved"
    report = salvaging.run(
        desk.vault.folder, target, salvaging.by_passphrase(PASSPHRASE), clock=clock, progress=Silent()
    )
    assert report.is_new_device
    assert {str(salvaging.words(lost)) for lost in report.saved.lost} >= {
        f"Entries of the log: {40 - report.saved.kept['event']}"
    }
    saved = reopened(target, clock=clock)
    assert saved.box != box
    append_record(saved)
    assert stored_settings.get(saved.vault, "former_boxes") == [box]
    saved.vault.close()


def test_putting_a_saved_vault_in_place_keeps_the_damaged_one(tmp_path):
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "mark").write_text("damaged")
    (tmp_path / "new").mkdir()
    kept = salvaging.put_in_place(tmp_path / "vault", tmp_path / "new")
    assert (kept / "mark").read_text() == "damaged"
    assert list((tmp_path / "vault").iterdir()) == []


def test_a_reader_cannot_write(desk):
    reader = opening.reader(desk.vault)
    with pytest.raises(PlaceReadOnly):
        stored_settings.put(reader, "a", 1)
    reader.close()


def test_the_former_stream_is_never_written_again(desk, stick, tmp_path, clock):
    append_record(desk)
    before = events.heads(desk.vault)
    back_up(desk, stick)
    restored(stick, tmp_path / "again", clock)
    again = reopened(tmp_path / "again", clock=clock)
    append_record(again)
    after = events.heads(again.vault)
    assert after[desk.box] == before[desk.box]
    assert again.box in after
    again.vault.close()
