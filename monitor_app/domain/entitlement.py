"""Which events a device may write: monitors record, coordinators also review, find and publish."""

from collections.abc import Iterable

from monitor_app.domain.events import (
    BodiesReceived,
    ConsentWithdrawn,
    CustodyNoted,
    Event,
    PackConfirmed,
    ReceiveKeyRenewed,
    RecordErased,
    RecordFinished,
    SegmentsRead,
    SiteRecorded,
    TravelBegun,
    TravelEndAsked,
)
from monitor_app.domain.people import Member, Right

_OF_ANYONE = (RecordFinished, SiteRecorded, CustodyNoted, ConsentWithdrawn, RecordErased, PackConfirmed)

_OF_READERS = (BodiesReceived, CustodyNoted, PackConfirmed, SegmentsRead)
_READS_ONLY = {Right.ARCHIVE, Right.IDENTITY}


def may_write(member: Member, event: Event) -> bool:
    """Say whether `member` was entitled to this event; nobody writes in another device's name."""
    if event.device != member.box:
        return False
    if isinstance(event, ReceiveKeyRenewed | TravelBegun | TravelEndAsked):
        return event.subject == member.box
    if set(member.rights) <= _READS_ONLY:
        return isinstance(event, _OF_READERS)
    return isinstance(event, _OF_ANYONE) or Right.COORDINATOR in member.rights


def may_rename(member: Member, named: Event) -> bool:
    """Say whether `member` may correct a site that was named before: its own, or any as a coordinator."""
    return named.device == member.box or Right.COORDINATOR in member.rights


def may_erase(member: Member, writers: Iterable[str | None]) -> bool:
    """Say whether `member` may erase what these devices wrote (None: unknown): its own, a coordinator any."""
    return Right.COORDINATOR in member.rights or all(writer == member.box for writer in writers)
