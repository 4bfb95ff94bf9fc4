"""What this device is in its project: the keys it holds, the list it knows, and what it may do."""

import base64
from dataclasses import dataclass, field

import msgspec

from monitor_app.crypto.keys import DeviceKeys, ProjectKey
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.errors import NotAllowed
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.remotes.access import Access
from monitor_app.sync import roster as rosters
from monitor_app.sync.roster import Pin, SignedRoster
from monitor_app.text import N_
from monitor_app.vault import keys, shared_places
from monitor_app.vault.keys import KeyName

ALONE = frozenset({Right.MONITOR, Right.COORDINATOR})
"""A vault in no project may do everything with its own records."""


@dataclass(frozen=True)
class Membership:
    """A device's place in a project; `project` is empty outside any. `is_waiting`: not on the list yet."""

    project: str
    title: str
    address: str
    rights: frozenset[Right]
    is_waiting: bool
    has_run_out: bool = field(default=False, kw_only=True)
    roster_public: bytes = field(default=b"", repr=False)


def membership(desk: Desk) -> Membership:
    """Return what this device is."""
    project = recall(desk, "project", str, "")
    if not project:
        return Membership("", "", "", ALONE, is_waiting=False)
    known = people_now(desk)
    member = known.member(desk.box) if known else None
    held = frozenset(member.rights) if member and member.is_active else frozenset[Right]()
    return Membership(
        project=project,
        title=recall(desk, "project_title", str, ""),
        address=_first_address(desk),
        rights=held or frozenset({Right.MONITOR}),
        is_waiting=member is None,
        has_run_out=member is not None and has_run_out(desk, member),
        roster_public=base64.b64decode(recall(desk, "roster_public", str, "")),
    )


def _first_address(desk: Desk) -> str:
    rows = shared_places.rows(desk.vault)
    return msgspec.json.decode(rows[0].access, type=Access).address if rows else ""


def roster(desk: Desk) -> SignedRoster | None:
    """Return the newest list we hold; its signature was checked when it was taken in."""
    signed = keys.roster_bytes(desk.vault)
    return rosters.kept(signed) if signed is not None else None


def people_now(desk: Desk) -> Roster | None:
    """Return the people as they are now: the newest list less whom a coordinator revoked since."""
    known = roster(desk)
    return known.roster.without(revoked(desk), at_ms=desk.now()) if known else None


def has_run_out(desk: Desk, member: Member) -> bool:
    """Say whether a device's time is over, by the latest signed time seen: never by a clock one may turn."""
    known = roster(desk)
    seen = max(known.roster.at_ms if known else 0, recall(desk, "signed_ms", int, 0))
    return 0 < member.until_ms <= seen


def revoked(desk: Desk) -> dict[str, int]:
    """Return the devices that a coordinator revoked and the list still names: box → last good segment."""
    return recall(desk, "revoked", dict[str, int], {})


def pin(desk: Desk) -> Pin | None:
    """Return the version of the list that this device begins at, as its invitation named it."""
    pinned = recall(desk, "roster_pin", dict[str, object], {})
    return msgspec.convert(pinned, Pin) if pinned else None


def device_keys(desk: Desk) -> DeviceKeys:
    """Return this device's own keys."""
    return DeviceKeys(signing_seed=_held(desk, KeyName.SIGNING), receive_seed=_held(desk, KeyName.RECEIVE))


def project_key(desk: Desk) -> ProjectKey:
    """Return the key everyone in the project shares."""
    return ProjectKey(
        secret=_held(desk, KeyName.PROJECT), generation=recall(desk, "project_generation", int, 0)
    )


def keep_project_key(desk: Desk, key: ProjectKey) -> None:
    """Keep the project's key, in place of an older one. Runs in a transaction."""
    keys.put(desk.vault, KeyName.PROJECT, key.secret)
    note(desk, "project_generation", key.generation)


def receive_seeds(desk: Desk) -> tuple[bytes, ...]:
    """Return every seed that something may still be sealed to: the next, today's and the one before."""
    names = (KeyName.RECEIVE_NEXT, KeyName.RECEIVE, KeyName.RECEIVE_BEFORE)
    return tuple(seed for name in names if (seed := keys.get(desk.vault, name)))


def adopt_identity_key(desk: Desk, known: Roster) -> None:
    """Seal identity answers to the project's key from now on. Whoever holds the old private key keeps it."""
    if known.identity_public:
        keys.put(desk.vault, KeyName.IDENTITY_PUBLIC, base64.b64decode(known.identity_public))


def demand_coordinator(desk: Desk) -> None:
    """Raise NotAllowed unless this device may coordinate."""
    if Right.COORDINATOR not in membership(desk).rights:
        raise NotAllowed(N_("Only a coordinator may do this."), N_("Ask a coordinator of your project."))


def _held(desk: Desk, name: KeyName) -> bytes:
    key = keys.get(desk.vault, name)
    if key is None:
        raise NotAllowed(N_("This vault holds no such key."), N_("Found a project or join one first."))
    return key
