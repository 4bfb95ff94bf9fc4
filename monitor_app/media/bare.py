"""Tells whether a JPEG holds a picture and nothing else: no camera, place or comment, nothing behind its end.

Reads markers only; that the picture decodes, the darkroom finds out.
"""

import re

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_START, _END, _SCAN, _JFIF = 0xD8, 0xD9, 0xDA, 0xE0
_NEEDED = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, _SCAN, _JFIF})
_JFIF_LENGTH = 16
"""A JFIF head without a small picture inside."""


def is_bare_jpeg(content: bytes) -> bool:
    """Say whether only the parts stand in it that are needed to show the picture."""
    if content[:2] != bytes((0xFF, _START)):
        return False
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] in _NEEDED:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == _JFIF and (length != _JFIF_LENGTH or content[at + 4 : at + 9] != b"JFIF\0"):
            return False
        at += 2 + length
        if marker == _SCAN:
            following = _MARKER.search(content, at)
            at = following.start() if following else len(content)
    return content[at:] == bytes((0xFF, _END))
