"""Looks for a text in the memory of a process, in the forms it may lie there. Linux, and only who may look."""

import re
from pathlib import Path

PROC = Path("/proc")
_BLOCK = 1 << 22


def hits(pid: int, wanted: dict[str, bytes]) -> dict[str, int]:
    """Return how often each of these bytes lies in what the process can write to. Raise PermissionError."""
    counts = dict.fromkeys(wanted, 0)
    with (PROC / str(pid) / "mem").open("rb", buffering=0) as memory:
        for begin, end in _writable(pid):
            content = _read(memory, begin, end)
            for name, pattern in wanted.items():
                counts[name] += content.count(pattern)
    return {name: count for name, count in counts.items() if count}


def forms(name: str, text: str) -> dict[str, bytes]:
    """Return a text as Python, Qt and files hold it."""
    return {
        f"{name} utf-8": text.encode(),
        f"{name} utf-16": text.encode("utf-16-le"),
        f"{name} utf-32": text.encode("utf-32-le"),
    }


def of_session(session: int) -> list[int]:
    """Return every process of a session, zombies too."""
    found: list[int] = []
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            if int(fields[3]) == session:
                found.append(int(folder.name))
    return found


def _writable(pid: int) -> list[tuple[int, int]]:
    lines = (PROC / str(pid) / "maps").read_text().splitlines()
    found = [re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line) for line in lines]
    return [(int(one[1], 16), int(one[2], 16)) for one in found if one]


def _read(memory: object, begin: int, end: int) -> bytes:
    parts: list[bytes] = []
    memory.seek(begin)
    while begin < end:
        try:
            part = memory.read(min(end - begin, _BLOCK))
        except OSError:  # a page the system keeps to itself
            break
        if not part:
            break
        parts.append(part)
        begin += len(part)
    return b"".join(parts)
