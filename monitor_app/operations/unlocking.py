"""Making a vault, opening it, and changing what opens it. A new vault draws its device's name and keys."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from monitor_app.crypto import passphrases, primitives
from monitor_app.crypto.guessing import ENOUGH, Advice, Estimate, estimate
from monitor_app.crypto.keys import DeviceKeys
from monitor_app.crypto.keyslots import Cost, SlotKind
from monitor_app.crypto.passphrases import Kind
from monitor_app.domain.events import CustodyNoted
from monitor_app.domain.ids import Box
from monitor_app.errors import BadInput, TriedTooOften, WrongPassphrase
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk
from monitor_app.ports import Clock
from monitor_app.text import N_
from monitor_app.vault import erasing, events, keyfile, keys, opening, stored_settings, tries, ways_in
from monitor_app.vault.keys import KeyName
from monitor_app.vault.opening import Vault

__all__ = [
    "ENOUGH",
    "Advice",
    "Estimate",
    "Kind",
    "Remark",
    "Vault",
    "Ways",
    "change_passphrase",
    "create",
    "dismiss_remarks",
    "estimate",
    "exists",
    "generate_passphrase",
    "panic",
    "unlock",
    "wait_s",
    "ways",
]

MADE = "recovery_made"
"""Where it is noted when recovery sheets were made."""
_REMARKS = "security_remarks"


class Remark(msgspec.Struct, frozen=True):
    """Something the vault's owner must hear: `kind` names it, such as opened_by_spare_key."""

    kind: str
    ms: int


class RecoveryMade(msgspec.Struct, frozen=True):
    """When recovery sheets were made, and the mark that stands on them."""

    ms: int
    mark: str


@dataclass(frozen=True)
class Ways:
    """What opens this vault besides its passphrase, and what happened to it unseen."""

    recovery: RecoveryMade | None
    spare_key: str
    """Fingerprint of the organisation's spare key, or nothing."""
    remarks: tuple[Remark, ...]


def generate_passphrase(kind: Kind = Kind.INVENTED) -> str:
    """Return a fresh passphrase: six invented words, eight English ones, or digits."""
    return passphrases.generate(kind)


def exists(folder: Path) -> bool:
    """Say whether the folder holds a vault."""
    return opening.exists(folder)


def check_strength(passphrase: str) -> None:
    """Refuse a passphrase that protects nobody. Raise BadInput, which says the number."""
    found = estimate(passphrase)
    if not found.is_enough:
        raise BadInput(
            N_(
                "This passphrase may be too easy to guess: {bits} bits are sure, and {enough} are needed.",
                bits=found.bits,
                enough=int(ENOUGH),
            ),
            N_("Use the one we offer, or seven or more unusual words that have nothing to do with each other."),
        )


def create(folder: Path, passphrase: str, *, clock: Clock, cost: Cost | None = None) -> Vault:
    """Make a vault with a new device in it. Raise BadInput for a passphrase too easy to guess."""
    check_strength(passphrase)
    vault = opening.create(folder, passphrase, cost=cost)
    try:
        _equip(vault, clock)
    except BaseException:
        vault.close()  # or nobody could open it again until this program ends
        raise
    return vault


def unlock(folder: Path, passphrase: str, *, clock: Clock, now: Callable[[], float] | None = None) -> Vault:
    """Open a vault; one whose making was cut short gets its device now.

    `now` times the guess and makes the next one dearer where this machine bears it. Raise TriedTooOften after
    several wrong ones in a row, restarts or not, and as `vault.opening.unlock` does.
    """
    with _counted(folder, clock):
        vault = opening.unlock(folder, passphrase, now=now)
    if stored_settings.get(vault, "box") is None:
        _equip(vault, clock)
    if not vault.is_read_only:
        erasing.settle(vault)  # what was erased when the power went is finished before anything is shown
    return vault


def wait_s(folder: Path, *, clock: Clock) -> int:
    """Return how many seconds to wait before a passphrase may be tried, at most 300."""
    return tries.wait_s(folder, clock.now_ms())


def change_passphrase(
    desk: Desk, old: str, new: str, *, with_key: bool = False, cost: Cost | None = None
) -> tuple[None, Changes]:
    """Change the passphrase; `with_key` also the key itself, so that an old copy with the old one is cut off.

    Raise WrongPassphrase, TriedTooOften, BadInput, DiskFull.
    """
    check_strength(new)
    with proving(desk):
        ways_in.change_passphrase(desk.vault, old, new, cost=cost, with_key=with_key)
    return None, NOTHING


@contextmanager
def proving(desk: Desk) -> Generator[None, None, None]:
    """Let the passphrase be asked for again: wrong tries count here as at the locked screen."""
    with _counted(desk.vault.folder, desk.clock):
        yield


@contextmanager
def _counted(folder: Path, clock: Clock) -> Generator[None, None, None]:
    seconds = tries.wait_s(folder, clock.now_ms())
    if seconds:
        raise TriedTooOften(
            N_("Too many wrong passphrases. Wait {seconds} seconds.", seconds=seconds),
            N_("Look for the paper meanwhile. Starting the program anew does not shorten the wait."),
            seconds=seconds,
        )
    before = tries.begin(folder, clock.now_ms())
    try:
        yield
    except WrongPassphrase:
        raise
    except BaseException:
        tries.put_back(folder, before)
        raise
    tries.forget(folder)


def ways(desk: Desk) -> Ways:
    """Say what opens this vault. Raise VaultDamaged."""
    there = ways_in.kinds(desk.vault.folder)
    made = stored_settings.get(desk.vault, MADE)
    spare = ways_in.public_of(desk.vault, SlotKind.ESCROW)
    return Ways(
        recovery=msgspec.convert(made, RecoveryMade) if made and SlotKind.RECOVERY in there else None,
        spare_key=primitives.fingerprint(spare) if spare and SlotKind.ESCROW in there else "",
        remarks=tuple(msgspec.convert(stored_settings.get(desk.vault, _REMARKS, []), list[Remark])),
    )


def dismiss_remarks(desk: Desk) -> tuple[None, Changes]:
    """Note that the owner has read what happened; the log keeps it."""
    stored_settings.put(desk.vault, _REMARKS, None)
    return None, NOTHING


def remark(vault: Vault, kind: str, clock: Clock) -> None:
    """Tell the owner at the next opening, and everyone who reads the log, how the vault was opened."""
    box = Box(str(stored_settings.get(vault, "box")))
    seen = stored_settings.get(vault, _REMARKS, [])
    noted = CustodyNoted(
        subject=box, device=box, time=events.next_stamp(vault, clock.now_ms()), action=f"vault_{kind}"
    )
    with vault.writing():
        events.append(vault, noted, stream=box)
        stored_settings.put(vault, _REMARKS, [*seen, {"kind": kind, "ms": clock.now_ms()}])


def panic(folder: Path) -> None:
    """Destroy what opens the vault, at once and for ever, whatever else is going on. Raise NotAVault."""
    keyfile.destroy(folder)


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
