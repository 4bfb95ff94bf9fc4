"""Content keys of parcels for readers who joined late: after them, or unknown to the writer when it packed."""

import base64
from collections.abc import Mapping, Sequence

from monitor_app.domain.events import KeysGranted
from monitor_app.domain.people import Right, Roster
from monitor_app.operations import membership
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import stream_name
from monitor_app.sync import names
from monitor_app.sync.segment import Opened
from monitor_app.vault import events, peers

_AT_ONCE = 1000
_READS_SINCE = "reads_since"


def grant_all(desk: Desk, box: str) -> None:
    """Hand a new reader the content keys of all segments we hold that were written to everybody."""
    held = [(name, key) for name, key in peers.content_keys(desk.vault) if name.startswith(names.SEGMENTS)]
    for start in range(0, len(held), _AT_ONCE):
        _give(desk, box, dict(held[start : start + _AT_ONCE]))


def grant_late(desk: Desk, taken: Sequence[Opened]) -> None:
    """As a coordinator, hand on what was just taken in to readers its writer did not know of yet.

    A monitor who was away packs to the list of that day: who joined since could never open it.
    """
    known = membership.people_now(desk)
    mine = known.member(desk.box) if known else None
    since = recall(desk, _READS_SINCE, dict[str, int], {})
    if known is None or mine is None or not mine.may(Right.COORDINATOR) or not since:
        return
    for reader in known.readers():
        missed = {
            names.undated(one.name): one.content_key
            for one in taken
            if not one.name.to and one.known.roster < since.get(reader.box, 0)
        }
        if missed and reader.box != desk.box:
            _give(desk, reader.box, missed)


def note_newcomers(desk: Desk, before: Roster | None, now: Roster) -> None:
    """Keep with which version of the list each later reader began to read."""
    if before is None:
        return
    read_before = {one.box for one in before.readers()}
    fresh = {one.box: now.version for one in now.readers() if one.box not in read_before}
    if fresh:
        note(desk, _READS_SINCE, {**recall(desk, _READS_SINCE, dict[str, int], {}), **fresh})


def take_in(desk: Desk, event: KeysGranted) -> None:
    """Keep keys that are meant for us, and look again at what they open."""
    if event.subject == desk.box:
        for name, key in event.keys.items():
            peers.set_cursor(desk.vault, f"grant/{name}", key)
            peers.release(desk.vault, name)


def granted(desk: Desk, name: str) -> bytes | None:
    """Return the content key we were granted for a segment, or None."""
    key = peers.cursor(desk.vault, f"grant/{name}")
    return base64.b64decode(key) if key else None


def _give(desk: Desk, box: str, content_keys: Mapping[str, bytes]) -> None:
    keys = {name: base64.b64encode(key).decode() for name, key in content_keys.items()}
    event = KeysGranted(subject=box, device=desk.box, time=desk.stamp(), keys=keys)
    events.append(desk.vault, event, stream=stream_name(desk.box, box))
