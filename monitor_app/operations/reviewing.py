"""A coordinator's decisions about records: accept, query back, set aside."""

from monitor_app.domain.events import RecordReviewed
from monitor_app.domain.reviewing import Decision
from monitor_app.errors import BadInput
from monitor_app.operations import membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.ports import stream_name
from monitor_app.text import N_
from monitor_app.vault import events, queries


def decide(
    desk: Desk, record_id: str, decision: Decision, *, root: str = "", note: str = ""
) -> tuple[None, Changes]:
    """Decide about a version of a record; its monitor and all coordinators hear. A query needs a question."""
    membership.demand_coordinator(desk)
    view = queries.record(desk.vault, record_id, root=root)
    if decision is Decision.QUERIED and not note.strip():
        raise BadInput(N_("A query needs a question."), N_("Write what the monitor should find out."))
    event = RecordReviewed(
        subject=record_id,
        device=desk.box,
        time=desk.stamp(),
        decision=decision,
        about=root or view.row.root,
        note=note.strip(),
    )
    writer = view.row.device
    letters = () if writer == desk.box else (stream_name(desk.box, writer),)
    events.append_all(desk.vault, [(event, stream) for stream in (desk.box, *letters)])
    return None, touched(Topic.RECORDS, Topic.SYNC)
