"""When a window exchanges by itself: soon if something waits, else seldom, and ever seldomer in vain."""

from dataclasses import dataclass
from pathlib import Path

from monitor_app.operations import budgets, membership, places
from monitor_app.operations.desk import Desk
from monitor_app.sync.exchange import Kind
from monitor_app.vault import outbox

SOON_SECONDS = 60
SELDOM_SECONDS = 15 * 60
VAIN_SECONDS = (60, 120, 300, 900, 1800)


@dataclass(frozen=True)
class Outlook:
    """Whether to try by itself, and what for. `folder` is a place that may be plugged in, or empty.

    `is_urgent`: among what waits is something that somebody may come to harm by.
    """

    wanted: bool
    waiting: int
    folder: str = ""
    is_urgent: bool = False

    @property
    def is_plugged_in(self) -> bool:
        """Say whether the folder or stick is there; needs no desk. True for places that are no folder."""
        return not self.folder or Path(self.folder).is_dir()


def outlook(desk: Desk) -> Outlook:
    """Say whether this device is to exchange by itself."""
    place = places.kept(desk)
    mine = membership.membership(desk)
    if place is None or not mine.project or not budgets.budget(desk).habits.automatic:
        return Outlook(wanted=False, waiting=0)
    folder = place.address.removeprefix("folder:") if places.kind_of(place) == "folder" else ""
    by_kind = outbox.waiting_by_kind(desk.vault)
    waiting = sum(count for count, _ in by_kind.values())
    return Outlook(wanted=True, waiting=waiting, folder=folder, is_urgent=Kind.URGENT in by_kind)


def pause_after(*, failures: int, is_more: bool, is_urgent: bool = False) -> int:
    """Return the seconds to wait after a try. `failures` counts those since the last success."""
    if failures:
        return VAIN_SECONDS[0 if is_urgent else min(failures, len(VAIN_SECONDS)) - 1]
    if is_urgent:
        return 0
    return SOON_SECONDS if is_more else SELDOM_SECONDS
