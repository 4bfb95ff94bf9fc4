"""Making a vault, opening it, and changing what opens it. A new vault draws its device's name and keys."""

from pathlib import Path

from monitor_app.crypto import passphrases, primitives
from monitor_app.crypto.keys import DeviceKeys
from monitor_app.crypto.keyslots import Cost
from monitor_app.errors import BadInput
from monitor_app.ports import Clock
from monitor_app.text import N_
from monitor_app.vault import keys, opening, stored_settings
from monitor_app.vault.keys import KeyName
from monitor_app.vault.opening import Vault

__all__ = ["Vault", "create", "exists", "generate_passphrase", "unlock"]

SHORTEST = 12
"""A passphrase of one's own has at least so many characters; a measured estimate comes with recovery."""


def generate_passphrase() -> str:
    """Return a fresh passphrase of six words."""
    return passphrases.generate()


def exists(folder: Path) -> bool:
    """Say whether the folder holds a vault."""
    return opening.exists(folder)


def create(folder: Path, passphrase: str, *, clock: Clock, cost: Cost | None = None) -> Vault:
    """Make a vault with a new device in it. Raise BadInput for a passphrase too short to protect anything."""
    if len(passphrase) < SHORTEST:
        raise BadInput(
            N_("This passphrase is too short to protect anyone."),
            N_("Use the one we offer, or at least {count} characters.", count=SHORTEST),
        )
    vault = opening.create(folder, passphrase, cost=cost)
    try:
        _equip(vault, clock)
    except BaseException:
        vault.close()  # or nobody could open it again until this program ends
        raise
    return vault


def unlock(folder: Path, passphrase: str, *, clock: Clock) -> Vault:
    """Open a vault; one whose making was cut short gets its device now."""
    vault = opening.unlock(folder, passphrase)
    if stored_settings.get(vault, "box") is None:
        _equip(vault, clock)
    return vault


def _equip(vault: Vault, clock: Clock) -> None:
    device = DeviceKeys.fresh()
    with vault.writing():
        keys.put(vault, KeyName.SIGNING, device.signing_seed)
        keys.put(vault, KeyName.RECEIVE, device.receive_seed)
        _new_identity_key(vault)
        stored_settings.put(vault, "box", primitives.new_box())
        stored_settings.put(vault, "made_ms", clock.now_ms())


def _new_identity_key(vault: Vault) -> None:
    """Until a project's own identity key is known, identity answers are sealed to one of this vault."""
    seed = primitives.new_receive_seed()
    keys.put(vault, KeyName.IDENTITY_PRIVATE, seed)
    keys.put(vault, KeyName.IDENTITY_PUBLIC, primitives.receive_public(seed))
