"""Looks for a text on a disk as it may lie there: in plain, in UTF-16, in base64; in content and in names."""

import base64
from collections.abc import Iterator
from pathlib import Path


def forms(text: str) -> dict[str, bytes]:
    """Return every form in which the text could lie in a file, by name."""
    return {
        "utf-8": text.encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        **{f"base64+{shift}": _base64(text.encode(), shift) for shift in range(3)},
    }


def hits(folders: list[Path], text: str) -> list[str]:
    """Return `form: path` for every file whose name or content holds the text."""
    wanted = forms(text)
    found: list[str] = []
    for path in _files(folders):
        if text in str(path):
            found.append(f"name: {path}")
        try:
            content = path.read_bytes().lower() if path.is_file() else b""
        except OSError:
            continue
        found += [f"{form}: {path}" for form, pattern in wanted.items() if pattern.lower() in content]
    return found


def _files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if not path.is_symlink())


def _base64(content: bytes, shift: int) -> bytes:
    """Return the letters that stand for the content wherever it starts `shift` bytes into a group of three."""
    encoded = base64.b64encode(bytes(shift) + content)
    first = -(-shift * 8 // 6)
    last = (shift + len(content)) * 8 // 6
    return encoded[first:last]
