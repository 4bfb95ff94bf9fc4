"""The index at the end of a zip, kept small while the zip grows: a hundred thousand files weigh a few MB.

zipfile's own index weighs 100 MB then, and is written in one go. Wide (zip64) fields only where needed.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator

_PLACE = struct.Struct("<QQQLHHH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_WIDE_END = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_PACKED_AT = 1 << 16
_NARROW, _FEW = 0xFFFFFFFF, 0xFFFF
_UTF8 = 0x800
_PLAIN, _WIDE = 20, 45
_FIRST_DAY = 0x21
"""1980-01-01, as zip writes dates."""


class ZipIndex(list[zipfile.ZipInfo]):
    """Takes what zipfile notes of each file; `blocks` is what stands at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._packed: list[bytes] = []
        self._open = bytearray()
        self._count = 0

    def append(self, entry: zipfile.ZipInfo) -> None:
        """Note one file."""
        name = entry.filename.encode()
        flags = entry.flag_bits | (0 if name.isascii() else _UTF8)
        sizes = (entry.header_offset, entry.file_size, entry.compress_size, entry.CRC)
        self._open += _PLACE.pack(*sizes, flags, entry.compress_type, len(name)) + name
        self._count += 1
        if len(self._open) >= _PACKED_AT:
            self._packed.append(zlib.compress(self._open))
            self._open.clear()

    def __len__(self) -> int:
        return self._count

    def blocks(self, start: int, *, attributes: int) -> Iterator[bytes]:
        """Yield the index, which begins `start` bytes into the zip. All files have the same `attributes`."""
        size = 0
        for packed in (*self._packed, zlib.compress(self._open)):
            block = b"".join(_entries(zlib.decompress(packed), attributes))
            size += len(block)
            yield block
        yield _ending(start, size, self._count)


def _entries(noted: bytes, attributes: int) -> Iterator[bytes]:
    at = 0
    while at < len(noted):
        offset, size, packed, crc, flags, method, length = _PLACE.unpack_from(noted, at)
        at += _PLACE.size
        name = noted[at : at + length]
        at += length
        wide = [one for one in (size, packed, offset) if one >= _NARROW]
        extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        version = _WIDE if wide else _PLAIN
        narrow = [min(one, _NARROW) for one in (packed, size, offset)]
        yield (
            _ENTRY.pack(
                *(b"PK\x01\x02", (3 << 8) | version, version, flags, method, 0, _FIRST_DAY),
                *(crc, narrow[0], narrow[1], length, len(extra), 0, 0, 0, attributes, narrow[2]),
            )
            + name
            + extra
        )


def _ending(start: int, size: int, count: int) -> bytes:
    ending = b""
    if count >= _FEW or start >= _NARROW or size >= _NARROW:
        ending = _WIDE_END.pack(
            b"PK\x06\x06", _WIDE_END.size - 12, _WIDE, _WIDE, 0, 0, count, count, size, start
        ) + _LOCATOR.pack(b"PK\x06\x07", 0, start + size, 1)
    few = min(count, _FEW)
    return ending + _END.pack(b"PK\x05\x06", 0, 0, few, few, min(size, _NARROW), min(start, _NARROW), 0)
