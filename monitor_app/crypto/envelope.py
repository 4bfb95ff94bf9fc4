"""One payload sealed to several recipients; neither they nor their number show (FORMAT.md §6).

Does not say who wrote it: the caller signs inside. Knows no roster.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor_app.crypto import primitives
from monitor_app.crypto.padding import FLOOR, padded_size, padding_for, unpad
from monitor_app.crypto.primitives import KEY_SIZE, Receiver, lp, random_bytes, refused, sha256
from monitor_app.errors import BadInput, DecryptionFailed
from monitor_app.text import N_

SEALED_AT_MOST = 32 * 1024 * 1024
RECIPIENTS_AT_MOST = 64
_MAGIC = b"FWEN\x00"
_SALT_SIZE = 16
_HEAD_SIZE = len(_MAGIC) + _SALT_SIZE + 1
_HINT_SIZE = 4
_SLOT_SIZE = _HINT_SIZE + primitives.HPKE_OVERHEAD + KEY_SIZE
_SLOT_COUNTS = (4, 8, 16, 32, RECIPIENTS_AT_MOST)
_TRIES_AT_MOST = 4
_BODY_OVERHEAD, _INNER_CHUNK, _INNER_TAG = 72, 16 * 1024, 16


@dataclass(frozen=True)
class _Envelope:
    head: bytes
    slots: bytes
    body: memoryview

    def info(self, context: bytes) -> bytes:
        return b"fieldwork/envelope-slot/v0" + self.head + lp(context)

    def body_context(self, context: bytes) -> bytes:
        return b"fieldwork/envelope-body/v0" + self.head + sha256(self.slots) + lp(context)

    def slots_hinted(self, public: bytes) -> Iterator[bytes]:
        hint = _hint(self.head, public)
        for start in range(0, len(self.slots), _SLOT_SIZE):
            slot = self.slots[start : start + _SLOT_SIZE]
            if slot.startswith(hint):
                yield slot[_HINT_SIZE:]


def seal(payload: bytes, *, recipients: Sequence[bytes], context: bytes) -> bytes:
    """Seal to every receive public key; `context` must be known to open. Raise KeyRefused, BadInput."""
    return seal_keeping_key(payload, recipients=recipients, context=context)[0]


def seal_keeping_key(payload: bytes, *, recipients: Sequence[bytes], context: bytes) -> tuple[bytes, bytes]:
    """Seal as `seal` does; return (sealed, content key) for a writer who keeps reading its own."""
    if sealed_size(len(payload), len(recipients)) > SEALED_AT_MOST:
        raise _too_large()
    count = _slot_count(len(recipients))
    key = primitives.new_key()
    head = _MAGIC + random_bytes(_SALT_SIZE) + bytes([count])
    envelope = _Envelope(head, b"", memoryview(b""))
    slots = [_slot(head, public, key, envelope.info(context)) for public in recipients]
    slots += _decoys(count - len(slots), envelope.info(context))
    envelope = _Envelope(head, b"".join(sorted(slots)), memoryview(b""))
    body = primitives.seal(key, payload, padding_for(len(payload)), context=envelope.body_context(context))
    return head + envelope.slots + body, key


def content_key(sealed: bytes, *, receive_seed: bytes | Receiver, context: bytes) -> bytes:
    """Return the key of the content, to be kept or granted. Raise DecryptionFailed.

    A `Receiver` in place of the seed saves most of the time when there is much to open.
    """
    envelope = _read(sealed)
    receiver = receive_seed if isinstance(receive_seed, Receiver) else Receiver(receive_seed)
    hinted = list(envelope.slots_hinted(receiver.public))
    for slot in hinted[:_TRIES_AT_MOST]:
        try:
            key = receiver.open(slot, info=envelope.info(context))
        except DecryptionFailed:
            continue
        if len(key) == KEY_SIZE:
            return key
    raise refused()


def unseal(sealed: bytes, *, receive_seed: bytes | Receiver, context: bytes) -> bytes:
    """Return the payload, if sealed to this seed's public key. Raise DecryptionFailed."""
    key = content_key(sealed, receive_seed=receive_seed, context=context)
    return unseal_with_key(sealed, key, context=context)


def unseal_with_key(sealed: bytes, key: bytes, *, context: bytes) -> bytes:
    """Return the payload under a content key kept or granted earlier. Raise DecryptionFailed."""
    envelope = _read(sealed)
    return unpad(primitives.unseal(key, envelope.body, context=envelope.body_context(context)))


def is_hinted(sealed: bytes, public: bytes) -> bool:
    """Tell whether a slot is marked for this receive key, in whatever context it was sealed."""
    try:
        return any(_read(sealed).slots_hinted(public))
    except BadInput:
        return False


def may_be_whole(sealed: bytes) -> bool:
    """Tell whether an envelope can have this length: padding leaves few, so most cuts show."""
    try:
        body = len(_read(sealed).body) - _BODY_OVERHEAD
    except BadInput:
        return False
    padded = body - _INNER_TAG * (body // (_INNER_CHUNK + _INNER_TAG))
    return padded >= FLOOR and padded_size(padded - 1) == padded


def sealed_size(length: int, recipients: int) -> int:
    """Return how long an envelope of a payload of `length` bytes is. Raise BadInput."""
    padded = padded_size(length)
    body = padded + _BODY_OVERHEAD + _INNER_TAG * (padded // _INNER_CHUNK)
    return _HEAD_SIZE + _slot_count(recipients) * _SLOT_SIZE + body


def _read(sealed: bytes) -> _Envelope:
    if len(sealed) > SEALED_AT_MOST:
        raise _too_large()
    if len(sealed) < _HEAD_SIZE or sealed[: len(_MAGIC)] != _MAGIC:
        raise refused()
    count = sealed[_HEAD_SIZE - 1]
    end = _HEAD_SIZE + count * _SLOT_SIZE
    if count not in _SLOT_COUNTS or len(sealed) < end:
        raise refused()
    return _Envelope(sealed[:_HEAD_SIZE], sealed[_HEAD_SIZE:end], memoryview(sealed)[end:])


def _hint(head: bytes, public: bytes) -> bytes:
    salt = head[len(_MAGIC) : len(_MAGIC) + _SALT_SIZE]
    return sha256(b"fieldwork/envelope-hint/v0" + salt + public)[:_HINT_SIZE]


def _slot(head: bytes, public: bytes, key: bytes, info: bytes) -> bytes:
    return _hint(head, public) + primitives.hpke_seal(public, key, info=info)


def _decoys(count: int, info: bytes) -> list[bytes]:
    """Real seals to a key that is forgotten: random bytes would not pass for an encapsulation."""
    if not count:
        return []
    nobody = primitives.receive_public(primitives.new_receive_seed())
    key = primitives.new_key()
    return [random_bytes(_HINT_SIZE) + primitives.hpke_seal(nobody, key, info=info) for _ in range(count)]


def _slot_count(recipients: int) -> int:
    for count in _SLOT_COUNTS:
        if 1 <= recipients <= count:
            return count
    raise BadInput(
        N_("A package can be sealed to 1 to {most} people.", most=RECIPIENTS_AT_MOST),
        N_("Choose other recipients."),
    )


def _too_large() -> BadInput:
    return BadInput(
        N_("A sealed package is larger than {size} MiB.", size=SEALED_AT_MOST >> 20),
        N_("Send it in smaller parts."),
    )
