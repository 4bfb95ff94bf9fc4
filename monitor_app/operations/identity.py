"""The key of the identity parts: set apart behind a passphrase of its own, opened for a few minutes, logged.

Also whose each part is and until when it may be kept. Writing needs no secret: that is `sealing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec

from monitor_app.crypto import primitives, second_key
from monitor_app.domain.events import Answer, CustodyNoted
from monitor_app.errors import NotAllowed, TriedTooOften, VaultDamaged, WrongPassphrase
from monitor_app.operations import membership, unlocking
from monitor_app.operations.changes import NOTHING, Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.text import N_
from monitor_app.vault import events, identities, keys
from monitor_app.vault.keys import KeyName

KEPT_DAYS = 365
"""How long an identity part is kept where nobody said a day, and at most."""
DAY_QUESTION = "delete_by"
"""A question in the identity part whose name ends so says the day."""
_DAY_MS = 24 * 60 * 60 * 1000
_FREE_TRIES = 3
_WAITS_S = (5, 15, 30, 60, 120, 300)
_NAME_SIZE = 32
_TRIES = "identity_tries"
_UNTIL = "identity_until/"


class _Tries(msgspec.Struct, frozen=True):
    wrong: int = 0
    last_ms: int = 0


@dataclass(frozen=True)
class State:
    """`is_held`: this device holds the key; `is_apart`: it has its own passphrase; `open_ms`: so long open."""

    is_held: bool
    is_apart: bool
    open_ms: int = 0


@dataclass(frozen=True)
class Keeping:
    """Who answers for an identity part, and the day it is deleted (0: none was set)."""

    owner: str
    until_ms: int


def state(desk: Desk) -> State:
    """Say what this device can do with the identity parts of its project.

    A monitor keeps the key its vault had before it joined; that opens nothing of the project's.
    """
    public = keys.get(desk.vault, KeyName.IDENTITY_PUBLIC) or b""
    locked = keys.get(desk.vault, KeyName.IDENTITY_LOCKED)
    plain = keys.get(desk.vault, KeyName.IDENTITY_PRIVATE)
    is_apart = locked is not None and locked[:_NAME_SIZE] == primitives.sha256(public)
    is_plain = plain is not None and primitives.receive_public(plain) == public
    return State(is_apart or is_plain, is_apart, desk.strongbox.left_ms(desk.now()))


def set_apart(desk: Desk, passphrase: str) -> tuple[None, Changes]:
    """Put the identity key behind a passphrase of its own. Raise BadInput if that is too easy to guess."""
    unlocking.check_strength(passphrase)
    seed = keys.get(desk.vault, KeyName.IDENTITY_PRIVATE)
    if seed is None:
        raise NotAllowed(
            N_("This device has no identity key to set apart."),
            N_("It was set apart before, or another device holds it."),
        )
    cost = identities.cost_of_a_guess(desk.vault)
    name = primitives.sha256(primitives.receive_public(seed))
    wrapped = second_key.wrap(seed, passphrase, context=_context(name), cost=cost)
    with desk.vault.writing():
        keys.put(desk.vault, KeyName.IDENTITY_LOCKED, name + wrapped)
        keys.forget(desk.vault, KeyName.IDENTITY_PRIVATE)
    return None, NOTHING


def open_key(desk: Desk, passphrase: str) -> None:
    """Open the identity key for five minutes. Raise WrongPassphrase, TriedTooOften, NotAllowed."""
    locked = keys.get(desk.vault, KeyName.IDENTITY_LOCKED)
    if locked is None:
        raise not_apart() if keys.get(desk.vault, KeyName.IDENTITY_PRIVATE) else cannot()
    now, tries = desk.now(), recall(desk, _TRIES, _Tries, _Tries())
    _demand_patience(tries, now)
    note(desk, _TRIES, _Tries(tries.wrong + 1, now))  # counted before: ending the program gains nothing
    try:
        name, wrapped = locked[:_NAME_SIZE], locked[_NAME_SIZE:]
        seed = second_key.unwrap(wrapped, passphrase, context=_context(name))
    except WrongPassphrase:
        _log(desk, desk.box, "identity_refused", {})
        raise
    except VaultDamaged:
        note(desk, _TRIES, tries)
        raise
    note(desk, _TRIES, None)
    desk.strongbox.put(seed, now)


def shut(desk: Desk) -> tuple[None, Changes]:
    """Drop the key now."""
    desk.strongbox.shut()
    return None, NOTHING


def keeping(desk: Desk, record_id: str) -> Keeping | None:
    """Say who answers for a record's identity part and until when it is kept."""
    parts = identities.of_record(desk.vault, record_id)
    if not parts:
        return None
    known = membership.roster(desk)
    owner = known.roster.member(parts[0].owner) if known else None
    return Keeping(owner.name if owner else "", parts[0].until_ms)


def note_day(desk: Desk, draft_id: str, secret: Mapping[str, Answer | None]) -> None:
    """Remember the day a person was promised, which will lie sealed: who keeps the promise must know it."""
    for path, value in secret.items():
        if path.rpartition("/")[2].endswith(DAY_QUESTION):
            note(desk, _UNTIL + draft_id, str(value) if value else None)


def promised(desk: Desk, draft_id: str) -> int:
    """Return when a draft's identity part has to go: the end of the day that was promised, within a year."""
    said, latest = recall(desk, _UNTIL + draft_id, str, ""), desk.now() + KEPT_DAYS * _DAY_MS
    try:
        day = date.fromisoformat(said[:10]) + timedelta(days=1)
    except (ValueError, OverflowError):
        return latest
    end = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return min(int(end.timestamp() * 1000), latest)


def enforce(desk: Desk) -> tuple[int, Changes]:
    """Drop every identity part whose day has come, and note that; return how many."""
    if desk.vault.is_read_only:
        return 0, NOTHING
    due = identities.overdue(desk.vault, desk.now())
    for part in due:
        with desk.vault.writing():
            identities.drop(desk.vault, part.root)
            _log(desk, part.record, "identity_deleted", {"root": part.root})
    if due:
        desk.vault.checkpoint()  # or the old page would stay in the log beside the main file
    return len(due), touched(Topic.RECORDS) if due else NOTHING


def cannot() -> NotAllowed:
    """Build the answer where this device holds no identity key."""
    return NotAllowed(
        N_("This device cannot open the identity part of a record."),
        N_("Ask a coordinator who holds the identity key."),
    )


def shut_now() -> NotAllowed:
    """Build the answer where the key was not opened, or its time is over."""
    return NotAllowed(
        N_("The identity key is closed."), N_("Type the identity passphrase to open it for five minutes.")
    )


def not_apart() -> NotAllowed:
    """Build the answer where the identity key has no passphrase of its own yet."""
    return NotAllowed(
        N_("The identity key of this vault has no passphrase of its own yet."),
        N_("Choose an identity passphrase first. Then names and contacts open only with it."),
    )


def _demand_patience(tries: _Tries, now_ms: int) -> None:
    over = tries.wrong - _FREE_TRIES
    wait_ms = 0 if over < 0 else _WAITS_S[min(over, len(_WAITS_S) - 1)] * 1000
    left = wait_ms - max(now_ms - tries.last_ms, 0)
    if left > 0:
        seconds = -(-left // 1000)
        raise TriedTooOften(
            N_("Too many wrong identity passphrases. Wait {seconds} seconds.", seconds=seconds),
            N_("Starting the program anew does not shorten the wait."),
            seconds=seconds,
        )


def _log(desk: Desk, subject: str, action: str, detail: dict[str, str]) -> None:
    noted = CustodyNoted(subject=subject, device=desk.box, time=desk.stamp(), action=action, detail=detail)
    events.append(desk.vault, noted, stream=desk.box)


def _context(name: bytes) -> bytes:
    """Bind to the key pair, not to the device: a restored vault is another device with the same key."""
    return b"fieldwork/identity-key/v0" + name
