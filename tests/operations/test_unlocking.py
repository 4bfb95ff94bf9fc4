import pytest

from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.operations import unlocking
from tests.support.desks import PASSPHRASE
from tests.support.fakes import PowerCut, SetClock, StoppingClock


def test_a_vault_whose_making_failed_half_way_opens_and_gets_its_device(tmp_path):
    folder = tmp_path / "vault"
    with pytest.raises(PowerCut):
        unlocking.create(folder, PASSPHRASE, clock=StoppingClock(0), cost=CHEAPEST)
    vault = unlocking.unlock(folder, PASSPHRASE, clock=SetClock())
    assert vault.row("SELECT 1 FROM setting WHERE key = 'box'") is not None
    vault.close()
