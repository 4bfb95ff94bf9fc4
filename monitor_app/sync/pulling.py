"""One pull under way: fetches, checks and hands over, and remembers what was odd.

Every accepted object is one call of `Incoming`, so a stop anywhere loses nothing. Knows no vault.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from monitor_app.crypto.keys import ProjectKey
from monitor_app.crypto.primitives import Receiver
from monitor_app.domain.people import Roster
from monitor_app.errors import MonitorError, ObjectMissing, RemoteError, RosterRefused
from monitor_app.ports import Progress, Remote
from monitor_app.sync import names, roster
from monitor_app.sync.exchange import Incoming, Kind
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.planning import Gap, Plan, Step, newest_roster, plan_roster, plan_segments
from monitor_app.sync.refusals import Fault, Refused, words_of
from monitor_app.sync.roster import Pin, SignedRoster
from monitor_app.sync.roster_log import open_from_log
from monitor_app.sync.segment import Opened, check_writer, may_stand_for, open_segment
from monitor_app.sync.traffic import Traffic
from monitor_app.text import N_, Message

AT_ONCE = 24
"""Segments taken in by one transaction: many save the disk, few let typing through."""
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class ReadingKeys:
    """What a device opens and believes with: its receive seeds, and the version of the list it begins at.

    `former` are the names it went by before it was restored, while it has to hear what was said to them.
    """

    project: str
    box: str
    receive_seeds: tuple[bytes, ...] = field(repr=False)
    roster_public: bytes
    project_key: ProjectKey = field(repr=False)
    pin: Pin | None = None
    former: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PullReport:
    """What a pull did. `held_back` are (name, why); `gaps` wait for a segment that is missing.

    `roster` is the version known now, `newest_roster` the newest that anybody spoke of: higher means withheld;
    `shown_roster` the newest that lies there, -1 if nobody could look.
    """

    new_segments: int = 0
    new_events: int = 0
    new_chunks: int = 0
    missing_chunks: int = 0
    roster: int = 0
    newest_roster: int = 0
    shown_roster: int = -1
    held_back: tuple[tuple[str, Message], ...] = ()
    gaps: tuple[Gap, ...] = ()
    foreign: int = 0
    received_bytes: int = 0
    stopped: Message | None = None


@dataclass(frozen=True)
class _Fetched:
    """What was found at one place of a stream: what opens, and what does not."""

    good: list[Opened]
    bad: list[tuple[names.SegmentName, Fault]]


class Pull:
    """One pull under way and what it has done so far."""

    def __init__(
        self, incoming: Incoming, lanes: Lanes, keys: ReadingKeys, progress: Progress, traffic: Traffic
    ) -> None:
        self.incoming, self.lanes, self.progress, self.traffic = incoming, lanes, progress, traffic
        self._keys = keys
        self._receive = [Receiver(seed) for seed in keys.receive_seeds]
        self._project_key = keys.project_key
        self.held_back: dict[str, Message] = {}
        self._stuck: set[str] = set()
        self._last: dict[str, bytes] = {}
        self._batch: list[Opened] = []
        self._late: list[Opened] = []
        self._gaps: list[Gap] = []
        self._segments = self._events = self._foreign = self._newest_roster = 0
        self._shown_roster = -1
        self.chunks = self.missing = self.received_bytes = 0
        self.stopped: Message | None = None

    def report(self) -> PullReport:
        """Return what was done."""
        known = self.incoming.roster()
        version = known.roster.version if known else 0
        return PullReport(
            new_segments=self._segments,
            new_events=self._events,
            new_chunks=self.chunks,
            missing_chunks=self.missing,
            roster=version,
            newest_roster=max(version, self._newest_roster),
            shown_roster=self._shown_roster,
            held_back=tuple(sorted(self.held_back.items(), key=lambda held: held[0])),
            gaps=tuple(self._gaps),
            foreign=self._foreign,
            received_bytes=self.received_bytes,
            stopped=self.stopped,
        )

    def fetch(
        self, work: Callable[[Remote, Item], Result], items: Sequence[Item], what: Message
    ) -> "Iterable[tuple[Item, Result | None, MonitorError | None]]":
        """Yield in order what became of each item; stop beginning more once the remote failed."""
        count = 0

        def tick() -> None:
            self.progress.step(count, len(items), what)
            self.traffic.wait_while_paused(lambda: self.progress.step(count, len(items), N_("Paused")))

        for done in self.lanes.carry(
            work, items, tick=tick, is_over=lambda: self.stopped is not None, in_order=True
        ):
            count += 1
            if isinstance(done.error, RemoteError) and not isinstance(done.error, ObjectMissing):
                self.stopped = self.stopped or done.error.message
            yield done.item, done.result, done.error

    def listed(self, prefixes: Sequence[str]) -> list[str]:
        """Return all names under these prefixes. Raise RemoteError."""
        found: list[str] = []
        looking = N_("Looking into the shared place")
        for _, some, error in self.fetch(lambda remote, prefix: remote.names(prefix), prefixes, looking):
            if error is not None:
                raise error
            found += some or []
        return found

    def fetch_roster(self) -> None:
        """Take every next version of the roster that is there."""
        known = self.incoming.roster()
        begun = self._keys.pin.version - 1 if self._keys.pin else 0
        lying = self.listed([names.ROSTER_LOG])
        self._shown_roster = newest_roster(lying)
        listed, foreign = plan_roster(lying, known=known.roster.version if known else begun)
        self._foreign += foreign
        looking = N_("Receiving")
        for (name, path), content, error in self.fetch(lambda remote, one: remote.get(one[1]), listed, looking):
            if content is None or error is not None:
                continue
            try:
                new, key = self._next_roster(self.incoming.roster(), name, content)
            except RosterRefused as refused:
                self.held_back[path] = refused.message
                continue
            self.incoming.accept_roster(new, key)
            self._project_key = key

    def _next_roster(
        self, known: SignedRoster | None, name: names.RosterName, content: bytes
    ) -> tuple[SignedRoster, ProjectKey]:
        project, key = self._keys.project, self._project_key
        signed, key = open_from_log(content, project=project, name=name, key=key, receive=self._receive)
        new = roster.accept(
            known, signed, project=project, root_public=self._keys.roster_public, pin=self._keys.pin
        )
        return new, key

    def fetch_segments(self, days: list[str]) -> None:
        """Take the next segments of every stream, as far as they are good; without `days`, of all days."""
        people = self.incoming.people()
        if people is None:
            return
        plan = self._plan(self._prefixes(people, days))
        self._foreign += plan.foreign
        self._gaps += plan.gaps
        self.traffic.begin(is_sending=False, total=0)
        claimed = [names.undated(one.name) for step in plan.steps for one in step.candidates]
        granted = self.incoming.granted(claimed)
        try:
            for step, found, _ in self.fetch(
                lambda remote, step: self._fetched(remote, step, people, granted), plan.steps, N_("Receiving")
            ):
                self._take(step, found)
        finally:
            self._flush()
        self._judge_late()

    def _prefixes(self, known: Roster, days: list[str]) -> list[str]:
        """Return what to list: our mailbox; for who reads everything also everybody's segments."""
        boxes = (self._keys.box, *self._keys.former)
        prefixes = [names.mailbox(box) for box in boxes]
        if any(member.box in boxes for member in known.readers()):
            prefixes += [f"{names.SEGMENTS}{day}/" for day in days] or [names.SEGMENTS]
        return prefixes

    def _plan(self, prefixes: list[str]) -> Plan:
        parsed = {path: names.parse(path) for path in self.listed(prefixes)}
        ours = {path: names.undated(one) for path, one in parsed.items() if isinstance(one, names.SegmentName)}
        fresh = set(self.incoming.fresh(set(ours.values())))
        new = [path for path, one in parsed.items() if path not in ours or ours[path] in fresh]
        streams = {one.stream for path in new if isinstance(one := parsed[path], names.SegmentName)}
        skip = {name for name, fault in self.incoming.held_back().items() if not fault.may_heal}
        held = self.incoming.held(streams)
        self._last = {stream: here.last for stream, here in held.items()}
        return plan_segments(new, held, skip=skip)

    def _fetched(self, remote: Remote, step: Step, known: Roster, granted: Mapping[str, bytes]) -> _Fetched:
        """Run in a lane: fetch all that claims the place and open it."""
        found = _Fetched([], [])
        for candidate in step.candidates:
            for path in candidate.paths:
                try:
                    check_writer(known, candidate.name)
                    content = remote.get(path)
                    opened = open_segment(
                        content,
                        name=candidate.name,
                        roster=known,
                        receive=self._receive,
                        granted=granted.get(names.undated(candidate.name)),
                    )
                except ObjectMissing:
                    continue
                except Refused as error:
                    found.bad.append((candidate.name, error.fault))
                    continue
                self.traffic.carry(Kind.RECORDS, len(content))
                found.good.append(opened)
                break
        return found

    def _take(self, step: Step, found: _Fetched | None) -> None:
        """Take what is good at this place, hold back what is not; after a doubt the stream waits."""
        if step.stream in self._stuck and not step.is_late:
            return
        good = found.good if found else []
        replaced = {names.named_by(one, opened.name) for opened in good for one in opened.replaces}
        for name, fault in found.bad if found else ():
            if name not in replaced:
                self._hold(name, fault)
        if step.is_late:
            self._late += good
        elif step.stream.split("/")[0] == self._keys.box:
            self._hold_all(good, Fault.OWN_NAME)
        elif not good or not self._begins_with(good):
            self._stuck.add(step.stream)

    def _begins_with(self, good: list[Opened]) -> bool:
        """Take the one that the others stand for, so that no body is lost which nobody erased."""
        first, *others = sorted(good, key=lambda one: len(one.replaces))
        if not all(may_stand_for(first, other) for other in others):
            self._hold_all(good, Fault.FORK)
            return False
        self._late += others
        return self._follows(first)

    def _judge_late(self) -> None:
        """Hand over what claims a place that is taken, once all else is in."""
        late = sorted(self._late, key=lambda one: len(one.replaces))
        for opened, outcome in zip(late, self.incoming.accept_again(late) if late else (), strict=True):
            if isinstance(outcome, Fault):
                self._hold(opened.name, outcome)
            elif outcome is not None:
                self._events += outcome
                self.held_back.pop(names.undated(opened.name), None)

    def _follows(self, opened: Opened) -> bool:
        """Put a segment with those to take in if it follows what is held; else hold it back."""
        if opened.name.number and opened.previous != self._last.get(opened.name.stream):
            self._hold(opened.name, Fault.FORK)
            return False
        self._last[opened.name.stream] = opened.chain
        self._batch.append(opened)
        if len(self._batch) >= AT_ONCE:
            self._flush()
        return True

    def _flush(self) -> None:
        """Hand over what waits to be taken in."""
        batch, self._batch = self._batch, []
        for opened, outcome in zip(batch, self.incoming.accept(batch) if batch else (), strict=True):
            name = names.undated(opened.name)
            if isinstance(outcome, Fault):
                if opened.name.stream not in self._stuck:
                    self._hold(opened.name, outcome)
                self._stuck.add(opened.name.stream)
                continue
            self._events += outcome
            self._segments += 1
            self._newest_roster = max(self._newest_roster, opened.known.roster)
            self.held_back.pop(name, None)

    def _hold_all(self, good: list[Opened], fault: Fault) -> None:
        for opened in good:
            self._hold(opened.name, fault)

    def _hold(self, name: names.SegmentName, fault: Fault) -> None:
        self.held_back[names.undated(name)] = words_of(fault)
        self.incoming.hold_back(names.undated(name), fault)
