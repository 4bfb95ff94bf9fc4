"""What waits to go out: sealed bytes or chunk ids under their final object names, re-sent until confirmed.

Packing and sending are not done here.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

import msgspec

from monitor_app.vault.opening import Vault
from monitor_app.vault.views import OutboxSummary


class Priority(IntEnum):
    """What goes first."""

    ROSTER = 0
    RECORDS = 1
    THUMBNAILS = 2
    PHOTOS = 3
    AUDIO = 4
    OTHER = 5


class OutboxState(StrEnum):
    """How far an object has come."""

    HERE = "here"
    SENT = "sent"
    CONFIRMED = "confirmed"


class OutboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One object to send. Either `content` or `chunk` is given. A segment also names the run of events it holds."""

    name: str
    priority: int
    content: bytes | None = None
    chunk: str = ""
    size: int = 0
    stream: str = ""
    first: int = -1
    last: int = -1
    state: OutboxState = OutboxState.HERE
    tries: int = 0


def enqueue(vault: Vault, items: Iterable[OutboxItem], *, packed: Mapping[str, int] | None = None) -> None:
    """Queue objects and note "packed up to number n of stream s", in one transaction. A known name is left alone."""
    raise NotImplementedError


def packed_up_to(vault: Vault, stream: str) -> int:
    """Return the last number of the stream already packed into segments, or -1."""
    raise NotImplementedError


def due(vault: Vault, limit: int) -> list[OutboxItem]:
    """Return what should be sent next, by priority, then age, with content."""
    raise NotImplementedError


def unconfirmed(vault: Vault, limit: int) -> list[OutboxItem]:
    """Return what was sent and not confirmed, oldest first (to be sent again byte for byte)."""
    raise NotImplementedError


def item(vault: Vault, name: str) -> OutboxItem | None:
    """Return one object by name."""
    raise NotImplementedError


def mark_tried(vault: Vault, names: Iterable[str]) -> None:
    """Count a failed try."""
    raise NotImplementedError


def mark_sent(vault: Vault, names: Iterable[str]) -> None:
    """Note that the remote took these objects; the records in them become sent."""
    raise NotImplementedError


def mark_confirmed(vault: Vault, names: Iterable[str]) -> None:
    """Note that a receipt names these objects. A BodiesReceived event does this by itself for its segments."""
    raise NotImplementedError


def summary(vault: Vault) -> OutboxSummary:
    """Count what waits, was sent, was confirmed."""
    raise NotImplementedError


def items(vault: Vault, *, offset: int, limit: int) -> list[OutboxItem]:
    """Return a page of all objects without content, for a list."""
    raise NotImplementedError
