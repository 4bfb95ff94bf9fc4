"""Backups: incremental, read back, cut short and gone on with, and what a place may refuse, in words."""

import shutil

import pytest

from monitor_app.crypto import keyslots
from monitor_app.errors import BackupGone, Cancelled, NotAVault, VaultDamaged, WrongPassphrase
from monitor_app.ports import Silent
from monitor_app.text import N_
from monitor_app.vault import backup, events, keys, opening, restore, stored_settings, ways_in
from monitor_app.vault.driver import connect

from .conftest import PASSPHRASE
from .damaging import RECORDS, content, filled, flip
from .samples import BOX, finished


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def full(vault):
    """A vault with something of everything in it."""
    filled(vault)
    return vault


def back_up(vault, stick, *, now_ms: int = 1, progress=None) -> backup.Written:
    reader = opening.reader(vault)
    try:
        return backup.write(reader, stick, now_ms=now_ms, progress=progress or Silent())
    finally:
        reader.close()


def opened(stick, passphrase: str = PASSPHRASE) -> restore.Chosen:
    return restore.choose(stick, lambda image: keyslots.open_with_passphrase(image, passphrase).vault_key)


def restored(stick, target):
    chosen = opened(stick)
    restore.restore(chosen, target, settle=lambda _: None, progress=Silent())
    return opening.open_with_keys(target, chosen.keys)


def objects(stick) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in stick.glob("*/objects/*/*")}


class StopAt:
    """A person who stops at the n-th step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self, done: int, total: int, what: object = None) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled(N_("This was stopped."))


def test_what_comes_back_is_what_was_there(full, stick, tmp_path):
    written = back_up(full, stick)
    before = content(full)
    vault = restored(stick, tmp_path / "again")
    assert content(vault) == before
    assert written.records == RECORDS
    assert events.check(vault) == []
    vault.close()


def test_a_second_run_writes_only_what_is_new(full, stick):
    first = back_up(full, stick)
    before = objects(stick)
    events.append(full, finished("later", ms=99_999), stream=BOX)
    second = back_up(full, stick, now_ms=2)
    kept = {name: value for name, value in objects(stick).items() if name in before}
    assert all(before[name] == value for name, value in kept.items())
    assert second.new_bytes < first.new_bytes
    assert second.records == RECORDS + 1


def test_nothing_of_it_can_be_read_on_the_stick(full, stick):
    stored_settings.put(full, "marker", "Zq7MarkerXw")
    back_up(full, stick)
    assert not any(b"Zq7MarkerXw" in path.read_bytes() for path in stick.rglob("*") if path.is_file())


def test_a_backup_is_one_moment_though_work_goes_on(full, stick, tmp_path):
    class Working:
        """Keeps a record at every step of the backup."""

        count = 0

        def step(self, done: int, total: int, what: object = None) -> None:
            Working.count += 1
            events.append(full, finished(f"beside{Working.count}", ms=5000 + Working.count), stream=BOX)

    before = content(full)
    back_up(full, stick, progress=Working())
    vault = restored(stick, tmp_path / "again")
    assert content(vault).roots == before.roots
    assert Working.count > 5
    vault.close()


@pytest.mark.parametrize("steps", [0, 3, 6])
def test_stopped_anywhere_the_last_backup_stays_and_the_next_goes_on(full, stick, steps, tmp_path):
    back_up(full, stick)
    for n in range(4):
        events.append(full, finished(f"later{n}", ms=99_990 + n, answers={"note": "x" * 60_000}), stream=BOX)
    with pytest.raises(Cancelled):
        back_up(full, stick, now_ms=2, progress=StopAt(steps))
    assert opened(stick).manifest.records == RECORDS
    written = back_up(full, stick, now_ms=3)
    assert opened(stick).manifest.records == written.records == RECORDS + 4


def test_a_half_written_object_is_written_again(full, stick):
    back_up(full, stick)
    for head in stick.glob("*/heads/*"):
        head.unlink()
    victim = max(stick.glob("*/objects/*/*"), key=lambda path: path.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:1000])
    assert back_up(full, stick, now_ms=2).new_objects == 1
    assert opened(stick).manifest.records == RECORDS


def test_a_damaged_part_is_noticed_before_anything_is_in_its_place(full, stick, tmp_path):
    back_up(full, stick)
    for path in stick.glob("*/objects/*/*"):
        flip(path, path.stat().st_size // 2)
    with pytest.raises(VaultDamaged):
        restore.restore(opened(stick), tmp_path / "again", settle=lambda _: None, progress=Silent())
    assert [path.name for path in tmp_path.iterdir() if "again" in path.name] == []


def test_a_damaged_head_lets_the_one_before_be_used(full, stick):
    back_up(full, stick)
    events.append(full, finished("later", ms=99_999), stream=BOX)
    back_up(full, stick, now_ms=2)
    newest = sorted(stick.glob("*/heads/*"))[-1]
    flip(newest, newest.stat().st_size - 100)
    assert opened(stick).manifest.made_ms == 1


def test_a_stick_that_is_not_there_does_not_become_a_folder(full, tmp_path):
    with pytest.raises(BackupGone) as refusal:
        back_up(full, tmp_path / "media" / "stick")
    assert refusal.value.hint
    assert not (tmp_path / "media").exists()


def test_a_stick_pulled_out_on_the_way_is_told_and_the_vault_unhurt(full, stick, tmp_path):
    class Pulled:
        """Takes the stick away at the fifth step."""

        left = 5

        def step(self, done: int, total: int, what: object = None) -> None:
            Pulled.left -= 1
            if Pulled.left == 0:
                stick.rename(tmp_path / "in-a-pocket")

    with pytest.raises(BackupGone):
        back_up(full, stick, progress=Pulled())
    assert events.check(full) == []
    (tmp_path / "in-a-pocket").rename(stick)
    assert back_up(full, stick).records == RECORDS


def test_an_old_backup_opens_with_the_passphrase_of_its_day(full, stick):
    back_up(full, stick)
    ways_in.change_passphrase(full, PASSPHRASE, "another passphrase of today", cost=keyslots.CHEAPEST)
    assert opened(stick).manifest.records == RECORDS
    with pytest.raises(WrongPassphrase):
        opened(stick, "another passphrase of today")
    back_up(full, stick, now_ms=2)
    assert opened(stick, "another passphrase of today").manifest.made_ms == 2


def test_after_a_change_of_key_everything_is_sealed_anew_and_the_old_goes(full, stick):
    back_up(full, stick)
    before = objects(stick).keys()
    ways_in.change_passphrase(
        full, PASSPHRASE, "another passphrase of today", cost=keyslots.CHEAPEST, with_key=True
    )
    back_up(full, stick, now_ms=2)
    chunks = {path.name for path in (full.folder / "attachments").glob("*/*")}
    assert before & objects(stick).keys() <= chunks
    assert len(list(stick.glob("*/heads/*"))) == 1
    with pytest.raises(WrongPassphrase):
        opened(stick)


def test_what_is_erased_leaves_the_stick_with_the_next_backup(full, stick):
    back_up(full, stick)
    (root,) = full.rows("SELECT root FROM body ORDER BY length(content) DESC LIMIT 1")[0]
    with full.writing():
        full.run("DELETE FROM body WHERE root = ?", root)
        full.run("INSERT INTO erased VALUES (?, 'r', 'd', 'b', 1)", root)
    before = objects(stick).keys()
    back_up(full, stick, now_ms=2)
    assert len(list(stick.glob("*/heads/*"))) == 1
    assert before - objects(stick).keys()


def test_a_few_heads_are_kept_and_no_object_that_none_names(full, stick):
    for day in range(6):
        events.append(full, finished(f"day{day}", ms=50_000 + day), stream=BOX)
        back_up(full, stick, now_ms=day)
    heads = backup.heads(stick)
    assert [head.number for head in heads] == [6, 5, 4]
    named = set[str]()
    for head in heads:
        manifest = head.manifest(full.keys)
        named |= {pack.name for dump in manifest.tables.values() for pack in dump.packs} | set(manifest.chunks)
    assert objects(stick).keys() == named


def test_two_vaults_share_a_stick_and_each_finds_its_own(full, other, stick, tmp_path):
    back_up(full, stick)
    keys.put(other, "k", b"1")
    vault_id = keyslots.read_keyring((full.folder / "vault.keys").read_bytes()).vault_id
    assert opened(stick).head.vault_id == vault_id
    with pytest.raises(NotAVault):
        restore.choose(stick, lambda _: b"", vault_id="x" * 26)
    with pytest.raises(NotAVault):
        opened(tmp_path)


def test_a_restored_vault_has_its_own_file_and_the_same_way_in(full, stick, tmp_path):
    back_up(full, stick)
    restored(stick, tmp_path / "again").close()
    opening.unlock(tmp_path / "again", PASSPHRASE).close()
    shutil.rmtree(stick)
    connect(tmp_path / "again" / "vault.db", full.keys.database, mode="ro").conn.close()
