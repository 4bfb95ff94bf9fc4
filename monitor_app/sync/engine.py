"""Carries out push and pull one resumable step at a time (FORMAT.md §1).

Joins an Outgoing and an Incoming (`exchange`) with up to four lanes of a Remote; knows no vault, no service.
What moves, what may, and the pause stand in `traffic`; `pushing`, `pulling` and `chunks` do the work.
"""

from collections.abc import Callable

from monitor_app.errors import RemoteError
from monitor_app.ports import Clock, Progress, Remote
from monitor_app.sync import names
from monitor_app.sync.chunks import ChunkPull
from monitor_app.sync.exchange import Incoming, Outgoing
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.pulling import Pull, PullReport, ReadingKeys
from monitor_app.sync.pushing import Push, PushReport
from monitor_app.sync.traffic import Traffic

__all__ = ["PullReport", "PushReport", "ReadingKeys", "pull", "push"]


def push(
    outgoing: Outgoing,
    remote: Remote | Lanes,
    *,
    clock: Clock,
    progress: Progress,
    traffic: Traffic | None = None,
) -> PushReport:
    """Upload all that is due. A remote that fails ends it early, in the report; the next push goes on."""
    return Push(outgoing, _lanes(remote), clock, progress, traffic or Traffic()).run()


def pull(  # noqa: PLR0913 - everything of a sync meets here
    incoming: Incoming,
    remote: Remote | Lanes,
    *,
    keys: ReadingKeys,
    clock: Clock,
    progress: Progress,
    sweep: bool = True,
    back: int = 2,
    between: Callable[[], None] = lambda: None,
    traffic: Traffic | None = None,
) -> PullReport:
    """Fetch, check and hand over all that is new. `sweep` lists every day, not only the last `back` ones.

    `between` is called once all records are here, before photos and other files are fetched.
    """
    puller = Pull(incoming, _lanes(remote), keys, progress, traffic or Traffic())
    days = [] if sweep else names.days_around(clock.now_ms(), back=back)
    try:
        puller.fetch_roster()
        if puller.stopped is None:
            puller.fetch_segments(days)
        if puller.stopped is None:
            between()
            ChunkPull(puller, days).run()
    except RemoteError as error:
        puller.stopped = error.message
    return puller.report()


def _lanes(remote: Remote | Lanes) -> Lanes:
    return remote if isinstance(remote, Lanes) else Lanes(remote)
