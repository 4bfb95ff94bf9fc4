"""Padmé padding, so that sizes tell little (FORMAT.md §2)."""

from monitor_app.crypto.primitives import refused

FLOOR = 4096


def padded_size(length: int, *, floor: int = FLOOR) -> int:
    """Return the size that content of `length` bytes has once padded."""
    needed = length + 1
    if needed <= floor:
        return floor
    exponent = needed.bit_length() - 1
    step = (1 << (exponent - exponent.bit_length())) - 1
    return (needed + step) & ~step


def padding_for(length: int, *, floor: int = FLOOR, at_most: int | None = None) -> bytes:
    """Return what is put behind content of `length` bytes."""
    size = padded_size(length, floor=floor)
    size = size if at_most is None else min(size, at_most)
    return b"\x80" + bytes(size - length - 1)


def pad(content: bytes, *, floor: int = FLOOR) -> bytes:
    """Return `content` with padding behind it."""
    return content + padding_for(len(content), floor=floor)


def unpad(padded: bytes, *, floor: int = FLOOR, at_most: int | None = None) -> bytes:
    """Return the content. Raise DecryptionFailed unless padded exactly as `pad` does."""
    length = len(padded.rstrip(b"\x00")) - 1
    if length < 0 or padded[length] != 0x80:
        raise refused()
    size = padded_size(length, floor=floor)
    if len(padded) != (size if at_most is None else min(size, at_most)):
        raise refused()
    return padded[:length]
