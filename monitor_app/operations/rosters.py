"""How the list of people changes: what coordinators ask for, and how its holder writes the next version.

A wish is an event; only the holder's device signs. A revocation binds at once, before it is on the list.
"""

import base64
from collections.abc import Iterable

import msgspec

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.events import (
    DeviceRevoked,
    Event,
    KeysGranted,
    LossNoted,
    MemberProposed,
    ReceiveKeyRenewed,
)
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.operations import granting, membership
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import stream_name
from monitor_app.sync import roster as versions
from monitor_app.sync import roster_log
from monitor_app.sync.exchange import Kind
from monitor_app.sync.roster import SignedRoster
from monitor_app.vault import events, keys, outbox, peers
from monitor_app.vault.keys import KeyName
from monitor_app.vault.outbox import OutboxItem

RENEW_AFTER_DAYS = 30
_HOUR_MS = 60 * 60 * 1000
_DAY_MS = 24 * 60 * 60 * 1000
_PROPOSED, _RENEWALS = "proposed_members", "receive_renewals"


def is_holder(desk: Desk) -> bool:
    """Say whether this device writes the list."""
    known = membership.people_now(desk)
    member = known.member(desk.box) if known else None
    return known is not None and member is not None and member.is_active and known.holder == desk.box


def publish(desk: Desk, roster: Roster, *, seed: bytes = b"") -> SignedRoster:
    """Sign a version (as its holder, or with the root's `seed`), keep it and queue it for the roster log.

    A version that takes somebody off comes with a new project key, sealed to those who stay.
    """
    signed = versions.sign_roster(roster, seed or membership.device_keys(desk).signing_seed)
    key, grant_to = membership.project_key(desk), list[bytes]()
    if roster.generation != key.generation:
        key = ProjectKey.fresh(generation=roster.generation)
        grant_to = [base64.b64decode(one.receive) for one in roster.members if one.is_active]
    keep(desk, signed, key)
    name, sealed = roster_log.seal_for_log(signed, key, grant_to=grant_to)
    outbox.enqueue(desk.vault, [OutboxItem(name=name, priority=Kind.ROSTER, content=sealed, size=len(sealed))])
    return signed


def keep(desk: Desk, signed: SignedRoster, key: ProjectKey) -> None:
    """Keep a checked list and the project key from it on; follow what it says of this device's own key."""
    before = membership.roster(desk)
    with desk.vault.writing():
        granting.note_newcomers(desk, before.roster if before else None, signed.roster)
        keys.put_roster(desk.vault, signed.signed, signed.roster)
        membership.adopt_identity_key(desk, signed.roster)
        membership.keep_project_key(desk, key)
        _turn_own_key(desk, signed.roster)
        gone = {one.box for one in signed.roster.members if not one.is_active}
        note(desk, "revoked", {box: last for box, last in membership.revoked(desk).items() if box not in gone})


def take_in(desk: Desk, event: Event, writer: Member | None = None) -> None:
    """Follow an event that speaks of people. Runs in the transaction that takes the event in.

    A coordinator among the writers tells the time, too; what this device itself says tells it nothing new.
    """
    if (
        writer
        and writer.may(Right.COORDINATOR)
        and event.time.ms > recall(desk, "signed_ms", int, 0) + _HOUR_MS
    ):
        note(desk, "signed_ms", event.time.ms)
    match event:
        case DeviceRevoked():
            gone = membership.revoked(desk)
            last = max(event.last_good, gone.get(event.subject, -1))
            note(desk, "revoked", {**gone, event.subject: last})
        case MemberProposed():
            waiting = [one for one in proposed(desk) if one.subject != event.subject]
            note(desk, _PROPOSED, [*waiting, event])
        case ReceiveKeyRenewed():
            note(desk, _RENEWALS, {**_renewals(desk), event.subject: event.receive})
        case LossNoted():
            note(desk, f"loss/{event.subject}", event)
        case KeysGranted():
            granting.take_in(desk, event)


def loss(desk: Desk, box: str) -> LossNoted | None:
    """Return what was last noted about a lost device, or None."""
    noted = recall(desk, f"loss/{box}", dict[str, object], {})
    return msgspec.convert(noted, LossNoted) if noted else None


def proposed(desk: Desk) -> list[MemberProposed]:
    """Return the newcomers that coordinators ask the holder to put on the list."""
    known = membership.people_now(desk)
    waiting = recall(desk, _PROPOSED, list[MemberProposed], [])
    return [one for one in waiting if known is None or known.member(one.subject) is None]


def revoke(desk: Desk, box: str, *, last_good: int) -> None:
    """Take a device off the list: at once as its holder, else by an event that binds whoever reads it."""
    known = membership.roster(desk)
    if known is None:
        return
    if is_holder(desk):
        later = versions.revoke(known, {**membership.revoked(desk), box: last_good}, at_ms=desk.now())
        publish(desk, later)
        return
    versions.revoke(known, {box: last_good}, at_ms=desk.now())  # refuses what no list may say
    for stream in _hearers(desk, known.roster, box):
        event = DeviceRevoked(subject=box, device=desk.box, time=desk.stamp(), last_good=last_good)
        events.append(desk.vault, event, stream=stream)
    take_in(desk, event)


def fold(desk: Desk) -> None:
    """As the holder, write what was asked for since: revocations and renewed keys."""
    known = membership.roster(desk)
    if known is None or not is_holder(desk):
        return
    if gone := membership.revoked(desk):
        known = publish(desk, versions.revoke(known, gone, at_ms=desk.now()))
    for box, receive in _renewals(desk).items():
        member = known.roster.member(box)
        if member is not None and member.is_active and member.receive != receive:
            known = publish(desk, versions.renew_receive_key(known, box, receive, at_ms=desk.now()))
    note(desk, _RENEWALS, {})


def renew_own_key(desk: Desk, *, is_due_only: bool = True) -> bool:
    """Ask to be sealed to a fresh key if today's is a month old; say whether it was asked."""
    since = recall(desk, "receive_since_ms", int, 0) or recall(desk, "made_ms", int, 0)
    if is_due_only and desk.now() - since < RENEW_AFTER_DAYS * _DAY_MS:
        return False
    if keys.get(desk.vault, KeyName.RECEIVE_NEXT) or keys.get(desk.vault, KeyName.RECEIVE_BEFORE):
        return False  # one change at a time: some still seal to the key before
    with desk.vault.writing():
        keys.put(desk.vault, KeyName.RECEIVE_NEXT, seed := primitives.new_receive_seed())
        public = base64.b64encode(primitives.receive_public(seed)).decode()
        event = ReceiveKeyRenewed(subject=desk.box, device=desk.box, time=desk.stamp(), receive=public)
        events.append(desk.vault, event, stream=desk.box)
        take_in(desk, event)
    return True


def drop_old_key(desk: Desk) -> bool:
    """Destroy the receive key before today's once everybody who seals to us has seen its successor."""
    known = membership.people_now(desk)
    version = recall(desk, "receive_since_version", int, 0)
    if known is None or not keys.get(desk.vault, KeyName.RECEIVE_BEFORE):
        return False
    if any(_roster_seen(desk, one.box) < version for one in _writers_to(known, desk.box)):
        return False
    keys.forget(desk.vault, KeyName.RECEIVE_BEFORE)
    return True


def _turn_own_key(desk: Desk, roster: Roster) -> None:
    """Use the next receive key once the list names it; keep the one before until nobody seals to it."""
    seed, mine = keys.get(desk.vault, KeyName.RECEIVE_NEXT), roster.member(desk.box)
    if seed is None or mine is None or base64.b64decode(mine.receive) != primitives.receive_public(seed):
        return
    keys.put(desk.vault, KeyName.RECEIVE_BEFORE, keys.get(desk.vault, KeyName.RECEIVE) or b"")
    keys.put(desk.vault, KeyName.RECEIVE, seed)
    keys.forget(desk.vault, KeyName.RECEIVE_NEXT)
    note(desk, "receive_since_ms", desk.now())
    note(desk, "receive_since_version", roster.version)


def _hearers(desk: Desk, roster: Roster, box: str) -> Iterable[str]:
    """Return the streams that tell of a revocation: everybody's; each device's if it sealed to the one gone."""
    yield desk.box
    gone = roster.member(box)
    for one in roster.members if gone in roster.readers() else ():
        if one.is_active and one.box not in {box, desk.box}:
            yield stream_name(desk.box, one.box)


def _writers_to(roster: Roster, box: str) -> list[Member]:
    """Return the other devices that seal to this one: everybody to a reader, else the coordinators."""
    reads = any(one.box == box for one in roster.readers())
    writers = [one for one in roster.members if one.is_active] if reads else roster.readers()
    return [one for one in writers if one.box != box]


def _roster_seen(desk: Desk, box: str) -> int:
    return int(peers.cursor(desk.vault, f"roster/{box}") or 0)


def _renewals(desk: Desk) -> dict[str, str]:
    return recall(desk, _RENEWALS, dict[str, str], {})
