"""Identity answers: each sealed where it is written, opened only for a reason, which is noted.

Writing needs no secret. Reading back, even one's own, needs the identity key opened before (see `identity`).
"""

import base64
from collections.abc import Mapping

import msgspec

from monitor_app.crypto import envelope
from monitor_app.domain import earlier
from monitor_app.domain.events import Answer, CustodyNoted
from monitor_app.errors import DecryptionFailed, NotAllowed
from monitor_app.operations import identity
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import events, keys
from monitor_app.vault.keys import KeyName


def seal_answer(desk: Desk, record_id: str, path: str, value: Answer) -> bytes:
    """Seal one identity answer to the project's identity key; writing needs no secret."""
    public = keys.get(desk.vault, KeyName.IDENTITY_PUBLIC)
    if public is None:
        raise identity.cannot()
    return envelope.seal(msgspec.json.encode(value), recipients=[public], context=_context(record_id, path))


def opened_here(desk: Desk, record_id: str, sealed: Mapping[str, bytes]) -> dict[str, Answer]:
    """Return those sealed answers that open while the identity key is open; the others stay sealed."""
    opened: dict[str, Answer] = {}
    seed = desk.strongbox.take(desk.now())
    for path, content in sealed.items() if seed else ():
        try:
            opened[path] = _opened(content, seed or b"", record_id, path)
        except DecryptionFailed:
            continue
    return opened


def packed(sealed: Mapping[str, bytes]) -> str:
    """Put sealed answers into the one leaf a finished record carries."""
    if not sealed:
        return ""
    return base64.b64encode(msgspec.json.encode(dict(sorted(sealed.items())))).decode()


def unpacked(leaf: str) -> dict[str, bytes]:
    """Return the sealed answers of a finished record, by path. Raise DecryptionFailed if they are damaged."""
    try:
        return msgspec.json.decode(base64.b64decode(leaf), type=dict[str, bytes]) if leaf else {}
    except (ValueError, msgspec.DecodeError) as error:
        raise DecryptionFailed(
            N_("The content of a record is not in the form it must have."),
            N_("It may be damaged or written by another program. Ask for it again."),
        ) from error


def read_identity(desk: Desk, record_id: str, leaf: str, *, reason: str) -> dict[str, Answer]:
    """Open a finished record's identity answers with the key opened before; note that it was done, and why."""
    demand_reason(reason)
    seed = desk.strongbox.take(desk.now())
    if seed is None:
        raise identity.shut_now() if identity.state(desk).is_apart else identity.cannot()
    answers = {path: _opened(one, seed, record_id, path) for path, one in unpacked(leaf).items()}
    noted = CustodyNoted(
        subject=record_id,
        device=desk.box,
        time=desk.stamp(),
        action="identity_opened",
        detail={"reason": reason.strip()},
    )
    events.append(desk.vault, noted, stream=desk.box)
    return answers


def demand_reason(reason: str) -> None:
    """Raise NotAllowed unless somebody said why."""
    if not reason.strip():
        raise NotAllowed(
            N_("Opening the identity part needs a reason."), N_("Say in a few words why you need it.")
        )


def _opened(sealed: bytes, seed: bytes, record_id: str, path: str) -> Answer:
    content = envelope.unseal(sealed, receive_seed=seed, context=_context(record_id, path))
    answer: Answer = msgspec.json.decode(content, type=Answer)
    return answer


def _context(record_id: str, path: str) -> bytes:
    return f"fieldwork/identity/v0/{record_id}/{earlier.parted(path)[1]}".encode()
