"""Safe to wipe: what others have signed for may leave this device; what nobody confirmed never does."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor_app.domain.people import Right, Roster
from monitor_app.errors import NotAllowed
from monitor_app.operations import membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import drafts, erasing, putting_away

ENOUGH = 2
"""So many readers' receipts make a record safe to clear, where there are so many; one archive's is enough."""


@dataclass(frozen=True)
class Readiness:
    """How much of what this device recorded others have signed for.

    `needed` receipts make a record safe; `confirmers` are the code names whose receipts count. `cleared` are
    gone from here already; `drafts` never go.
    """

    records: int
    safe: tuple[str, ...]
    needed: int
    confirmers: tuple[str, ...]
    cleared: int
    drafts: int

    @property
    def is_green(self) -> bool:
        """Say whether everything finished here is safe elsewhere."""
        return self.records > 0 and len(self.safe) == self.records


def are_elsewhere(desk: Desk) -> bool:
    """Say whether finished records were here that only others can open now: cleared, or away in travel mode."""
    return putting_away.count_cleared(desk.vault) + putting_away.count_archived(desk.vault) > 0


def readiness(desk: Desk) -> Readiness:
    """Return what may be cleared, by signed receipts alone."""
    known = membership.people_now(desk)
    readers = [one for one in known.readers() if one.box != desk.box] if known else []
    archives = {one.box for one in readers if one.may(Right.ARCHIVE)}
    needed = min(ENOUGH, len(readers))
    found = putting_away.witnesses(desk.vault, desk.box)
    counting = {one.box for one in readers}
    safe = [
        root
        for root, devices in found
        if needed
        and (len(counting & set(devices)) >= needed or archives & set(devices))
        and not putting_away.waiting_files(desk.vault, root)
    ]
    seen = {device for _, devices in found for device in devices} & counting
    return Readiness(
        records=len(found),
        safe=tuple(safe),
        needed=needed,
        confirmers=_names(known, sorted(seen)),
        cleared=putting_away.count_cleared(desk.vault),
        drafts=len(drafts.open_drafts(desk.vault)),
    )


def clear(desk: Desk) -> tuple[int, Changes]:
    """Drop the content and files of every record that is safe elsewhere; return how many. Headers stay."""
    safe = readiness(desk).safe
    if not safe:
        raise NotAllowed(
            N_("Nothing may be cleared yet: no record here is confirmed by enough others."),
            N_("Sync, and wait for their receipts."),
        )
    count = putting_away.clear(desk.vault, safe, now_ms=desk.now())
    erasing.settle(desk.vault)
    return count, touched(Topic.RECORDS, Topic.FINDINGS, Topic.SYNC)


def _names(known: Roster | None, boxes: Sequence[str]) -> tuple[str, ...]:
    members = [known.member(box) for box in boxes] if known else []
    return tuple(one.name for one in members if one is not None)
