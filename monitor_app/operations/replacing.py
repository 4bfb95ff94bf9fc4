"""Segments at numbers we hold another of: a replacement after an erasure, what it stands for, or a fork.

Nothing is ever dropped because of a replacement: what goes, goes by a note of erasure alone.
"""

from collections.abc import Callable

from monitor_app.crypto import headers
from monitor_app.domain.people import Right
from monitor_app.operations import membership, repacking
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent
from monitor_app.sync import names
from monitor_app.sync.refusals import Fault
from monitor_app.sync.segment import Opened
from monitor_app.vault import erasing, events, parcels, peers
from monitor_app.vault.parcels import Parcel

OWED = "owed/"
"""Marks the boxes that a receipt may be owed to."""
LATE = "late/"
"""Marks replacements that no receipt names yet, by box and name."""
Bring = Callable[[Desk, Opened], int]
"""Takes the events of a segment in; returns how many were new."""


def judge(desk: Desk, opened: Opened, *, bring: Bring) -> int | Fault | None:
    """Say what a second segment at a number is, and take it. Runs in a transaction; may raise SegmentRefused.

    Return how many bodies it brought, its fault, or None while nothing is held at that number.
    """
    name = opened.name
    held = peers.read_at(desk.vault, names.undated(name).rsplit("-", 1)[0] + "-")
    known = [parcel for one in held if (parcel := parcels.get(desk.vault, one)) is not None]
    if not held or (opened.replaces and not known):
        return None  # nothing is here, or an older program took it in and did not note how far it goes
    is_kin = any(one.chain == opened.chain.hex() for one in known) and _has_the_same_run(desk, opened, known)
    if name.box == desk.box or not is_kin:
        return Fault.FORK
    if not opened.replaces or any(opened.hash.hex() in one.stands_for for one in known):
        return _take_original(desk, opened, bring)
    bare = {root for one in known if bytes.fromhex(one.hash) in opened.replaces for root in one.bare}
    rooted = _rooted(opened)
    if any(event.body is not None and root in bare for root, event in rooted):
        return Fault.FORK  # it brings what the one before did not hold
    gone = [root for root, event in rooted if event.body is None and root not in bare]
    if any(events.body(desk.vault, root) is not None for root in gone):
        return Fault.UNEXPLAINED
    parcel = repacking.note_held(desk, opened)
    _forget_before(desk, opened)
    _note_leaving(desk, opened, parcel)
    if not name.to:
        peers.set_cursor(desk.vault, f"{LATE}{name.box}/{parcel.name}", "1")
        peers.set_cursor(desk.vault, f"{OWED}{name.box}", "1")
    return 0


def note_first(desk: Desk, opened: Opened) -> None:
    """Note a replacement that was taken in before what it stands for. Runs in the transaction that did so.

    What it stands for is still taken if it comes, unless all that is gone is known to be erased.
    """
    parcel = repacking.parcel_of(opened)
    _note_leaving(desk, opened, parcel)
    if all(erasing.is_erased(desk.vault, root) for root in parcel.bare):
        _forget_before(desk, opened)


def is_explained(desk: Desk, replacement: str) -> bool:
    """Say whether everything a replacement lacks is erased, as far as this device can tell for certain."""
    parcel = parcels.get(desk.vault, replacement)
    name = names.parse_undated(replacement)
    if parcel is None or not isinstance(name, names.SegmentName):
        return False
    (first_name,) = repacking.names_before(name, [parcel.chain])
    first = parcels.get(desk.vault, first_name)
    bare = set(first.bare) if first is not None else set()
    gone = [root for root in parcel.bare if root not in bare]
    if any(events.body(desk.vault, root) is not None for root in gone):
        return False
    if first is not None:
        return True  # we had all of it, and what is away here went by a note of erasure
    after = names.SegmentName(name.box, name.to, name.number + 1, "")
    follows = any(one.first == parcel.last + 1 for one in parcels.at(desk.vault, names.undated(after)))
    return follows and all(erasing.is_erased(desk.vault, root) for root in gone)


def lacking(desk: Desk) -> dict[str, int]:
    """Return, by device, how many contents came in replacements only, without, and are not known to be erased.

    A coordinator is believed: what they ask about a record goes with it.
    """
    known = membership.people_now(desk)
    found: dict[str, int] = {}
    for replacement in parcels.replacements(desk.vault):
        name = names.parse_undated(replacement)
        if not isinstance(name, names.SegmentName) or name.box == desk.box:
            continue
        writer = known.member(name.box) if known else None
        if (writer is not None and writer.may(Right.COORDINATOR)) or is_explained(desk, replacement):
            continue
        found[name.box] = found.get(name.box, 0) + _count_lacking(desk, replacement)
    return {box: count for box, count in found.items() if count}


def _count_lacking(desk: Desk, replacement: str) -> int:
    parcel = parcels.get(desk.vault, replacement)
    roots = parcel.bare if parcel is not None else ()
    return sum(
        not erasing.is_erased(desk.vault, root) and events.body(desk.vault, root) is None for root in roots
    )


def _has_the_same_run(desk: Desk, opened: Opened, held: list[Parcel]) -> bool:
    """Say whether it goes as far as what we hold, entry for entry."""
    parcel = repacking.parcel_of(opened)
    count = len(opened.events)
    if any((parcel.first, parcel.last) != (one.first, one.last) for one in held):
        return False
    here = events.after(desk.vault, opened.name.stream, parcel.first - 1, limit=count)
    return [one.header for one in here] == [one.header for one in opened.events]


def _take_original(desk: Desk, opened: Opened, bring: Bring) -> int:
    """Take what a replacement that we hold stands for: it may bring what nobody erased."""
    brought = bring(desk, opened)
    parcel = repacking.note_held(desk, opened)
    peers.release(desk.vault, parcel.name)
    return brought


def _forget_before(desk: Desk, opened: Opened) -> None:
    """Count what a replacement stands for as read, and forget what opens it."""
    for name in repacking.names_before(opened.name, [one.hex() for one in opened.replaces]):
        peers.mark_read(desk.vault, name, writer=opened.name.stream, content_key=b"")
        peers.clear_cursor(desk.vault, f"grant/{name}")
    peers.release(desk.vault, names.undated(opened.name))


def _note_leaving(desk: Desk, opened: Opened, parcel: Parcel) -> None:
    parcels.let_leave(
        desk.vault, repacking.names_before(opened.name, parcel.stands_for), replacement=parcel.name
    )


def _rooted(opened: Opened) -> list[tuple[str, SignedEvent]]:
    return [(headers.read_header(one.header).root.hex(), one) for one in opened.events]
