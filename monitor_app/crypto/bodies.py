"""The body of an event: leaves, their bytes, and the root of their hash tree (FORMAT.md §3).

A leaf may be hidden and the root stays the same. Knows nothing of what the values mean.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256 as _sha256
from typing import Any

import msgspec

from monitor_app.crypto.primitives import lp, random_bytes, sha256
from monitor_app.errors import BadInput
from monitor_app.text import N_

Json = object  # None, bool, int, float, str, or lists and text-keyed mappings of these
SALT_SIZE = 16
LEAVES_AT_MOST = 100_000
_HASH_SIZE = 32
_encoder = msgspec.json.Encoder(order="sorted")
_known_roots: dict[bytes, bytes] = {}
"""Hash of a body → its root: nothing of what a body says stays here."""
_KNOWN_AT_MOST = 4096


class Leaf(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One value of a body, at a path, with the salt that keeps it from being guessed.

    Written as an array of the three, the salt in base64.
    """

    path: str
    salt: bytes
    value: Any  # Json; to msgspec, object would be a class of its own

    def __repr__(self) -> str:
        return f"Leaf(path={self.path!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("path", self.path)]


@dataclass(frozen=True)
class Hidden:
    """A leaf of which only the hash is shown."""

    digest: bytes


Shown = Leaf | Hidden
_decoder = msgspec.json.Decoder(list[str | Leaf])
_PLAIN = frozenset({str, int, bool, type(None)})


def salted(values: Mapping[str, Json]) -> tuple[Leaf, ...]:
    """Make leaves of `values`, by path, with fresh salts. Raise BadInput on what JSON cannot hold."""
    leaves = tuple(Leaf(path, random_bytes(SALT_SIZE), values[path]) for path in sorted(values))
    encode_body(leaves)
    return leaves


def values_of(leaves: Iterable[Shown]) -> dict[str, Json]:
    """Return the shown values by path."""
    return {leaf.path: leaf.value for leaf in leaves if isinstance(leaf, Leaf)}


def encode_body(leaves: Sequence[Shown]) -> bytes:
    """Return the one way to write these leaves as bytes. Raise BadInput."""
    _check_order(leaves)
    for leaf in leaves:
        if isinstance(leaf, Leaf):
            _check_plain(leaf.value)
    return _canonical(_rows(leaves))


def decode_body(body: bytes) -> tuple[Leaf, ...]:
    """Read a body of which nothing is hidden. Raise BadInput."""
    shown = decode_redacted(body)
    leaves = tuple(leaf for leaf in shown if isinstance(leaf, Leaf))
    if len(leaves) != len(shown):
        raise _malformed()
    return leaves


def decode_kept(body: bytes) -> tuple[Shown, ...]:
    """Read a body as it is kept and travels: one leaf may be hidden, the identity part whose day has come.

    Raise BadInput.
    """
    shown = decode_redacted(body)
    if len([leaf for leaf in shown if isinstance(leaf, Hidden)]) > 1:
        raise _malformed()
    return shown


def decode_redacted(body: bytes) -> tuple[Shown, ...]:
    """Read leaves, hidden ones too; bytes that do not encode back to themselves raise BadInput."""
    try:
        leaves = tuple([_hidden(row) if isinstance(row, str) else row for row in _decoder.decode(body)])
        _check_order(leaves)
        # What was read from JSON can be written as JSON; two spellings of one salt or hash show here.
        written = _encoder.encode(_rows(leaves))
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _malformed() from error
    if written != body:
        raise _malformed()
    return leaves


def body_root(leaves: Sequence[Shown]) -> bytes:
    """Return the 32-byte root of the hash tree over the leaves. Raise BadInput."""
    _check_order(leaves)
    for leaf in leaves:
        if isinstance(leaf, Leaf):
            _check_plain(leaf.value)
    return _root(leaves)


def kept_root(body: bytes) -> bytes:
    """Return the root of a body as it is kept and travels: asked as it arrives and again as it is taken in.

    Raise BadInput.
    """
    digest = sha256(body)
    root = _known_roots.get(digest)
    if root is None:
        root = _root(decode_kept(body))
        if len(_known_roots) >= _KNOWN_AT_MOST:
            _known_roots.clear()
        _known_roots[digest] = root
    return root


def redacted(leaves: Sequence[Shown], show: Callable[[str], bool]) -> tuple[Shown, ...]:
    """Hide every leaf whose path `show` does not name; the root stays the same."""
    return tuple(
        leaf if isinstance(leaf, Leaf) and show(leaf.path) else Hidden(_digest(leaf)) for leaf in leaves
    )


def _canonical(value: Json) -> bytes:
    try:
        return _encoder.encode(value)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _malformed() from error


def _check_plain(value: Json) -> None:
    if type(value) not in _PLAIN:
        try:
            _check_finite(value)
        except (TypeError, ValueError, RecursionError) as error:
            raise _malformed() from error


def _check_finite(value: Json) -> None:
    if type(value) in _PLAIN:
        return
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not finite")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys are text")
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            if type(part) not in _PLAIN:  # most parts are, and each call costs
                _check_finite(part)


def _rows(leaves: Sequence[Shown]) -> list[Leaf | str]:
    """Return leaves as they are written."""
    return [leaf if isinstance(leaf, Leaf) else leaf.digest.hex() for leaf in leaves]


def _hidden(row: str) -> Hidden:
    return Hidden(bytes.fromhex(row))


def _digest(leaf: Shown) -> bytes:
    """Return the hash of a leaf whose value was checked."""
    if isinstance(leaf, Hidden):
        return leaf.digest
    try:
        path, value = leaf.path.encode(), _encoder.encode(leaf.value)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise _malformed() from error
    return _sha256(b"\x00" + lp(path) + leaf.salt + lp(value)).digest()


def _root(leaves: Sequence[Shown]) -> bytes:
    """Return the root of leaves that were checked: neighbours join level by level, an odd one moves up."""
    row = [_digest(leaf) for leaf in leaves]
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        joined = [_sha256(b"\x01" + one + other).digest() for one, other in pairs]
        row = joined + row[len(joined) * 2 :]
    return _sha256(b"\x02fieldwork/body/v0" + len(leaves).to_bytes(4, "big") + row[0]).digest()


def _check_order(leaves: Sequence[Shown]) -> None:
    if not 1 <= len(leaves) <= LEAVES_AT_MOST:
        raise _malformed()
    before: str | None = None
    for leaf in leaves:
        if isinstance(leaf, Hidden):
            sound = len(leaf.digest) == _HASH_SIZE
        else:
            sound = len(leaf.salt) == SALT_SIZE and (before is None or before < leaf.path)
            before = leaf.path
        if not sound:
            raise _malformed()


def _malformed() -> BadInput:
    return BadInput(
        N_("The content of a record is not in the form it must have."),
        N_("It may be damaged or written by another program. Ask for it again."),
    )
