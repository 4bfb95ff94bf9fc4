"""Sheets of paper that open a vault: two of its owner's three, or two of three of the organisation's.

Sheets exist in memory only; whoever prints or saves them decides that. They are tried when they are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor_app.crypto import primitives, shares, spare_key
from monitor_app.crypto.keyslots import Cost, Slot, SlotKind, recovery_public
from monitor_app.crypto.shares import NEEDED, SHEETS, Fault, faults
from monitor_app.errors import BadInput, SheetRefused
from monitor_app.operations import notes, unlocking
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk
from monitor_app.ports import Clock
from monitor_app.text import N_, Message
from monitor_app.vault import opening, tries, ways_in
from monitor_app.vault.opening import Vault

__all__ = [
    "NEEDED",
    "SHEETS",
    "Fault",
    "NewSheets",
    "Purpose",
    "Sheet",
    "SpareKey",
    "Typed",
    "about",
    "add_spare_key",
    "begin",
    "establish",
    "faults",
    "new_spare_key",
    "open_with_shares",
    "progress",
    "read_spare_key",
    "recover",
    "remove",
    "sheets_of",
    "try_out",
]

Purpose = SlotKind
"""Purpose.RECOVERY: a person's own sheets. Purpose.ESCROW: those of an organisation's spare key."""
_SECRET_SIZE, _SEED_SIZE = 16, 32
_HOW = {_SECRET_SIZE: "opened_by_sheets", _SEED_SIZE: "opened_by_spare_key"}


@dataclass(frozen=True)
class Sheet:
    """One sheet to print: which of how many, the mark its set shares, and its words. Names nobody.

    Without a `purpose` it is one of a project's root key.
    """

    number: int
    mark: str
    purpose: Purpose | None
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class NewSheets:
    """Three sheets that open nothing yet, and the slot they will open once they were tried."""

    sheets: tuple[Sheet, ...]
    public: bytes = field(repr=False)
    slot: Slot | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SpareKey:
    """An organisation's public spare key as others hand it over, and the numbers people compare."""

    public: bytes = field(repr=False)
    fingerprint: str
    text: str


@dataclass(frozen=True)
class Typed:
    """How far the words of a sheet are typed. `number` says which sheet it is, once it is whole."""

    count: int
    number: int
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether every word fits."""
        return self.number > 0

    @property
    def is_long_enough(self) -> bool:
        """Say whether as many words were typed as a sheet may have."""
        return self.count in shares.LENGTHS


def progress(text: str) -> Typed:
    """Say how far a sheet is typed, and which words cannot be right."""
    count = shares.count(text)
    found = faults(text)
    try:
        number = 0 if found else shares.number(text)
    except SheetRefused:
        number = 0
    return Typed(count, number, found)


def open_with_shares(folder: Path, *sheets: str) -> Vault:
    """Open a vault with the words of two sheets, its owner's or the organisation's; change nothing in its keys.

    Raise SheetRefused (mistyped, not of one set), WrongPassphrase (of another vault or an older set), and as
    `unlocking.unlock` does.
    """
    return opening.unlock_with_secret(folder, shares.combined(_two(sheets)))


def recover(folder: Path, sheets: Sequence[str], new: str, *, clock: Clock, cost: Cost | None = None) -> Vault:
    """Open with two sheets and put a new passphrase in the place of the lost one, at once.

    What the organisation opened is noted for the vault's owner. Raise as `open_with_shares` does, and BadInput.
    """
    unlocking.check_strength(new)
    secret = shares.combined(_two(sheets))
    ways_in.set_passphrase(folder, secret, new, cost=cost)
    tries.forget(folder)
    vault = unlocking.unlock(folder, new, clock=clock)
    unlocking.remark(vault, _HOW[len(secret)], clock)
    return vault


def begin(desk: Desk, passphrase: str) -> NewSheets:
    """Draw new recovery sheets; they open nothing before `establish` has tried them. Raise WrongPassphrase."""
    secret = shares.new_secret(_SECRET_SIZE)
    public = recovery_public(secret)
    with unlocking.proving(desk):
        slot = ways_in.sealed_to(desk.vault, passphrase, Purpose.RECOVERY, public)
    return NewSheets(sheets_of(secret, Purpose.RECOVERY), public, slot)


def try_out(new: NewSheets, *typed: str) -> None:
    """Check that two sheets as they were typed back are two of these. Raise SheetRefused."""
    secret = shares.combined(_two(typed))
    made = recovery_public(secret) if new.slot else primitives.receive_public(secret)
    if made != new.public:
        raise SheetRefused(
            N_("These are sheets of another set."), N_("Type the words of two sheets made just now.")
        )


def establish(desk: Desk, new: NewSheets, *typed: str) -> tuple[None, Changes]:
    """Let two sheets, typed back from paper, really open the vault from now on; older sheets open nothing more.

    Raise SheetRefused, and then nothing was changed.
    """
    try_out(new, *typed)
    if new.slot is None:
        raise BadInput(N_("These sheets are not made for this vault."), N_("Make new ones."))
    ways_in.add(desk.vault, new.slot, new.public)
    ways_in.prove(desk.vault, shares.combined(typed))
    notes.note(desk, unlocking.MADE, {"ms": desk.now(), "mark": new.sheets[0].mark})
    return None, NOTHING


def remove(desk: Desk, passphrase: str, purpose: Purpose) -> tuple[None, Changes]:
    """Let sheets, or the spare key, open this vault no more. Raise WrongPassphrase."""
    with unlocking.proving(desk):
        ways_in.remove(desk.vault, passphrase, purpose)
    if purpose is Purpose.RECOVERY:
        notes.note(desk, unlocking.MADE, None)
    return None, NOTHING


# The organisation's spare key
def new_spare_key() -> tuple[SpareKey, NewSheets]:
    """Draw a spare key: its public half to hand out, its private half only on three sheets."""
    seed = shares.new_secret(_SEED_SIZE)
    public = primitives.receive_public(seed)
    key = read_spare_key(spare_key.encode(public))
    return key, NewSheets(sheets_of(seed, Purpose.ESCROW), public)


def read_spare_key(text: str) -> SpareKey:
    """Read a spare key that was handed over. Raise KeyRefused."""
    public = spare_key.decode(text)
    return SpareKey(public, primitives.fingerprint(public), spare_key.encode(public))


def add_spare_key(desk: Desk, passphrase: str, key: SpareKey) -> tuple[None, Changes]:
    """Let the organisation open this vault with its sheets. People compare the fingerprint first.

    Raise WrongPassphrase.
    """
    with unlocking.proving(desk):
        slot = ways_in.sealed_to(desk.vault, passphrase, Purpose.ESCROW, key.public)
    ways_in.add(desk.vault, slot, key.public)
    return None, NOTHING


def _two(sheets: Sequence[str]) -> Sequence[str]:
    if len(sheets) != NEEDED:
        raise SheetRefused(N_("Two sheets are needed."), N_("Any two of the three will do."))
    return sheets


def sheets_of(secret: bytes, purpose: Purpose | None) -> tuple[Sheet, ...]:
    """Put a secret on sheets. Their mark is that of the set: the two words all three begin with."""
    made = [tuple(sheet.split()) for sheet in shares.split(secret)]
    return tuple(Sheet(at, "-".join(words[:2]), purpose, words) for at, words in enumerate(made, 1))


def about(sheet: Sheet) -> tuple[Message, ...]:
    """Say what a sheet is for, as it stands on it: nobody's name, nothing of the project."""
    which = N_("Sheet {number} of {count}", number=sheet.number, count=SHEETS)
    mark = N_("Mark of this set: {mark}", mark=sheet.mark)
    both = N_("Any two of the three open it; one alone opens nothing. Keep them in different places.")
    if sheet.purpose is None:
        return (N_("Root key of a project"), which, mark, both)
    if sheet.purpose is Purpose.ESCROW:
        return (N_("Spare key of an organisation"), which, mark, both)
    return (N_("Recovery of a vault"), which, mark, both)
