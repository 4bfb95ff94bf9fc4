"""A project and its people: founding, inviting, joining, accepting, revoking.

Every public key comes from the signed roster. Recording works before acceptance; what is recorded waits.
"""

import base64
from dataclasses import dataclass

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.events import MemberProposed
from monitor_app.domain.people import Member, Right
from monitor_app.errors import InvitationRefused, KeyRefused, NotAllowed
from monitor_app.operations import asking, carrying, granting, identity, places, retention, rosters
from monitor_app.operations import membership as membership_of
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.membership import (
    Membership,
    demand_coordinator,
    device_keys,
    membership,
    people_now,
    project_key,
    roster,
)
from monitor_app.operations.notes import note, recall
from monitor_app.sync import joining
from monitor_app.sync import roster as versions
from monitor_app.sync.joining import Invitation, Reply
from monitor_app.sync.roster import SignedRoster
from monitor_app.text import N_
from monitor_app.vault import events, keys, stored_settings
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


def create(
    desk: Desk, *, title: str, name: str, address: str = "", identity_passphrase: str = ""
) -> tuple[str, Changes]:
    """Found a project with this device as its coordinator; return its id.

    Without an identity passphrase no identity part opens until one is chosen. Raise NotAllowed, BadInput.
    """
    if membership(desk).project:
        raise NotAllowed(
            N_("This vault already belongs to a project."), N_("Use another vault for another project.")
        )
    project = desk.ids.new_id()
    with desk.vault.writing():
        if identity_passphrase:
            identity.set_apart(desk, identity_passphrase)
        keys.put(desk.vault, KeyName.ROOT, seed := primitives.new_signing_seed())
        membership_of.keep_project_key(desk, ProjectKey.fresh())
        _remember(desk, project, title.strip(), address, primitives.signing_public(seed))
        founder = _own_member(desk, name, (Right.COORDINATOR,))
        identity_public = keys.get(desk.vault, KeyName.IDENTITY_PUBLIC) or b""
        first = versions.found(
            project=project,
            title=title.strip(),
            founder=founder,
            at_ms=desk.now(),
            identity_public=base64.b64encode(identity_public).decode(),
        )
        rosters.publish(desk, first, seed=seed)
    return project, touched(Topic.PEOPLE, Topic.SYNC)


def invite(desk: Desk) -> tuple[str, Changes]:
    """Make an invitation and return its file's text. It is secret, and good once."""
    demand_coordinator(desk)
    known, current, key = membership(desk), _known(desk), project_key(desk)
    invitation = Invitation(
        project=known.project,
        title=known.title,
        roster_public=base64.b64encode(known.roster_public).decode(),
        project_key=base64.b64encode(key.secret).decode(),
        generation=key.generation,
        roster=current.roster.version,
        roster_hash=current.hash,
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
    reply, text = joining.answer(
        invitation, name=name.strip(), box=desk.box, keys=device_keys(desk), former=asking.former(desk)
    )
    if not is_settled:
        with desk.vault.writing():
            membership_of.keep_project_key(desk, invitation.key())
            note(desk, "roster_pin", invitation.pin())
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
    if invitation.generation != project_key(desk).generation:
        raise InvitationRefused(
            N_("Somebody was taken off the list since this invitation was made, so it does not fit any more."),
            N_("Make a new invitation."),
        )
    return Applicant(reply, reply.name, joining.fingerprint_of(invitation, reply))


def accept(
    desk: Desk, applicant: Applicant, *, rights: tuple[Right, ...] = (Right.MONITOR,), until_ms: int = 0
) -> tuple[bool, Changes]:
    """Put a newcomer on the list, after two people compared the fingerprint, and send what it needs.

    Return whether it is on the list now; where another device holds the list, that one is asked to.
    """
    demand_coordinator(desk)
    known = _known(desk)
    member = applicant.reply.as_member(rights, since_ms=desk.now(), until_ms=until_ms)
    versions.add_member(known, member, at_ms=desk.now())  # refuses whom no list may name
    with desk.vault.writing():
        note(desk, _USED, [*recall(desk, _USED, list[str], []), applicant.reply.token])
        if rosters.is_holder(desk):
            _put_on(desk, known, member, applicant.reply.former)
        else:
            asked = MemberProposed(
                subject=member.box,
                device=desk.box,
                time=desk.stamp(),
                member=member,
                token=applicant.reply.token,
                former=applicant.reply.former,
            )
            events.append(desk.vault, asked, stream=desk.box)
            rosters.take_in(desk, asked)
    return rosters.is_holder(desk), touched(Topic.PEOPLE, Topic.SYNC)


def accept_proposed(desk: Desk, box: str) -> tuple[None, Changes]:
    """As the list's holder, put a newcomer on it whom another coordinator compared the number with."""
    asked = next((one for one in rosters.proposed(desk) if one.subject == box), None)
    if asked is None or not rosters.is_holder(desk):
        raise NotAllowed(
            N_("This device does not hold the list of people."), N_("Ask the coordinator who holds it.")
        )
    with desk.vault.writing():
        _put_on(desk, _known(desk), asked.member, asked.former)
    return None, touched(Topic.PEOPLE, Topic.SYNC)


def _put_on(desk: Desk, known: SignedRoster, member: Member, former: tuple[str, ...]) -> None:
    """Put a newcomer on the list; what was erased of its former names it hears first of all."""
    rosters.publish(desk, versions.add_member(known, member, at_ms=desk.now()))
    asking.tell(desk, member.box, former)
    carrying.send_packs(desk, member.box)
    if {Right.COORDINATOR, Right.ARCHIVE} & set(member.rights):
        retention.tell(desk, member.box)
        granting.grant_all(desk, member.box)


def revoke(desk: Desk, box: str) -> tuple[None, Changes]:
    """Take a device's rights; what it wrote up to the last segment we hold still counts."""
    demand_coordinator(desk)
    _known(desk)
    with desk.vault.writing():
        rosters.revoke(desk, box, last_good=carrying.last_segment(desk, box))
    return None, touched(Topic.PEOPLE, Topic.RECORDS, Topic.SYNC)


def appoint(desk: Desk, *, holder: str, duty: str, deputy: str = "") -> tuple[None, Changes]:
    """As the list's holder, name who holds it from now on, who is on duty and who deputises."""
    if not rosters.is_holder(desk):
        raise NotAllowed(
            N_("This device does not hold the list of people."), N_("Ask the coordinator who holds it.")
        )
    with desk.vault.writing():
        later = versions.appoint(_known(desk), holder=holder, duty=duty, deputy=deputy, at_ms=desk.now())
        rosters.publish(desk, later)
    return None, touched(Topic.PEOPLE, Topic.SYNC)


def take_over(desk: Desk, root_seed: bytes) -> tuple[None, Changes]:
    """With the project's root key, become the holder of the list. Raise KeyRefused for another key."""
    demand_coordinator(desk)
    known = _known(desk)
    if primitives.signing_public(root_seed) != membership(desk).roster_public:
        raise KeyRefused(
            N_("These sheets are not of this project."), N_("Look for the sheets of this project.")
        )
    with desk.vault.writing():
        duty, deputy = known.roster.duty, known.roster.deputy
        later = versions.appoint(known, holder=desk.box, duty=duty, deputy=deputy, at_ms=desk.now())
        rosters.publish(desk, later, seed=root_seed)
    return None, touched(Topic.PEOPLE, Topic.SYNC)


def people(desk: Desk) -> list[Person]:
    """Return everyone on the list, this device marked."""
    known = people_now(desk)
    return [Person(member, member.box == desk.box) for member in known.members] if known else []


def _remember(desk: Desk, project: str, title: str, address: str, roster_public: bytes) -> None:
    for key, value in {"project": project, "project_title": title}.items():
        stored_settings.put(desk.vault, key, value)
    places.begin_with(desk, address)
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


def _known(desk: Desk) -> SignedRoster:
    known = roster(desk)
    if known is None:
        raise InvitationRefused(
            N_("This vault belongs to no project yet."), N_("Found a project or join one first.")
        )
    return known
