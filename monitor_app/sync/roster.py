"""The roster as signed, chained versions, and how it changes (FORMAT.md §5).

The only place public keys come from. Knows no vault and no remote.
"""

import base64
from dataclasses import dataclass, field

import msgspec

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import ProjectKey
from monitor_app.crypto.padding import pad, unpad
from monitor_app.crypto.primitives import KEY_SIZE, RECEIVE_PUBLIC_SIZE, SIGNATURE_SIZE, lp, sha256
from monitor_app.domain.people import Member, Roster
from monitor_app.errors import DecryptionFailed, KeyRefused, RosterRefused
from monitor_app.sync.names import RosterName, is_box, mark_of, undated
from monitor_app.text import N_, Message

OBJECT_AT_MOST = 32 * 1024 * 1024
_SIGNED_MAGIC = b"FWRO\x00"
_LOG_MAGIC = b"FWRL\x00"
_LOG_HEAD = len(_LOG_MAGIC) + 4


@dataclass(frozen=True)
class SignedRoster:
    """A roster that was verified, and the exact bytes that were signed."""

    roster: Roster
    signed: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """What the next version names, in hex."""
        return sha256(self.signed).hex()


def found(*, project: str, title: str, founder: Member, at_ms: int, identity_public: str = "") -> Roster:
    """Return version 1 with its first member."""
    return Roster(
        project=project,
        title=title,
        version=1,
        at_ms=at_ms,
        members=(founder,),
        identity_public=identity_public,
    )


def add_member(known: SignedRoster, member: Member, *, at_ms: int) -> Roster:
    """Return the next version with one more device. Raise RosterRefused if its box or keys are taken."""
    for other in known.roster.members:
        if {member.box, member.signing, member.receive} & {other.box, other.signing, other.receive}:
            raise _refused(N_("This device is already on the list, or was."), _JOIN_ANEW)
    return _next(known, (*known.roster.members, member), at_ms)


def revoke_member(known: SignedRoster, box: str, *, last_good: int, at_ms: int) -> Roster:
    """Return the next version without the rights of `box`; segments after `last_good` no longer count.

    Raise RosterRefused for an unknown or already revoked device, and for the last coordinator.
    """
    gone = known.roster.member(box)
    if gone is None or not gone.is_active:
        raise _refused(N_("This device is not on the list any more."), N_("Look at the list again."))
    revoked = msgspec.structs.replace(gone, revoked_ms=at_ms, last_good=last_good)
    members = tuple(revoked if member.box == box else member for member in known.roster.members)
    new = _next(known, members, at_ms)
    if not new.coordinators():
        raise _refused(N_("The last coordinator cannot be removed."), N_("Let another coordinator join first."))
    return new


def sign_roster(roster: Roster, seed: bytes) -> SignedRoster:
    """Sign a version with the project's roster key."""
    text = msgspec.json.encode(roster)
    return SignedRoster(roster, _SIGNED_MAGIC + primitives.sign(seed, _message(text)) + text)


def accept(known: SignedRoster | None, signed: bytes, *, project: str, root_public: bytes) -> SignedRoster:
    """Return the version in `signed` if it follows what we know; the known one again is no change.

    Raise RosterRefused on rollback, fork, gap, a wrong signature or project, and what no roster may do.
    """
    if known is not None and signed == known.signed:
        return known
    new = SignedRoster(_verified(signed, root_public), signed)
    if new.roster.project != project:
        raise _refused(N_("This list of people and devices is of another project."), _ASK)
    if known is not None:
        _check_follows(known, new.roster)
    _check_members(new.roster)
    return new


def seal_for_log(roster: SignedRoster, key: ProjectKey) -> tuple[str, bytes]:
    """Return the name and the bytes of the object for the roster log."""
    context = _context(roster.roster.project, roster.roster.version)
    sealed = primitives.seal(key.roster_key(), pad(roster.signed), context=context)
    content = _LOG_MAGIC + key.generation.to_bytes(4, "big") + sealed
    return undated(RosterName(roster.roster.version, mark_of(content))), content


def open_from_log(content: bytes, *, project: str, name: RosterName, key: ProjectKey) -> bytes:
    """Return the signed bytes in an object of the roster log. Raise RosterRefused."""
    if len(content) > OBJECT_AT_MOST or mark_of(content) != name.mark or len(content) < _LOG_HEAD:
        raise _damaged()
    if not content.startswith(_LOG_MAGIC):
        raise _refused(N_("The list of people and devices is of a newer kind."), N_("Update this program."))
    if int.from_bytes(content[len(_LOG_MAGIC) : _LOG_HEAD], "big") != key.generation:
        raise _refused(N_("The project has a new key that this device does not have yet."), _ASK)
    context = _context(project, name.number)
    try:
        return unpad(primitives.unseal(key.roster_key(), content[_LOG_HEAD:], context=context))
    except DecryptionFailed as error:
        raise _damaged() from error


def _next(known: SignedRoster, members: tuple[Member, ...], at_ms: int) -> Roster:
    return msgspec.structs.replace(
        known.roster,
        version=known.roster.version + 1,
        previous=known.hash,
        at_ms=max(at_ms, known.roster.at_ms),
        members=members,
    )


def _verified(signed: bytes, root_public: bytes) -> Roster:
    start = len(_SIGNED_MAGIC)
    text = signed[start + SIGNATURE_SIZE :]
    if not signed.startswith(_SIGNED_MAGIC):
        raise _damaged()
    try:
        primitives.verify(root_public, _message(text), signed[start : start + SIGNATURE_SIZE])
        return msgspec.json.decode(text, type=Roster)
    except KeyRefused as error:
        raise _refused(N_("The list of people and devices is not signed by the project."), _ASK) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise _damaged() from error


def _check_follows(known: SignedRoster, new: Roster) -> None:
    old = known.roster
    if new.version < old.version:
        raise _refused(
            N_("An older list of people and devices was offered in place of the one known here."), _ASK
        )
    if new.version == old.version:
        raise _refused(N_("Two different lists of people and devices have the same number."), _ASK)
    if new.version > old.version + 1:
        raise _refused(N_("A version of the list of people and devices is missing."), N_("Sync again later."))
    if new.previous != known.hash:
        raise _refused(N_("The new list of people and devices does not follow the one known here."), _ASK)
    for member in old.members:
        if not _is_kept(member, new.member(member.box)):
            raise _refused(N_("The new list changes or loses a device that was on it before."), _ASK)


def _check_members(roster: Roster) -> None:
    """Check once what everybody later trusts: names that fit the remote, keys of the right size."""
    if len({member.box for member in roster.members}) != len(roster.members):
        raise _damaged()
    for member in roster.members:
        try:
            sizes = [len(base64.b64decode(key, validate=True)) for key in (member.signing, member.receive)]
        except ValueError as error:
            raise _damaged() from error
        if sizes != [KEY_SIZE, RECEIVE_PUBLIC_SIZE] or not is_box(member.box):
            raise _damaged()


def _is_kept(old: Member, new: Member | None) -> bool:
    """Say whether a device is still there with its signature, and not back after it was revoked."""
    return new is not None and new.signing == old.signing and (old.is_active or not new.is_active)


def _message(text: bytes) -> bytes:
    return b"fieldwork/roster/v0" + text


def _context(project: str, version: int) -> bytes:
    return b"fieldwork/roster-log/v0" + lp(project.encode()) + version.to_bytes(8, "big")


_ASK = N_("Do not go on. Ask the coordinator by another way than the shared place.")
_JOIN_ANEW = N_("Let the device join anew with a fresh invitation.")


def _damaged() -> RosterRefused:
    return _refused(N_("The list of people and devices is damaged."), N_("It is tried again at the next sync."))


def _refused(message: Message, hint: Message) -> RosterRefused:
    return RosterRefused(message, hint)
