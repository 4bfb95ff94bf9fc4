"""A vault restored from a backup to a new place, where it goes on as a new device."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor_app.operations import new_device
from monitor_app.operations.asking import RESTORED
from monitor_app.operations.new_device import NewDevice
from monitor_app.operations.salvaging import by_passphrase, by_secrets, by_sheets
from monitor_app.ports import Clock, Progress
from monitor_app.vault import erasing, restore, stored_settings, tries
from monitor_app.vault.restore import Chosen
from monitor_app.vault.vault import Vault

__all__ = ["Restored", "by_passphrase", "by_secrets", "by_sheets", "choose", "run"]


@dataclass(frozen=True)
class Restored:
    """What came back. `must_ask`: erasures noted since the backup are not known here before a sync."""

    made_ms: int
    records: int
    device: NewDevice
    must_ask: bool


def choose(place: Path, open_keys: Callable[[bytes], bytes], *, vault_id: str = "") -> Chosen:
    """Open the newest backup in a folder. Raise NotAVault, WrongPassphrase, SheetRefused, VaultDamaged."""
    return restore.choose(place, open_keys, vault_id=vault_id)


def run(chosen: Chosen, target: Path, *, clock: Clock, progress: Progress) -> Restored:
    """Restore to `target`, all of it or nothing: proved, every known erasure carried out, a new device.

    Raise VaultDamaged, NotAVault (something is at `target`), DiskFull, BackupGone, Cancelled.
    """
    ended: list[tuple[NewDevice, int, bool]] = []

    def settle(vault: Vault) -> None:
        erasing.settle(vault)
        device = new_device.begin(vault, clock)
        must_ask = bool(stored_settings.get(vault, "project"))
        stored_settings.put(vault, RESTORED, {"ms": clock.now_ms(), "must_ask": must_ask})
        stored_settings.put(vault, "last_backup", None)
        (records,) = vault.rows("SELECT count(DISTINCT id) FROM record")[0]
        ended.append((device, records, must_ask))

    restore.restore(chosen, target, settle=settle, progress=progress)
    tries.forget(target)
    device, records, must_ask = ended[-1]
    return Restored(chosen.manifest.made_ms, records, device, must_ask)
