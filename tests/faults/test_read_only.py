"""A vault where nothing can be written opens for reading; a stick that takes nothing is told."""

import tempfile
from pathlib import Path

import pytest

from monitor_app.errors import DiskFull, PlaceReadOnly, VaultInUse
from monitor_app.operations import backing_up, browsing, checking, reminding
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.vault import attachments, events, opening
from tests.faults.test_full_disk import clock, disk, fill, write_protect
from tests.support.desks import PASSPHRASE, append_record, new_desk, reopened
from tests.support.fakes import SetClock

__all__ = ["clock", "disk"]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def vault(disk: Path, clock: SetClock) -> Path:
    """A closed vault with a record and a file, on the disk."""
    desk = new_desk(disk / "vault", clock=clock)
    append_record(desk)
    attachments.store(desk.vault, [b"x" * 1000], name="a", media_type="b")
    desk.vault.close()
    return disk / "vault"


@pytest.fixture
def reading(vault: Path, disk: Path, clock: SetClock):
    """The vault, opened where nothing can be written."""
    write_protect(disk, is_on=True)
    desk = reopened(vault, clock=clock)
    yield desk
    desk.vault.close()
    write_protect(disk, is_on=False)


def back_up(desk: Desk, stick: Path):
    return backing_up.run(lambda work: work(desk), stick, progress=Silent())[0]


def test_everything_is_read_checked_and_backed_up_and_nothing_is_written(reading, tmp_path, scratch):
    assert reading.vault.is_read_only
    assert reminding.keeping(reading).is_read_only
    assert browsing.today(reading).is_read_only
    assert len(browsing.records(reading, RecordFilter(text="passports"))) == 1
    assert checking.check(reading) == []
    (tmp_path / "stick").mkdir()
    assert back_up(reading, tmp_path / "stick").records == 1
    assert list(scratch.iterdir()) == []


def test_what_was_not_closed_properly_is_read_from_a_private_encrypted_copy(vault, disk, clock, scratch):
    desk = reopened(vault, clock=clock)
    record = append_record(desk)
    database, log = (vault / "vault.db").read_bytes(), (vault / "vault.db-wal").read_bytes()
    desk.vault.close()
    (vault / "vault.db").write_bytes(database)
    (vault / "vault.db-wal").write_bytes(log)
    write_protect(disk, is_on=True)
    reading = reopened(vault, clock=clock)
    assert record in {row.id for row in browsing.records(reading, RecordFilter())}
    (copy,) = scratch.iterdir()
    assert not any(b"passports" in path.read_bytes() for path in copy.iterdir())
    with pytest.raises(PlaceReadOnly):
        append_record(reading)
    assert events.check(reading.vault) == []
    reading.vault.close()
    assert list(scratch.iterdir()) == []
    write_protect(disk, is_on=False)


def test_two_programs_do_not_open_it_at_once_even_there(reading, vault):
    with pytest.raises(VaultInUse):
        opening.unlock(vault, PASSPHRASE)


def test_a_stick_too_small_is_told_and_its_last_backup_stays(disk, clock, tmp_path):
    desk = new_desk(tmp_path / "vault", clock=clock)
    append_record(desk)
    assert back_up(desk, disk).records == 1
    for _ in range(30):
        append_record(desk, answers={"words": "passport " * 2000})
    filler = fill(disk)
    with pytest.raises(DiskFull) as refusal:
        back_up(desk, disk)
    assert "stick" in str(refusal.value.hint)
    assert backing_up.last(desk).records == 1
    filler.unlink()
    assert back_up(desk, disk).records == 31
    desk.vault.close()


def test_a_write_protected_stick_is_told(disk, clock, tmp_path):
    desk = new_desk(tmp_path / "vault", clock=clock)
    append_record(desk)
    write_protect(disk, is_on=True)
    with pytest.raises(PlaceReadOnly) as refusal:
        back_up(desk, disk)
    assert "write protection" in str(refusal.value.hint)
    write_protect(disk, is_on=False)
    desk.vault.close()
