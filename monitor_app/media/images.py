"""Makes a clean working copy and a thumbnail of a picture, in a child process with limits.

What was read from the metadata stays in memory, for the caller alone. Never writes a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

MAX_SOURCE_BYTES = 64 * 1024 * 1024
"""A picture file larger than this is not taken."""
MAX_PIXELS = 100_000_000


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be kept. `working` and `thumbnail` are JPEG; `media_type` is the original's.

    `taken_at` is the camera's local time as ISO text, if it said so.
    """

    working: bytes
    thumbnail: bytes
    width: int
    height: int
    media_type: str
    taken_at: str | None


class Darkroom:
    """Keeps one limited child at work over many pictures; a child that fails is replaced."""

    def __init__(self, *, seconds: float = 30.0) -> None:
        self._seconds = seconds

    def prepare(self, source: bytes) -> Prepared:
        """Make the copies. Raise ImageRefused."""
        raise NotImplementedError(source)

    def close(self) -> None:
        """End the child."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def prepare(source: bytes) -> Prepared:
    """Make the copies of one picture in a child of its own. Raise ImageRefused."""
    with Darkroom() as room:
        return room.prepare(source)


def gather(blocks: Iterable[bytes]) -> bytes:
    """Join blocks into one source. Raise ImageRefused as soon as they exceed MAX_SOURCE_BYTES."""
    raise NotImplementedError(blocks)
