"""The roster as signed, chained versions, and how it changes (FORMAT.md §5).

The only place public keys come from. The project's root key signs the first version; each version names the one
device that signs the next, its holder, and the root can name another. Knows no vault and no remote.
"""

import base64
import contextlib
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from monitor_app.crypto import primitives
from monitor_app.crypto.primitives import KEY_SIZE, RECEIVE_PUBLIC_SIZE, SIGNATURE_SIZE, sha256
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.errors import KeyRefused, RosterRefused
from monitor_app.sync.names import is_box
from monitor_app.text import N_, Message

_SIGNED_MAGIC = b"FWRO\x00"
_TEXT_AT = len(_SIGNED_MAGIC) + SIGNATURE_SIZE


@dataclass(frozen=True)
class SignedRoster:
    """A roster that was verified, and the exact bytes that were signed."""

    roster: Roster
    signed: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """What the next version names, in hex."""
        return sha256(self.signed).hex()


@dataclass(frozen=True)
class Pin:
    """The version a newcomer begins with, as its invitation names it; two people compared that."""

    version: int
    hash: str


def found(*, project: str, title: str, founder: Member, at_ms: int, identity_public: str = "") -> Roster:
    """Return version 1 with its first member."""
    return Roster(
        project=project,
        title=title,
        version=1,
        at_ms=at_ms,
        members=(founder,),
        identity_public=identity_public,
        holder=founder.box,
        duty=founder.box,
    )


def add_member(known: SignedRoster, member: Member, *, at_ms: int) -> Roster:
    """Return the next version with one more device. Raise RosterRefused if its box or keys are taken."""
    for other in known.roster.members:
        if {member.box, member.signing, member.receive} & {other.box, other.signing, other.receive}:
            raise _refused(N_("This device is already on the list, or was."), _JOIN_ANEW)
    return _next(known, at_ms, members=(*known.roster.members, member))


def renew_receive_key(known: SignedRoster, box: str, receive: str, *, at_ms: int) -> Roster:
    """Return the next version with another receive key (base64) of an active device. Raise RosterRefused."""
    member = _active(known, box)
    return _next(known, at_ms, members=_with(known, msgspec.structs.replace(member, receive=receive)))


def appoint(known: SignedRoster, *, holder: str, duty: str, deputy: str, at_ms: int) -> Roster:
    """Return the next version with other people for the list, on duty and as deputy. Raise RosterRefused."""
    for box in {holder, duty, deputy} - {""}:
        if not _active(known, box).may(Right.COORDINATOR):
            raise _refused(N_("Only a coordinator can do this."), N_("Choose a coordinator."))
    return _next(known, at_ms, holder=holder, duty=duty, deputy=deputy)


def revoke(known: SignedRoster, revoked: Mapping[str, int], *, at_ms: int) -> Roster:
    """Return the next version without the rights of these devices (box → its last segment that counts).

    The project's key is renewed with it. Raise RosterRefused for an unknown or already revoked device, and
    if no coordinator would be left.
    """
    for box in revoked:
        _active(known, box)
    members = known.roster.without(revoked, at_ms=at_ms).members
    new = _next(known, at_ms, members=members, generation=known.roster.generation + 1)
    if not new.coordinators():
        raise _refused(N_("The last coordinator cannot be removed."), N_("Let another coordinator join first."))
    return new


def sign_roster(roster: Roster, seed: bytes) -> SignedRoster:
    """Sign a version with the holder's or the root's seed."""
    text = msgspec.json.encode(roster)
    return SignedRoster(roster, _SIGNED_MAGIC + primitives.sign(seed, _message(text)) + text)


def accept(
    known: SignedRoster | None, signed: bytes, *, project: str, root_public: bytes, pin: Pin | None = None
) -> SignedRoster:
    """Return the version in `signed` if it follows what we know; the known one again is no change.

    Knowing none, the version of the `pin` is taken, or one the root signed.
    Raise RosterRefused on rollback, fork, gap, a wrong signature or project, and what no roster may do.
    """
    if known is not None and signed == known.signed:
        return known
    signers = [root_public] if known is None else [*_holder(known.roster), root_public]
    new = SignedRoster(_read(signed), signed)
    if pin is None or known is not None or (new.roster.version, new.hash) != (pin.version, pin.hash):
        _check_signed(signed, signers)
    if new.roster.project != project:
        raise _refused(N_("This list of people and devices is of another project."), _ASK)
    if known is not None:
        _check_follows(known, new.roster)
    _check_members(new.roster)
    return new


@functools.lru_cache(maxsize=2)
def kept(signed: bytes) -> SignedRoster:
    """Return a version that was accepted before and lay in the vault since; it is asked for at every turn."""
    return SignedRoster(_read(signed), signed)


def _holder(roster: Roster) -> list[bytes]:
    """Return the public key of the device that may sign the next version, if there is one."""
    holder = roster.member(roster.holder)
    return [base64.b64decode(holder.signing)] if holder is not None and holder.is_active else []


def _next(known: SignedRoster, at_ms: int, **changed: object) -> Roster:
    return msgspec.structs.replace(
        known.roster,
        version=known.roster.version + 1,
        previous=known.hash,
        at_ms=max(at_ms, known.roster.at_ms),
        **changed,
    )


def _active(known: SignedRoster, box: str) -> Member:
    member = known.roster.member(box)
    if member is None or not member.is_active:
        raise _refused(N_("This device is not on the list any more."), N_("Look at the list again."))
    return member


def _with(known: SignedRoster, changed: Member) -> tuple[Member, ...]:
    return tuple(changed if member.box == changed.box else member for member in known.roster.members)


def _read(signed: bytes) -> Roster:
    if not signed.startswith(_SIGNED_MAGIC):
        raise _damaged()
    try:
        return msgspec.json.decode(signed[_TEXT_AT:], type=Roster)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _damaged() from error


def _check_signed(signed: bytes, publics: list[bytes]) -> None:
    """Return if one of the keys made the signature."""
    text, signature = signed[_TEXT_AT:], signed[len(_SIGNED_MAGIC) : _TEXT_AT]
    for public in publics:
        with contextlib.suppress(KeyRefused):
            return primitives.verify(public, _message(text), signature)
    raise _refused(N_("The list of people and devices is not signed by the project."), _ASK)


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
    if new.generation not in {old.generation, old.generation + 1}:
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


_ASK = N_("Do not go on. Ask the coordinator by another way than the shared place.")
_JOIN_ANEW = N_("Let the device join anew with a fresh invitation.")


def _damaged() -> RosterRefused:
    return _refused(N_("The list of people and devices is damaged."), N_("It is tried again at the next sync."))


def _refused(message: Message, hint: Message) -> RosterRefused:
    return RosterRefused(message, hint)
