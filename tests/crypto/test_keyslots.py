import contextlib
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_app.crypto import keyslots as ks
from monitor_app.crypto import primitives
from monitor_app.crypto.keyring import COPY_SIZE
from monitor_app.errors import (
    BadInput,
    KeyRefused,
    VaultDamaged,
    VaultTooNew,
    WrongPassphrase,
)

VAULT = "a" * 26
PASSPHRASE = "correct horse battery é"
VAULT_KEY, IMAGE = ks.new_keyring(PASSPHRASE, vault_id=VAULT, cost=ks.CHEAPEST)
SECRET = primitives.random_bytes(16)
SPARE = primitives.new_receive_seed()
SLOTS = (
    *ks.read_keyring(IMAGE).slots,
    ks.recovery_slot(VAULT_KEY, ks.recovery_public(SECRET), vault_id=VAULT),
    ks.escrow_slot(VAULT_KEY, primitives.receive_public(SPARE), vault_id=VAULT),
)


def after(image: bytes, writes: list[ks.Write]) -> bytes:
    changed = bytearray(image)
    for at, content in writes:
        changed[at : at + len(content)] = content
    return bytes(changed)


def resealed(copy: bytes) -> bytes:
    """Put a right checksum over a forged copy."""
    body = copy[:-32]
    return body + primitives.sha256(body)


def forged(at: int, content: bytes) -> bytes:
    copy = after(IMAGE[:COPY_SIZE], [(at, content)])
    return resealed(copy) * 2


FULL = after(IMAGE, ks.updates(IMAGE, SLOTS))


def test_the_passphrase_opens_the_vault_however_its_letters_are_composed():
    opened = ks.open_with_passphrase(IMAGE, "correct horse battery e\u0301")
    assert opened.vault_key == VAULT_KEY


def test_a_wrong_passphrase_is_told_from_damage():
    with pytest.raises(WrongPassphrase):
        ks.open_with_passphrase(IMAGE, "correct horse battery e")


@pytest.mark.parametrize(("took", "mebibytes"), [(0.1, 448), (0.4, 112), (0.6, 64), (5.0, 64), (0.0, 512)])
def test_a_guess_that_was_quick_is_made_dearer_and_never_cheaper(took, mebibytes):
    cost = ks.stronger(ks.CHEAPEST, took)
    assert cost == replace(ks.CHEAPEST, memory_kib=mebibytes * 1024)
    assert ks.stronger(cost, 100.0) == cost


def test_the_image_always_has_the_same_size():
    assert len(IMAGE) == len(FULL) == ks.IMAGE_SIZE == 16384


def test_shares_and_the_spare_key_open_the_same_vault():
    assert ks.open_with_recovery(FULL, SECRET).vault_key == VAULT_KEY
    assert ks.open_with_escrow(FULL, SPARE).vault_key == VAULT_KEY


def test_wrong_shares_or_a_stranger_s_key_do_not_open_it():
    with pytest.raises(WrongPassphrase):
        ks.open_with_recovery(FULL, bytes(16))
    with pytest.raises(WrongPassphrase):
        ks.open_with_escrow(FULL, primitives.new_receive_seed())
    with pytest.raises(WrongPassphrase):
        ks.open_with_recovery(IMAGE, SECRET)


def test_a_change_leaves_a_whole_copy_after_each_write_and_when_one_is_torn():
    before, now = ks.read_keyring(IMAGE).slots, SLOTS
    image = IMAGE
    for number, (at, content) in enumerate(ks.updates(IMAGE, SLOTS)):
        torn = after(image, [(at, content[: COPY_SIZE // 2])])
        assert ks.read_keyring(torn).slots == (before if number == 0 else now)
        image = after(image, [(at, content)])
        assert ks.read_keyring(image).slots == now


def test_when_a_change_is_done_neither_copy_holds_the_old_slots():
    new = ks.passphrase_slot(VAULT_KEY, "another one", vault_id=VAULT, cost=ks.CHEAPEST)
    old = ks.read_keyring(IMAGE).slots[0]
    changed = after(IMAGE, ks.updates(IMAGE, [new]))
    assert old.sealed not in changed
    assert changed.count(new.sealed) == 2
    assert ks.read_keyring(changed).whole
    assert ks.open_with_passphrase(changed, "another one").vault_key == VAULT_KEY


@pytest.mark.parametrize("copy", [0, 1])
def test_one_damaged_copy_is_survived_told_and_repaired(copy):
    damaged = after(FULL, [(copy * COPY_SIZE + 500, b"damage")])
    ring = ks.read_keyring(damaged)
    assert (ring.slots, ring.whole) == (SLOTS, False)
    writes = ks.updates(damaged, ring.slots)
    assert writes[0][0] == copy * COPY_SIZE
    assert ks.read_keyring(after(damaged, writes)).whole


def test_changes_can_follow_each_other():
    image = IMAGE
    for _ in range(5):
        image = after(image, ks.updates(image, SLOTS))
        assert ks.read_keyring(image).slots == SLOTS
    assert ks.read_keyring(image).counter == 12


def test_a_wiped_image_holds_nothing_of_before():
    wiped = after(FULL, ks.wiped())
    assert len(wiped) == ks.IMAGE_SIZE
    assert not any(FULL[at : at + 16] in wiped for at in range(0, 512, 16))
    with pytest.raises(VaultDamaged):
        ks.read_keyring(wiped)


@pytest.mark.parametrize("image", [b"", IMAGE[:-1], IMAGE + b"x", bytes(16384), b"FWKS" * 4096])
def test_a_short_long_empty_or_foreign_file_is_damaged(image):
    with pytest.raises(VaultDamaged):
        ks.open_with_passphrase(image, PASSPHRASE)


def test_an_image_of_a_newer_program_says_so():
    with pytest.raises(VaultTooNew):
        ks.read_keyring(forged(4, b"\x01"))


@given(st.integers(0, COPY_SIZE - 1), st.integers(0, 7))
@settings(max_examples=300, deadline=None)
def test_a_flipped_bit_in_both_copies_is_damage(where, bit):
    flipped = bytes([IMAGE[where] ^ 1 << bit])
    other = bytes([IMAGE[COPY_SIZE + where] ^ 1 << bit])
    with pytest.raises(VaultDamaged):
        ks.read_keyring(after(IMAGE, [(where, flipped), (COPY_SIZE + where, other)]))


@given(st.integers(0, ks.IMAGE_SIZE - 1), st.integers(0, 7))
@settings(max_examples=100, deadline=None)
def test_a_flipped_bit_in_one_copy_harms_nobody(where, bit):
    ring = ks.read_keyring(after(IMAGE, [(where, bytes([IMAGE[where] ^ 1 << bit]))]))
    assert ring.slots == ks.read_keyring(IMAGE).slots
    assert not ring.whole


M, T, P = 64 + 18, 64 + 22, 64 + 26


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (M, 8 * 1024),
        (M, 64 * 1024 - 1),
        (M, 2 * 1024 * 1024 + 1),
        (M, 4 * 1024 * 1024),
        (M, 0xFFFFFFFF),
        (T, 0),
        (T, 2),
        (T, 11),
        (T, 0xFFFFFFFF),
        (P, 0),
        (P, 17),
        (P, 0xFFFFFFFF),
    ],
)
def test_hostile_or_weak_parameters_are_refused_at_once(at, value):
    image = forged(at, value.to_bytes(4, "big"))
    started = time.process_time()  # work, not the clock: a busy machine is no delay
    with pytest.raises(VaultDamaged):
        ks.open_with_passphrase(image, PASSPHRASE)
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("at", "content"),
    [
        (5, b"\x7f"),
        (39, b"\x00"),
        (39, b"\x06"),
        (39, b"\x02"),
        (13, b"\xff"),
        (64, b"\x00"),
        (64, b"\x05"),
        (64, b"\x04"),
        (65, b"\x02"),
        (64 + 50, b"\x01"),
        (64 + 256, b"\xff\xff"),
        (64 + 1535, b"\x01"),
    ],
    ids=[
        "counter",
        "no slot",
        "too many slots",
        "empty slot",
        "vault id",
        "kind 0",
        "kind 5",
        "kind 4 that keeps the algorithm of 1",
        "algorithm",
        "slot header",
        "length",
        "slot end",
    ],
)
def test_a_malformed_copy_with_a_right_checksum_is_damage(at, content):
    with pytest.raises(VaultDamaged):
        ks.read_keyring(forged(at, content))


def test_parameters_that_are_legal_but_changed_do_not_open():
    with pytest.raises(WrongPassphrase):
        ks.open_with_passphrase(forged(P, (3).to_bytes(4, "big")), PASSPHRASE)


def test_a_slot_moved_to_another_vault_does_not_open():
    with pytest.raises(WrongPassphrase):
        ks.open_with_passphrase(forged(13, b"b"), PASSPHRASE)


def test_the_header_of_a_slot_cannot_be_changed_unnoticed():
    slots = (replace(SLOTS[1], slot_id=bytes(16)), replace(SLOTS[2], slot_id=bytes(15) + b"1"))
    image = after(IMAGE, ks.updates(IMAGE, slots))
    with pytest.raises(WrongPassphrase):
        ks.open_with_recovery(image, SECRET)
    with pytest.raises(WrongPassphrase):
        ks.open_with_escrow(image, SPARE)


@pytest.mark.parametrize("slots", [(), (SLOTS[1], SLOTS[1]), (SLOTS[0],) * 2, (SLOTS[2],) * 6])
def test_no_image_is_made_of_slots_that_could_not_be_read(slots):
    with pytest.raises(ValueError, match="slots that differ"):
        ks.updates(IMAGE, slots)


def test_two_passphrase_slots_or_one_slot_twice_cannot_keep_us_busy():
    slot = IMAGE[64 : 64 + 1536]
    twice = after(IMAGE[:COPY_SIZE], [(39, b"\x02"), (64 + 1536, slot)])
    other = after(twice, [(64 + 1536 + 2, bytes(16))])
    for copy in (twice, other):
        with pytest.raises(VaultDamaged):
            ks.read_keyring(resealed(copy) * 2)


@given(st.integers(64, 64 + 1535), st.binary(min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_forged_copy_is_read_or_refused_never_anything_else(at, content):
    with contextlib.suppress(VaultDamaged):
        assert len(ks.read_keyring(forged(at, content)).slots) == 1


def test_an_empty_passphrase_a_cheap_cost_or_a_short_secret_is_refused():
    with pytest.raises(BadInput):
        ks.passphrase_slot(VAULT_KEY, "", vault_id=VAULT, cost=ks.CHEAPEST)
    with pytest.raises(BadInput):
        ks.passphrase_slot(VAULT_KEY, "x", vault_id=VAULT, cost=ks.Cost(8192, 3, 4))
    with pytest.raises(BadInput):
        ks.recovery_public(b"short")
    with pytest.raises(KeyRefused):
        ks.escrow_slot(VAULT_KEY, b"short", vault_id=VAULT)


@pytest.mark.parametrize(("took", "mebibytes"), [(0.7, 64), (0.35, 128), (0.1, 448), (0.0, 512), (20.0, 64)])
def test_the_cost_is_measured_and_never_below_the_floor(took, mebibytes):
    times = iter([10.0, 10.0 + took])
    cost = ks.calibrated(0.7, now=lambda: next(times))
    assert cost == replace(ks.CHEAPEST, memory_kib=mebibytes * 1024)
    assert cost.is_bearable()


def test_printing_what_was_opened_shows_no_key():
    opened = ks.Opened(VAULT_KEY, SLOTS[0])
    assert str(VAULT_KEY) not in repr(opened)
    assert "sealed" not in repr(opened)


def test_what_two_slots_hold_cannot_be_swapped():
    swapped = (SLOTS[0], replace(SLOTS[1], sealed=SLOTS[2].sealed), replace(SLOTS[2], sealed=SLOTS[1].sealed))
    image = after(IMAGE, ks.updates(IMAGE, swapped))
    with pytest.raises(WrongPassphrase):
        ks.open_with_recovery(image, SECRET)
    with pytest.raises(WrongPassphrase):
        ks.open_with_escrow(image, SPARE)


def test_300_flipped_bits_give_the_right_key_or_a_plain_refusal_never_another_key():
    """Both copies alike, with a right checksum: who flips bits may repair that. Opened by sheets: quick."""
    chance = random.Random(7)
    harmless = 0
    for _ in range(300):
        at, bit = chance.randrange(COPY_SIZE - 32), chance.randrange(8)
        copy = bytearray(FULL[COPY_SIZE:])
        copy[at] ^= 1 << bit
        started = time.process_time()  # work, not the clock: a busy machine is no delay
        try:
            opened = ks.open_with_recovery(resealed(bytes(copy)) * 2, SECRET)
        except (VaultDamaged, VaultTooNew, WrongPassphrase):
            assert time.process_time() - started < 0.1
            continue
        assert opened.vault_key == VAULT_KEY
        harmless += 1
    assert harmless < 300


def test_when_the_copies_disagree_the_newer_one_counts_and_the_older_is_told():
    newer = after(IMAGE, ks.updates(IMAGE, SLOTS)[:1])
    ring = ks.read_keyring(newer)
    assert [slot.kind for slot in ring.slots] == [slot.kind for slot in SLOTS]
    assert not ring.whole


def test_the_key_before_is_read_only_with_the_new_key():
    new = primitives.new_key()
    slots = [ks.recovery_slot(new, ks.recovery_public(SECRET), vault_id=VAULT)]
    linked = after(IMAGE, ks.updates(IMAGE, [*slots, ks.previous_slot(new, VAULT_KEY, vault_id=VAULT)]))
    assert ks.open_previous(linked, new) == VAULT_KEY
    assert ks.open_previous(linked, primitives.new_key()) is None
    assert ks.open_previous(after(IMAGE, ks.updates(IMAGE, slots)), new) is None
