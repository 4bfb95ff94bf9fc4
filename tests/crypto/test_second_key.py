import os
import time

import pytest

from monitor_app.crypto.keyring import Cost
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.crypto.second_key import unwrap, wrap
from monitor_app.errors import VaultDamaged, VaultError, WrongPassphrase

SECRET = bytes(range(32))
MEMORY_AT, PASSES_AT, LANES_AT, SALT_AT = 5, 9, 13, 17


@pytest.fixture(scope="module")
def wrapped() -> bytes:
    return wrap(SECRET, "dapo miru keso", context=b"here", cost=CHEAPEST)


def test_the_passphrase_opens_it_however_it_is_spaced(wrapped):
    assert unwrap(wrapped, " dapo  miru keso ", context=b"here") == SECRET


@pytest.mark.parametrize(("passphrase", "context"), [("dapo miru kesa", b"here"), ("dapo miru keso", b"there")])
def test_another_passphrase_or_another_place_does_not(wrapped, passphrase, context):
    with pytest.raises(WrongPassphrase):
        unwrap(wrapped, passphrase, context=context)


def test_the_secret_does_not_lie_in_it(wrapped):
    assert SECRET not in wrapped
    assert wrap(SECRET, "dapo miru keso", context=b"here", cost=CHEAPEST) != wrapped


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (MEMORY_AT, 8 * 1024),
        (MEMORY_AT, 1 << 31),
        (PASSES_AT, 2),
        (PASSES_AT, 99),
        (LANES_AT, 0),
        (LANES_AT, 99),
    ],
)
def test_a_cost_out_of_bounds_is_refused_before_anything_is_derived(wrapped, at, number):
    forged = wrapped[:at] + number.to_bytes(4, "big") + wrapped[at + 4 :]
    started = time.process_time()  # work, not the clock: a busy machine is no delay
    with pytest.raises(VaultDamaged):
        unwrap(forged, "dapo miru keso", context=b"here")
    assert time.process_time() - started < 0.1


@pytest.mark.parametrize("short", [0, 4, 32])
def test_what_is_cut_short_is_refused(wrapped, short):
    with pytest.raises(VaultDamaged):
        unwrap(wrapped[:short], "dapo miru keso", context=b"here")


@pytest.mark.parametrize("at", [0, 4, SALT_AT, 40, -1])
def test_a_changed_byte_never_gives_a_wrong_secret(wrapped, at):
    changed = bytearray(wrapped)
    changed[at] ^= 0x40
    with pytest.raises(VaultError):
        unwrap(bytes(changed), "dapo miru keso", context=b"here")


def test_no_cheaper_guess_can_be_made():
    with pytest.raises(ValueError, match="guess"):
        wrap(os.urandom(32), "x", context=b"", cost=Cost(1024, 1, 1))
