"""The wait after wrong passphrases: grows, ends, survives a restart, and no clock shortens or prolongs it."""

import stat

import pytest

from monitor_app.vault import tries

NOW = 1_700_000_000_000


def wrong(folder, count: int, now: int = NOW) -> None:
    for _ in range(count):
        tries.begin(folder, now)


def test_slips_of_the_finger_cost_nothing(tmp_path):
    wrong(tmp_path, 2)
    assert tries.wait_s(tmp_path, NOW) == 0


@pytest.mark.parametrize(
    ("count", "seconds"), [(3, 5), (4, 15), (5, 30), (6, 60), (7, 120), (8, 300), (20, 300)]
)
def test_the_wait_grows_and_ends_at_five_minutes(tmp_path, count, seconds):
    wrong(tmp_path, count)
    assert tries.wait_s(tmp_path, NOW) == seconds
    assert tries.wait_s(tmp_path, NOW + 1_000) == seconds - 1
    assert tries.wait_s(tmp_path, NOW + seconds * 1_000) == 0


def test_a_right_one_makes_it_forget(tmp_path):
    wrong(tmp_path, 8)
    tries.forget(tmp_path)
    assert tries.wait_s(tmp_path, NOW) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_clock_set_back_begins_the_wait_anew_and_no_longer_than_that(tmp_path):
    wrong(tmp_path, 8)
    before = NOW - 86_400_000
    assert tries.wait_s(tmp_path, before) == 300
    assert tries.wait_s(tmp_path, before + 100_000) == 200
    assert tries.wait_s(tmp_path, before + 300_000) == 0


def test_what_was_not_the_passphrase_s_fault_is_taken_back(tmp_path):
    wrong(tmp_path, 4)
    before = tries.begin(tmp_path, NOW)
    tries.put_back(tmp_path, before)
    assert tries.wait_s(tmp_path, NOW) == 15
    tries.forget(tmp_path)
    tries.put_back(tmp_path, tries.begin(tmp_path, NOW))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"wrong": "many"}', b'{"wrong": -9, "last_ms": 1}'])
def test_a_damaged_note_locks_nobody_out(tmp_path, content):
    (tmp_path / "tries").write_bytes(content)
    assert tries.wait_s(tmp_path, NOW) == 0


def test_where_nothing_can_be_written_nobody_waits_for_ever(tmp_path):
    gone = tmp_path / "gone"
    wrong(gone, 9)
    assert tries.wait_s(gone, NOW) == 0


def test_only_the_owner_may_read_it(tmp_path):
    wrong(tmp_path, 1)
    assert stat.S_IMODE((tmp_path / "tries").stat().st_mode) & 0o077 == 0
