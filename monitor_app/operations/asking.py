"""A vault that was put back from a backup asks what was erased since, before it says anything to others.

Its former device's letters are read with the former keys; what only coordinators know, they tell when they
accept it again.
"""

from monitor_app.domain.events import RecordErased
from monitor_app.operations import membership
from monitor_app.operations.desk import Desk
from monitor_app.operations.new_device import FORMER
from monitor_app.operations.notes import note, recall
from monitor_app.ports import stream_name
from monitor_app.vault import events, keys, peers, queries
from monitor_app.vault.keys import KeyName

RESTORED = "restored"
"""Where it is noted that this vault was restored, and whether it has since asked what was erased."""
_HEARD = "heard_once_ms"


def must_ask(desk: Desk) -> bool:
    """Say whether this vault was restored and has not heard yet what was erased since."""
    return bool(recall(desk, RESTORED, dict[str, object], {}).get("must_ask", False))


def may_speak(desk: Desk) -> bool:
    """Say whether what this device wrote may travel: a restored one hears first what was erased."""
    return not must_ask(desk) or _has_heard(desk)


def former(desk: Desk) -> tuple[str, ...]:
    """Return the names under which this vault went before it was restored."""
    return tuple(recall(desk, FORMER, list[str], []))


def former_seeds(desk: Desk) -> tuple[bytes, ...]:
    """Return what letters to its former names were sealed to."""
    held = [keys.get(desk.vault, f"former/{box}/{KeyName.RECEIVE}") for box in former(desk)]
    return tuple(seed for seed in held if seed)


def note_asked(desk: Desk) -> bool:
    """Note an exchange that listed everything to its end; say whether the vault has heard all now.

    Who reads what everybody writes has heard at the second: the keys for it come with the first.
    """
    if not must_ask(desk) or not _has_heard(desk):
        return not must_ask(desk)
    known = membership.people_now(desk)
    reads_all = known is not None and any(one.box == desk.box for one in known.readers())
    if reads_all and not recall(desk, _HEARD, int, 0):
        note(desk, _HEARD, desk.now())
        return False
    note(desk, RESTORED, {**recall(desk, RESTORED, dict[str, object], {}), "must_ask": False})
    note(desk, _HEARD, None)
    return True


def tell(desk: Desk, box: str, former_boxes: tuple[str, ...]) -> int:
    """As a coordinator, tell a device that joins again what was erased of what its former names wrote."""
    told = 0
    for gone in queries.erasures(desk.vault):
        if any(queries.writer_of(desk.vault, root) in former_boxes for root in gone.roots):
            again = RecordErased(
                subject=gone.subject, device=desk.box, time=desk.stamp(), roots=gone.roots, reason=gone.reason
            )
            events.append(desk.vault, again, stream=stream_name(desk.box, box))
            told += 1
    return told


def _has_heard(desk: Desk) -> bool:
    """Say whether a letter of a coordinator was read since this device is on the list: erasures come first."""
    known = membership.people_now(desk)
    mine = known.member(desk.box) if known else None
    if known is None or mine is None or not mine.is_active:
        return False
    others = [one.box for one in known.members if one.box != desk.box]
    return any(peers.last_read(desk.vault, stream_name(box, desk.box)) for box in others)
