"""What the inner layers need from outside, as protocols.

A port exists only where there are two real implementations or where nature is unpredictable. Keys and
nonces are deliberately no port: `crypto` draws them from the operating system itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from monitor_app.text import Message


class Clock(Protocol):
    """Tells the time."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""
        ...


class Ids(Protocol):
    """Names new things."""

    def new_id(self) -> str:
        """Return a fresh random id: 26 characters of lower-case base32 (128 bits)."""
        ...


class Remote(Protocol):
    """A storage place we do not trust: write-once objects under `/`-separated lower-case names."""

    def put(self, name: str, content: bytes) -> None:
        """Store `content`; the same bytes again are a no-op. Raise RemoteError."""
        ...

    def get(self, name: str) -> bytes:
        """Return the object. Raise ObjectMissing or RemoteError."""
        ...

    def names(self, prefix: str) -> list[str]:
        """Return the names of all objects under `prefix` (which ends in `/`), sorted; [] if none."""
        ...

    def delete(self, name: str) -> None:
        """Remove the object; a missing one is no error."""
        ...

    def close(self) -> None:
        """Let go of connections and child processes."""
        ...


@runtime_checkable
class ManyLaned(Protocol):
    """A remote that leads several threads to its place without the cost of opening it once more."""

    def beside(self) -> Remote | None:
        """Return the same place for another thread, or None if it must be opened anew. Close both."""
        ...


class Progress(Protocol):
    """Hears how far a long job is and may stop it."""

    def step(self, done: int, total: int, what: Message | None = None) -> None:
        """Report; raise Cancelled if a person asked to stop."""
        ...


class Words(Protocol):
    """Puts a message into a reader's language."""

    def say(self, message: Message) -> str:
        """Return the sentence in the reader's language."""
        ...


class Restart(Protocol):
    """Replaces this process by a fresh one."""

    def __call__(self, arguments: list[str]) -> None:
        """Start afresh with these arguments; does not return in production."""
        ...


class Silent:
    """A Progress that nobody watches."""

    def step(self, done: int, total: int, what: Message | None = None) -> None:
        """Ignore the report."""


class English:
    """A Words without a catalogue."""

    def say(self, message: Message) -> str:
        """Return the English sentence."""
        return str(message)


ByteSource = Callable[[], Iterator[bytes]]
"""Opens a file's content anew and yields it in blocks of at most 1 MiB."""

Blocks = Iterable[bytes]


@dataclass(frozen=True, kw_only=True)
class SignedEvent:
    """One event as it travels: header bytes, the one-time key that signed them, and the body if it is here."""

    header: bytes
    one_time_public: bytes
    signature: bytes
    body: bytes | None = field(default=None, repr=False)


def stream_name(box: str, to: str = "") -> str:
    """Name a device's stream to everyone, or a coordinator's stream to one box."""
    return f"{box}/{to}" if to else box
