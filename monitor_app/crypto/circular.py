"""A small secret sealed to any number of people: as many envelopes (FORMAT.md §6) as needed."""

import contextlib
from collections.abc import Iterator, Sequence

from monitor_app.crypto import envelope
from monitor_app.crypto.primitives import Receiver, lp
from monitor_app.errors import DecryptionFailed

_LENGTH = 4


def seal(secret: bytes, *, recipients: Sequence[bytes], context: bytes) -> bytes:
    """Return `lp(envelope)…` of the secret to these receive public keys, empty for nobody."""
    most = envelope.RECIPIENTS_AT_MOST
    lots = (recipients[start : start + most] for start in range(0, len(recipients), most))
    return b"".join(lp(envelope.seal(secret, recipients=lot, context=context)) for lot in lots)


def unseal(circular: bytes, *, receive: Sequence[Receiver], context: bytes) -> bytes | None:
    """Return the secret if it is sealed to one of ours, else None."""
    for sealed in _split(circular):
        for receiver in receive:
            with contextlib.suppress(DecryptionFailed):
                return envelope.unseal(sealed, receive_seed=receiver, context=context)
    return None


def _split(circular: bytes) -> Iterator[bytes]:
    while len(circular) > _LENGTH:
        end = _LENGTH + int.from_bytes(circular[:_LENGTH], "big")
        yield circular[_LENGTH:end]
        circular = circular[end:]
