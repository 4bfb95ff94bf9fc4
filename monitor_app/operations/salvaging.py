"""Saving what is left of a damaged vault into a new one. The damaged one is only read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor_app.crypto import keyslots, shares
from monitor_app.errors import BadInput
from monitor_app.operations import new_device
from monitor_app.ports import Clock, Progress
from monitor_app.text import N_, Message
from monitor_app.vault import erasing, lodging, places, salvage, tries, ways_in
from monitor_app.vault.salvage import Lost, Salvaged
from monitor_app.vault.vault import Vault

__all__ = ["Lost", "Report", "by_passphrase", "by_secrets", "by_sheets", "put_in_place", "run", "words"]

Open = Callable[[bytes], bytes]
_NEEDED = 2
_WORDS = {
    "event": N_("Entries of the log: {count}"),
    "gap": N_("Places in the log that are empty now: {count}"),
    "body": N_("Contents of entries: {count}"),
    "content": N_("Records or decisions without their content: {count}"),
    "draft": N_("Unfinished records: {count}"),
    "draft_answer": N_("Answers of unfinished records: {count}"),
    "chunk": N_("Parts of photos and files: {count}"),
    "attachment": N_("Keys of photos and files: {count}"),
    "key": N_("Keys of this device or project: {count}"),
    "setting": N_("Settings: {count}"),
    "form": N_("Questionnaires: {count}"),
    "outbox": N_("Parcels that waited to be sent: {count}"),
}


@dataclass(frozen=True)
class Report:
    """What was saved and lost. `is_new_device`: the log may lack its end, so a new name goes on with it."""

    saved: Salvaged
    is_new_device: bool
    records: int


def by_passphrase(passphrase: str) -> Open:
    """Return what opens a key file with a passphrase."""
    return lambda image: keyslots.open_with_passphrase(image, passphrase).vault_key


def by_sheets(*sheets: str) -> Open:
    """Return what opens a key file with the words of two sheets. Raise SheetRefused, BadInput."""
    if len([sheet for sheet in sheets if sheet.strip()]) != _NEEDED:
        raise BadInput(N_("Two sheets are needed."), N_("Type the words of two different sheets."))
    secret = shares.combined(list(sheets))
    return lambda image: ways_in.opened_by(image, secret).vault_key


def by_secrets(secrets: Sequence[str]) -> Open:
    """Return what opens a key file with a passphrase, or with the words of two sheets."""
    return by_passphrase(secrets[0]) if len(secrets) == 1 else by_sheets(*secrets)


def run(damaged: Path, target: Path, open_keys: Open, *, clock: Clock, progress: Progress) -> Report:
    """Bring everything that still opens into a new vault at `target`, which opens the same way.

    Raise WrongPassphrase, VaultDamaged (the key file), VaultInUse, NotAVault, DiskFull, Cancelled.
    """
    ended: list[tuple[bool, int]] = []

    def settle(vault: Vault, saved: Salvaged) -> None:
        erasing.settle(vault)
        lodging.expect_all(vault)
        is_new = not saved.is_log_whole
        if is_new:
            new_device.begin(vault, clock)
        (records,) = vault.rows("SELECT count(DISTINCT id) FROM record")[0]
        ended.append((is_new, records))

    saved = salvage.salvage(damaged, target, open_keys, settle=settle, progress=progress)
    tries.forget(target)
    return Report(saved, *ended[-1])


def put_in_place(vault: Path, salvaged: Path) -> Path:
    """Give the saved vault the place of the damaged one, which is kept beside it; return where."""
    kept = next(
        path
        for number in range(1, 1000)
        if not (path := vault.with_name(f"{vault.name}-damaged-{number}")).exists()
    )
    vault.rename(kept)
    salvaged.rename(vault)
    places.flush_folder(vault.parent)
    return kept


def words(lost: Lost) -> Message:
    """Say in a sentence what was lost."""
    if lost.count < 0:
        return N_("Some of the table {name}; how much cannot be told", name=lost.kind)
    sentence = _WORDS.get(lost.kind, N_("Rows of the table {name}: {count}"))
    return Message(sentence.template, {"count": lost.count, "name": lost.kind})
