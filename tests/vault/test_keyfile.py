"""The key file: written over in turn, destroyed at once, and never half brought back by whoever is writing."""

import threading

import pytest

from monitor_app.crypto import keyslots
from monitor_app.errors import NotAVault, VaultDamaged, WrongPassphrase
from monitor_app.vault import keyfile, opening, places, ways_in

from .conftest import PASSPHRASE

NEW = "new words"


def pieces(image: bytes) -> set[bytes]:
    return {image[at : at + 16] for at in range(0, len(image), 16)} - {bytes(16)}


def test_destroying_leaves_nothing_of_the_old_file_and_its_size(folder):
    before = keyfile.read(folder)
    keyfile.destroy(folder)
    after = keyfile.read(folder)
    assert len(after) == len(before)
    assert not pieces(before) & pieces(after)
    with pytest.raises(VaultDamaged):
        opening.unlock(folder, PASSPHRASE)


def test_destroying_works_in_place_on_a_file_that_others_hold_open(folder):
    with (folder / places.KEYS).open("rb") as held:
        before = held.read()
        keyfile.destroy(folder)
        held.seek(0)
        assert not pieces(before) & pieces(held.read())


def test_destroying_reaches_copies_that_were_left_in_the_vault(folder):
    before = keyfile.read(folder)
    left = [folder / "vault.keys.part", folder / "old" / "vault.keys"]
    left[1].parent.mkdir()
    for path in left:
        path.write_bytes(before)
    keyfile.destroy(folder)
    assert not any(pieces(before) & pieces(path.read_bytes()) for path in left)


def test_destroying_twice_or_a_short_file_is_no_error(folder):
    (folder / places.KEYS).write_bytes(b"short")
    keyfile.destroy(folder)
    keyfile.destroy(folder)


def test_where_no_vault_is_nothing_is_destroyed(tmp_path):
    with pytest.raises(NotAVault):
        keyfile.destroy(tmp_path)


def test_a_vault_that_is_open_is_destroyed_all_the_same(vault, folder):
    keyfile.destroy(folder)
    with pytest.raises(VaultDamaged):
        ways_in.change_passphrase(vault, PASSPHRASE, NEW, cost=keyslots.CHEAPEST)


def test_who_is_writing_stops_when_the_file_was_destroyed_between_its_two_copies(folder):
    image = keyfile.read(folder)
    slots = keyslots.read_keyring(image).slots
    offset, content = keyslots.updates(image, slots)[0]
    places.overwrite(folder / places.KEYS, offset, content)  # the first half of a change
    keyfile.destroy(folder)
    destroyed = keyfile.read(folder)
    with pytest.raises(VaultDamaged):
        keyfile.put(folder, image, slots)
    assert keyfile.read(folder) == destroyed


def test_a_copy_written_while_it_was_being_destroyed_is_destroyed_as_well(folder):
    image = keyfile.read(folder)
    writing = places.Lock(folder / places.KEYS_LOCK)  # somebody has compared the file and is about to write
    destroying = threading.Thread(target=keyfile.destroy, args=(folder,))
    destroying.start()
    while keyfile.read(folder) == image:
        pass
    places.overwrite(folder / places.KEYS, 0, image)
    writing.release()
    destroying.join()
    with pytest.raises(VaultDamaged):
        keyslots.read_keyring(keyfile.read(folder))


def test_however_a_change_and_destroying_meet_nothing_opens_afterwards(folder):
    image = keyfile.read(folder)
    slots = keyslots.read_keyring(image).slots
    for _ in range(30):
        (folder / places.KEYS).write_bytes(image)
        writing = threading.Thread(target=_put, args=(folder, image, slots))
        writing.start()
        keyfile.destroy(folder)
        writing.join()
        with pytest.raises(VaultDamaged):
            keyslots.read_keyring(keyfile.read(folder))


def _put(folder, image, slots) -> None:
    try:
        keyfile.put(folder, image, slots)
    except VaultDamaged:
        return


def test_a_change_killed_between_the_copies_opens_with_the_new_one_and_afterwards_only_with_it(vault, folder):
    before = keyfile.read(folder)
    ways_in.change_passphrase(vault, PASSPHRASE, NEW, cost=keyslots.CHEAPEST)
    vault.close()
    done = keyfile.read(folder)
    half = 8192
    changed_first = (
        0 if done[:half] != before[:half] and keyslots.read_keyring(done[:half] + before[half:]) else 1
    )
    for cut in range(2):
        first = done[:half] if changed_first == 0 else before[:half]
        second = before[half:] if changed_first == 0 else done[half:]
        torn = bytearray(first + second)
        if cut:  # within the first copy: the old one is whole
            torn[changed_first * half + 4000 : (changed_first + 1) * half] = bytes(half - 4000)
        (folder / places.KEYS).write_bytes(torn)
        right, wrong = (PASSPHRASE, NEW) if cut else (NEW, PASSPHRASE)
        opening.unlock(folder, right).close()
        image = keyfile.read(folder)
        for copy in (image[:half] * 2, image[half:] * 2):
            assert keyslots.open_with_passphrase(copy, right)
            with pytest.raises(WrongPassphrase):
                keyslots.open_with_passphrase(copy, wrong)
