"""Invitation and reply: how a device joins (FORMAT.md §6).

Two text files and one fingerprint that two people compare. Knows no vault; recording works before acceptance.
"""

import base64
from collections.abc import Collection

import msgspec

from monitor_app.crypto import envelope, primitives
from monitor_app.crypto.keys import DeviceKeys, ProjectKey
from monitor_app.crypto.primitives import SIGNATURE_SIZE, lp, sha256
from monitor_app.domain.people import Member, Right
from monitor_app.errors import DecryptionFailed, InvitationRefused, KeyRefused
from monitor_app.sync import armour
from monitor_app.sync.names import is_box
from monitor_app.sync.roster import Pin
from monitor_app.text import N_

_INVITATION, _INVITATION_MAGIC = "INVITATION", b"FWIN"
_REPLY, _REPLY_MAGIC = "REPLY", b"FWRE"


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer needs. Secret. Keys are base64; `inviter` is the coordinator's box.

    `roster` and `roster_hash` name the version of the list the newcomer begins at; `identity_public` is what
    identity answers are sealed to from the first day on.
    """

    project: str
    title: str
    roster_public: str
    project_key: str
    generation: int = 0
    roster: int
    roster_hash: str
    inviter: str
    inviter_receive: str
    identity_public: str = ""
    remote: str = ""
    token: str
    expires_ms: int

    def __repr__(self) -> str:
        return "Invitation(…)"

    @property
    def hash(self) -> str:
        """What a reply names, in hex."""
        return sha256(msgspec.json.encode(self)).hex()

    def roster_key(self) -> bytes:
        """Return the public key that signs rosters."""
        return base64.b64decode(self.roster_public)

    def pin(self) -> Pin:
        """Return the version of the list to begin at."""
        return Pin(self.roster, self.roster_hash)

    def key(self) -> ProjectKey:
        """Return the project key."""
        return ProjectKey(secret=base64.b64decode(self.project_key), generation=self.generation)


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A newcomer's answer: `name` is a code name, `invitation` the hash of what it answers; keys are base64.

    `former` are the names it went by before it was restored from a backup.
    """

    token: str
    invitation: str
    name: str
    box: str
    signing: str
    receive: str
    former: tuple[str, ...] = ()

    def as_member(self, rights: tuple[Right, ...], *, since_ms: int, until_ms: int = 0) -> Member:
        """Return the member to put into the roster, once the fingerprint was compared."""
        return Member(
            box=self.box,
            name=self.name,
            rights=rights,
            signing=self.signing,
            receive=self.receive,
            since_ms=since_ms,
            until_ms=until_ms,
        )


def write_invitation(invitation: Invitation) -> str:
    """Return the text of the invitation file."""
    text = msgspec.json.encode(invitation)
    return armour.wrap(_INVITATION, magic=_INVITATION_MAGIC, check=sha256(text), content=text)


def read_invitation(text: str, *, now_ms: int, project: str = "") -> Invitation:
    """Read an invitation; `project` is what this device already belongs to. Raise InvitationRefused."""
    check, content = armour.unwrap(_INVITATION, text, magic=_INVITATION_MAGIC)
    if sha256(content)[: len(check)] != check:
        raise armour.damaged()
    try:
        invitation = msgspec.json.decode(content, type=Invitation)
        sizes = (len(invitation.roster_key()), len(invitation.key().secret), len(_receive(invitation)))
    except (msgspec.DecodeError, ValueError) as error:
        raise armour.damaged() from error
    if sizes != (primitives.KEY_SIZE, primitives.KEY_SIZE, primitives.RECEIVE_PUBLIC_SIZE):
        raise armour.damaged()
    if project and invitation.project != project:
        raise InvitationRefused(
            N_("This invitation is for another project than the one on this device."),
            N_("Make a new vault for the other project, and open the invitation there."),
        )
    _check_time(invitation, now_ms)
    return invitation


def answer(
    invitation: Invitation, *, name: str, box: str, keys: DeviceKeys, former: tuple[str, ...] = ()
) -> tuple[Reply, str]:
    """Return the reply and the text of its file, sealed to the inviter."""
    public = keys.public()
    reply = Reply(
        token=invitation.token,
        invitation=invitation.hash,
        name=name,
        box=box,
        signing=base64.b64encode(public.signing).decode("ascii"),
        receive=base64.b64encode(public.receive).decode("ascii"),
        former=former,
    )
    text = msgspec.json.encode(reply)
    payload = primitives.sign(keys.signing_seed, _signed(text)) + text
    sealed = envelope.seal(payload, recipients=[_receive(invitation)], context=_context(invitation))
    return reply, armour.wrap(_REPLY, magic=_REPLY_MAGIC, check=sha256(sealed), content=sealed)


def read_reply(
    text: str,
    *,
    invitations: Collection[Invitation],
    used: Collection[str],
    receive_seed: bytes,
    now_ms: int,
) -> tuple[Invitation, Reply]:
    """Read a reply to one of our `invitations`; `used` are tokens that served. Raise InvitationRefused."""
    check, sealed = armour.unwrap(_REPLY, text, magic=_REPLY_MAGIC)
    if sha256(sealed)[: len(check)] != check:
        raise armour.damaged()
    payload = _unsealed(sealed, {_context(invitation) for invitation in invitations}, receive_seed)
    reply = _verified(payload)
    invitation = next((one for one in invitations if one.token == reply.token), None)
    if invitation is None or reply.invitation != invitation.hash:
        raise _unasked()
    if reply.token in used:
        raise InvitationRefused(
            N_("This invitation was already used."), N_("Give every device an invitation of its own.")
        )
    _check_time(invitation, now_ms)
    return invitation, reply


def fingerprint_of(invitation: Invitation, reply: Reply) -> str:
    """Return what both people compare before the device is accepted: six groups of five digits."""
    return primitives.fingerprint(bytes.fromhex(invitation.hash) + sha256(msgspec.json.encode(reply)))


def _unsealed(sealed: bytes, contexts: Collection[bytes], receive_seed: bytes) -> bytes:
    for context in contexts:
        try:
            return envelope.unseal(sealed, receive_seed=receive_seed, context=context)
        except DecryptionFailed:
            continue
    raise _unasked()


def _verified(payload: bytes) -> Reply:
    signature, text = payload[:SIGNATURE_SIZE], payload[SIGNATURE_SIZE:]
    try:
        reply = msgspec.json.decode(text, type=Reply)
        signing, receive = base64.b64decode(reply.signing), base64.b64decode(reply.receive)
        primitives.verify(signing, _signed(text), signature)
    except (msgspec.DecodeError, ValueError, KeyRefused) as error:
        raise armour.damaged() from error
    if len(receive) != primitives.RECEIVE_PUBLIC_SIZE or not is_box(reply.box):
        raise armour.damaged()
    return reply


def _check_time(invitation: Invitation, now_ms: int) -> None:
    if now_ms > invitation.expires_ms:
        raise InvitationRefused(
            N_("This invitation has run out."),
            N_("Check the date on this computer, or ask for a new invitation."),
        )


def _receive(invitation: Invitation) -> bytes:
    return base64.b64decode(invitation.inviter_receive)


def _signed(text: bytes) -> bytes:
    return b"fieldwork/reply-signature/v0" + text


def _context(invitation: Invitation) -> bytes:
    return b"fieldwork/reply/v0" + lp(invitation.project.encode())


def _unasked() -> InvitationRefused:
    return InvitationRefused(
        N_("This reply does not answer an invitation of this device."),
        N_("Check that it belongs to this project, and that you made the invitation."),
    )
