"""Vaults of every version open and read as on their first day; an upgrade may be cut short anywhere."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from monitor_app.domain.events import FileRef
from monitor_app.errors import DiskFull, VaultDamaged
from monitor_app.operations import places, visited
from monitor_app.vault import attachments, lodging, migrations, opening, outbox, tally, upgrading
from monitor_app.vault.driver import Database, connect
from tests.support.desks import reopened as unlocked
from tests.support.fakes import SetClock
from tests.vaults.make import CLOUD, HERE, PASSPHRASE, told

from .damaging import content, filled

GOLDEN = sorted(path.name for path in HERE.iterdir() if (path / "vault.keys").exists())
KILLS = int(os.environ.get("FIELDWORK_KILLS", "12"))
_COUNTED = frozenset({"execute", "fsync", "replace", "write", "unlink", "commit", "close"})


def with_a_future_step(db: Database) -> None:
    """Stand in for the next version's migrations."""
    migrations.bring_up_to_date(db)
    db.conn.execute("CREATE TABLE future (id INTEGER PRIMARY KEY, note TEXT)")
    db.conn.execute("ALTER TABLE draft ADD COLUMN weather TEXT NOT NULL DEFAULT ''")
    db.conn.commit()


@pytest.mark.parametrize("name", GOLDEN)
def test_a_vault_of_an_older_version_opens_and_reads_as_on_its_first_day(name, tmp_path):
    shutil.copytree(HERE / name, tmp_path / "vault")
    expected = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    desk = unlocked(tmp_path / "vault", clock=SetClock(), passphrase=PASSPHRASE)
    found = json.loads(json.dumps(told(desk)))
    assert {key: expected[key] for key in found} == found
    for (content_of,) in desk.vault.rows("SELECT ref FROM attachment"):
        ref = FileRef(**{**json.loads(content_of), "chunks": tuple(json.loads(content_of)["chunks"])})
        assert b"".join(attachments.read(desk.vault, ref)).startswith(b"\xff\xd8")
    desk.vault.close()


def test_the_one_place_of_an_older_version_is_the_first_and_nothing_is_sent_there_twice(tmp_path):
    shutil.copytree(HERE / "v0-sending", tmp_path / "vault")
    expected = json.loads((HERE / "v0-sending.json").read_text(encoding="utf-8"))["parcels"]
    desk = unlocked(tmp_path / "vault", clock=SetClock(), passphrase=PASSPHRASE)
    (place,) = places.listed(desk)
    assert (place.access, place.name, place.is_on) == (CLOUD, "cloud.example.org", True)
    found = {one.name: [one.state.value, one.day] for one in outbox.items(desk.vault, offset=0, limit=99)}
    assert found == expected
    waiting = [one.name for one in outbox.due(desk.vault, place.id, 99)]
    assert waiting == [name for name, (state, _) in expected.items() if state == "here"]
    lying = {one.name: one.day for one in lodging.lying(desk.vault, place.id, 1 << 62, limit=99)}
    assert lying == {name: day for name, (state, day) in expected.items() if state == "sent"}
    before = visited.of(desk, place.id)
    assert min(before.reached_ms, before.listed_ms, before.looked_ms, before.swept_ms) > 0
    places.remove(desk, place.id)
    assert not desk.vault.rows("SELECT name FROM key WHERE name = 'place'")
    desk.vault.close()


def test_there_is_a_golden_vault():
    assert GOLDEN


@pytest.fixture
def old(folder, made):
    """A closed vault with something in it; returns (folder, keys, what a person reads)."""
    vault = opening.open_with_keys(folder, made[1])
    filled(vault)
    before = content(vault)
    vault.close()
    return folder, made[1], before


def test_an_upgrade_changes_what_it_must_and_nothing_else(old):
    folder, keys, before = old
    upgrading.upgrade(folder, keys, bring_up=with_a_future_step)
    db = connect(folder / "vault.db", keys.database, mode="ro")
    assert {"future"} <= tally.table_map(db).keys()
    db.conn.close()
    assert read(folder, keys) == before
    assert not list(folder.glob("*.new*"))


def read(folder: Path, keys):
    vault = opening.open_with_keys(folder, keys)
    found = content(vault)
    vault.close()
    return found


def test_an_upgrade_that_loses_a_row_is_thrown_away(old):
    folder, keys, before = old

    def loses(db: Database) -> None:
        with_a_future_step(db)
        db.conn.execute("DELETE FROM body WHERE id = 3")
        db.conn.commit()

    whole = (folder / "vault.db").read_bytes()
    with pytest.raises(VaultDamaged) as refusal:
        upgrading.upgrade(folder, keys, bring_up=loses)
    assert "left as it was" in str(refusal.value.message)
    assert (folder / "vault.db").read_bytes() == whole
    assert read(folder, keys) == before


def test_too_little_room_is_said_before_anything_is_done(old, tmp_path):
    folder, keys, _ = old
    missing = shutil.disk_usage(folder).free
    with (folder / "vault.db").open("r+b") as file:
        size = file.seek(0, 2)
        file.truncate(size + missing)  # sparse: looks large, takes no room
        try:
            with pytest.raises(DiskFull) as refusal:
                upgrading.upgrade(folder, keys, bring_up=with_a_future_step)
        finally:
            file.truncate(size)
    assert "MB" in str(refusal.value.hint)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_killed_anywhere_the_vault_is_the_old_one_or_the_new_one_whole(old, tmp_path):
    folder, keys, before = old
    copy = tmp_path / "copy"
    total = count_steps(lambda at: killed_upgrading(folder, copy, keys, at))
    ends = set()
    for number in range(KILLS):
        at = 1 + number * total // KILLS
        killed_upgrading(folder, copy, keys, at)
        db = connect(copy / "vault.db", keys.database, mode="ro")
        ends.add("future" in tally.table_map(db))
        db.conn.close()
        assert read(copy, keys) == before
        assert not list(copy.glob("*.new*"))
    killed_upgrading(folder, copy, keys, total + 1)
    assert read(copy, keys) == before
    assert False in ends


def count_steps(run) -> int:
    """Return how many steps there are: the first at which nothing was left to stop."""
    low, high = 1, 4096
    while low < high:
        middle = (low + high) // 2
        if run(middle) == 0:
            high = middle
        else:
            low = middle + 1
    return low


def killed_upgrading(folder: Path, copy: Path, keys, at: int) -> int:
    """Upgrade a copy in a child that ends at its `at`-th call of the system or the database."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [at]

    def stop(_frame: object, event: str, what: object) -> None:
        if event == "c_call" and getattr(what, "__name__", "") in _COUNTED:
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)

    sys.setprofile(stop)
    try:
        upgrading.upgrade(copy, keys, bring_up=with_a_future_step)
    finally:
        sys.setprofile(None)
        os._exit(0)
