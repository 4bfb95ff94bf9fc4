import pytest

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import DeviceKeys, ProjectKey, VaultKeys
from monitor_app.errors import KeyRefused

VAULT_KEY = bytes(range(32))


def test_a_vault_key_gives_the_same_keys_each_time_all_different():
    keys = VaultKeys.of(VAULT_KEY)
    each = [getattr(keys, use) for use in keys.__struct_fields__]
    assert keys == VaultKeys.of(VAULT_KEY)
    assert len(set(each)) == len(each)
    assert {len(key) for key in each} == {32}


def test_the_derived_keys_never_change():
    assert VaultKeys.of(VAULT_KEY).database.hex() == (
        "be688047541cbdcba40ce58cae61d6131df93cbbe5796187d23f41873afb2e2f"
    )


def test_a_key_of_another_length_is_refused():
    with pytest.raises(KeyRefused):
        VaultKeys.of(b"short")
    with pytest.raises(KeyRefused):
        ProjectKey(secret=b"short").roster_key()


def test_the_public_half_of_a_device_verifies_and_seals():
    device = DeviceKeys.fresh()
    public = device.public()
    primitives.verify(public.signing, b"m", primitives.sign(device.signing_seed, b"m"))
    sealed = primitives.hpke_seal(public.receive, b"m", info=b"")
    assert primitives.hpke_open(device.receive_seed, sealed, info=b"") == b"m"


def test_a_fingerprint_stands_for_both_keys_of_a_device():
    one, other = DeviceKeys.fresh(), DeviceKeys.fresh()
    mixed = DeviceKeys(signing_seed=one.signing_seed, receive_seed=other.receive_seed)
    prints = {keys.public().fingerprint for keys in (one, other, mixed)}
    assert len(prints) == 3


def test_each_generation_of_a_project_key_derives_other_keys():
    first, second = (ProjectKey(secret=VAULT_KEY, generation=n) for n in (0, 1))
    derived = {first.roster_key(), first.names_key(), second.roster_key(), second.names_key()}
    assert len(derived) == 4


@pytest.mark.parametrize("secret", [VaultKeys.of(VAULT_KEY), DeviceKeys.fresh(), ProjectKey.fresh()])
def test_printing_a_secret_shows_no_byte_of_it(secret):
    assert repr(secret) == f"{type(secret).__name__}(…)" == f"{secret}"
    assert not secret.__rich_repr__()
