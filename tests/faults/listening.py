"""Runs deeds under strace and returns, in order, everything each of them asked the system to do to its files.

Memory shared between connections (`-shm`) is not listened to: it is never needed after a stop.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from monitor_app.crypto.keys import VaultKeys
from tests.support.places import REPOSITORY

CALLS = (
    *(
        "openat",
        "creat",
        "write",
        "pwrite64",
        "writev",
        "pwritev",
        "lseek",
        "ftruncate",
        "truncate",
        "fallocate",
    ),
    *(
        "fsync",
        "fdatasync",
        "rename",
        "renameat",
        "renameat2",
        "unlink",
        "unlinkat",
        "rmdir",
        "mkdir",
        "mkdirat",
    ),
    *("link", "linkat", "symlink", "sendfile", "copy_file_range"),
)
KINDS = {
    **dict.fromkeys(("fsync", "fdatasync"), "sync"),
    **dict.fromkeys(("ftruncate", "truncate"), "cut"),
    **dict.fromkeys(("rename", "renameat", "renameat2"), "rename"),
    **dict.fromkeys(("link", "linkat"), "link"),
    **dict.fromkeys(("unlink", "unlinkat"), "unlink"),
    **dict.fromkeys(("mkdir", "mkdirat"), "mkdir"),
    "rmdir": "rmdir",
}
BY_NUMBER = {"write", "pwrite64", "lseek", "fsync", "fdatasync", "ftruncate"}
UNHEARD = ("sendfile", "copy_file_range", "writev", "pwritev", "symlink")
LONGEST = 8 * 1024 * 1024
_LINE = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>-?\d+|\?)(?:<.*>)?(?: .*)?$")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_FD = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*|[^>]*)>")


@dataclass(frozen=True)
class Step:
    """One thing that was asked of the file system. `path` and `other` are relative to the deed's folder."""

    kind: str
    path: str = ""
    other: str = ""
    at: int = 0
    content: bytes = b""


def is_possible() -> bool:
    """Say whether this machine lets a test listen to what a program does."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def listen(home: Path, names: list[str], keys: VaultKeys) -> dict[str, list[Step]]:
    """Do the deeds in `home/<name>`; return the steps of each."""
    log = home / "strace.log"
    command = ["strace", "-f", "-qq", "-xx", "-y", "--seccomp-bpf", "-s", str(LONGEST), "-o", str(log)]
    command += ["-e", f"trace={','.join(CALLS)}", "-e", "signal=none"]
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.faults.deeds", str(home), *names],
        input=msgspec.json.encode(keys) + b"\n",
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    with log.open("rb") as lines:
        heard = _heard((line.decode("ascii").rstrip() for line in lines), home)
        found = {name: list(steps) for name, steps in _by_deed(heard, names)}
    log.unlink()
    return found


def _by_deed(heard: Iterator[Step], names: list[str]) -> Iterator[tuple[str, list[Step]]]:
    """Cut at what the program says; each deed's paths become relative to its own folder."""
    name, steps = "", list[Step]()
    for step in heard:
        if step.kind == "say":
            for word, _, rest in (line.partition(" ") for line in step.content.decode().splitlines()):
                if word == "begin":
                    name, steps = rest, []
                elif word == "end":
                    yield name, steps
                    name = ""
                else:
                    steps.append(Step("done", content=rest.encode()))
        elif name and step.path == name:
            steps.append(Step(step.kind, "."))
        elif name and step.path.startswith(f"{name}/"):
            length = len(name) + 1
            steps.append(Step(step.kind, step.path[length:], step.other[length:], step.at, step.content))


def _heard(lines: Iterator[str], home: Path) -> Iterator[Step]:
    return Listener(str(home) + "/").steps(lines)


class Listener:
    """Turns lines of strace into steps; remembers where in each open file writing goes on."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._positions: dict[tuple[str, int], int] = {}
        self._appending: set[tuple[str, int]] = set()
        self._begun: dict[str, str] = {}

    def steps(self, lines: Iterator[str]) -> Iterator[Step]:
        """Return what was done, leaving out what failed."""
        for line in lines:
            whole = self._joined(line)
            match = _LINE.match(whole) if whole else None
            if match and not match["result"].startswith(("-", "?")):
                yield from self._step(match["call"], match["rest"], int(match["result"]))

    def _joined(self, line: str) -> str:
        """Join a call that was interrupted by another thread's."""
        pid = line.partition(" ")[0]
        if line.endswith("<unfinished ...>"):
            self._begun[pid] = line.removesuffix("<unfinished ...>").rstrip()
            return ""
        resumed = re.match(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$", line)
        return self._begun.pop(pid) + resumed[2] if resumed else line

    def _step(self, call: str, rest: str, result: int) -> Iterator[Step]:
        assert call not in UNHEARD, f"not understood: {call}"
        fd = _FD.match(rest) if call in BY_NUMBER else None
        path = self._inside(_text(fd[2])) if fd else ""
        if call in {"write", "pwrite64"}:
            yield from self._written(call, rest, path, int(fd[1]) if fd else -1, result)
            return
        names = [path] if fd else [self._inside(text) for text in _strings(rest)]
        if call in {"openat", "creat"}:
            yield from self._opened(rest, names[-1], result)
        elif call == "lseek" and fd:
            self._positions[path, int(fd[1])] = result
        elif names[0] and call in KINDS:
            at = int(rest.rpartition(",")[2]) if call in {"ftruncate", "truncate"} else 0
            kind = "rmdir" if "AT_REMOVEDIR" in rest else KINDS[call]
            yield Step(kind, names[0], names[1] if len(names) > 1 else "", at=at)

    def _written(self, call: str, rest: str, path: str, fd: int, result: int) -> Iterator[Step]:
        found = _QUOTED.search(rest, rest.find(">") if rest.find(">") > 0 else 0)
        if fd == 1 and found and not path:
            yield Step("say", content=_bytes(found[1]))
        if not path or not found:
            return
        assert not found[2], "a write longer than what is listened to"
        content = _bytes(found[1])[:result]
        if call == "pwrite64":
            yield Step("write", path, at=int(rest.rpartition(",")[2]), content=content)
            return
        at = self._positions.get((path, fd), 0)
        self._positions[path, fd] = at + len(content)
        yield Step("append" if (path, fd) in self._appending else "write", path, at=at, content=content)

    def _opened(self, rest: str, path: str, fd: int) -> Iterator[Step]:
        if not path:
            return
        self._positions[path, fd] = 0
        self._appending.discard((path, fd))
        if "O_APPEND" in rest:
            self._appending.add((path, fd))
        if "O_CREAT" in rest:
            yield Step("make", path)
        if "O_TRUNC" in rest:
            yield Step("cut", path)

    def _inside(self, path: str) -> str:
        is_ours = path.startswith(self._root) and not path.endswith("-shm")
        return path.removeprefix(self._root) if is_ours else ""


def _strings(rest: str) -> list[str]:
    """Return the paths a call names, each made whole with the folder it is relative to."""
    found: list[str] = []
    for match in re.finditer(
        r'(?:(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*|[^>]*)>, )?"((?:\\x[0-9a-f]{2})*)"', rest
    ):
        name = _text(match[3])
        found.append(name if name.startswith("/") or not match[2] else f"{_text(match[2])}/{name}")
    return found or [""]


def _text(hexed: str) -> str:
    return _bytes(hexed).decode("utf-8", "replace") if hexed.startswith("\\x") else hexed


def _bytes(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
