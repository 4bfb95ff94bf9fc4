"""The text form of age files (strict PEM), taken off while reading. Knows nothing of what is inside."""

import base64
import itertools
from collections.abc import Iterable, Iterator

from monitor_app.errors import DecryptionFailed
from monitor_app.text import N_

BEGIN, _END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
NOT_TEXT_FORM = N_("The text form of this sealed file is damaged.")
_COLUMNS = 64
_LEADING_AT_MOST = 1024
_SPACE = b" \t\r\n"


def unarmored(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass blocks on, decoded if they begin as armor does. Raise DecryptionFailed."""
    source = iter(blocks)
    held = b""
    for block in source:
        held += block
        if len(held.lstrip(_SPACE)) >= len(BEGIN) or len(held) > _LEADING_AT_MOST:
            break
    if held.lstrip(_SPACE).startswith(BEGIN):
        yield from _decoded(held.lstrip(_SPACE), source)
    else:
        yield held
        yield from source


def _decoded(held: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    lines = _Lines()
    for part in itertools.chain([held], source):
        yield from lines.feed(part)
    yield from lines.finish()


class _Lines:
    """Decodes armor line by line, many at a time."""

    def __init__(self) -> None:
        self._rest = b""
        self._begun = self._short = self._ended = False

    def feed(self, part: bytes) -> Iterator[bytes]:
        whole, mark, self._rest = (self._rest + part).rpartition(b"\n")
        if mark:
            yield self._decode(whole.split(b"\n"))
        elif len(self._rest) > _LEADING_AT_MOST and self._rest.strip(_SPACE):
            raise _broken()

    def finish(self) -> Iterator[bytes]:
        if self._rest:
            yield self._decode([self._rest])
        if not self._ended:
            raise _broken()

    def _decode(self, lines: list[bytes]) -> bytes:
        return b"".join(self._line(line.removesuffix(b"\r")) for line in lines)

    def _line(self, line: bytes) -> bytes:
        if self._ended:
            if line.strip(_SPACE):
                raise _broken()
            return b""
        if not self._begun:
            self._begun = line == BEGIN
            if not self._begun:
                raise _broken()
            return b""
        if line == _END:
            self._ended = True
            return b""
        return self._content(line)

    def _content(self, line: bytes) -> bytes:
        if self._short or not line or len(line) > _COLUMNS:
            raise _broken()
        self._short = len(line) < _COLUMNS or line.endswith(b"=")
        try:
            content = base64.b64decode(line, validate=True)
        except ValueError as error:
            raise _broken() from error
        if base64.b64encode(content) != line:
            raise _broken()
        return content


def _broken() -> DecryptionFailed:
    return DecryptionFailed(NOT_TEXT_FORM, N_("Ask for the file again."))
