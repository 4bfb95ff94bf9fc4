"""When a window exchanges by itself: soon if something waits, else seldom, and ever seldomer in vain."""

from dataclasses import dataclass
from pathlib import Path

from monitor_app.operations import budgets, membership, places
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Place
from monitor_app.sync.exchange import Kind
from monitor_app.vault import lodging
from monitor_app.vault.lodging import Lack

SOON_SECONDS = 60
SELDOM_SECONDS = 15 * 60
VAIN_SECONDS = (60, 120, 300, 900, 1800)


@dataclass(frozen=True)
class Near:
    """A place that may be tried by itself. `folder` is one that may be plugged in, or empty.

    `is_urgent`: among the parcels that wait for it is something that somebody may come to harm by.
    """

    id: str
    waiting: int
    folder: str = ""
    is_urgent: bool = False

    @property
    def is_there(self) -> bool:
        """Say whether the folder or stick is plugged in; needs no desk. True for places that are no folder."""
        return not self.folder or Path(self.folder).is_dir()


@dataclass(frozen=True)
class Outlook:
    """Which places are to be tried by themselves; none if nobody wants it."""

    places: tuple[Near, ...] = ()

    def there(self) -> tuple[Near, ...]:
        """Return those that can be reached; a drive of the network may take its time to say so."""
        return tuple(one for one in self.places if one.is_there)


def outlook(desk: Desk) -> Outlook:
    """Say where this device is to exchange by itself."""
    wanted = [one for one in places.listed(desk) if one.is_on and one.is_automatic]
    if not wanted or not membership.membership(desk).project or not budgets.budget(desk).habits.automatic:
        return Outlook()
    lacking = lodging.lacking(desk.vault)
    return Outlook(tuple(_near(one, lacking.get(one.id, Lack())) for one in wanted))


def _near(place: Place, lacks: Lack) -> Near:
    return Near(place.id, lacks.count, place.folder, is_urgent=lacks.priority <= Kind.URGENT)


def pause_after(*, failures: int, is_more: bool, is_urgent: bool = False) -> int:
    """Return the seconds to wait after a try. `failures` counts those since the last success."""
    if failures:
        return VAIN_SECONDS[0 if is_urgent else min(failures, len(VAIN_SECONDS)) - 1]
    if is_urgent:
        return 0
    return SOON_SECONDS if is_more else SELDOM_SECONDS
