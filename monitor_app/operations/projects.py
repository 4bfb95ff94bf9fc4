"""A project and its people: founding, inviting, joining, accepting, revoking.

Every public key comes from the signed roster. Recording works before acceptance; what is recorded waits.
"""

import base64
from dataclasses import dataclass

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.people import Member, Right
from monitor_app.errors import InvitationRefused, NotAllowed
from monitor_app.operations import carrying
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.membership import (
    Membership,
    demand_coordinator,
    device_keys,
    membership,
    project_key,
    roster,
)
from monitor_app.operations.notes import note, recall
from monitor_app.sync import joining
from monitor_app.sync import roster as rosters
from monitor_app.sync.joining import Invitation, Reply
from monitor_app.sync.roster import SignedRoster
from monitor_app.text import N_
from monitor_app.vault import keys, stored_settings
from monitor_app.vault.keys import KeyName

__all__ = ["Applicant", "Joining", "Membership", "Person", "demand_coordinator", "membership"]

INVITATION_DAYS = 14
_DAY_MS = 24 * 60 * 60 * 1000
_INVITATIONS = "invitations"
_USED = "used_invitations"


@dataclass(frozen=True)
class Joining:
    """What a newcomer hands back: the reply's text, and the number to compare by voice."""

    reply: str
    fingerprint: str
    title: str


@dataclass(frozen=True)
class Applicant:
    """Who answered an invitation, and the number to compare by voice before accepting."""

    reply: Reply
    name: str
    fingerprint: str


@dataclass(frozen=True)
class Person:
    """One device on the list."""

    member: Member
    is_me: bool


def create(desk: Desk, *, title: str, name: str, address: str = "") -> tuple[str, Changes]:
    """Found a project with this device as its coordinator; return its id."""
    if membership(desk).project:
        raise NotAllowed(
            N_("This vault already belongs to a project."), N_("Use another vault for another project.")
        )
    project = desk.ids.new_id()
    with desk.vault.writing():
        keys.put(desk.vault, KeyName.ROSTER, seed := primitives.new_signing_seed())
        keys.put(desk.vault, KeyName.PROJECT, ProjectKey.fresh().secret)
        _remember(desk, project, title.strip(), address, primitives.signing_public(seed))
        founder = _own_member(desk, name, (Right.COORDINATOR,))
        identity = keys.get(desk.vault, KeyName.IDENTITY_PUBLIC) or b""
        first = rosters.found(
            project=project,
            title=title.strip(),
            founder=founder,
            at_ms=desk.now(),
            identity_public=base64.b64encode(identity).decode(),
        )
        carrying.publish_roster(desk, rosters.sign_roster(first, seed))
    return project, touched(Topic.PEOPLE, Topic.SYNC)


def set_address(desk: Desk, address: str) -> tuple[None, Changes]:
    """Say where the project's shared place is (`folder:/path`)."""
    stored_settings.put(desk.vault, "address", address)
    return None, touched(Topic.SYNC)


def invite(desk: Desk) -> tuple[str, Changes]:
    """Make an invitation and return its file's text. It is secret, and good once."""
    demand_coordinator(desk)
    known = membership(desk)
    invitation = Invitation(
        project=known.project,
        title=known.title,
        roster_public=base64.b64encode(known.roster_public).decode(),
        project_key=base64.b64encode(project_key(desk).secret).decode(),
        inviter=desk.box,
        inviter_receive=base64.b64encode(device_keys(desk).public().receive).decode(),
        identity_public=base64.b64encode(keys.get(desk.vault, KeyName.IDENTITY_PUBLIC) or b"").decode(),
        remote=known.address,
        token=desk.ids.new_id(),
        expires_ms=desk.now() + INVITATION_DAYS * _DAY_MS,
    )
    note(desk, _INVITATIONS, [*_open(desk), invitation])
    return joining.write_invitation(invitation), touched(Topic.PEOPLE)


def join(desk: Desk, invitation_text: str, *, name: str) -> tuple[Joining, Changes]:
    """Answer an invitation. From now on records wait for the list that names this device."""
    known = membership(desk)
    invitation = joining.read_invitation(invitation_text, now_ms=desk.now(), project=known.project)
    if is_settled := roster(desk) is not None:
        _check_agrees(desk, known, invitation)
    reply, text = joining.answer(invitation, name=name.strip(), box=desk.box, keys=device_keys(desk))
    if not is_settled:
        with desk.vault.writing():
            keys.put(desk.vault, KeyName.PROJECT, invitation.key().secret)
            if invitation.identity_public:
                keys.put(desk.vault, KeyName.IDENTITY_PUBLIC, base64.b64decode(invitation.identity_public))
            _remember(desk, invitation.project, invitation.title, invitation.remote, invitation.roster_key())
    compared = joining.fingerprint_of(invitation, reply)
    return Joining(text, compared, invitation.title), touched(Topic.PEOPLE, Topic.SYNC)


def read_reply(desk: Desk, text: str) -> Applicant:
    """Open a reply to one of our invitations. Raise InvitationRefused."""
    demand_coordinator(desk)
    invitation, reply = joining.read_reply(
        text,
        invitations=_open(desk),
        used=recall(desk, _USED, list[str], []),
        receive_seed=device_keys(desk).receive_seed,
        now_ms=desk.now(),
    )
    return Applicant(reply, reply.name, joining.fingerprint_of(invitation, reply))


def accept(
    desk: Desk, applicant: Applicant, *, rights: tuple[Right, ...] = (Right.MONITOR,)
) -> tuple[None, Changes]:
    """Put a newcomer on the list, after two people compared the fingerprint, and send what it needs."""
    seed, known = _roster_key(desk), _known(desk)
    member = applicant.reply.as_member(rights, since_ms=desk.now())
    with desk.vault.writing():
        later = rosters.add_member(known, member, at_ms=desk.now())
        carrying.publish_roster(desk, rosters.sign_roster(later, seed))
        note(desk, _USED, [*recall(desk, _USED, list[str], []), applicant.reply.token])
        carrying.send_packs(desk, member.box)
    return None, touched(Topic.PEOPLE, Topic.SYNC)


def revoke(desk: Desk, box: str) -> tuple[None, Changes]:
    """Take a device's rights; what it wrote up to the last segment we hold still counts."""
    seed, known = _roster_key(desk), _known(desk)
    with desk.vault.writing():
        later = rosters.revoke_member(known, box, last_good=carrying.last_segment(desk, box), at_ms=desk.now())
        carrying.publish_roster(desk, rosters.sign_roster(later, seed))
    return None, touched(Topic.PEOPLE, Topic.RECORDS, Topic.SYNC)


def people(desk: Desk) -> list[Person]:
    """Return everyone on the list, this device marked."""
    known = roster(desk)
    return [Person(member, member.box == desk.box) for member in known.roster.members] if known else []


def _remember(desk: Desk, project: str, title: str, address: str, roster_public: bytes) -> None:
    for key, value in {"project": project, "project_title": title, "address": address}.items():
        stored_settings.put(desk.vault, key, value)
    stored_settings.put(desk.vault, "roster_public", base64.b64encode(roster_public).decode())


def _check_agrees(desk: Desk, known: Membership, invitation: Invitation) -> None:
    """Refuse an invitation that would change whom a device believes that holds a list already."""
    ours = (known.roster_public, project_key(desk).secret)
    if (invitation.roster_key(), invitation.key().secret) != ours:
        raise InvitationRefused(
            N_("This invitation is for another project than the one on this device."),
            N_("Make a new vault for the other project, and open the invitation there."),
        )


def _own_member(desk: Desk, name: str, rights: tuple[Right, ...]) -> Member:
    public = device_keys(desk).public()
    return Member(
        box=desk.box,
        name=name.strip(),
        rights=rights,
        signing=base64.b64encode(public.signing).decode(),
        receive=base64.b64encode(public.receive).decode(),
        since_ms=desk.now(),
    )


def _open(desk: Desk) -> list[Invitation]:
    return recall(desk, _INVITATIONS, list[Invitation], [])


def _roster_key(desk: Desk) -> bytes:
    demand_coordinator(desk)
    seed = keys.get(desk.vault, KeyName.ROSTER)
    if seed is None:
        raise NotAllowed(
            N_("This device does not hold the key to the list of people."),
            N_("Ask the coordinator who founded the project."),
        )
    return seed


def _known(desk: Desk) -> SignedRoster:
    known = roster(desk)
    if known is None:
        raise InvitationRefused(
            N_("This vault belongs to no project yet."), N_("Found a project or join one first.")
        )
    return known
