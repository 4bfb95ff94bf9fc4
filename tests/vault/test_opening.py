"""Creating, unlocking, closing: each way of failing in its own words, nothing half-done."""

import os
import shutil
import stat
import subprocess
import sys

import pytest

from monitor_app.crypto import keyslots
from monitor_app.errors import (
    DiskFull,
    NotAVault,
    PlaceReadOnly,
    VaultDamaged,
    VaultInUse,
    VaultTooNew,
    WrongPassphrase,
)
from monitor_app.vault import events, opening, places, queries, ways_in
from monitor_app.vault.driver import connect, still_damaged

from .conftest import PASSPHRASE
from .samples import BOX, site

posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are told otherwise there")


def test_a_new_vault_opens_again_with_what_was_put_in(tmp_path):
    vault = opening.create(tmp_path / "vault é %41", PASSPHRASE, cost=keyslots.CHEAPEST)
    events.append(vault, site("Works"), stream=BOX)
    vault.close()
    vault = opening.unlock(tmp_path / "vault é %41", PASSPHRASE)
    assert [row.name for row in queries.sites(vault)] == ["Works"]
    vault.close()


def test_creating_takes_an_empty_folder_and_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "vault").mkdir()
    opening.create(tmp_path / "vault", PASSPHRASE, cost=keyslots.CHEAPEST).close()
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_creating_never_touches_a_folder_in_use(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotAVault):
        opening.create(tmp_path, PASSPHRASE, cost=keyslots.CHEAPEST)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_refused_passphrase_leaves_no_half_made_vault(tmp_path):
    with pytest.raises(Exception, match="passphrase"):
        opening.create(tmp_path / "vault", "", cost=keyslots.CHEAPEST)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_is_said(folder):
    with pytest.raises(WrongPassphrase):
        opening.unlock(folder, "wrong")


def test_a_folder_without_a_vault_is_said_and_stays_empty(tmp_path):
    with pytest.raises(NotAVault):
        opening.unlock(tmp_path, PASSPHRASE)
    assert not opening.exists(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_open_vault_is_not_opened_twice(vault, folder):
    with pytest.raises(VaultInUse):
        opening.unlock(folder, PASSPHRASE)


def test_a_closed_vault_can_be_opened_by_others(reopened):
    reopened().close()
    reopened().close()


@pytest.mark.parametrize("size", [0, 100, 4096, 8192, 20_000])
def test_a_shortened_database_is_damaged(folder, reopened, size):
    os.truncate(folder / "vault.db", size)
    with pytest.raises(VaultDamaged):
        reopened()


def test_a_plaintext_database_in_its_place_is_refused(folder):
    (folder / "vault.db").write_bytes(b"SQLite format 3\x00" + bytes(8192))
    with pytest.raises(NotAVault):
        opening.unlock(folder, PASSPHRASE)


def test_a_foreign_file_in_its_place_is_damage(folder):
    (folder / "vault.db").write_bytes(b"holiday pictures" * 1024)
    with pytest.raises(VaultDamaged):
        opening.unlock(folder, PASSPHRASE)


def test_another_vaults_database_in_its_place_is_damage(folder, tmp_path):
    opening.create(tmp_path / "second", PASSPHRASE, cost=keyslots.CHEAPEST).close()
    shutil.copy(tmp_path / "second" / "vault.db", folder / "vault.db")
    with pytest.raises(VaultDamaged):
        opening.unlock(folder, PASSPHRASE)


@pytest.mark.parametrize("name", ["vault.keys", "vault.db"])
def test_a_missing_part_is_damage_not_a_new_vault(folder, name):
    (folder / name).unlink()
    with pytest.raises(VaultDamaged):
        opening.unlock(folder, PASSPHRASE)


def test_a_key_file_that_was_overwritten_is_damage(folder):
    (folder / "vault.keys").write_bytes(os.urandom(keyslots.IMAGE_SIZE))
    with pytest.raises(VaultDamaged):
        opening.unlock(folder, PASSPHRASE)


def test_one_torn_copy_of_the_keyslots_still_opens(folder):
    image = (folder / "vault.keys").read_bytes()
    (folder / "vault.keys").write_bytes(os.urandom(8192) + image[8192:])
    opening.unlock(folder, PASSPHRASE).close()


@pytest.mark.parametrize("copy", [0, 1])
def test_opening_mends_the_copy_of_the_keyslots_that_is_torn(folder, copy):
    image = bytearray((folder / "vault.keys").read_bytes())
    image[copy * 8192 : (copy + 1) * 8192] = os.urandom(8192)
    (folder / "vault.keys").write_bytes(image)
    opening.unlock(folder, PASSPHRASE).close()
    assert keyslots.read_keyring((folder / "vault.keys").read_bytes()).whole
    opening.unlock(folder, PASSPHRASE).close()


def test_an_old_passphrase_left_in_one_copy_by_a_change_cut_short_is_gone_after_opening(vault, folder):
    before = (folder / "vault.keys").read_bytes()
    ways_in.change_passphrase(vault, PASSPHRASE, "new words", cost=keyslots.CHEAPEST)
    vault.close()
    changed = (folder / "vault.keys").read_bytes()
    (folder / "vault.keys").write_bytes(changed[:8192] + before[8192:])
    opening.unlock(folder, "new words").close()
    image = (folder / "vault.keys").read_bytes()
    assert keyslots.read_keyring(image).whole
    for copy in (image[:8192] * 2, image[8192:] * 2):
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_passphrase(copy, PASSPHRASE)


def test_whole_keyslots_are_not_written_again(folder):
    before = (folder / "vault.keys").stat().st_mtime_ns
    opening.unlock(folder, PASSPHRASE).close()
    assert (folder / "vault.keys").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "change",
    ["PRAGMA user_version = 99", "INSERT INTO _sqlite_migrations VALUES (NULL, 'vault', 'm9999_later', '')"],
)
def test_a_newer_vault_is_refused_kindly(made, folder, reopened, change):
    db = connect(folder / "vault.db", made[1].database, mode="rw")
    db.conn.execute(change)
    db.conn.commit()
    db.conn.close()
    with pytest.raises(VaultTooNew):
        reopened()


def test_a_flipped_bit_anywhere_in_the_database_is_noticed(folder, reopened):
    vault = reopened()
    events.append_all(vault, [(site(f"Works {n}", subject=f"s{n}"), BOX) for n in range(50)])
    vault.close()
    whole = (folder / "vault.db").read_bytes()
    for place in range(3, len(whole), len(whole) // 60):
        (folder / "vault.db").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(VaultDamaged):
            _read_all(reopened())


def _read_all(vault) -> None:
    try:
        for (table,) in vault.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            vault.rows(f"SELECT * FROM {table}")
        if vault.rows("PRAGMA cipher_integrity_check"):
            raise still_damaged()
    finally:
        vault.db.conn.close()
        vault._lock.release()
        vault._is_closed = True


def test_changing_the_passphrase_locks_out_the_old_one_in_both_copies(vault, folder):
    with pytest.raises(WrongPassphrase):
        ways_in.change_passphrase(vault, "wrong", "new words", cost=keyslots.CHEAPEST)
    ways_in.change_passphrase(vault, PASSPHRASE, "new words", cost=keyslots.CHEAPEST)
    image = (folder / "vault.keys").read_bytes()
    for one in (image, image[:8192] + bytes(8192), bytes(8192) + image[8192:]):
        assert keyslots.open_with_passphrase(one, "new words")
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_passphrase(one, PASSPHRASE)


def test_the_settings_are_those_that_were_measured(vault):
    asked = {
        name: vault.row(f"PRAGMA {name}")
        for name in (
            *("journal_mode", "synchronous", "temp_store", "secure_delete", "foreign_keys"),
            *("trusted_schema", "page_size", "cipher_page_size", "cipher_hmac_algorithm"),
        )
    }
    assert {name: str(row[0]) for name, row in asked.items() if row} == {
        "journal_mode": "wal",
        "synchronous": "2",
        "temp_store": "2",
        "secure_delete": "1",
        "foreign_keys": "1",
        "trusted_schema": "0",
        "page_size": "4096",
        "cipher_page_size": "4096",
        "cipher_hmac_algorithm": "HMAC_SHA256",
    }


@posix
def test_only_the_owner_may_read_anything(vault, folder):
    events.append(vault, site(), stream=BOX)
    loose = [path.name for path in [folder, *folder.rglob("*")] if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert loose == []


def test_closing_leaves_no_log_behind(vault, folder, reopened):
    events.append(vault, site(), stream=BOX)
    assert (folder / "vault.db-wal").stat().st_size > 0
    vault.checkpoint()
    assert (folder / "vault.db-wal").stat().st_size == 0


def test_a_reader_sees_what_is_committed_and_cannot_write(vault):
    reader = opening.reader(vault)
    events.append(vault, site(), stream=BOX)
    assert len(queries.sites(reader)) == 1
    with pytest.raises(PlaceReadOnly):
        events.append(reader, site(), stream=BOX)
    reader.close()


def test_nothing_of_a_failed_transaction_stays(vault):
    with pytest.raises(RuntimeError), vault.writing():  # noqa: PT012 - the failing comes after a success
        events.append(vault, site(), stream=BOX)
        raise RuntimeError
    assert queries.sites(vault) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 12 MB that can be filled and write-protected."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_read_only_place_opens_for_reading_and_takes_no_new_vault(small_disk, folder):
    shutil.copytree(folder, small_disk / "vault")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    vault = opening.unlock(small_disk / "vault", PASSPHRASE)
    assert vault.is_read_only
    vault.close()
    with pytest.raises(PlaceReadOnly):
        opening.create(small_disk / "new", PASSPHRASE, cost=keyslots.CHEAPEST)


def _fill(place) -> None:
    with (place / "filler").open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def test_a_full_disk_gives_up_the_ballast_and_saves(small_disk, folder, made):
    shutil.copytree(folder, small_disk / "vault")
    place = small_disk / "vault"
    vault = opening.open_with_keys(place, made[1])
    _fill(small_disk)
    stored = events.append(vault, site("x" * 100_000), stream=BOX)
    assert not (place / places.BALLAST).exists()
    vault.close()
    vault = opening.open_with_keys(place, made[1])
    assert events.heads(vault) == {BOX: (0, stored.hash)}
    vault.close()


def test_a_full_disk_is_said_loses_nothing_and_works_again_after(small_disk, folder, made):
    shutil.copytree(folder, small_disk / "vault")
    place = small_disk / "vault"
    vault = opening.open_with_keys(place, made[1])
    kept = [events.append(vault, site(), stream=BOX).root]
    vault.drop_ballast()
    _fill(small_disk)
    try:
        while True:
            kept.append(events.append(vault, site("x" * 10_000), stream=BOX).root)
    except DiskFull:
        pass
    (small_disk / "filler").unlink()
    assert events.check(vault) == []
    assert [link.root for link in events.after(vault, BOX, -1, limit=999)] == kept
    events.append(vault, site(), stream=BOX)
    vault.close()


def test_a_vault_is_not_created_on_a_full_disk_and_nothing_stays(small_disk):
    _fill(small_disk)
    with pytest.raises(DiskFull):
        opening.create(small_disk / "new", PASSPHRASE, cost=keyslots.CHEAPEST)
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_an_encrypted_database_that_is_not_ours_is_damage(made, folder, reopened):
    db = connect(folder / "vault.db", made[1].database, mode="rw")
    db.conn.execute("PRAGMA application_id = 1")
    db.conn.close()
    with pytest.raises(VaultDamaged):
        reopened()


def test_changing_the_passphrase_keeps_the_other_ways_in(vault, folder):
    image = (folder / "vault.keys").read_bytes()
    opened = keyslots.open_with_passphrase(image, PASSPHRASE)
    ring = keyslots.read_keyring(image)
    public = keyslots.recovery_public(b"s" * 16)
    spare = keyslots.recovery_slot(opened.vault_key, public, vault_id=ring.vault_id)
    for offset, content in keyslots.updates(image, [*ring.slots, spare]):
        places.overwrite(folder / "vault.keys", offset, content)
    ways_in.change_passphrase(vault, PASSPHRASE, "new words", cost=keyslots.CHEAPEST)
    changed = (folder / "vault.keys").read_bytes()
    assert keyslots.open_with_recovery(changed, b"s" * 16).vault_key == opened.vault_key
