"""After a pull: unpack what is whole, and sign receipts for what arrived, many at once."""

from monitor_app.domain.events import BodiesReceived, QuestionnairePublished
from monitor_app.domain.people import Right
from monitor_app.operations import carrying, membership, packs, retention, rosters, travelling
from monitor_app.operations.desk import Desk
from monitor_app.operations.entitling import judge_waiting
from monitor_app.operations.receiving import arrived_questionnaires
from monitor_app.operations.replacing import LATE, OWED
from monitor_app.ports import stream_name
from monitor_app.sync import names
from monitor_app.vault import awaited, events, peers, queries

ROOTS_AT_MOST = 500
_BOXES_AT_ONCE = 24
_READERS = {Right.COORDINATOR, Right.ARCHIVE}


def settle(desk: Desk) -> int:
    """Unpack questionnaires and packs that are whole now, and confirm what arrived; return how many bodies."""
    judge_waiting(desk)
    for root in arrived_questionnaires(desk):
        event = events.load(desk.vault, root)
        if isinstance(event, QuestionnairePublished):
            carrying.unpack_form(desk, event)
    packs.settle(desk)
    rosters.fold(desk)
    rosters.drop_old_key(desk)
    carrying.pack(desk)
    travelling.follow(desk)
    if not _READERS & membership.membership(desk).rights:
        return 0
    rosters.renew_own_key(desk)
    retention.say(desk)
    return _confirm_all(desk, _owed(desk))


def _confirm_all(desk: Desk, boxes: list[str]) -> int:
    """Confirm what arrived from these boxes, many by one transaction: each would cost a wait for the disk."""
    count = 0
    for at in range(0, len(boxes), _BOXES_AT_ONCE):
        with desk.vault.writing():
            count += sum(_confirm(desk, box) for box in boxes[at : at + _BOXES_AT_ONCE])
    return count


def _owed(desk: Desk) -> list[str]:
    """Return the boxes of others on the list that a receipt may be owed to."""
    marked = [place.removeprefix(OWED) for place in peers.places(desk.vault, OWED)]
    known = membership.people_now(desk) if marked else None
    there = {one.box for one in known.members} if known else set()
    return [box for box in marked if box != desk.box and box in there]


def _confirm(desk: Desk, box: str) -> int:
    """Append receipts for what arrived from a box; chunks are named like segments."""
    count = 0
    while True:
        # What is forgotten here is written there: both or neither.
        with desk.vault.writing():
            bodies, is_all = _receipt(desk, box)
            if is_all:
                peers.clear_cursor(desk.vault, f"{OWED}{box}")
        count += bodies
        if is_all:
            return count


def _receipt(desk: Desk, box: str) -> tuple[int, bool]:
    """Append one receipt; return how many bodies it names, and whether it named all there was."""
    roots = queries.unreceipted(desk.vault, box, limit=ROOTS_AT_MOST)
    chunks = awaited.unconfirmed(desk.vault, box, limit=ROOTS_AT_MOST)
    late = _late_segments(desk, box)
    if roots or chunks or late:
        receipt = BodiesReceived(
            subject=box,
            device=desk.box,
            time=desk.stamp(),
            roots=tuple(roots),
            segments=(*_fresh_segments(desk, box), *late, *(f"{names.CHUNKS}{chunk}" for chunk in chunks)),
        )
        awaited.forget(desk.vault, chunks)
        events.append(desk.vault, receipt, stream=stream_name(desk.box, box))
    return len(roots), len(roots) < ROOTS_AT_MOST and len(chunks) < ROOTS_AT_MOST


def _late_segments(desk: Desk, box: str) -> list[str]:
    """Return names of replacements that no receipt of ours named yet, and count them as named."""
    places = peers.places(desk.vault, f"{LATE}{box}/")[:ROOTS_AT_MOST]
    for place in places:
        peers.clear_cursor(desk.vault, place)
    return [place.removeprefix(f"{LATE}{box}/") for place in places]


def _fresh_segments(desk: Desk, box: str) -> list[str]:
    """Return names of a box's segments that no receipt of ours named yet."""
    place = f"receipted/{box}"
    fresh = peers.read_after(desk.vault, box, peers.cursor(desk.vault, place))
    if fresh:
        peers.set_cursor(desk.vault, place, fresh[-1])
    return fresh
