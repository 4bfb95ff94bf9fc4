"""What arrives from the shared place, taken into the vault one transaction at a time."""

from collections.abc import Collection, Mapping, Sequence

from monitor_app.crypto.keys import ProjectKey
from monitor_app.domain.entitlement import may_rename, may_write
from monitor_app.domain.events import Event, FileRef, QuestionnairePublished, SiteRecorded
from monitor_app.domain.people import Member, Roster
from monitor_app.errors import VaultDamaged
from monitor_app.operations import carrying, membership, rosters
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import SignedEvent
from monitor_app.sync import names
from monitor_app.sync.planning import Held
from monitor_app.sync.refusals import Fault, Refused, words_of
from monitor_app.sync.roster import SignedRoster
from monitor_app.sync.segment import Opened
from monitor_app.vault import attachments, events, peers, queries
from monitor_app.vault.peers import HeldBack
from monitor_app.vault.views import AlreadyHere, Stored

_WANTED = "wanted_chunks"
_ARRIVED = "arrived_chunks"
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

    def granted(self, name: str) -> bytes | None:
        """Return the content key we were granted for a segment, or None."""
        return self._on_desk(lambda desk: rosters.granted(desk, name))

    def held(self, streams: Collection[str]) -> Mapping[str, Held]:
        """Return what we hold of these streams."""
        return self._on_desk(lambda desk: {one: carrying.names_held(desk, one) for one in streams})

    def accept(self, opened: Opened) -> int:
        """Take a segment in, whole or not at all; return how many events are new."""
        return self._on_desk(lambda desk: _accept(desk, opened))

    def hold_back(self, name: str, fault: Fault) -> None:
        """Keep that this object is not taken, and why."""
        self._on_desk(lambda desk: _hold_back(desk, name, fault))

    def held_back(self) -> Mapping[str, Fault]:
        """Return what is held back, and why."""
        return self._on_desk(_held_back)

    def wanted_chunks(self) -> Sequence[str]:
        """Return ids of chunks we lack, thumbnails and questionnaires first."""
        return self._on_desk(_wanted_in_order)

    def accept_chunk(self, chunk_id: str, sealed: bytes) -> None:
        """Take a sealed chunk."""
        self._on_desk(lambda desk: _accept_chunk(desk, chunk_id, sealed))


def arrived_questionnaires(desk: Desk) -> list[str]:
    """Return the roots of questionnaires offered to us."""
    return recall(desk, _QUESTIONNAIRES, list[str], [])


def arrived_chunks(desk: Desk, box: str, *, and_forget: bool = False) -> list[str]:
    """Return the object names of a box's chunks that arrived and are not confirmed yet."""
    arrived = recall(desk, _ARRIVED, dict[str, list[str]], {})
    mine = arrived.pop(box, [])
    if and_forget and mine:
        note(desk, _ARRIVED, arrived)
    return mine


def _held_back(desk: Desk) -> dict[str, Fault]:
    return {held.name: Fault(held.reason) for held in peers.held_back(desk.vault)}


def _accept(desk: Desk, opened: Opened) -> int:
    fresh = 0
    known = membership.people_now(desk)
    writer = known.member(opened.name.box) if known else None
    named = {site.id: site.root for site in queries.sites(desk.vault)}
    with desk.vault.writing():
        for travelled in opened.events:
            stored = _received(desk, travelled)
            if isinstance(stored, Stored):
                _check_entitled(desk, writer, stored, named)
                fresh += 1
                _note_files(desk, opened.name.box, stored)
                if stored.event is not None:
                    rosters.take_in(desk, stored.event)
        carrying.note_read(desk, opened)
        peers.set_cursor(desk.vault, f"roster/{opened.name.box}", str(opened.known.roster))
        peers.release(desk.vault, names.undated(opened.name))
    return fresh


def _received(desk: Desk, travelled: SignedEvent) -> Stored | AlreadyHere:
    try:
        return events.receive(desk.vault, travelled, now_ms=desk.now())
    except OverflowError as error:  # a number larger than any row holds
        raise Refused(Fault.UNREADABLE) from error


def _check_entitled(desk: Desk, writer: Member | None, stored: Stored, named: Mapping[str, str]) -> None:
    """Refuse the whole segment if one event is not for its writer to say; `named` are the sites so far."""
    event = stored.event
    if event is None:
        return
    if writer is None or not may_write(writer, event):
        raise Refused(Fault.NOT_ENTITLED)
    root = named.get(event.subject, "") if isinstance(event, SiteRecorded) else ""
    if root and not may_rename(writer, events.load(desk.vault, root)):
        raise Refused(Fault.NOT_ENTITLED)


def _note_files(desk: Desk, box: str, stored: Stored) -> None:
    event: Event | None = stored.event
    if event is None:
        return
    if isinstance(event, QuestionnairePublished):
        roots = [*arrived_questionnaires(desk), stored.root]
        note(desk, _QUESTIONNAIRES, roots)
    files = carrying.files_of(event)
    if files:
        wanted = recall(desk, _WANTED, dict[str, tuple[int, str]], {})
        for kind, file in files:
            for chunk in _lacking(desk, file):
                wanted[chunk] = (int(kind), box)
        note(desk, _WANTED, wanted)


def _lacking(desk: Desk, file: FileRef) -> list[str]:
    try:
        return attachments.missing_chunks(desk.vault, file)
    except VaultDamaged as error:  # it names a part as no part can be named
        raise Refused(Fault.UNREADABLE) from error


def _wanted_in_order(desk: Desk) -> list[str]:
    wanted = recall(desk, _WANTED, dict[str, tuple[int, str]], {})
    return sorted(wanted, key=lambda chunk: (wanted[chunk][0], chunk))


def _accept_chunk(desk: Desk, chunk_id: str, sealed: bytes) -> None:
    attachments.put_chunk(desk.vault, chunk_id, sealed)
    with desk.vault.writing():
        wanted = recall(desk, _WANTED, dict[str, tuple[int, str]], {})
        _, box = wanted.pop(chunk_id, (0, ""))
        arrived = recall(desk, _ARRIVED, dict[str, list[str]], {})
        arrived.setdefault(box, []).append(f"{names.CHUNKS}{chunk_id}")
        note(desk, _WANTED, wanted)
        note(desk, _ARRIVED, arrived)


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
