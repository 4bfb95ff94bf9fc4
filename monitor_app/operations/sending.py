"""The outbox as a push wants it, and the daily look whether what was sent still lies where it was put."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor_app.errors import VaultDamaged
from monitor_app.operations import budgets
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.sync import names
from monitor_app.sync.exchange import Due, Kind
from monitor_app.sync.lanes import Lanes
from monitor_app.text import N_
from monitor_app.vault import attachments, outbox
from monitor_app.vault.outbox import Lying, OutboxItem

AT_ONCE = 100
"""Objects handed to one push: what becomes urgent meanwhile waits for no more than these."""
LOOK_AFTER_MS = 20 * 60 * 60 * 1000
_LOOKED_AT = 2000


class VaultOutgoing:
    """The outbox as the engine wants it. `up_to` is the last kind that goes now."""

    def __init__(self, on_desk: OnDesk, *, up_to: Kind = Kind.VIDEO) -> None:
        self._on_desk, self._up_to = on_desk, up_to
        self._folder: Path = on_desk(lambda desk: desk.vault.folder)

    def due(self) -> Sequence[Due]:
        """Return what is to be sent now, by kind, then age."""
        return self._on_desk(
            lambda desk: [_due(desk, item) for item in outbox.due(desk.vault, AT_ONCE, up_to=int(self._up_to))]
        )

    def fix_days(self, dues: Sequence[Due], day: str) -> None:
        """Keep the day of the first try."""
        self._on_desk(lambda desk: outbox.fix_days(desk.vault, [due.name for due in dues], day))

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
        self._on_desk(lambda desk: _mark(desk, [due.name for due in dues], size))


def unconfirmed(desk: Desk, *, after: int, limit: int) -> list[tuple[int, Due, str]]:
    """Return (place, object, its day or today) of what nobody confirmed, from behind a place, in order."""
    today = names.day_of(desk.now())
    found = outbox.unconfirmed(desk.vault, after=after, limit=limit)
    return [(place, _due(desk, item), item.day or today) for place, item in found]


def look_after(on_desk: OnDesk, lanes: Lanes, progress: Progress) -> int:
    """Once a day, send again what was sent, is not confirmed, and does not lie there; return how many.

    Raise RemoteError, Cancelled.
    """
    lying = on_desk(lambda desk: outbox.lying(desk.vault, desk.now() - LOOK_AFTER_MS, limit=_LOOKED_AT))
    if not lying:
        return 0
    there = set(_listed(lanes, sorted({_shelf(one) for one in lying}), progress))
    seen = [one.name for one in lying if names.dated(one.name, one.day) in there]
    gone = [one.name for one in lying if names.dated(one.name, one.day) not in there]
    return on_desk(lambda desk: _looked(desk, seen, gone))


def _listed(lanes: Lanes, prefixes: Sequence[str], progress: Progress) -> Iterator[str]:
    for done in lanes.carry(
        lambda remote, prefix: remote.names(prefix),
        prefixes,
        tick=lambda: progress.step(0, 0, N_("Looking into the shared place")),
    ):
        if done.error is not None:
            raise done.error
        yield from done.result or ()


def _shelf(one: Lying) -> str:
    return names.dated(one.name, one.day).rpartition("/")[0] + "/"


def _looked(desk: Desk, seen: list[str], gone: list[str]) -> int:
    with desk.vault.writing():
        outbox.note_seen(desk.vault, seen, now_ms=desk.now())
        return outbox.send_again(desk.vault, gone)


def _due(desk: Desk, item: OutboxItem) -> Due:
    whole = None if item.chunk else outbox.item(desk.vault, item.name)
    return Due(
        name=item.name,
        kind=Kind(item.priority),
        size=item.size,
        day=item.day,
        sealed=(whole.content or b"") if whole else b"",
    )


def _mark(desk: Desk, sent: list[str], size: int) -> None:
    with desk.vault.writing():
        outbox.mark_sent(desk.vault, sent, now_ms=desk.now())
        budgets.spend(desk, size)
