"""Makes a clean working copy and a thumbnail of a picture, in a child process with limits.

What was read from the metadata stays in memory, for the caller alone. Never writes a file.
"""

from collections.abc import Iterable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

import msgspec

from monitor_app import processes
from monitor_app.errors import ImageRefused
from monitor_app.media import decoding
from monitor_app.media.decoding import MAX_PIXELS, Copies, Done, Outcome
from monitor_app.processes import Child
from monitor_app.text import N_

__all__ = ["MAX_PIXELS", "MAX_SOURCE_BYTES", "Darkroom", "Prepared", "gather", "prepare"]

MAX_SOURCE_BYTES = 64 * 1024 * 1024
"""A picture file larger than this is not taken."""

Prepared = Copies
"""A picture ready to be kept. `working` and `thumbnail` are JPEG; `media_type` is the original's; `taken_at`
is the camera's local time as ISO text, if it said so."""

_APPLE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")


class Darkroom:
    """Keeps one limited child at work over many pictures; a child that fails is replaced. For one thread."""

    def __init__(self, *, seconds: float = 30.0) -> None:
        self._seconds = seconds
        self._child: Child | None = None

    def prepare(self, source: bytes) -> Prepared:
        """Make the copies. Raise ImageRefused."""
        _check_source(source)
        outcome = self._ask(source)
        if isinstance(outcome, Done):
            return outcome.copies
        raise _refusal(outcome.code, source)

    def close(self) -> None:
        """End the child at once."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, source: bytes) -> Outcome:
        pipe = self._pipe()
        try:
            pipe.send_bytes(source)
            answered = pipe.poll(self._seconds)
            if answered:
                answer: Outcome = msgspec.msgpack.decode(pipe.recv_bytes(), type=Outcome)
                return answer
        except (EOFError, OSError, msgspec.DecodeError) as error:  # the child died, most likely of its limits
            self.close()
            raise _refusal("too_large", source) from error
        except BaseException:
            self.close()
            raise
        self.close()
        raise _refusal("too_slow", source)

    def _pipe(self) -> Connection:
        if self._child is None:
            self._child = processes.start(decoding.serve)
        return self._child.pipe


def prepare(source: bytes) -> Prepared:
    """Make the copies of one picture in a child of its own. Raise ImageRefused."""
    with Darkroom() as room:
        return room.prepare(source)


def gather(blocks: Iterable[bytes]) -> bytes:
    """Join blocks into one source. Raise ImageRefused as soon as they exceed MAX_SOURCE_BYTES."""
    source = bytearray()
    for block in blocks:
        source += block
        _check_source(source)
    return bytes(source)


def _check_source(source: bytes | bytearray) -> None:
    if len(source) > MAX_SOURCE_BYTES:
        raise ImageRefused(
            N_("This file is larger than {size} MB, too large for a picture.", size=MAX_SOURCE_BYTES >> 20),
            N_("Attach it as a document, or take a smaller copy of it."),
        )


def _refusal(code: str, source: bytes) -> ImageRefused:
    if code == "not_a_picture" and source[4:8] == b"ftyp" and source[8:12] in _APPLE_BRANDS:
        return ImageRefused(
            N_("Pictures in the HEIC format cannot be read yet."),
            N_("On the phone choose the most compatible format (JPEG), or convert the picture."),
        )
    if code == "not_a_picture":
        return ImageRefused(
            N_("This file is not a picture, whatever its name says."),
            N_("Attach it as a document if it belongs here."),
        )
    if code == "too_large":
        return ImageRefused(
            N_("This picture would unfold to more than this computer can safely take. It was not opened."),
            N_("Take a smaller copy of it. If you do not know where it comes from, leave it."),
        )
    if code == "too_slow":
        return ImageRefused(
            N_("Reading this picture took too long, so it was stopped."),
            N_("Try again, or take a smaller copy of it."),
        )
    return ImageRefused(
        N_("This picture is damaged or cut short and cannot be shown."),
        N_("Copy it from the camera or phone once more."),
    )
