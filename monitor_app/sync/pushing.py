"""One push under way: several objects at once, what is urgent first, each marked once the remote took it."""

from dataclasses import dataclass, field

from monitor_app.errors import RemoteError, VaultError
from monitor_app.ports import Clock, Progress, Remote
from monitor_app.sync import names
from monitor_app.sync.exchange import Due, Outgoing
from monitor_app.sync.lanes import Done, Lanes
from monitor_app.sync.traffic import Traffic
from monitor_app.text import N_, Message

MARKED_AT_BYTES = 2 * 1024 * 1024
"""What was sent and is not marked goes again after a power cut: at most this, and what is in the lanes."""
MARKED_AT_COUNT = 32


@dataclass(frozen=True, kw_only=True)
class PushReport:
    """What a push did. `stopped` says why it ended early; `problems` are (name, why) of single objects.

    `kept_back` counts what may not travel now, for the budget or because only records may.
    """

    sent: int = 0
    sent_bytes: int = 0
    left: int = 0
    kept_back: int = 0
    stopped: Message | None = None
    problems: tuple[tuple[str, Message], ...] = ()


@dataclass
class Push:
    """One push and what it has done so far."""

    outgoing: Outgoing
    lanes: Lanes
    clock: Clock
    progress: Progress
    traffic: Traffic
    sent: int = 0
    sent_bytes: int = 0
    stopped: Message | None = None
    problems: list[tuple[str, Message]] = field(default_factory=list)
    _unmarked: list[Due] = field(default_factory=list)
    _unmarked_bytes: int = 0

    def run(self) -> PushReport:
        """Upload all that is due and may go; a remote that fails ends it early, in the report."""
        due = sorted(self.outgoing.due(), key=lambda item: item.kind)
        allowed = [item for item in due if self.traffic.allows(item.kind, item.size)]
        self._fix_days(allowed)
        self.traffic.begin(is_sending=True, total=sum(item.size for item in allowed))
        try:
            for done in self.lanes.carry(
                self._put,
                allowed,
                tick=lambda: self._tick(len(allowed)),
                is_over=lambda: self.stopped is not None,
            ):
                self._take(done)
        finally:
            self._mark()
        return PushReport(
            sent=self.sent,
            sent_bytes=self.sent_bytes,
            left=len(due) - self.sent,
            kept_back=len(due) - len(allowed),
            stopped=self.stopped,
            problems=tuple(self.problems),
        )

    def _fix_days(self, items: list[Due]) -> None:
        fresh = [item for item in items if not item.day]
        if fresh:
            self._today = names.day_of(self.clock.now_ms())
            self.outgoing.fix_days(fresh, self._today)

    def _put(self, remote: Remote, item: Due) -> int:
        """Run in a lane: read and store one object; return its bytes."""
        content = self.outgoing.content(item)
        remote.put(names.dated(item.name, item.day or self._today), content)
        return len(content)

    def _tick(self, total: int) -> None:
        self.progress.step(self.sent, total, N_("Sending"))
        self.traffic.wait_while_paused(lambda: self.progress.step(self.sent, total, N_("Paused")))

    def _take(self, done: "Done[Due, int]") -> None:
        match done.error:
            case VaultError():
                self.problems.append((done.item.name, done.error.message))
            case RemoteError():
                self.stopped = done.error.message
            case None:
                self._count(done.item, done.result or 0)
            case _:
                raise done.error

    def _count(self, item: Due, size: int) -> None:
        self.sent, self.sent_bytes = self.sent + 1, self.sent_bytes + size
        self.traffic.carry(item.kind, size)
        self._unmarked.append(item)
        self._unmarked_bytes += size
        if self._unmarked_bytes >= MARKED_AT_BYTES or len(self._unmarked) >= MARKED_AT_COUNT:
            self._mark()

    def _mark(self) -> None:
        if self._unmarked:
            self.outgoing.mark_sent(self._unmarked, self._unmarked_bytes)
        self._unmarked, self._unmarked_bytes = [], 0
