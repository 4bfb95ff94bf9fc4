"""Whether what arrived was its writer's to say, also when its kind becomes known only later."""

from monitor_app.domain.entitlement import may_erase, may_rename, may_write
from monitor_app.domain.events import Event, RecordErased, SiteRecorded
from monitor_app.domain.people import Member
from monitor_app.operations import membership
from monitor_app.operations.desk import Desk
from monitor_app.vault import erasing, events, judging, queries


def is_entitled(desk: Desk, writer: Member | None, event: Event, *, named: str = "") -> bool:
    """Say whether a device may say this; `named` is the root of what a site was called before."""
    if writer is None or not may_write(writer, event):
        return False
    if isinstance(event, RecordErased):
        return may_erase(writer, (queries.writer_of(desk.vault, root) for root in event.roots))
    return not (
        isinstance(event, SiteRecorded) and named and not may_rename(writer, events.load(desk.vault, named))
    )


def judge_waiting(desk: Desk) -> int:
    """Judge what waited because only a newer program knew its kind; return how much was taken in."""
    taken = 0
    for root, stream, event in judging.readable(desk.vault):
        box = stream.partition("/")[0]
        if box == desk.box or is_entitled(desk, _writer(desk, box), event, named=_named(desk, event)):
            judging.admit(desk.vault, root, event)
            taken += 1
        else:
            judging.refuse(desk.vault, root)
    if taken:
        erasing.settle(desk.vault)
    return taken


def _writer(desk: Desk, box: str) -> Member | None:
    known = membership.people_now(desk)
    return known.member(box) if known else None


def _named(desk: Desk, event: Event) -> str:
    row = queries.site(desk.vault, event.subject) if isinstance(event, SiteRecorded) else None
    return row.root if row else ""
