"""A disk that is full, and one that is write-protected, for real: a small memory disk of the test's own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from monitor_app.errors import DiskFull, PlaceReadOnly
from monitor_app.operations import browsing, bundling, checking, collecting, evidence, questionnaires, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.evidence import Tag
from monitor_app.ports import Silent
from tests.faults.test_bad_pictures import picture
from tests.support import worlds
from tests.support.command_line import FORM
from tests.support.desks import append_record, joined_pair, new_desk, reopened
from tests.support.fakes import SetClock

SIZE = "24m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not _mounts(["-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]):
        pytest.skip("needs the right to mount a memory disk (root on Linux)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _mounts(arguments: list[str]) -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    with suppress(FileNotFoundError):
        return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0
    return False


def write_protect(disk: Path, *, is_on: bool) -> None:
    mode = "ro" if is_on else "rw"
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True, capture_output=True)


def fill(disk: Path) -> Path:
    """Take all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(disk: Path, clock: SetClock) -> Iterator:
    desk = new_desk(disk / "vault", clock=clock)
    questionnaires.add(desk, FORM.read_bytes(), file_name=FORM.name)
    yield desk
    desk.vault.close()


@pytest.fixture
def draft(desk) -> str:
    (row,) = questionnaires.available(desk)
    return collecting.begin(desk, row.digest)[0].draft_id


def answer_until_full(desk, draft: str) -> int:
    """Keep answers until one is refused; return the last that was kept."""
    for number in range(1, 100_000):
        try:
            collecting.keep(desk, draft, {"people": number, "account": f"{number} " + "word " * 4000})
        except DiskFull:
            return number - 1
    raise AssertionError("the disk never filled")


def test_on_a_full_disk_every_answer_called_kept_is_there_and_saving_goes_on_once_there_is_room(
    desk, draft, disk, clock
):
    filler = fill(disk)
    kept = answer_until_full(desk, draft)
    assert kept > 0, "the ballast was not given up"
    assert collecting.resume(desk, draft).filling.draft()["people"] == kept
    desk.vault.close()
    filler.unlink()
    again = reopened(disk / "vault", clock=clock)
    assert collecting.resume(again, draft).filling.draft()["people"] == kept
    assert checking.check(again) == []
    collecting.keep(again, draft, {"people": kept + 1})
    collecting.finish(again, draft)
    assert len(browsing.records(again, RecordFilter())) == 1
    again.vault.close()


def test_a_vault_on_a_full_disk_still_opens_and_reads(desk, disk, clock):
    record = append_record(desk)
    desk.vault.close()
    fill(disk)
    again = reopened(disk / "vault", clock=clock)
    assert browsing.record(again, record).event
    again.vault.close()


def test_with_no_room_and_nothing_to_give_up_it_is_said_what_is_wrong(desk, disk, clock):
    record = append_record(desk)
    desk.vault.drop_ballast()
    desk.vault.close()
    filler = fill(disk)
    with pytest.raises(DiskFull):
        reopened(disk / "vault", clock=clock)
    filler.unlink()
    again = reopened(disk / "vault", clock=clock)
    assert browsing.record(again, record).event
    again.vault.close()


def test_finishing_on_a_full_disk_is_whole_or_not_at_all(desk, draft, disk):
    kept = answer_until_full_after_filling(desk, draft, disk)
    with suppress(DiskFull):
        collecting.finish(desk, draft)
    drafts = [row.id for row in browsing.today(desk).drafts]
    records = [row.id for row in browsing.records(desk, RecordFilter())]
    assert sorted(drafts + records) == [draft]
    if drafts:
        assert collecting.resume(desk, draft).filling.draft()["people"] == kept


def answer_until_full_after_filling(desk, draft: str, disk: Path) -> int:
    fill(disk)
    return answer_until_full(desk, draft)


def test_a_picture_that_does_not_fit_leaves_nothing_and_the_draft_stays(desk, draft, disk, tmp_path):
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "one.jpg").write_bytes(picture())
    found = evidence.find_pictures(tmp_path / "card")
    desk.vault.drop_ballast()
    fill(disk)
    with pytest.raises(DiskFull):
        evidence.import_photos(lambda work: work(desk), draft, found, tag=Tag("account"), progress=Silent())
    assert collecting.resume(desk, draft).draft.photos == ()
    assert not [path for path in (desk.vault.folder / "attachments").rglob("*") if path.is_file()]


def test_a_vault_is_not_half_made_on_a_full_disk(disk, clock):
    fill(disk)
    with pytest.raises(DiskFull):
        new_desk(disk / "vault", clock=clock)
    assert [path.name for path in disk.iterdir()] == ["filler"]


def test_a_package_that_does_not_fit_leaves_nothing_and_is_not_noted(disk, clock, tmp_path):
    pair = joined_pair(tmp_path, clock)
    request = bundling.Request(
        finding_id=worlds.case(pair),
        audience=bundling.Party.LINKED_BUYERS,
        recipients=(bundling.new_recipient()[1],),
    )
    prepared = bundling.prepare(lambda work: work(pair.coordinator), request)
    fill(disk)
    with pytest.raises(DiskFull):
        bundling.export(lambda work: work(pair.coordinator), prepared, disk, progress=Silent())
    assert [path.name for path in disk.iterdir()] == ["filler"]
    (disk / "filler").unlink()
    exported, _ = bundling.export(lambda work: work(pair.coordinator), prepared, disk, progress=Silent())
    assert exported.path.exists()
    pair.coordinator.vault.close()
    pair.monitor.vault.close()


def test_a_vault_in_a_write_protected_place_opens_for_reading_and_refuses_writing_in_words(desk, disk, clock):
    append_record(desk)
    desk.vault.close()
    write_protect(disk, is_on=True)
    reading = reopened(disk / "vault", clock=clock)
    assert len(browsing.records(reading, RecordFilter())) == 1
    with pytest.raises(PlaceReadOnly) as refusal:
        append_record(reading)
    assert refusal.value.hint
    reading.vault.close()
    write_protect(disk, is_on=False)
    again = reopened(disk / "vault", clock=clock)
    assert len(browsing.records(again, RecordFilter())) == 1
    again.vault.close()


def test_no_vault_is_made_in_a_write_protected_place(disk, clock):
    write_protect(disk, is_on=True)
    with pytest.raises(PlaceReadOnly):
        new_desk(disk / "vault", clock=clock)
    write_protect(disk, is_on=False)


@pytest.mark.parametrize("trouble", ["full", "write-protected"])
def test_a_stick_that_takes_nothing_is_told_and_everything_waits(disk, clock, tmp_path, trouble):
    pair = joined_pair(tmp_path, clock)
    stick = disk / "stick"
    pair.folder.rename(tmp_path / "elsewhere")
    subprocess.run(["cp", "-r", str(tmp_path / "elsewhere"), str(stick)], check=True)
    pair.folder.symlink_to(stick)
    record = append_record(pair.monitor)
    fill(disk)
    if trouble == "write-protected":
        write_protect(disk, is_on=True)
    report = pair.sync(pair.monitor)
    assert report.stopped
    assert [row.state.value for row in browsing.records(pair.monitor, RecordFilter())] == ["finished"]
    write_protect(disk, is_on=False)
    (disk / "filler").unlink()
    assert pair.sync(pair.monitor).stopped is None
    assert syncing.state(pair.monitor).summary.waiting == 0
    pair.sync(pair.coordinator)
    assert [row.id for row in browsing.records(pair.coordinator, RecordFilter())] == [record]
    pair.coordinator.vault.close()
    pair.monitor.vault.close()
