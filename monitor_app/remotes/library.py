"""What the folder, WebDAV and S3 share: opendal's operations, bounded, and its errors put into words.

opendal's errors share no base and mix what passes with what stays, so only their text is read.
"""

import contextlib
from collections.abc import Callable, Iterator

import opendal
from opendal import exceptions

from monitor_app.errors import RemoteError
from monitor_app.remotes.naming import checked, checked_prefix
from monitor_app.remotes.refusals import too_large

LARGEST_OBJECT = 64 * 1024 * 1024
"""No segment, roster or chunk comes near; a store that serves more wants to fill our memory."""
_BLOCK = 1024 * 1024

ERRORS: tuple[type[Exception], ...] = (
    OSError,
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)),
)


def read(operator: opendal.Operator, name: str) -> bytes:
    """Return an object, or raise RemoteError as soon as it proves larger than any of ours."""
    content = bytearray()
    with operator.open(name, "rb") as reader:
        while part := reader.read(_BLOCK):
            content += part
            if len(content) > LARGEST_OBJECT:
                raise too_large()
    return bytes(content)


class OperatorRemote:
    """A Remote over one opendal operator. `words` turns the text of an error into a RemoteError."""

    def __init__(self, operator: opendal.Operator, words: Callable[[str], RemoteError]) -> None:
        self._operator, self._words = operator, words

    def put(self, name: str, content: bytes) -> None:
        """Store `content`."""
        with self._in_words():
            self._operator.write(checked(name), content)

    def get(self, name: str) -> bytes:
        """Return the object, unless it is larger than any of ours."""
        with self._in_words():
            return read(self._operator, checked(name))

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names under `prefix`."""
        with self._in_words():
            entries = self._operator.list(checked_prefix(prefix), recursive=True)
            return sorted(entry.path for entry in entries if not entry.path.endswith("/"))

    def delete(self, name: str) -> None:
        """Remove the object; a missing one is no error."""
        with self._in_words():
            self._operator.delete(checked(name))

    def look(self, folder: str) -> None:
        """Raise ObjectMissing if there is no folder of that path."""
        with self._in_words():
            self._operator.stat(folder)

    def close(self) -> None:
        """Hold nothing that the end of the process would not let go of."""

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except ERRORS as error:
            raise self._words(str(error)) from error
