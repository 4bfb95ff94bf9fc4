"""What arrives from the shared place, taken into the vault one transaction at a time."""

from collections.abc import Collection, Mapping, Sequence

from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.events import Event, FileRef, PackPublished, QuestionnairePublished, SiteRecorded
from monitor_app.domain.people import Member, Roster
from monitor_app.errors import SegmentRefused, VaultDamaged
from monitor_app.operations import (
    budgets,
    carrying,
    granting,
    identity_sharing,
    membership,
    replacing,
    retention,
    rosters,
    travelling,
)
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.entitling import is_entitled
from monitor_app.operations.notes import note, recall
from monitor_app.operations.replacing import OWED
from monitor_app.ports import SignedEvent, stream_name
from monitor_app.sync.exchange import Kind
from monitor_app.sync.planning import Held
from monitor_app.sync.refusals import Fault, Refused, words_of
from monitor_app.sync.roster import SignedRoster
from monitor_app.sync.segment import Opened
from monitor_app.vault import attachments, awaited, erasing, events, outbox, peers, queries
from monitor_app.vault.peers import HeldBack
from monitor_app.vault.views import AlreadyHere, Stored

_QUESTIONNAIRES = "arrived_questionnaires"


class VaultIncoming:
    """The vault as the engine wants it."""

    def __init__(self, on_desk: OnDesk) -> None:
        self._on_desk = on_desk

    def roster(self) -> SignedRoster | None:
        """Return the newest list we know."""
        return self._on_desk(membership.roster)

    def accept_roster(self, roster: SignedRoster, key: ProjectKey) -> None:
        """Keep a newer list, and the project key from it on."""
        self._on_desk(lambda desk: rosters.keep(desk, roster, key))

    def people(self) -> Roster | None:
        """Return the people as they are now."""
        return self._on_desk(membership.people_now)

    def granted(self, names: Collection[str]) -> Mapping[str, bytes]:
        """Return the content keys we were granted for these segments."""
        return self._on_desk(lambda desk: _granted(desk, names))

    def fresh(self, names: Collection[str]) -> Collection[str]:
        """Return the names of segments we do not hold."""
        return self._on_desk(lambda desk: peers.unread(desk.vault, names))

    def held(self, streams: Collection[str]) -> Mapping[str, Held]:
        """Return what we hold of these streams."""
        return self._on_desk(lambda desk: {one: carrying.names_held(desk, one) for one in streams})

    def accept(self, opened: Sequence[Opened]) -> Sequence[int | Fault]:
        """Take segments in, each whole or not at all; return how many events of each are new, or its fault."""
        return self._on_desk(lambda desk: _accept_all(desk, opened))

    def accept_again(self, opened: Sequence[Opened]) -> Sequence[int | Fault | None]:
        """Judge segments at numbers we hold another of; return of each what became of it."""
        return self._on_desk(lambda desk: _judge_all(desk, opened))

    def hold_back(self, name: str, fault: Fault) -> None:
        """Keep that this object is not taken, and why."""
        self._on_desk(lambda desk: _hold_back(desk, name, fault))

    def held_back(self) -> Mapping[str, Fault]:
        """Return what is held back, and why."""
        return self._on_desk(_held_back)

    def wanted_chunks(self, *, up_to: Kind, limit: int) -> Sequence[tuple[str, Kind]]:
        """Return ids and kinds of chunks we lack, thumbnails and questionnaires first."""
        return self._on_desk(lambda desk: _wanted(desk, up_to, limit))

    def accept_chunks(self, chunks: Mapping[str, bytes]) -> None:
        """Take sealed chunks."""
        self._on_desk(lambda desk: _accept_chunks(desk, chunks))


def arrived_questionnaires(desk: Desk) -> list[str]:
    """Return the roots of questionnaires offered to us."""
    return recall(desk, _QUESTIONNAIRES, list[str], [])


def _held_back(desk: Desk) -> dict[str, Fault]:
    return {held.name: Fault(held.reason) for held in peers.held_back(desk.vault)}


def _granted(desk: Desk, wanted: Collection[str]) -> dict[str, bytes]:
    found = {name: granting.granted(desk, name) for name in wanted}
    return {name: key for name, key in found.items() if key is not None}


def _accept_all(desk: Desk, batch: Sequence[Opened]) -> list[int | Fault]:
    """Take a batch in by one transaction; what is refused leaves no trace, and its stream waits."""
    known = membership.people_now(desk)
    outcomes: list[int | Fault] = []
    stuck: set[str] = set()
    size = 0
    with desk.vault.writing():
        named = queries.site_roots(desk.vault)
        for opened in batch:
            writer = known.member(opened.name.box) if known else None
            stream = opened.name.stream
            outcomes.append(Fault.OUT_OF_ORDER if stream in stuck else _attempt(desk, opened, writer, named))
            if isinstance(outcomes[-1], Fault):
                stuck.add(stream)
            size += opened.size
        granting.grant_late(
            desk,
            [one for one, done in zip(batch, outcomes, strict=True) if not isinstance(done, Fault)],
        )
        budgets.spend(desk, size)
        doomed = erasing.doomed_files(desk.vault)
        awaited.forget(desk.vault, doomed)  # no part of a file that was erased is fetched
    erasing.settle(desk.vault)
    return outcomes


def _attempt(desk: Desk, opened: Opened, writer: Member | None, named: dict[str, str]) -> int | Fault:
    try:
        with desk.vault.attempting():
            return _accept(desk, opened, writer, named)
    except SegmentRefused as error:
        return error.fault if isinstance(error, Refused) else Fault.OUT_OF_ORDER


def _judge_all(desk: Desk, late: Sequence[Opened]) -> list[int | Fault | None]:
    """Judge segments at numbers that are taken, by one transaction."""
    known = membership.people_now(desk)
    outcomes: list[int | Fault | None] = []
    with desk.vault.writing():
        named = queries.site_roots(desk.vault)
        for opened in late:
            writer = known.member(opened.name.box) if known else None

            def bring(desk: Desk, opened: Opened, writer: Member | None = writer) -> int:
                return _take_events(desk, opened, writer, named)

            try:
                with desk.vault.attempting():
                    outcomes.append(replacing.judge(desk, opened, bring=bring))
            except SegmentRefused as error:
                outcomes.append(error.fault if isinstance(error, Refused) else Fault.FORK)
        awaited.forget(desk.vault, erasing.doomed_files(desk.vault))
    erasing.settle(desk.vault)
    return outcomes


def _accept(desk: Desk, opened: Opened, writer: Member | None, named: dict[str, str]) -> int:
    """Take one segment in; `named` are the sites before it, and afterwards those with it."""
    fresh = _take_events(desk, opened, writer, named)
    carrying.note_read(desk, opened)
    if opened.replaces:
        replacing.note_first(desk, opened)
    peers.set_cursor(desk.vault, f"roster/{opened.name.box}", str(opened.known.roster))
    peers.set_cursor(desk.vault, f"{OWED}{opened.name.box}", "1")
    mail = stream_name(desk.box, opened.name.box)
    if mail in opened.known.heads:
        outbox.confirm_up_to(desk.vault, mail, opened.known.heads[mail][0])
    return fresh


def _take_events(desk: Desk, opened: Opened, writer: Member | None, named: dict[str, str]) -> int:
    """Take the events of a segment in; return how many are new."""
    fresh, sites = 0, False
    for travelled in opened.events:
        stored = _received(desk, travelled)
        if isinstance(stored, Stored):
            _check_entitled(desk, writer, stored, named)
            fresh += 1
            sites = sites or isinstance(stored.event, SiteRecorded)
            _note_files(desk, opened.name.box, stored)
            if stored.event is not None:
                rosters.take_in(desk, stored.event, writer)
                retention.take_in(desk, stored.event, writer)
                travelling.take_in(desk, stored.event)
                identity_sharing.take_in(desk, stored.event)
    if sites:
        named.update(queries.site_roots(desk.vault))
    return fresh


def _received(desk: Desk, travelled: SignedEvent) -> Stored | AlreadyHere:
    try:
        return events.receive(desk.vault, travelled, now_ms=desk.now())
    except OverflowError as error:  # a number larger than any row holds
        raise Refused(Fault.UNREADABLE) from error


def _check_entitled(desk: Desk, writer: Member | None, stored: Stored, named: Mapping[str, str]) -> None:
    """Refuse the whole segment if one event is not for its writer to say; `named` are the sites so far."""
    event = stored.event
    if event is not None and not is_entitled(desk, writer, event, named=named.get(event.subject, "")):
        raise Refused(Fault.NOT_ENTITLED)


def _note_files(desk: Desk, box: str, stored: Stored) -> None:
    event: Event | None = stored.event
    if event is None:
        return
    if isinstance(event, QuestionnairePublished):
        roots = [*arrived_questionnaires(desk), stored.root]
        note(desk, _QUESTIONNAIRES, roots)
    teller = "" if isinstance(event, PackPublished) else box
    for kind, file in carrying.files_of(event):
        awaited.expect(desk.vault, _lacking(desk, file), kind=int(kind), box=teller)


def _lacking(desk: Desk, file: FileRef) -> list[str]:
    try:
        return attachments.missing_chunks(desk.vault, file)
    except VaultDamaged as error:  # it names a part as no part can be named
        raise Refused(Fault.UNREADABLE) from error


def _wanted(desk: Desk, up_to: Kind, limit: int) -> list[tuple[str, Kind]]:
    found = awaited.wanted(desk.vault, up_to=int(up_to), limit=limit)
    return [(chunk, Kind(kind)) for chunk, kind in found]


def _accept_chunks(desk: Desk, chunks: Mapping[str, bytes]) -> None:
    for chunk_id, sealed in chunks.items():
        attachments.put_chunk(desk.vault, chunk_id, sealed)
    with desk.vault.writing():
        for box in awaited.note_here(desk.vault, list(chunks)):
            peers.set_cursor(desk.vault, f"{OWED}{box}", "1")
        budgets.spend(desk, sum(map(len, chunks.values())))


def _hold_back(desk: Desk, name: str, fault: Fault) -> None:
    writer = name.rsplit("/", 1)[-1].partition("-")[0]
    held = HeldBack(
        name=name,
        writer=writer,
        reason=fault.value,
        sentence=words_of(fault).template,
        since_ms=desk.now(),
    )
    peers.hold_back(desk.vault, held)
