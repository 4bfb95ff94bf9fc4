"""Making and opening: strength, waiting, and what is left half-made."""

import pytest

from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.errors import BadInput, NotAVault, TriedTooOften, VaultInUse, WrongPassphrase
from monitor_app.operations import unlocking
from tests.support.desks import PASSPHRASE, new_desk
from tests.support.fakes import PowerCut, SetClock, StoppingClock


def test_a_vault_whose_making_failed_half_way_opens_and_gets_its_device(tmp_path):
    folder = tmp_path / "vault"
    with pytest.raises(PowerCut):
        unlocking.create(folder, PASSPHRASE, clock=StoppingClock(0), cost=CHEAPEST)
    vault = unlocking.unlock(folder, PASSPHRASE, clock=SetClock())
    assert vault.row("SELECT 1 FROM setting WHERE key = 'box'") is not None
    vault.close()


@pytest.mark.parametrize("weak", ["", "short", "labour-rights-2026", "correct horse battery staple", "a" * 80])
def test_a_passphrase_that_protects_nobody_is_refused_with_the_numbers(tmp_path, weak):
    with pytest.raises(BadInput, match="75 are needed"):
        unlocking.create(tmp_path / "vault", weak, clock=SetClock(), cost=CHEAPEST)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def folder(tmp_path):
    desk = new_desk(tmp_path / "vault", clock=SetClock())
    desk.vault.close()
    return tmp_path / "vault"


def wrongly(folder, clock, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassphrase):
            unlocking.unlock(folder, "wrong", clock=clock)


def test_after_three_wrong_ones_even_the_right_one_waits_and_then_opens(folder):
    clock = SetClock()
    wrongly(folder, clock, 3)
    with pytest.raises(TriedTooOften) as caught:
        unlocking.unlock(folder, PASSPHRASE, clock=clock)
    assert caught.value.seconds == unlocking.wait_s(folder, clock=clock) == 5
    clock.forward(seconds=5)
    unlocking.unlock(folder, PASSPHRASE, clock=clock).close()
    assert unlocking.wait_s(folder, clock=clock) == 0


def test_waiting_is_refused_before_any_guess_is_made(folder):
    clock = SetClock()
    wrongly(folder, clock, 3)
    (folder / "vault.keys").unlink()
    with pytest.raises(TriedTooOften):
        unlocking.unlock(folder, PASSPHRASE, clock=clock)


def test_a_vault_that_is_open_elsewhere_counts_neither_for_nor_against(folder):
    clock = SetClock()
    wrongly(folder, clock, 2)
    vault = unlocking.unlock(folder, PASSPHRASE, clock=clock)
    wrong_before = unlocking.wait_s(folder, clock=clock)
    for _ in range(5):
        with pytest.raises(VaultInUse):
            unlocking.unlock(folder, PASSPHRASE, clock=clock)
    assert unlocking.wait_s(folder, clock=clock) == wrong_before == 0
    vault.close()


def test_while_a_guess_is_made_it_counts_as_wrong_already(folder):
    clock = SetClock()
    wrongly(folder, clock, 2)
    waits = []

    def unplugged() -> float:
        waits.append(unlocking.wait_s(folder, clock=clock))
        raise PowerCut

    with pytest.raises(PowerCut):
        unlocking.unlock(folder, PASSPHRASE, clock=clock, now=unplugged)
    assert waits == [5]


def test_looking_for_a_vault_where_none_is_leaves_no_trace(tmp_path):
    with pytest.raises(NotAVault):
        unlocking.unlock(tmp_path, PASSPHRASE, clock=SetClock())
    assert list(tmp_path.iterdir()) == []


def test_panic_destroys_a_vault_that_is_open(folder):
    vault = unlocking.unlock(folder, PASSPHRASE, clock=SetClock())
    unlocking.panic(folder)
    vault.close()
    with pytest.raises(Exception, match="damaged"):
        unlocking.unlock(folder, PASSPHRASE, clock=SetClock())
