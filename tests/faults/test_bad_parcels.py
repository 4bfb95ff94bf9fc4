"""Parcels in the shared place that are cut, altered, foreign or doubled: each held back alone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor_app.operations import browsing, projects, syncing
from monitor_app.operations.browsing import RecordFilter
from tests.support.command_line import QuickCommandLine
from tests.support.desks import Pair, append_record, joined_pair
from tests.support.fakes import SetClock

YEAR_S = 365 * 24 * 60 * 60
DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def pair(tmp_path: Path, clock: SetClock) -> Iterator[Pair]:
    pair = joined_pair(tmp_path, clock)
    yield pair
    pair.coordinator.vault.close()
    pair.monitor.vault.close()


def parcels(folder: Path) -> list[Path]:
    """Return the segments of monitors in a shared place."""
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and "in" in path.relative_to(folder).parts
    )


def sent_record(pair: Pair) -> tuple[str, Path]:
    """Let the monitor finish a record and send it; return the record and its parcel."""
    before = set(parcels(pair.folder))
    record = append_record(pair.monitor)
    pair.sync(pair.monitor)
    (parcel,) = set(parcels(pair.folder)) - before
    return record, parcel


def arrived(pair: Pair) -> set[str]:
    return {row.id for row in browsing.records(pair.coordinator, RecordFilter())}


def reasons(pair: Pair) -> list[str]:
    return [held.reason for held in syncing.state(pair.coordinator).held_back]


@pytest.mark.parametrize("change", [lambda b: b[: len(b) // 2], lambda b: b[:-1], lambda b: b""])
def test_a_parcel_cut_short_is_held_back_and_taken_once_it_is_whole(pair, change):
    record, parcel = sent_record(pair)
    whole = parcel.read_bytes()
    parcel.write_bytes(change(whole))
    report = pair.sync(pair.coordinator)
    assert len(report.pull.held_back) == 1
    assert arrived(pair) == set()
    parcel.write_bytes(whole)
    pair.sync(pair.coordinator)
    assert arrived(pair) == {record}
    assert reasons(pair) == []


@pytest.mark.parametrize("place", [0, 200, -1])
def test_an_altered_parcel_is_held_back_and_the_sender_is_not_told_it_arrived(pair, place):
    record, parcel = sent_record(pair)
    altered = bytearray(parcel.read_bytes())
    altered[place] ^= 1
    parcel.write_bytes(altered)
    pair.sync(pair.coordinator)
    pair.sync(pair.monitor)
    assert arrived(pair) == set()
    assert reasons(pair) == ["altered"]
    (row,) = browsing.records(pair.monitor, RecordFilter())
    assert (row.id, row.state.value) == (record, "sent")


def test_why_it_is_held_back_is_said_in_words_with_what_to_do(pair):
    _, parcel = sent_record(pair)
    parcel.write_bytes(parcel.read_bytes()[:100])
    pair.sync(pair.coordinator)
    (held,) = syncing.state(pair.coordinator).held_back
    message, hint = syncing.why(held)
    assert str(message).endswith(".")
    assert hint


def test_the_same_parcel_twice_is_taken_once(pair):
    record, parcel = sent_record(pair)
    twin = parcel.parent.with_name("2023-11-20") / parcel.name
    twin.parent.mkdir(exist_ok=True)
    shutil.copy(parcel, twin)
    pair.sync(pair.coordinator)
    report = pair.sync(pair.coordinator)
    assert arrived(pair) == {record}
    assert report.pull.new_events == 0
    assert len(browsing.record(pair.coordinator, record).versions) == 1


def test_a_parcel_of_another_project_is_held_back(pair, tmp_path, clock):
    other = joined_pair(_folder(tmp_path / "other"), clock)
    _, foreign = sent_record(other)
    target = pair.folder / foreign.relative_to(other.folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(foreign, target)
    record, _ = sent_record(pair)
    pair.sync(pair.coordinator)
    assert arrived(pair) == {record}
    assert reasons(pair) == ["unknown_writer"]
    other.coordinator.vault.close()
    other.monitor.vault.close()


def test_what_a_removed_device_sent_before_stays_and_what_it_sends_after_does_not_come_in(pair):
    before, _ = sent_record(pair)
    pair.sync(pair.coordinator)
    projects.revoke(pair.coordinator, pair.monitor.box)
    after = append_record(pair.monitor)
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    pair.sync(pair.coordinator)
    assert before in arrived(pair)
    assert after not in arrived(pair)
    assert reasons(pair) == ["revoked_writer"]


def test_rubbish_in_the_shared_place_is_left_alone_and_stops_nothing(pair):
    for name in ("Thumbs.db", "in/.DS_Store", "in/2023-11-14/note.txt", "out/x/y", "b/zz"):
        path = pair.folder / "fld1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"rubbish")
    record, _ = sent_record(pair)
    pair.sync(pair.coordinator)
    assert arrived(pair) == {record}
    assert (pair.folder / "fld1" / "Thumbs.db").exists()


@pytest.mark.parametrize("years", [1, -1])
def test_a_clock_a_year_off_loses_nothing_and_moves_nobody_elses(pair, clock, years):
    right = clock.now_ms()
    clock.forward(seconds=years * YEAR_S)
    record, _ = sent_record(pair)
    clock.now = right
    pair.sync(pair.coordinator)
    later, _ = sent_record(pair)
    pair.sync(pair.coordinator)
    assert arrived(pair) == {record, later}
    assert pair.coordinator.stamp().ms < right + DAY_MS


def test_the_command_line_tells_what_is_held_back(pair, tmp_path):
    _, parcel = sent_record(pair)
    parcel.write_bytes(b"rubbish")
    pair.coordinator.vault.close()
    said = QuickCommandLine(tmp_path).on(pair.coordinator.vault.folder, "sync")
    assert (said.status, said.err) == (0, "")
    assert "held back" in said.out
    assert parcel.name.split("-")[0] in said.out
    listed = QuickCommandLine(tmp_path).done(pair.coordinator.vault.folder, "record", "list", "--json")
    assert json.loads(listed) == []


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
