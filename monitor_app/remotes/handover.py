"""One sealed file as a Remote: it carries parcels and receipts both ways where there is no network.

What is put is appended; a file cut short gives what came whole. Only the project can tell what is inside.

    file     "FWHO" ‖ u8 version = 0 ‖ u32 length ‖ circular ‖ record…
    circular the file's key, sealed to everybody of the project, context "fieldwork/handover/v0" ‖ lp(project)
    record   lp(sealed name) ‖ lp(sealed content); the name begins with "+" or, for one taken away, with "-"
    sealed   Cobblestone-256 under the file's key, context "fieldwork/handover-name/v0" or
             "fieldwork/handover-content/v0" ‖ lp(name)
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from monitor_app.crypto import circular, primitives
from monitor_app.crypto.primitives import KEY_SIZE, Receiver, lp
from monitor_app.errors import BadInput, DecryptionFailed, RemoteError
from monitor_app.remotes.naming import checked, checked_prefix
from monitor_app.remotes.refusals import from_number, missing, read_only, unplugged
from monitor_app.text import N_

OBJECT_AT_MOST = 64 * 1024 * 1024
_MAGIC = b"FWHO\x00"
_LENGTH = 4
_NAME = b"fieldwork/handover-name/v0"
_NAME_AT_MOST = 1024
_CIRCULAR_AT_MOST = 64 * 1024 * 1024


@dataclass(frozen=True)
class _Place:
    """Where an object's sealed content lies in the file."""

    start: int
    length: int


class HandOver:
    """A hand-over file that is open. For one thread; `close` makes what was put durable."""

    def __init__(self, file: BinaryIO, key: bytes, records_at: int) -> None:
        self._file, self._key = file, key
        self._places: dict[str, _Place] = {}
        self._end = records_at
        self._read_index()

    @classmethod
    def create(cls, path: Path, *, project: str, recipients: Sequence[bytes]) -> Self:
        """Begin a file for these receive public keys. Raise RemoteError if it cannot be written."""
        key = primitives.new_key()
        head = circular.seal(key, recipients=recipients, context=_context(project))
        with _in_words():
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b")
            file.write(_MAGIC + lp(head))
            return cls(file, key, len(_MAGIC) + _LENGTH + len(head))

    @classmethod
    def open(
        cls, path: Path, *, project: str, receive: Sequence[Receiver], is_for_writing: bool = True
    ) -> Self:
        """Open a file that is there. Raise BadInput if it is none, or not for us; RemoteError."""
        with _in_words():
            file = path.open("r+b" if is_for_writing else "rb")
            try:
                key, at = _key(file, project, receive)
                return cls(file, key, at)
            except BaseException:
                file.close()
                raise

    def put(self, name: str, content: bytes) -> None:
        """Append an object; one that is here already, byte for byte, is left alone."""
        name = checked(name)
        if len(content) > OBJECT_AT_MOST:
            raise RemoteError(
                N_("A parcel is too large for a hand-over file."), N_("Send it in smaller parts.")
            )
        with contextlib.suppress(RemoteError):
            if name in self._places and self.get(name) == content:
                return
        sealed = primitives.seal(self._key, content, context=_content(name))
        start = self._append("+" + name, sealed)
        self._places[name] = _Place(start, len(sealed))

    def get(self, name: str) -> bytes:
        """Return the object. Raise ObjectMissing, RemoteError."""
        place = self._places.get(checked(name))
        if place is None:
            raise missing()
        try:
            with _in_words():
                return primitives.unseal(
                    self._key, self._bytes(place.start, place.length), context=_content(name)
                )
        except DecryptionFailed as error:
            raise RemoteError(
                N_("A parcel in the hand-over file is damaged."), N_("Ask for the file again.")
            ) from error

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names under `prefix`."""
        prefix = checked_prefix(prefix)
        return sorted(name for name in self._places if name.startswith(prefix))

    def delete(self, name: str) -> None:
        """Note that the object is taken away; a missing one is no error."""
        if self._places.pop(checked(name), None) is not None:
            self._append("-" + name, b"")

    def close(self) -> None:
        """Make what was put durable, and let go. Raise RemoteError if it cannot be."""
        if self._file.closed:
            return
        try:
            with _in_words():
                if self._file.writable():
                    self._file.flush()
                    os.fsync(self._file.fileno())
        finally:
            self._file.close()

    def _append(self, marked: str, sealed: bytes) -> int:
        """Write a record over whatever a cut left at the end; return where its content begins."""
        if not self._file.writable():
            raise read_only()
        head = lp(primitives.seal(self._key, marked.encode("ascii"), context=_NAME))
        with _in_words():
            self._file.seek(self._end)
            self._file.write(head + lp(sealed))
            self._file.truncate()
        start = self._end + len(head) + _LENGTH
        self._end = start + len(sealed)
        return start

    def _read_index(self) -> None:
        """Learn what is here; a record that was cut short ends the file."""
        for marked, place in self._records():
            name = marked[1:]
            if marked.startswith("+"):
                self._places[name] = place
            else:
                self._places.pop(name, None)
            self._end = place.start + place.length

    def _records(self) -> Iterator[tuple[str, _Place]]:
        size = self._file.seek(0, os.SEEK_END)
        at = self._end
        while (named := self._lengthy(at, size, _NAME_AT_MOST)) is not None:
            content = self._lengthy(named.start + named.length, size, OBJECT_AT_MOST + _NAME_AT_MOST)
            if content is None:
                return
            try:
                marked = primitives.unseal(
                    self._key, self._bytes(named.start, named.length), context=_NAME
                ).decode()
                checked(marked[1:])
            except (DecryptionFailed, ValueError, RemoteError):
                return  # what follows cannot be trusted to begin where it says
            yield marked, content
            at = content.start + content.length

    def _lengthy(self, at: int, size: int, most: int) -> _Place | None:
        """Return where the bytes behind a length lie, or None if they are not all there."""
        if at + _LENGTH > size:
            return None
        length = int.from_bytes(self._bytes(at, _LENGTH), "big")
        start = at + _LENGTH
        return _Place(start, length) if length <= most + 1024 * 1024 and start + length <= size else None

    def _bytes(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length)


def _key(file: BinaryIO, project: str, receive: Sequence[Receiver]) -> tuple[bytes, int]:
    """Return the file's key and where its records begin. Raise BadInput."""
    head = file.read(len(_MAGIC) + _LENGTH)
    length = int.from_bytes(head[len(_MAGIC) :], "big")
    if not head.startswith(_MAGIC[:-1]) or len(head) < len(_MAGIC) + _LENGTH or length > _CIRCULAR_AT_MOST:
        raise BadInput(N_("This is no hand-over file."), N_("Choose the file again, or ask for it again."))
    if not head.startswith(_MAGIC):
        raise BadInput(
            N_("This hand-over file was written by a newer version of this program."),
            N_("Update this program."),
        )
    sealed = file.read(length)
    key = circular.unseal(sealed, receive=receive, context=_context(project)) if len(sealed) == length else None
    if key is None or len(key) != KEY_SIZE:
        raise BadInput(
            N_("This hand-over file is not for this device, or was cut short."),
            N_("Check that it is of this project and was made after this device was accepted."),
        )
    return key, len(head) + length


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise unplugged() from error
    except OSError as error:
        raise from_number(error.errno or 0) from error


def _context(project: str) -> bytes:
    return b"fieldwork/handover/v0" + lp(project.encode())


def _content(name: str) -> bytes:
    return b"fieldwork/handover-content/v0" + lp(name.encode("ascii"))
