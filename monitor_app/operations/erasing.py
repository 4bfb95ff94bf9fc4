"""Two wishes of a person: that their record is used no more, and that it is gone.

The first binds what leaves from now on; the second drops the content wherever the project's devices sync.
What neither can reach is told, with whom to write to.
"""

from dataclasses import dataclass

from monitor_app.domain.events import BundleMade, ConsentWithdrawn, CustodyNoted, RecordErased
from monitor_app.domain.people import Right
from monitor_app.domain.records import ErasureReason
from monitor_app.domain.supply import Party
from monitor_app.errors import BadInput, NotAllowed
from monitor_app.operations import entitling, membership, repacking
from monitor_app.operations.changes import NOTHING, Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.ports import stream_name
from monitor_app.text import N_
from monitor_app.vault import erasing, events, queries, sweeping

__all__ = ["ErasureReason", "Party", "Reach", "Wishes", "erase", "erased", "tidy", "wishes", "withdraw"]

_NAME_AT_MOST = 60
_TOPICS = (Topic.RECORDS, Topic.DRAFTS, Topic.FINDINGS, Topic.BUNDLES, Topic.SYNC)


@dataclass(frozen=True)
class Reach:
    """Where copies of a record may be that we cannot take back.

    `packages` show it, and their recipients can be told; `has_left`: parcels with it lie in the shared place
    or did; `others` counts the other coordinators, who drop it when they sync.
    """

    packages: tuple[BundleMade, ...]
    has_left: bool
    others: int


@dataclass(frozen=True)
class Wishes:
    """What was wished for a record so far, and what a person here may do."""

    record_id: str
    withdrawn: tuple[ConsentWithdrawn, ...]
    erasure: RecordErased | None
    findings: tuple[str, ...]
    may_erase: bool
    reach: Reach


def wishes(desk: Desk, record_id: str) -> Wishes:
    """Return what was taken back, what may be done, and where copies are. Raise BadInput if unknown."""
    versions = queries.versions_of(desk.vault, record_id)
    if not versions:
        raise BadInput(N_("There is no such record here."), N_("Sync, or look for it in the list of records."))
    gone = [one for one in queries.erasures(desk.vault) if one.subject == record_id]
    return Wishes(
        record_id=record_id,
        withdrawn=tuple(queries.withdrawn(desk.vault, [record_id])),
        erasure=gone[0] if gone else None,
        findings=tuple(queries.findings_on(desk.vault, record_id)),
        may_erase=_may_erase(desk, versions) and not gone,
        reach=_reach(desk, [root for root, _ in versions]),
    )


def withdraw(
    desk: Desk, record_id: str, *, uses: tuple[Party, ...] = (), reported_to: str = "", said_ms: int = 0
) -> tuple[Wishes, Changes]:
    """Note that a yes was taken back, for some uses or (none named) for all. It binds at once.

    `reported_to` is the code name of who was told, empty for this device's own person; `said_ms` when.
    """
    versions = queries.versions_of(desk.vault, record_id)
    if not versions:
        raise BadInput(N_("There is no such record here."), N_("Sync, or look for it in the list of records."))
    if len(reported_to) > _NAME_AT_MOST:
        raise BadInput(
            N_("The name of who was told is too long."), N_("Write a code name, and nothing of what was said.")
        )
    event = ConsentWithdrawn(
        subject=record_id,
        device=desk.box,
        time=desk.stamp(),
        uses=tuple(sorted(set(uses))),
        reported_to=reported_to.strip(),
        said_ms=said_ms or desk.now(),
    )
    streams = _streams(desk, versions)
    with desk.vault.writing():
        events.append_all(desk.vault, [(event, stream) for stream in streams])
        _note(desk, record_id, "consent_withdrawn", {"uses": ",".join(event.uses) or "all"})
    return wishes(desk, record_id), touched(*_TOPICS)


def erase(desk: Desk, record_id: str, reason: ErasureReason) -> tuple[Wishes, Changes]:
    """Erase a record: its content is dropped here now and on every device that syncs. Raise NotAllowed."""
    versions = queries.versions_of(desk.vault, record_id)
    if not versions:
        raise BadInput(N_("There is no such record here."), N_("Sync, or look for it in the list of records."))
    if not _may_erase(desk, versions):
        raise NotAllowed(
            N_("Only the device that wrote a record, or a coordinator, can erase it."),
            N_("Note that the person took back their yes, and tell a coordinator."),
        )
    event = RecordErased(
        subject=record_id,
        device=desk.box,
        time=desk.stamp(),
        roots=tuple(root for root, _ in versions),
        reason=reason,
    )
    streams = _streams(desk, versions)
    with desk.vault.writing():
        events.append_all(desk.vault, [(event, stream) for stream in streams])
        _note(desk, record_id, "record_erased", {"reason": reason.value})
        repacking.settle(desk)
    erasing.settle(desk.vault)
    return wishes(desk, record_id), touched(*_TOPICS)


def erased(desk: Desk) -> list[RecordErased]:
    """Return the notes of all that was erased, newest first: all that stays of it."""
    return queries.erasures(desk.vault)


def tidy(desk: Desk) -> tuple[int, Changes]:
    """Finish what was cut short, for idle time; return how many parts of files were cleared away."""
    if desk.vault.is_read_only:
        return 0, NOTHING
    judged = entitling.judge_waiting(desk)
    repacking.settle(desk)
    erasing.settle(desk.vault)
    return sweeping.sweep(desk.vault), touched(*_TOPICS) if judged else NOTHING


def _may_erase(desk: Desk, versions: list[tuple[str, str]]) -> bool:
    rights = membership.membership(desk).rights
    return Right.COORDINATOR in rights or all(device == desk.box for _, device in versions)


def _streams(desk: Desk, versions: list[tuple[str, str]]) -> list[str]:
    """Return where a wish is written: to all coordinators, and by a coordinator to the record's writer, too."""
    known = membership.roster(desk)
    if known is None or Right.COORDINATOR not in membership.membership(desk).rights:
        return [desk.box]
    writers = {known.roster.member(device) for _, device in versions if device != desk.box}
    told = [one for one in writers if one is not None and one.is_active]
    return [desk.box, *sorted(stream_name(desk.box, one.box) for one in told)]


def _note(desk: Desk, record_id: str, action: str, detail: dict[str, str]) -> None:
    noted = CustodyNoted(subject=record_id, device=desk.box, time=desk.stamp(), action=action, detail=detail)
    events.append(desk.vault, noted, stream=desk.box)


def _reach(desk: Desk, roots: list[str]) -> Reach:
    known = membership.roster(desk)
    others = [one for one in known.roster.coordinators() if one.box != desk.box] if known else []
    return Reach(
        packages=tuple(queries.bundles_with(desk.vault, roots)),
        has_left=any(
            queries.writer_of(desk.vault, root) != desk.box or queries.has_left(desk.vault, root)
            for root in roots
        ),
        others=len(others),
    )
