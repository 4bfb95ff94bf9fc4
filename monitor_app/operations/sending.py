"""The outbox as a push to one place wants it, and the daily look whether what was sent still lies there."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from monitor_app.errors import ObjectMissing, VaultDamaged
from monitor_app.operations import budgets
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress, Remote
from monitor_app.sync import names
from monitor_app.sync.exchange import Due, Kind
from monitor_app.sync.lanes import Lanes
from monitor_app.text import N_
from monitor_app.vault import attachments, lodging, outbox
from monitor_app.vault.lodging import Lying
from monitor_app.vault.outbox import OutboxItem

AT_ONCE = 100
"""Objects handed to one push: what becomes urgent meanwhile waits for no more than these."""
LOOK_AFTER_MS = 20 * 60 * 60 * 1000
_LOOKED_AT = 2000

Item = TypeVar("Item")
Result = TypeVar("Result")


class VaultOutgoing:
    """What one place lacks, as the engine wants it. `up_to` is the last kind that goes now."""

    def __init__(self, on_desk: OnDesk, place: str, *, up_to: Kind = Kind.VIDEO) -> None:
        self._on_desk, self._place, self._up_to = on_desk, place, up_to
        self._folder: Path = on_desk(lambda desk: desk.vault.folder)

    def due(self) -> Sequence[Due]:
        """Return what is to be sent now, by kind, then age."""
        return self._on_desk(
            lambda desk: [
                _due(desk, item)
                for item in outbox.due(desk.vault, self._place, AT_ONCE, up_to=int(self._up_to))
            ]
        )

    def fix_days(self, dues: Sequence[Due], day: str) -> None:
        """Keep the day of the first try."""
        self._on_desk(lambda desk: lodging.fix_days(desk.vault, self._place, [due.name for due in dues], day))

    def content(self, due: Due) -> bytes:
        """Return the sealed bytes as they lie in the vault; needs no desk."""
        if due.name.startswith(names.CHUNKS):
            return attachments.chunk_in(self._folder, due.name.removeprefix(names.CHUNKS))
        if not due.sealed:
            raise VaultDamaged(
                N_("A parcel that waits to be sent is not in the vault."), N_("Check the vault for damage.")
            )
        return due.sealed

    def mark_sent(self, dues: Sequence[Due], size: int) -> None:
        """Keep that the remote took them, and what it cost."""
        self._on_desk(lambda desk: _mark(desk, self._place, [due.name for due in dues], size))


def unconfirmed(desk: Desk, *, after: int, limit: int) -> list[tuple[int, Due, str]]:
    """Return (place, object, its day or today) of what nobody confirmed, from behind a place, in order."""
    today = names.day_of(desk.now())
    found = outbox.unconfirmed(desk.vault, after=after, limit=limit)
    return [(place, _due(desk, item), item.day or today) for place, item in found]


def look_after(on_desk: OnDesk, place: str, lanes: Lanes, progress: Progress, *, is_near: bool) -> int:
    """Once a day, send a place again what it took and nobody confirmed, if it does not lie there whole.

    Return how many. `is_near`: reading back costs no money. Raise RemoteError, VaultError, Cancelled.
    """
    lying = on_desk(lambda desk: lodging.lying(desk.vault, place, desk.now() - LOOK_AFTER_MS, limit=_LOOKED_AT))
    if not lying:
        return 0
    there = set(_listed(lanes, sorted({_shelf(one) for one in lying}), progress))
    seen = [one for one in lying if _path(one) in there]
    gone = [one.name for one in lying if _path(one) not in there]
    today = names.day_of(on_desk(lambda desk: desk.now()))
    mended = _mend(on_desk, lanes, [one for one in seen if is_near or _is_read_back(one, today)], progress)
    return mended + on_desk(lambda desk: _looked(desk, place, [one.name for one in seen], gone))


def _is_read_back(one: Lying, today: str) -> bool:
    """Over a line that may cost money, records are read back after 1, 2, 4, 8 … days, and files never."""
    return not one.name.startswith(names.CHUNKS) and names.days_between(one.day, today).bit_count() == 1


def _mend(on_desk: OnDesk, lanes: Lanes, lying: list[Lying], progress: Progress) -> int:
    """Write anew, where it lies, what is not what its name says: sticks and servers lose the ends of files."""
    read = list(_carried(lanes, _is_whole, lying, progress))
    damaged = {one.name: one.day for one, is_whole in zip(lying, read, strict=True) if not is_whole}
    source = VaultOutgoing(on_desk, "")

    def write(remote: Remote, due: Due) -> None:
        remote.put(names.dated(due.name, due.day), source.content(due))

    dues = on_desk(
        lambda desk: [
            _due(desk, item, day=day)
            for name, day in damaged.items()
            if (item := outbox.item(desk.vault, name))
        ]
    )
    return len(list(_carried(lanes, write, dues, progress)))


def _is_whole(remote: Remote, one: Lying) -> bool:
    """Run in a lane: tell whether an object is what its name says; one that is gone counts as whole here."""
    try:
        return names.is_true(names.parse(_path(one)), remote.get(_path(one)))
    except ObjectMissing:
        return True


def _carried(
    lanes: Lanes, work: Callable[[Remote, Item], Result], items: Sequence[Item], progress: Progress
) -> "Iterator[Result | None]":
    """Yield the results in order. Raise what a lane raised."""
    looking = N_("Looking into the shared place")
    for done in lanes.carry(work, items, tick=lambda: progress.step(0, 0, looking), in_order=True):
        if done.error is not None:
            raise done.error
        yield done.result


def _listed(lanes: Lanes, prefixes: Sequence[str], progress: Progress) -> Iterator[str]:
    for found in _carried(lanes, lambda remote, prefix: remote.names(prefix), prefixes, progress):
        yield from found or ()


def _path(one: Lying) -> str:
    return names.dated(one.name, one.day)


def _shelf(one: Lying) -> str:
    return _path(one).rpartition("/")[0] + "/"


def _looked(desk: Desk, place: str, seen: list[str], gone: list[str]) -> int:
    with desk.vault.writing():
        lodging.note_seen(desk.vault, place, seen, now_ms=desk.now())
        return lodging.send_again(desk.vault, place, gone)


def _due(desk: Desk, item: OutboxItem, *, day: str = "") -> Due:
    """Return an object with its bytes; `day` is the one in its name where another than its own is meant."""
    whole = None if item.chunk else outbox.item(desk.vault, item.name)
    return Due(
        name=item.name,
        kind=Kind(item.priority),
        size=item.size,
        day=day or item.day,
        sealed=(whole.content or b"") if whole else b"",
    )


def _mark(desk: Desk, place: str, sent: list[str], size: int) -> None:
    with desk.vault.writing():
        lodging.mark_sent(desk.vault, place, sent, now_ms=desk.now())
        budgets.spend(desk, size)
