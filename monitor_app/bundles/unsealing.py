"""The clear zip inside an age file, read forwards only and never written anywhere.

A first pass authenticates the whole stream and keeps its end, where a zip has its index. Going back
means decrypting again from the start; a reader that goes in order pays for one more pass.
"""

import io
from collections import deque
from collections.abc import Callable, Iterator

from monitor_app.bundles.bagit import refused
from monitor_app.text import N_

KEPT_END = 8 << 20
_KEPT_BEHIND = 1 << 20


class Unsealed(io.RawIOBase):
    """A file for zipfile. `blocks` starts the decryption anew. Raise DecryptionFailed if it is not whole."""

    def __init__(self, blocks: Callable[[], Iterator[bytes]]) -> None:
        self._blocks = blocks
        self.size, self._end = _measure(blocks())
        self._position = 0
        self._rewind()

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes, though going back is slow."""
        return True

    def tell(self) -> int:
        """Return where the next read begins."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Choose where the next read begins."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("before the start")
        self._position = start + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes. Raise BundleRefused if more is asked than a sound zip ever needs."""
        wanted = max(0, self.size - self._position)
        wanted = wanted if size is None or size < 0 else min(size, wanted)
        if wanted > KEPT_END:
            raise refused(N_("The list of files in the package is too long."))
        end_starts = self.size - len(self._end)
        if self._position >= end_starts:
            found = self._end[self._position - end_starts :][:wanted]
        else:
            found = self._from_stream(wanted)
        self._position += len(found)
        return found

    def _from_stream(self, wanted: int) -> bytes:
        if self._position < self._window_start:
            self._rewind()
        self._advance(self._position + wanted)
        start = self._position - self._window_start
        return bytes(memoryview(self._window)[start : start + wanted])

    def _advance(self, until: int) -> None:
        while self._window_start + len(self._window) < until:
            block = next(self._stream, b"")
            if not block:
                raise refused(N_("The package changed while it was being read."))
            self._window += block
            spare = min(self._position - _KEPT_BEHIND - self._window_start, len(self._window))
            if spare >= _KEPT_BEHIND:
                del self._window[:spare]
                self._window_start += spare

    def _rewind(self) -> None:
        self._stream = self._blocks()
        self._window, self._window_start = bytearray(), 0


def _measure(blocks: Iterator[bytes]) -> tuple[int, bytes]:
    """Read everything once; return the size and the last bytes."""
    size, kept, end = 0, 0, deque[bytes]()
    for block in blocks:
        size += len(block)
        kept += len(block)
        end.append(block)
        while kept - len(end[0]) >= KEPT_END:
            kept -= len(end.popleft())
    return size, b"".join(end)
