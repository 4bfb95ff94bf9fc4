"""Receipts: what to confirm to each box, and what was confirmed to us.

Works on `domain.events.BodiesReceived`; signing and carrying it is the segments' work.
"""

from collections.abc import Iterable, Mapping

from monitor_app.domain.events import BodiesReceived
from monitor_app.domain.people import Right, Roster

ROOTS_AT_MOST = 500


def to_confirm(
    arrived: Iterable[tuple[str, str]], confirmed: Iterable[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """From arrived (box, root) pairs and roots already confirmed, return (box, roots) for each next receipt."""
    done = set(confirmed)
    waiting: dict[str, list[str]] = {}
    for box, root in arrived:
        if root not in done:
            done.add(root)
            waiting.setdefault(box, []).append(root)
    return [
        (box, tuple(roots[start : start + ROOTS_AT_MOST]))
        for box, roots in sorted(waiting.items())
        for start in range(0, len(roots), ROOTS_AT_MOST)
    ]


def confirmed_by(
    receipts: Iterable[BodiesReceived], *, box: str, roster: Roster
) -> Mapping[str, frozenset[str]]:
    """Return, by root, the coordinators' boxes that confirmed it to `box`; nobody else can confirm."""
    found: dict[str, frozenset[str]] = {}
    for receipt in receipts:
        writer = roster.member(receipt.device)
        if receipt.subject == box and writer is not None and Right.COORDINATOR in writer.rights:
            for root in receipt.roots:
                found[root] = found.get(root, frozenset()) | {receipt.device}
    return found
