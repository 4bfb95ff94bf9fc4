"""A new key for the vault: all ways in follow, an old copy is cut off, and it may be cut short anywhere."""

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from monitor_app.crypto import keyslots, primitives
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import CHEAPEST, SlotKind
from monitor_app.errors import DiskFull, VaultDamaged, WrongPassphrase
from monitor_app.ports import Silent
from monitor_app.vault import (
    attachments,
    backup,
    events,
    keyfile,
    opening,
    places,
    queries,
    rekeying,
    restore,
    ways_in,
)
from tests.support.fakes import PowerCut
from tests.support.places import REPOSITORY

from .conftest import PASSPHRASE
from .samples import BOX, site
from .test_ways_in import SECRET, SEED, add_sheets, add_spare

NEW = "new words"


def change(vault) -> None:
    ways_in.change_passphrase(vault, PASSPHRASE, NEW, cost=CHEAPEST, with_key=True)


def names(vault) -> list[str]:
    return [row.name for row in queries.sites(vault)]


def test_after_a_new_key_everything_is_there_and_every_way_in_opens(vault, folder):
    add_sheets(vault)
    add_spare(vault)
    events.append(vault, site("Works"), stream=BOX)
    ref = attachments.store(vault, [b"picture"], name="p.jpg", media_type="image/jpeg")
    before = vault.keys
    change(vault)
    assert vault.keys != before
    events.append(vault, site("Later", subject="later"), stream=BOX)
    assert b"".join(attachments.read(vault, ref)) == b"picture"
    vault.close()
    openers = (
        lambda: opening.unlock(folder, NEW),
        lambda: opening.unlock_with_secret(folder, SECRET),
        lambda: opening.unlock_with_secret(folder, SEED),
    )
    for opener in openers:
        opened = opener()
        assert names(opened) == ["Later", "Works"]
        assert events.check(opened) == []
        opened.close()
    assert SlotKind.PREVIOUS not in ways_in.kinds(folder)


def test_an_old_copy_of_the_key_file_opens_the_new_database_no_more(vault, folder):
    old = keyfile.read(folder)
    change(vault)
    vault.close()
    (folder / places.KEYS).write_bytes(old)
    with pytest.raises(VaultDamaged):
        opening.unlock(folder, PASSPHRASE)


def test_without_a_new_key_an_old_copy_opens_for_ever_which_is_why_it_is_offered(vault, folder):
    old = keyfile.read(folder)
    ways_in.change_passphrase(vault, PASSPHRASE, NEW, cost=CHEAPEST)
    vault.close()
    (folder / places.KEYS).write_bytes(old)
    opening.unlock(folder, PASSPHRASE).close()


def states_of_a_change(vault, folder: Path, place: Path) -> list[Path]:
    """Copy the vault as it lies after each durable step of a change of the key."""
    image = keyfile.read(folder)
    before = keyslots.open_with_passphrase(image, PASSPHRASE).vault_key
    ring, key = keyslots.read_keyring(image), primitives.new_key()
    slots = [
        keyslots.passphrase_slot(key, NEW, vault_id=ring.vault_id, cost=CHEAPEST),
        keyslots.previous_slot(key, before, vault_id=ring.vault_id),
    ]
    copies: list[Path] = []

    def copy() -> None:
        copies.append(Path(shutil.copytree(folder, place / str(len(copies)))))

    for offset, content in keyslots.updates(image, slots):
        places.overwrite(folder / places.KEYS, offset, content)
        copy()
    new = VaultKeys.of(key)
    vault.checkpoint()
    vault.db.conn.execute(f"PRAGMA rekey=\"x'{new.database.hex()}'\"").fetchall()
    copy()  # all of it still in the log
    vault.checkpoint()
    copy()
    image = keyfile.read(folder)
    for offset, content in keyslots.updates(image, slots[:1]):
        places.overwrite(folder / places.KEYS, offset, content)
        copy()
    return copies


def test_cut_after_any_step_it_opens_with_the_new_passphrase_and_the_change_is_finished(
    vault, folder, tmp_path
):
    events.append_all(vault, [(site(f"Works {n}", subject=f"s{n}"), BOX) for n in range(40)])
    for copy in states_of_a_change(vault, folder, tmp_path / "states"):
        opened = opening.unlock(copy, NEW)
        assert len(names(opened)) == 40
        assert events.check(opened) == []
        assert opened.rows("PRAGMA cipher_integrity_check") == []
        opened.close()
        ring = keyslots.read_keyring(keyfile.read(copy))
        assert ring.whole
        assert not ring.of_kind(SlotKind.PREVIOUS)
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_passphrase(keyfile.read(copy), PASSPHRASE)


def test_a_change_cut_short_is_finished_before_another_begins(vault, folder, tmp_path):
    events.append(vault, site("Works"), stream=BOX)
    image = keyfile.read(folder)
    before = keyslots.open_with_passphrase(image, PASSPHRASE).vault_key
    ring, key = keyslots.read_keyring(image), primitives.new_key()
    slot = keyslots.passphrase_slot(key, PASSPHRASE, vault_id=ring.vault_id, cost=CHEAPEST)
    keyfile.put(folder, image, [slot, keyslots.previous_slot(key, before, vault_id=ring.vault_id)])
    change(vault)
    vault.close()
    opened = opening.unlock(folder, NEW)
    assert names(opened) == ["Works"]
    opened.close()


def test_a_second_change_cut_short_after_one_cut_short_loses_nothing(vault, folder, monkeypatch):
    events.append(vault, site("Works"), stream=BOX)
    image = keyfile.read(folder)
    before = keyslots.open_with_passphrase(image, PASSPHRASE).vault_key
    ring, key = keyslots.read_keyring(image), primitives.new_key()
    slot = keyslots.passphrase_slot(key, PASSPHRASE, vault_id=ring.vault_id, cost=CHEAPEST)
    keyfile.put(folder, image, [slot, keyslots.previous_slot(key, before, vault_id=ring.vault_id)])
    with monkeypatch.context() as plug:
        plug.setattr(rekeying, "_rekey", _unplugged)
        with pytest.raises(PowerCut):
            change(vault)
    vault.close()
    opened = opening.unlock(folder, PASSPHRASE)
    assert names(opened) == ["Works"]
    opened.close()


def _unplugged(*_: object) -> None:
    raise PowerCut


class _NoRoom:
    free = 1_000


def test_without_room_for_it_nothing_is_changed(vault, folder, monkeypatch):
    before = keyfile.read(folder)
    monkeypatch.setattr(rekeying.shutil, "disk_usage", lambda _: _NoRoom)
    with pytest.raises(DiskFull):
        change(vault)
    assert keyfile.read(folder) == before


DRIVER = """
import sys
from pathlib import Path
import msgspec
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.vault import opening, ways_in
keys = msgspec.json.decode(sys.stdin.readline(), type=VaultKeys)
vault = opening.open_with_keys(Path(sys.argv[1]), keys)
print("begin", flush=True)
ways_in.change_passphrase(vault, sys.argv[2], sys.argv[3], cost=CHEAPEST, with_key=True)
print("done", flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("after_ms", [250, 400])
def test_killed_while_the_key_changes_it_opens_with_one_of_the_two(folder, made, after_ms):
    vault = opening.open_with_keys(folder, made[1])
    events.append_all(vault, [(site("x" * 4_000, subject=f"s{n}"), BOX) for n in range(400)])
    vault.close()
    child = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(folder), PASSPHRASE, NEW],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert child.stdin
    assert child.stdout
    child.stdin.write(msgspec.json.encode(made[1]).decode() + "\n")
    child.stdin.flush()
    assert child.stdout.readline() == "begin\n"
    try:
        child.wait(after_ms / 1_000)
    except subprocess.TimeoutExpired:
        child.kill()
    is_done = "done" in child.communicate()[0]
    try:
        opened = opening.unlock(folder, NEW)
    except WrongPassphrase:
        assert not is_done
        opened = opening.unlock(folder, PASSPHRASE)
    assert len(names(opened)) == 400
    assert opened.rows("PRAGMA cipher_integrity_check") == []
    opened.close()


def test_the_key_before_is_kept_while_the_change_lies_only_in_the_log(vault, folder):
    events.append(vault, site("Works"), stream=BOX)
    reader = opening.reader(vault)
    vault.db.conn.execute("PRAGMA busy_timeout=1")
    reader.db.conn.execute("BEGIN")
    assert names(reader) == ["Works"]
    change(vault)
    assert SlotKind.PREVIOUS in ways_in.kinds(folder)
    reader.db.conn.execute("COMMIT")
    reader.close()
    vault.close()
    opening.unlock(folder, NEW).close()
    assert SlotKind.PREVIOUS not in ways_in.kinds(folder)


def test_a_backup_made_while_the_change_was_not_done_gives_the_vault_back(vault, folder, tmp_path):
    events.append(vault, site("Works"), stream=BOX)
    image = keyfile.read(folder)
    before = keyslots.open_with_passphrase(image, PASSPHRASE).vault_key
    ring, key = keyslots.read_keyring(image), primitives.new_key()
    slot = keyslots.passphrase_slot(key, NEW, vault_id=ring.vault_id, cost=CHEAPEST)
    keyfile.put(folder, image, [slot, keyslots.previous_slot(key, before, vault_id=ring.vault_id)])
    (tmp_path / "stick").mkdir()
    reader = opening.reader(vault)
    backup.write(reader, tmp_path / "stick", now_ms=1, progress=Silent())
    reader.close()
    chosen = restore.choose(tmp_path / "stick", lambda kept: keyslots.open_with_passphrase(kept, NEW).vault_key)
    restore.restore(chosen, tmp_path / "again", settle=lambda _: None, progress=Silent())
    again = opening.unlock(tmp_path / "again", NEW)
    assert names(again) == ["Works"]
    again.close()
