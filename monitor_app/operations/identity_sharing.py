"""The identity key for more than one person: given to another coordinator, and on three sheets of paper."""

import base64
import contextlib
from collections.abc import Sequence

from monitor_app.crypto import envelope, primitives, shares
from monitor_app.domain.events import CustodyNoted, Event, IdentityKeyGiven
from monitor_app.domain.people import Right
from monitor_app.errors import DecryptionFailed, NotAllowed, SheetRefused
from monitor_app.operations import identity, membership, recovering
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.recovering import Sheet
from monitor_app.ports import stream_name
from monitor_app.text import N_
from monitor_app.vault import events, keys
from monitor_app.vault.keys import KeyName


def sheets(desk: Desk) -> tuple[Sheet, ...]:
    """Return three sheets of the identity key, which must be open. Raise NotAllowed."""
    return recovering.sheets_of(_taken(desk), None)


def open_with_sheets(desk: Desk, typed: Sequence[str]) -> None:
    """Open the identity key for five minutes with two of its sheets. Raise SheetRefused."""
    seed, public = shares.combined(typed), keys.get(desk.vault, KeyName.IDENTITY_PUBLIC)
    if len(seed) != primitives.KEY_SIZE or primitives.receive_public(seed) != public:
        raise SheetRefused(
            N_("These sheets are not of this project's identity key."), N_("Look for the right sheets.")
        )
    desk.strongbox.put(seed, desk.now())


def give_key(desk: Desk, box: str) -> tuple[None, Changes]:
    """Give the identity key, which must be open, to a device that may hold it. It is logged."""
    membership.demand_coordinator(desk)
    seed, known = _taken(desk), membership.people_now(desk)
    member = known.member(box) if known else None
    if member is None or not (member.may(Right.COORDINATOR) or member.may(Right.IDENTITY)):
        raise NotAllowed(
            N_("This device may not open identity parts."),
            N_("Only coordinators are given the identity key."),
        )
    sealed = envelope.seal(seed, recipients=[base64.b64decode(member.receive)], context=_context(box))
    given = IdentityKeyGiven(
        subject=box, device=desk.box, time=desk.stamp(), sealed=base64.b64encode(sealed).decode()
    )
    with desk.vault.writing():
        events.append(desk.vault, given, stream=stream_name(desk.box, box))
        noted = CustodyNoted(subject=box, device=desk.box, time=desk.stamp(), action="identity_key_given")
        events.append(desk.vault, noted, stream=desk.box)
    return None, touched(Topic.PEOPLE, Topic.SYNC)


def take_in(desk: Desk, event: Event) -> None:
    """Keep the identity key if it was given to this device. Runs in the transaction that takes the event in."""
    if not isinstance(event, IdentityKeyGiven) or event.subject != desk.box or identity.state(desk).is_held:
        return
    for seed in membership.receive_seeds(desk):
        with contextlib.suppress(DecryptionFailed, ValueError):
            key = envelope.unseal(base64.b64decode(event.sealed), receive_seed=seed, context=_context(desk.box))
            _keep(desk, key)


def _keep(desk: Desk, key: bytes) -> None:
    """Keep what opens this project's parts; its person is asked for a passphrase of their own at first use."""
    if primitives.receive_public(key) == keys.get(desk.vault, KeyName.IDENTITY_PUBLIC):
        keys.put(desk.vault, KeyName.IDENTITY_PRIVATE, key)
        keys.forget(desk.vault, KeyName.IDENTITY_LOCKED)  # of the time before this project


def _taken(desk: Desk) -> bytes:
    seed = desk.strongbox.take(desk.now())
    if seed is None:
        raise NotAllowed(
            N_("The identity key is not open."),
            N_("Open it with its passphrase first; it stays open five minutes."),
        )
    return seed


def _context(box: str) -> bytes:
    return b"fieldwork/identity-given/v0/" + box.encode()
