"""Sync: pack what is ours, exchange with the shared place, take in what arrived, confirm it.

The network runs outside the vault's thread; every touch of the vault is one short step on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor_app.domain.events import BodiesReceived, QuestionnairePublished
from monitor_app.domain.people import Member, Right
from monitor_app.errors import BadInput, VaultDamaged
from monitor_app.operations import carrying, membership, rosters
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.operations.receiving import VaultIncoming, arrived_chunks, arrived_questionnaires
from monitor_app.ports import Clock, Progress, Remote, stream_name
from monitor_app.sync import engine, names
from monitor_app.sync.engine import PullReport, PushReport, ReadingKeys
from monitor_app.sync.exchange import Due, Kind
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.text import N_, Message
from monitor_app.vault import attachments, events, outbox, peers, queries
from monitor_app.vault.outbox import OutboxItem
from monitor_app.vault.peers import HeldBack
from monitor_app.vault.views import OutboxSummary

__all__ = [
    "HeldBack",
    "Kind",
    "OutboxItem",
    "SyncReport",
    "SyncState",
    "publish",
    "run",
    "settle",
    "state",
    "why",
]

_AT_ONCE = 200
ROOTS_AT_MOST = 500
_TOPICS = (Topic.SYNC, Topic.RECORDS, Topic.QUESTIONNAIRES, Topic.PEOPLE, Topic.SITES, Topic.FINDINGS)


@dataclass(frozen=True)
class SyncReport:
    """What one sync did. `stopped` says why it ended early; nothing is lost then, the next one goes on."""

    pull: PullReport
    push: PushReport
    confirmed_bodies: int

    @property
    def stopped(self) -> Message | None:
        """Why it ended early, or None."""
        return self.pull.stopped or self.push.stopped


@dataclass(frozen=True)
class SyncState:
    """What the sync screen shows: counts, single objects, and what is odd."""

    address: str
    is_waiting: bool
    summary: OutboxSummary
    items: tuple[OutboxItem, ...]
    held_back: tuple[HeldBack, ...]
    last_ms: int


@dataclass(frozen=True)
class _Start:
    """What the network part needs from the desk, read once."""

    address: str
    keys: ReadingKeys = field(repr=False)
    clock: Clock


def run(on_desk: OnDesk, *, progress: Progress) -> tuple[SyncReport, Changes]:
    """Exchange everything with the shared place. Raise BadInput if none is set, Cancelled, RemoteError."""
    start = on_desk(_start)
    remote = on_desk(lambda desk: desk.open_remote(start.address))
    outgoing = VaultOutgoing(on_desk)
    try:
        on_desk(carrying.pack)
        pulled = engine.pull(
            VaultIncoming(on_desk), remote, keys=start.keys, clock=start.clock, progress=progress
        )
        confirmed = on_desk(settle)
        on_desk(carrying.pack)
        pushed = _push_all(outgoing, remote, start.clock, progress)
    finally:
        remote.close()
    on_desk(lambda desk: note(desk, "synced_ms", desk.now()))
    return SyncReport(pulled, pushed, confirmed), touched(*_TOPICS)


def _push_all(outgoing: "VaultOutgoing", remote: Remote, clock: Clock, progress: Progress) -> PushReport:
    """Send lot after lot until one brings nothing on its way: no more is read at once than fits in memory."""
    done = engine.push(outgoing, remote, clock=clock, progress=progress)
    lot = done
    while lot.sent and lot.stopped is None:
        lot = engine.push(outgoing, remote, clock=clock, progress=progress)
        done = replace(lot, sent=done.sent + lot.sent, sent_bytes=done.sent_bytes + lot.sent_bytes)
    return done


def state(desk: Desk) -> SyncState:
    """Return what waits, what was sent, what is confirmed and what is odd."""
    mine = membership.membership(desk)
    return SyncState(
        address=mine.address,
        is_waiting=mine.is_waiting,
        summary=outbox.summary(desk.vault),
        items=tuple(outbox.items(desk.vault, offset=0, limit=_AT_ONCE)),
        held_back=tuple(peers.held_back(desk.vault)),
        last_ms=recall(desk, "synced_ms", int, 0),
    )


def why(held: HeldBack) -> tuple[Message, Message | None]:
    """Return why an object is held back, and what to do about it."""
    refused = Refused(Fault(held.reason))
    return refused.message, refused.hint


def publish(desk: Desk, digest: str) -> tuple[None, Changes]:
    """Offer a questionnaire to every monitor of the project, now and later."""
    membership.demand_coordinator(desk)
    with desk.vault.writing():
        carrying.publish_form(desk, digest)
    return None, touched(Topic.QUESTIONNAIRES, Topic.SYNC)


def settle(desk: Desk) -> int:
    """Unpack questionnaires that are whole now, and confirm what arrived; return how many bodies."""
    for root in arrived_questionnaires(desk):
        event = events.load(desk.vault, root)
        if isinstance(event, QuestionnairePublished):
            carrying.unpack_form(desk, event)
    rosters.fold(desk)
    rosters.drop_old_key(desk)
    if not {Right.COORDINATOR, Right.ARCHIVE} & membership.membership(desk).rights:
        return 0
    rosters.renew_own_key(desk)
    return sum(_confirm(desk, member.box) for member in _others(desk))


def _others(desk: Desk) -> list[Member]:
    known = membership.people_now(desk)
    return [one for one in known.members if one.box != desk.box] if known else []


def _confirm(desk: Desk, box: str) -> int:
    """Append receipts for what arrived from a box; chunks are named like segments."""
    # What is forgotten here is written there: both or neither.
    with desk.vault.writing():
        count = _receipt(desk, box)
    return count + (_confirm(desk, box) if count == ROOTS_AT_MOST else 0)


def _receipt(desk: Desk, box: str) -> int:
    roots = queries.unreceipted(desk.vault, box, limit=ROOTS_AT_MOST)
    objects = arrived_chunks(desk, box, and_forget=True)
    if not roots and not objects:
        return 0
    receipt = BodiesReceived(
        subject=box,
        device=desk.box,
        time=desk.stamp(),
        roots=tuple(roots),
        segments=(*_fresh_segments(desk, box), *objects),
    )
    events.append(desk.vault, receipt, stream=stream_name(desk.box, box))
    return len(roots)


def _fresh_segments(desk: Desk, box: str) -> list[str]:
    """Return names of a box's segments that no receipt of ours named yet."""
    place = f"receipted/{box}"
    known = peers.read_names(desk.vault, box)
    done = int(peers.cursor(desk.vault, place) or 0)
    peers.set_cursor(desk.vault, place, str(len(known)))
    return known[done:]


def _start(desk: Desk) -> _Start:
    mine = membership.membership(desk)
    if not mine.address:
        raise BadInput(
            N_("No shared place is set for this project."),
            N_("Choose a folder or stick under Sync, then try again."),
        )
    keys = ReadingKeys(
        project=mine.project,
        box=desk.box,
        receive_seeds=membership.receive_seeds(desk),
        roster_public=mine.roster_public,
        project_key=membership.project_key(desk),
        pin=membership.pin(desk),
    )
    return _Start(mine.address, keys, desk.clock)


class VaultOutgoing:
    """The outbox as the engine wants it."""

    def __init__(self, on_desk: OnDesk) -> None:
        self._on_desk = on_desk

    def due(self) -> Sequence[Due]:
        """Return what is to be sent now, by kind, then age."""
        return self._on_desk(lambda desk: [_due(desk, item) for item in outbox.due(desk.vault, _AT_ONCE)])

    def fix_day(self, due: Due, day: str) -> None:
        """Keep the day of the first try."""
        self._on_desk(lambda desk: peers.set_cursor(desk.vault, f"day/{due.name}", day))

    def content(self, due: Due) -> bytes:
        """Return the sealed bytes as they lie in the vault."""
        return self._on_desk(lambda desk: _content(desk, due))

    def mark_sent(self, due: Due) -> None:
        """Keep that the remote took it."""
        self._on_desk(lambda desk: outbox.mark_sent(desk.vault, [due.name]))


def _due(desk: Desk, item: OutboxItem) -> Due:
    return Due(
        name=item.name,
        kind=Kind(item.priority),
        size=item.size,
        day=peers.cursor(desk.vault, f"day/{item.name}"),
    )


def _content(desk: Desk, due: Due) -> bytes:
    if due.name.startswith(names.CHUNKS):
        return attachments.chunk_bytes(desk.vault, due.name.removeprefix(names.CHUNKS))
    item = outbox.item(desk.vault, due.name)
    if item is None or not item.content:
        raise VaultDamaged(
            N_("A parcel that waits to be sent is not in the vault."), N_("Check the vault for damage.")
        )
    return item.content
