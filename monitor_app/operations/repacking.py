"""Parcels that wait and hold what was erased: taken back before they leave, and packed anew without it.

A parcel that may have left is not touched here; its number is taken.
"""

from monitor_app.crypto import envelope
from monitor_app.operations import membership
from monitor_app.operations.desk import Desk
from monitor_app.sync import names, run, segment
from monitor_app.sync.names import SegmentName
from monitor_app.sync.segment import Place
from monitor_app.vault import erasing, outbox, peers
from monitor_app.vault.outbox import OutboxItem, OutboxState


def take_back(desk: Desk) -> int:
    """Take back what waits and holds something erased, with all that follows it; return how many parcels."""
    first: dict[str, SegmentName] = {}
    for name in erasing.doomed_segments(desk.vault):
        parsed = names.parse_undated(name)
        if isinstance(parsed, SegmentName):
            known = first.setdefault(parsed.stream, parsed)
            first[parsed.stream] = min(known, parsed, key=lambda one: one.number)
    return sum(_take_back_from(desk, one) for one in first.values())


def _take_back_from(desk: Desk, start: SegmentName) -> int:
    queued = _queued_from(desk, start)
    if not queued or not all(_never_left(item) for item in queued):
        return 0
    previous = _previous(desk, start, queued[0])
    with desk.vault.writing():
        erasing.unpack(desk.vault, [item.name for item in queued], packed=queued[0].first - 1)
        peers.set_cursor(desk.vault, f"last/{start.stream}", previous.hex())
    return len(queued)


def _queued_from(desk: Desk, start: SegmentName) -> list[OutboxItem]:
    """Return the parcels of a stream from a number on."""
    found: list[OutboxItem] = []
    for name in peers.read_names(desk.vault, start.stream):
        parsed = names.parse_undated(name)
        if isinstance(parsed, SegmentName) and parsed.number >= start.number:
            item = outbox.item(desk.vault, name)
            found += [item] if item else []
    return sorted(found, key=lambda item: item.first)


def _never_left(item: OutboxItem) -> bool:
    """Say whether no try to send this was ever made."""
    return item.state is OutboxState.HERE and not (item.day or item.tries) and item.content is not None


def _previous(desk: Desk, start: SegmentName, item: OutboxItem) -> bytes:
    """Return the hash of the parcel before, which only the parcel itself names."""
    key = peers.content_key(desk.vault, item.name)
    known = membership.roster(desk)
    if start.number == 0 or key is None or known is None:
        return segment.NO_PREVIOUS
    context = Place(project=known.roster.project, box=start.box, to=start.to, number=start.number).context()
    payload = envelope.unseal_with_key(item.content or b"", key, context=context)
    public = membership.device_keys(desk).public().signing
    opened = run.read(payload, context=context, stream=start.stream, box=start.box, signing_public=public)
    return opened.previous
