"""Looking: what to do today, lists of records, one record opened."""

from dataclasses import dataclass

from monitor_app.domain.people import Right, Roster
from monitor_app.domain.reviewing import RecordState
from monitor_app.operations import membership, rosters
from monitor_app.operations.desk import Desk
from monitor_app.vault import drafts, outbox, queries
from monitor_app.vault.views import (
    DraftSummary,
    OutboxSummary,
    RecordFilter,
    RecordRow,
    RecordView,
)

__all__ = [
    "DraftSummary",
    "RecordFilter",
    "RecordRow",
    "RecordView",
    "Today",
    "count",
    "record",
    "records",
    "removed_devices",
    "today",
]

_FEW = 20


@dataclass(frozen=True)
class Today:
    """What waits for this person, most urgent kinds first. `coordinates_alone`: nobody else sends receipts.

    `urgent` records say that somebody is in danger and wait for a coordinator; `urgent_here` of ours to leave.
    `on_duty` and `deputy` are code names; `proposed` newcomers wait for this device to put them on the list.
    """

    drafts: tuple[DraftSummary, ...]
    queries: tuple[RecordRow, ...]
    to_review: int
    unsent: int
    outbox: OutboxSummary
    rights: frozenset[Right]
    project_title: str
    waits_for_acceptance: bool
    coordinates_alone: bool = False
    is_read_only: bool = False
    on_duty: str = ""
    deputy: str = ""
    proposed: int = 0
    urgent: tuple[RecordRow, ...] = ()
    urgent_here: int = 0


def today(desk: Desk) -> Today:
    """Say what to do next."""
    mine = membership.membership(desk)
    known = membership.people_now(desk)
    counts = queries.count_by_state(desk.vault)
    urgent = queries.urgent(desk.vault)
    queried = RecordFilter(state=RecordState.QUERIED, box=desk.box)
    return Today(
        drafts=tuple(drafts.open_drafts(desk.vault)),
        queries=tuple(queries.records(desk.vault, queried, limit=_FEW)),
        to_review=_to_review(counts) if Right.COORDINATOR in mine.rights else 0,
        unsent=counts.get(RecordState.FINISHED, 0),
        outbox=outbox.summary(desk.vault),
        rights=mine.rights,
        project_title=mine.title,
        waits_for_acceptance=mine.is_waiting,
        coordinates_alone=_is_alone(desk),
        is_read_only=desk.vault.is_read_only,
        on_duty=_name(known, known.duty) if known else "",
        deputy=_name(known, known.deputy) if known else "",
        proposed=len(rosters.proposed(desk)) if rosters.is_holder(desk) else 0,
        urgent=tuple(urgent) if Right.COORDINATOR in mine.rights else (),
        urgent_here=sum(row.device == desk.box and row.state is RecordState.FINISHED for row in urgent)
        if mine.project
        else 0,
    )


def removed_devices(desk: Desk) -> frozenset[str]:
    """Return the boxes that were taken off the list: what they wrote is shown with that."""
    known = membership.people_now(desk)
    return frozenset(one.box for one in known.members if not one.is_active) if known else frozenset()


def _name(known: Roster, box: str) -> str:
    member = known.member(box)
    return member.name if member is not None and member.is_active else ""


def _is_alone(desk: Desk) -> bool:
    known = membership.people_now(desk)
    return known is not None and [one.box for one in known.readers()] == [desk.box]


def _to_review(counts: dict[RecordState, int]) -> int:
    waiting = (RecordState.FINISHED, RecordState.SENT, RecordState.RECEIVED)
    return sum(counts.get(state, 0) for state in waiting)


def records(desk: Desk, wanted: RecordFilter, *, offset: int = 0, limit: int = 200) -> list[RecordRow]:
    """Return a page of records, last finished first."""
    return queries.records(desk.vault, wanted, offset=offset, limit=limit)


def count(desk: Desk, wanted: RecordFilter) -> int:
    """Count the records a filter lets through."""
    return queries.count_records(desk.vault, wanted)


def record(desk: Desk, record_id: str, *, root: str = "") -> RecordView:
    """Open one record. Raise BadInput if it is not here."""
    return queries.record(desk.vault, record_id, root=root)
