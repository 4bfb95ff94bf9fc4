"""What opens a vault: sheets, the spare key, a dearer guess; each change reaches both copies."""

import pytest

from monitor_app.crypto import keyslots, primitives
from monitor_app.crypto.keyslots import CHEAPEST, Cost, SlotKind
from monitor_app.errors import VaultInUse, WrongPassphrase
from monitor_app.vault import keyfile, opening, ways_in

from .conftest import PASSPHRASE

SECRET, SEED = bytes(range(16)), bytes(range(32))


def add_sheets(vault, secret: bytes = SECRET) -> None:
    public = keyslots.recovery_public(secret)
    ways_in.add(vault, ways_in.sealed_to(vault, PASSPHRASE, SlotKind.RECOVERY, public), public)


def add_spare(vault) -> None:
    public = primitives.receive_public(SEED)
    ways_in.add(vault, ways_in.sealed_to(vault, PASSPHRASE, SlotKind.ESCROW, public), public)


def test_a_slot_that_was_only_made_opens_nothing(vault, folder):
    ways_in.sealed_to(vault, PASSPHRASE, SlotKind.RECOVERY, keyslots.recovery_public(SECRET))
    assert ways_in.kinds(folder) == {SlotKind.PASSPHRASE}


def test_sheets_and_the_spare_key_open_the_vault(vault, folder):
    add_sheets(vault)
    add_spare(vault)
    vault.close()
    for secret in (SECRET, SEED):
        opening.unlock_with_secret(folder, secret).close()


def test_new_sheets_make_the_old_ones_void_in_both_copies(vault, folder):
    add_sheets(vault)
    add_sheets(vault, bytes(16))
    image = keyfile.read(folder)
    for copy in (image[:8192] * 2, image[8192:] * 2):
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_recovery(copy, SECRET)
        assert keyslots.open_with_recovery(copy, bytes(16))


def test_a_way_in_is_removed_only_with_the_passphrase(vault, folder):
    add_sheets(vault)
    with pytest.raises(WrongPassphrase):
        ways_in.remove(vault, "wrong", SlotKind.RECOVERY)
    ways_in.remove(vault, PASSPHRASE, SlotKind.RECOVERY)
    assert ways_in.kinds(folder) == {SlotKind.PASSPHRASE}
    assert ways_in.public_of(vault, SlotKind.RECOVERY) is None


def test_with_sheets_a_lost_passphrase_is_replaced_in_both_copies(vault, folder):
    add_sheets(vault)
    with pytest.raises(VaultInUse):
        ways_in.set_passphrase(folder, SECRET, "new words", cost=CHEAPEST)
    vault.close()
    ways_in.set_passphrase(folder, SECRET, "new words", cost=CHEAPEST)
    image = keyfile.read(folder)
    for copy in (image[:8192] * 2, image[8192:] * 2):
        with pytest.raises(WrongPassphrase):
            keyslots.open_with_passphrase(copy, PASSPHRASE)
    opening.unlock(folder, "new words").close()


class Slow:
    """A watch on which a guess takes as long as a test says."""

    def __init__(self, seconds: float) -> None:
        self._times = iter([0.0, seconds])

    def __call__(self) -> float:
        return next(self._times)


def cost_of(folder) -> Cost | None:
    (slot,) = keyslots.read_keyring(keyfile.read(folder)).of_kind(SlotKind.PASSPHRASE)
    return slot.cost


def test_a_guess_that_is_too_quick_on_this_machine_is_made_dearer_at_unlocking(folder):
    opening.unlock(folder, PASSPHRASE, now=Slow(0.35)).close()
    assert cost_of(folder) == Cost(128 * 1024, 3, 4)
    assert keyslots.read_keyring(keyfile.read(folder)).whole
    opening.unlock(folder, PASSPHRASE, now=Slow(0.7)).close()
    assert cost_of(folder) == Cost(128 * 1024, 3, 4)


def test_a_slow_moment_makes_no_guess_cheaper(folder):
    opening.unlock(folder, PASSPHRASE, now=Slow(9.0)).close()
    assert cost_of(folder) == CHEAPEST


def test_making_it_dearer_never_stands_in_the_way(folder):
    opened = keyslots.open_with_passphrase(keyfile.read(folder), PASSPHRASE)
    keyfile.destroy(folder)
    ways_in.strengthen(folder, opened, PASSPHRASE, 0.1)
