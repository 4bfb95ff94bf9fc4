"""A version of the roster as an object of the roster log, and back (FORMAT.md §5).

Encrypted under the project key. When that is renewed, the object carries the new key, sealed to all who stay.
"""

from collections.abc import Sequence

from monitor_app.crypto import circular, primitives
from monitor_app.crypto.keys import ProjectKey
from monitor_app.crypto.padding import pad, unpad
from monitor_app.crypto.primitives import Receiver, lp
from monitor_app.errors import DecryptionFailed, KeyRefused, RosterRefused
from monitor_app.sync.names import RosterName, mark_of, undated
from monitor_app.sync.roster import SignedRoster
from monitor_app.text import N_, Message

OBJECT_AT_MOST = 32 * 1024 * 1024
_MAGIC = b"FWRL\x00"
_NUMBER = 4
_HEAD = len(_MAGIC) + 2 * _NUMBER


def seal_for_log(roster: SignedRoster, key: ProjectKey, *, grant_to: Sequence[bytes] = ()) -> tuple[str, bytes]:
    """Return the name and the bytes of the object; `grant_to` are receive keys that are handed a new `key`."""
    context = _context(roster.roster.project, roster.roster.version)
    grants = circular.seal(key.secret, recipients=grant_to, context=context)
    head = _MAGIC + _number(key.generation) + _number(len(grants))
    sealed = primitives.seal(key.roster_key(), pad(roster.signed), context=context)
    content = head + grants + sealed
    return undated(RosterName(roster.roster.version, mark_of(content))), content


def open_from_log(
    content: bytes, *, project: str, name: RosterName, key: ProjectKey, receive: Sequence[Receiver] = ()
) -> tuple[bytes, ProjectKey]:
    """Return the signed bytes in an object of the roster log, and the project key from then on.

    A renewed key is opened with one of ours to `receive`. Raise RosterRefused.
    """
    if len(content) > OBJECT_AT_MOST or mark_of(content) != name.mark or len(content) < _HEAD:
        raise _damaged()
    if not content.startswith(_MAGIC):
        raise _refused(N_("The list of people and devices is of a newer kind."), N_("Update this program."))
    generation = int.from_bytes(content[len(_MAGIC) : len(_MAGIC) + _NUMBER], "big")
    end = _HEAD + int.from_bytes(content[_HEAD - _NUMBER : _HEAD], "big")
    context = _context(project, name.number)
    if generation != key.generation:
        key = _granted(content[_HEAD:end], generation, key, context=context, receive=receive)
    try:
        return unpad(primitives.unseal(key.roster_key(), content[end:], context=context)), key
    except (DecryptionFailed, KeyRefused) as error:  # a key of a wrong length was handed out
        raise _damaged() from error


def _granted(
    grants: bytes, generation: int, key: ProjectKey, *, context: bytes, receive: Sequence[Receiver]
) -> ProjectKey:
    secret = circular.unseal(grants, receive=receive, context=context)
    if secret is None or generation != key.generation + 1:
        raise _refused(
            N_("The project has a new key that was not given to this device."),
            N_("It may have been taken off the list. Ask a coordinator by another way than the shared place."),
        )
    return ProjectKey(secret=secret, generation=generation)


def _number(value: int) -> bytes:
    return value.to_bytes(_NUMBER, "big")


def _context(project: str, version: int) -> bytes:
    return b"fieldwork/roster-log/v0" + lp(project.encode()) + version.to_bytes(8, "big")


def _damaged() -> RosterRefused:
    return _refused(N_("The list of people and devices is damaged."), N_("It is tried again at the next sync."))


def _refused(message: Message, hint: Message) -> RosterRefused:
    return RosterRefused(message, hint)
