"""Receipts: what to confirm to each box, and what was confirmed to us.

Works on `domain.events.BodiesReceived`; signing and carrying it is the segments' work.
"""

from collections.abc import Iterable, Mapping

from monitor_app.domain.events import BodiesReceived
from monitor_app.domain.people import Roster

ROOTS_AT_MOST = 500


def to_confirm(
    arrived: Iterable[tuple[str, str]], confirmed: Iterable[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """From arrived (box, root) pairs and roots already confirmed, return per box the roots of each next receipt."""
    raise NotImplementedError


def confirmed_by(
    receipts: Iterable[BodiesReceived], *, box: str, roster: Roster
) -> Mapping[str, frozenset[str]]:
    """Return, by root, the coordinators' boxes that confirmed it to `box`."""
    raise NotImplementedError
