"""One pull under way: fetches, checks and hands over, and remembers what was odd.

Every accepted object is one call of `Incoming`, so a stop anywhere loses nothing. Knows no vault.
"""

from dataclasses import dataclass, field

from monitor_app.crypto.keys import ProjectKey
from monitor_app.crypto.primitives import Receiver
from monitor_app.crypto.stream import chunk_id
from monitor_app.domain.people import Roster
from monitor_app.errors import ObjectMissing, RosterRefused, SegmentRefused
from monitor_app.ports import Progress, Remote
from monitor_app.sync import names, roster
from monitor_app.sync.exchange import Incoming
from monitor_app.sync.planning import Gap, Plan, Step, plan_roster, plan_segments
from monitor_app.sync.refusals import Fault, Refused, words_of
from monitor_app.sync.roster import Pin, SignedRoster
from monitor_app.sync.roster_log import open_from_log
from monitor_app.sync.segment import Opened, check_writer, open_segment
from monitor_app.text import N_, Message


@dataclass(frozen=True, kw_only=True)
class ReadingKeys:
    """What a device opens and believes with: its receive seeds, and the version of the list it begins at."""

    project: str
    box: str
    receive_seeds: tuple[bytes, ...] = field(repr=False)
    roster_public: bytes
    project_key: ProjectKey = field(repr=False)
    pin: Pin | None = None


@dataclass(frozen=True, kw_only=True)
class PullReport:
    """What a pull did. `held_back` are (name, why); `gaps` wait for a segment that is missing.

    `roster` is the version known now, `newest_roster` the newest that anybody spoke of: higher means withheld.
    """

    new_segments: int = 0
    new_events: int = 0
    new_chunks: int = 0
    missing_chunks: int = 0
    roster: int = 0
    newest_roster: int = 0
    held_back: tuple[tuple[str, Message], ...] = ()
    gaps: tuple[Gap, ...] = ()
    foreign: int = 0
    stopped: Message | None = None


class Pull:
    """One pull under way and what it has done so far."""

    def __init__(self, incoming: Incoming, remote: Remote, keys: ReadingKeys, progress: Progress) -> None:
        self._incoming, self._remote, self._keys, self._progress = incoming, remote, keys, progress
        self._receive = [Receiver(seed) for seed in keys.receive_seeds]
        self._project_key = keys.project_key
        self._held_back: dict[str, Message] = {}
        self._stuck: set[str] = set()
        self._last: dict[str, bytes] = {}
        self._gaps: list[Gap] = []
        self._segments = self._events = self._chunks = self._missing = self._foreign = 0
        self._newest_roster = 0
        self.stopped: Message | None = None

    def report(self) -> PullReport:
        """Return what was done."""
        known = self._incoming.roster()
        version = known.roster.version if known else 0
        return PullReport(
            new_segments=self._segments,
            new_events=self._events,
            new_chunks=self._chunks,
            missing_chunks=self._missing,
            roster=version,
            newest_roster=max(version, self._newest_roster),
            held_back=tuple(sorted(self._held_back.items(), key=lambda held: held[0])),
            gaps=tuple(self._gaps),
            foreign=self._foreign,
            stopped=self.stopped,
        )

    def fetch_roster(self) -> None:
        """Take every next version of the roster that is there."""
        known = self._incoming.roster()
        begun = self._keys.pin.version - 1 if self._keys.pin else 0
        listed, foreign = plan_roster(
            self._remote.names(names.ROSTER_LOG), known=known.roster.version if known else begun
        )
        self._foreign += foreign
        for name, path in listed:
            known = self._incoming.roster()
            try:
                content = self._remote.get(path)
                new, key = self._next_roster(known, name, content)
            except ObjectMissing:
                continue
            except RosterRefused as error:
                self._held_back[path] = error.message
                continue
            self._incoming.accept_roster(new, key)
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
        people = self._incoming.people()
        if people is None:
            return
        plan = self._plan(self._prefixes(people, days))
        self._foreign += plan.foreign
        self._gaps += plan.gaps
        for done, step in enumerate(plan.steps):
            self._progress.step(done, len(plan.steps), N_("Receiving"))
            if step.stream not in self._stuck:
                self._take(step, people)

    def _prefixes(self, known: Roster, days: list[str]) -> list[str]:
        """Return what to list: our mailbox; for who reads everything also everybody's segments."""
        prefixes = [names.mailbox(self._keys.box)]
        if any(member.box == self._keys.box for member in known.readers()):
            prefixes += [f"{names.SEGMENTS}{day}/" for day in days] or [names.SEGMENTS]
        return prefixes

    def _plan(self, prefixes: list[str]) -> Plan:
        listed = [name for prefix in prefixes for name in self._remote.names(prefix)]
        parsed = [names.parse(path) for path in listed]
        streams = {name.stream for name in parsed if isinstance(name, names.SegmentName)}
        skip = {name for name, fault in self._incoming.held_back().items() if not fault.may_heal}
        held = self._incoming.held(streams)
        self._last = {stream: here.last for stream, here in held.items()}
        return plan_segments(listed, held, skip=skip)

    def _take(self, step: Step, known: Roster) -> None:
        """Take what is good at this place, hold back what is not; after a doubt the stream waits."""
        good = self._good(step, known)
        if step.is_late:
            self._hold_all(good, Fault.FORK)
        elif step.stream.split("/")[0] == self._keys.box:
            self._hold_all(good, Fault.OWN_NAME)
        elif len(good) > 1:
            self._hold_all(good, Fault.FORK)
            self._stuck.add(step.stream)
        elif not good or not self._accept(good[0]):
            self._stuck.add(step.stream)

    def _good(self, step: Step, known: Roster) -> list[Opened]:
        """Fetch all that claims the place; return what opens."""
        good: list[Opened] = []
        for candidate in step.candidates:
            for path in candidate.paths:
                try:
                    check_writer(known, candidate.name)
                    content = self._remote.get(path)
                    opened = open_segment(
                        content,
                        name=candidate.name,
                        roster=known,
                        receive=self._receive,
                        granted=self._incoming.granted(names.undated(candidate.name)),
                    )
                except ObjectMissing:
                    continue
                except Refused as error:
                    self._hold(candidate.name, error.fault)
                    continue
                good.append(opened)
                break
        return good

    def _accept(self, opened: Opened) -> bool:
        """Hand a segment over if it follows what is held; else hold it back."""
        if opened.name.number and opened.previous != self._last.get(opened.name.stream):
            self._hold(opened.name, Fault.FORK)
            return False
        try:
            self._events += self._incoming.accept(opened)
        except SegmentRefused as error:
            fault = error.fault if isinstance(error, Refused) else Fault.OUT_OF_ORDER
            self._hold(opened.name, fault)
            return False
        self._last[opened.name.stream] = opened.hash
        self._segments += 1
        self._newest_roster = max(self._newest_roster, opened.known.roster)
        self._held_back.pop(names.undated(opened.name), None)
        return True

    def _hold_all(self, good: list[Opened], fault: Fault) -> None:
        for opened in good:
            self._hold(opened.name, fault)

    def _hold(self, name: names.SegmentName, fault: Fault) -> None:
        self._held_back[names.undated(name)] = words_of(fault)
        self._incoming.hold_back(names.undated(name), fault)

    def fetch_chunks(self, days: list[str]) -> None:
        """Fetch the chunks that events name and we lack; without `days`, wherever they lie."""
        wanted = self._incoming.wanted_chunks()
        if not wanted:
            return
        prefixes = sorted({names.chunk_shelf(day, chunk) for day in days for chunk in wanted}) or [names.CHUNKS]
        lying: dict[str, list[str]] = {}
        for prefix in prefixes:
            for path in self._remote.names(prefix):
                name = names.parse(path)
                if isinstance(name, names.ChunkName):
                    lying.setdefault(name.id, []).append(path)
        for done, chunk in enumerate(wanted):
            self._progress.step(done, len(wanted), N_("Receiving photos and files"))
            if any(self._take_chunk(chunk, path) for path in sorted(lying.get(chunk, ()), reverse=True)):
                self._chunks += 1
            else:
                self._missing += 1

    def _take_chunk(self, chunk: str, path: str) -> bool:
        try:
            sealed = self._remote.get(path)
        except ObjectMissing:
            return False
        if chunk_id(sealed) != chunk:
            self._held_back[path] = words_of(Fault.ALTERED)
            return False
        self._incoming.accept_chunk(chunk, sealed)
        return True
