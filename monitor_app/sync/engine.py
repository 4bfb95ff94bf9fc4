"""Carries out push and pull one resumable step at a time (FORMAT.md §1).

Joins an Outgoing and an Incoming (`exchange`) with a Remote; knows neither vault nor any service.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor_app.crypto.keys import ProjectKey
from monitor_app.ports import Clock, Progress, Remote
from monitor_app.sync.exchange import Incoming, Outgoing
from monitor_app.sync.planning import Gap
from monitor_app.text import Message


@dataclass(frozen=True, kw_only=True)
class ReadingKeys:
    """What a device opens and believes with."""

    project: str
    box: str
    receive_seed: bytes = field(repr=False)
    roster_public: bytes
    project_key: ProjectKey = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PushReport:
    """What a push did. `stopped` says why it ended early; `problems` are (name, why) of single objects."""

    sent: int = 0
    sent_bytes: int = 0
    left: int = 0
    stopped: Message | None = None
    problems: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PullReport:
    """What a pull did. `held_back` are (name, why); `gaps` wait for a missing segment; `roster` is the version now known."""

    new_segments: int = 0
    new_events: int = 0
    new_chunks: int = 0
    missing_chunks: int = 0
    roster: int = 0
    held_back: tuple[tuple[str, Message], ...] = ()
    gaps: tuple[Gap, ...] = ()
    foreign: int = 0
    stopped: Message | None = None


def push(outgoing: Outgoing, remote: Remote, *, clock: Clock, progress: Progress) -> PushReport:
    """Upload all that is due. A remote that fails ends it early, in the report; the next push goes on."""
    raise NotImplementedError


def pull(
    incoming: Incoming,
    remote: Remote,
    *,
    keys: ReadingKeys,
    clock: Clock,
    progress: Progress,
    sweep: bool = True,
) -> PullReport:
    """Fetch, check and hand over all that is new. `sweep` lists every day, not only the last ones."""
    raise NotImplementedError
