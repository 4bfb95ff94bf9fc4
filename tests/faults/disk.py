"""A disk as it may be found: after a stop with all that was asked for; after a power cut with what was flushed.

What was not flushed may have come through whole, torn at 512 bytes, in any order, or not at all; names as
journaling file systems keep them: in order, up to some point. A drive that lies about flushing is outside it.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.listening import Step

SECTOR = 512
Names = dict[str, "File | None"]
"""Files by path; None is a folder."""


@dataclass
class File:
    """A file's content now, as it was when last flushed, and what was asked since."""

    now: bytearray
    flushed: bytes = b""
    since: list[Step] = field(default_factory=list)

    def ask(self, step: Step) -> None:
        self.since.append(step)
        _apply(self.now, step)

    def flush(self) -> None:
        self.flushed, self.since = bytes(self.now), []

    def found(self, chance: random.Random, *, keep: float) -> bytes:
        """Return what may lie there after a power cut; `keep` is how likely each write came through."""
        content = bytearray(self.flushed)
        for step in self.since:
            if chance.random() < keep:
                for part in _torn(step, chance):
                    _apply(content, part)
        return bytes(content)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "cut":
        del content[step.at :]
        content.extend(bytes(step.at - len(content)))
        return
    at = len(content) if step.kind == "append" else step.at
    content.extend(bytes(max(0, at + len(step.content) - len(content))))
    content[at : at + len(step.content)] = step.content


def _torn(step: Step, chance: random.Random) -> list[Step]:
    """Return the parts of a write that came through: all of it, or some of its sectors."""
    if step.kind == "cut" or chance.random() < 0.7:
        return [step]
    cuts = range(0, len(step.content), SECTOR)
    kept = [one for one in cuts if chance.random() < 0.5]
    return [
        Step(step.kind, step.path, at=step.at + one, content=step.content[one : one + SECTOR]) for one in kept
    ]


class Disk:
    """What was asked of the folder so far."""

    def __init__(self, start: Path) -> None:
        self._now: Names = {}
        for path in sorted(start.rglob("*")):
            content = path.read_bytes() if path.is_file() else b""
            known = File(bytearray(content), content) if path.is_file() else None
            self._now[str(path.relative_to(start))] = known
        self._flushed: Names = dict(self._now)
        self._since: list[Step] = []
        self._made: dict[int, File] = {}

    def ask(self, step: Step) -> None:
        """Do one step."""
        if step.kind in {"write", "append", "cut"}:
            self._file(step.path).ask(step)
        elif step.kind == "sync":
            self._flush(step.path)
        elif step.kind != "done" and not (step.kind == "make" and step.path in self._now):
            self._since.append(step)
            if step.kind == "make":
                self._made[id(step)] = File(bytearray())
            self._name(self._now, step)

    def after_a_stop(self) -> dict[str, bytes | None]:
        """Return all that was asked for."""
        return {path: bytes(file.now) if file else None for path, file in self._now.items()}

    def after_a_power_cut(self, chance: random.Random, *, keep: float) -> dict[str, bytes | None]:
        """Return one of the states that may be found."""
        names = dict(self._flushed)
        count = round(len(self._since) * keep) if keep in {0, 1} else chance.randint(0, len(self._since))
        for step in self._since[:count]:
            self._name(names, step)
        return {path: file.found(chance, keep=keep) if file else None for path, file in names.items()}

    def _file(self, path: str) -> File:
        file = self._now[path]
        assert file is not None, path
        return file

    def _flush(self, path: str) -> None:
        file = self._now.get(path)
        if file is not None:
            file.flush()
            return
        # Names are kept in order: flushing a folder brings everything asked before along.
        concerned = [
            at for at, step in enumerate(self._since) if path in {_folder(step.path), _folder(step.other)}
        ]
        count = concerned[-1] + 1 if concerned else 0
        for step in self._since[:count]:
            self._name(self._flushed, step)
        del self._since[:count]

    def _name(self, names: Names, step: Step) -> None:
        if step.kind == "make":
            names[step.path] = self._made[id(step)]
        elif step.kind == "mkdir":
            names[step.path] = None
        elif step.kind in {"unlink", "rmdir"}:
            names.pop(step.path, None)
        elif step.kind == "link":
            names[step.other] = names[step.path]
        else:
            inside = [one for one in names if one == step.path or one.startswith(f"{step.path}/")]
            for one in inside:
                names[step.other + one[len(step.path) :]] = names.pop(one)


def _folder(path: str) -> str:
    return path.rpartition("/")[0] if "/" in path else "."


def write_out(found: dict[str, bytes | None], folder: Path) -> None:
    """Make a folder that looks like this."""
    for path in sorted(path for path, content in found.items() if content is None):
        (folder / path).mkdir(parents=True, exist_ok=True)
    for path, content in found.items():
        if content is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
