"""What leaves a shared place: parcels that were replaced and parts of erased files, by their exact names.

A parcel goes only once what stands for it was read back from that very place. Runs beside the vault's thread.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor_app.crypto.primitives import sha256
from monitor_app.domain.people import Right
from monitor_app.errors import ObjectMissing, RemoteForbidden, RemoteReadOnly
from monitor_app.operations import membership, replacing
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import Progress, Remote
from monitor_app.sync import names
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.names import ChunkName, SegmentName
from monitor_app.text import N_, Message
from monitor_app.vault import parcels

LOOK_EVERY_MS = 20 * 60 * 60 * 1000
"""So seldom a distant place is listed whole for what is to leave it."""


@dataclass(frozen=True)
class Removed:
    """What left a place: how many objects. `refused`: why the place does not let this device delete."""

    objects: int = 0
    refused: Message | None = None


@dataclass(frozen=True)
class Leaving:
    """One object that is to leave, without its day, and what must lie there first: (name, hash in hex)."""

    name: str
    after: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Task:
    """Delete these paths, if one of `seen` holds what has this hash ("": nothing need be there)."""

    name: str
    paths: tuple[str, ...]
    seen: tuple[str, ...] = ()
    hash: str = ""


@dataclass
class _Deleting:
    """One run of deletions and how far it is."""

    progress: Progress
    total: int
    count: int = 0
    gone: list[str] = field(default_factory=list)
    refused: Message | None = None

    def tick(self) -> None:
        """Say how far it is."""
        self.progress.step(len(self.gone), self.total, N_("Clearing the shared place"))


def is_on_duty(desk: Desk) -> bool:
    """Say whether this device looks after the shared place: the coordinator on duty, else the list's holder."""
    known = membership.people_now(desk)
    mine = known.member(desk.box) if known else None
    if known is None or mine is None or not mine.may(Right.COORDINATOR):
        return False
    on_duty = known.member(known.duty)
    is_there = on_duty is not None and on_duty.may(Right.COORDINATOR)
    return desk.box == (known.duty if is_there else known.holder)


def replaced(on_desk: OnDesk, place: str, lanes: Lanes, progress: Progress, *, is_near: bool) -> Removed:
    """Delete what was replaced or erased from a place. Raise RemoteError, Cancelled; can be called again."""
    leaving = on_desk(lambda desk: _leaving(desk, place, is_near=is_near))
    if not leaving:
        return Removed()
    lying = listed(lanes, _prefixes(leaving), progress)
    tasks = [_task(one, lying) for one in leaving]
    removed, gone = delete(lanes, [task for task in tasks if task.paths], progress)
    absent = [task.name for task in tasks if not task.paths]
    on_desk(lambda desk: _note(desk, place, [*gone, *absent], removed))
    return removed


def listed(lanes: Lanes, prefixes: Sequence[str], progress: Progress) -> dict[str, tuple[str, ...]]:
    """Return where what lies under these prefixes lies: paths by name without day. Raise RemoteError."""
    found: dict[str, tuple[str, ...]] = {}
    for done in lanes.carry(
        lambda remote, prefix: remote.names(prefix),
        prefixes,
        tick=lambda: progress.step(0, 0, N_("Looking into the shared place")),
    ):
        if done.error is not None:
            raise done.error
        for path in done.result or ():
            if (parsed := names.parse(path)) is not None:
                name = names.undated(parsed)
                found[name] = (*found.get(name, ()), path)
    return found


def delete(lanes: Lanes, tasks: "Sequence[_Task]", progress: Progress) -> tuple[Removed, list[str]]:
    """Delete; return what left, and the names of it. A place that refuses ends it. Raise RemoteError."""
    deleting = _Deleting(progress, len(tasks))
    for done in lanes.carry(_deleted, tasks, tick=deleting.tick, is_over=lambda: deleting.refused is not None):
        if isinstance(done.error, RemoteForbidden | RemoteReadOnly):
            deleting.refused = done.error.message
        elif done.error is not None:
            raise done.error
        elif done.result:
            deleting.count += len(done.item.paths)
            deleting.gone.append(done.item.name)
    return Removed(deleting.count, deleting.refused), deleting.gone


def added(one: Removed, other: Removed) -> Removed:
    """Return what left in all."""
    return Removed(one.objects + other.objects, one.refused or other.refused)


def plainly(names_and_paths: Iterable[tuple[str, Sequence[str]]]) -> "list[_Task]":
    """Return the deletion of objects that nothing need stand for."""
    return [_Task(name, tuple(paths)) for name, paths in names_and_paths]


def refusal(desk: Desk, place: str) -> bool:
    """Say whether a place refused to delete when it was last asked to."""
    return recall(desk, f"no_deleting/{place}", bool, False)  # noqa: FBT003 - the default is the value


def _deleted(remote: Remote, task: _Task) -> bool:
    """Run in a lane: read back what must be there, then delete; say whether it was done."""
    if task.hash and not any(_holds(remote, path, task.hash) for path in task.seen):
        return False
    for path in task.paths:
        remote.delete(path)
    return True


def _holds(remote: Remote, path: str, digest: str) -> bool:
    try:
        return sha256(remote.get(path)).hex() == digest
    except ObjectMissing:
        return False


def _leaving(desk: Desk, place: str, *, is_near: bool) -> list[Leaving]:
    """Return what this device may delete from a place now."""
    mine = membership.people_now(desk)
    member = mine.member(desk.box) if mine else None
    looked = recall(desk, f"removed_ms/{place}", int, 0)
    if member is None or not member.may(Right.COORDINATOR):
        return []
    if not is_near and 0 <= desk.now() - looked < LOOK_EVERY_MS:
        return []
    on_duty = is_on_duty(desk)
    found = [_one(desk, name, by, on_duty=on_duty) for name, by in parcels.leaving(desk.vault, place)]
    return [one for one in found if one is not None]


def _one(desk: Desk, name: str, replacement: str, *, on_duty: bool) -> Leaving | None:
    """Return what may be deleted by this device: its own, on duty what others replaced, parts of files."""
    if not replacement:
        return Leaving(f"{names.CHUNKS}{name}") if on_duty else None
    parsed, parcel = names.parse_undated(name), parcels.get(desk.vault, replacement)
    if not isinstance(parsed, SegmentName) or parcel is None:
        return None
    is_ours = parsed.box == desk.box
    is_theirs = on_duty and not parsed.to and replacing.is_explained(desk, replacement)
    return Leaving(name, (replacement, parcel.hash)) if is_ours or is_theirs else None


def _prefixes(leaving: Sequence[Leaving]) -> list[str]:
    """Return where to look: everything is under a day that nobody noted, or in a mailbox."""
    found: set[str] = set()
    for one in leaving:
        parsed = names.parse_undated(one.name)
        if isinstance(parsed, ChunkName):
            found.add(names.CHUNKS)
        elif isinstance(parsed, SegmentName):
            found.add(names.mailbox(parsed.to) if parsed.to else names.SEGMENTS)
    return sorted(found)


def _task(one: Leaving, lying: dict[str, tuple[str, ...]]) -> _Task:
    if one.after is None:
        return _Task(one.name, lying.get(one.name, ()))
    replacement, digest = one.after
    return _Task(one.name, lying.get(one.name, ()), lying.get(replacement, ()), digest)


def _note(desk: Desk, place: str, gone: Sequence[str], removed: Removed) -> None:
    plain = [name.removeprefix(names.CHUNKS) for name in gone]
    with desk.vault.writing():
        parcels.note_gone(desk.vault, plain, place)
        note(desk, f"removed_ms/{place}", desk.now())
        note(desk, f"no_deleting/{place}", removed.refused is not None)
