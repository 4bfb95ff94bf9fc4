"""Receipts name what arrived, in batches, and only a coordinator's count."""

from monitor_app.domain.events import BodiesReceived
from monitor_app.domain.ordering import Stamp
from monitor_app.sync.receipts import ROOTS_AT_MOST, confirmed_by, to_confirm
from tests.sync.people import Device, coordinator, roster_of


def receipt(device: str, subject: str, *roots: str) -> BodiesReceived:
    return BodiesReceived(subject=subject, device=device, time=Stamp(1), roots=roots)


def test_what_arrived_is_confirmed_to_its_box_once():
    arrived = [("boxbb", "r3"), ("boxaa", "r1"), ("boxaa", "r2"), ("boxaa", "r1")]
    assert to_confirm(arrived, ["r2"]) == [("boxaa", ("r1",)), ("boxbb", ("r3",))]


def test_many_are_confirmed_in_batches():
    arrived = [("boxaa", f"r{number}") for number in range(ROOTS_AT_MOST + 1)]
    assert [len(roots) for _, roots in to_confirm(arrived, [])] == [ROOTS_AT_MOST, 1]


def test_only_coordinators_receipts_to_this_box_count():
    known = roster_of(coordinator(), coordinator("coordb"), Device("boxaa"), Device("boxbb")).roster
    receipts = [
        receipt("coord", "boxaa", "r1", "r2"),
        receipt("coordb", "boxaa", "r1"),
        receipt("boxbb", "boxaa", "r3"),
        receipt("stranger", "boxaa", "r3"),
        receipt("coord", "boxbb", "r4"),
    ]
    assert confirmed_by(receipts, box="boxaa", roster=known) == {
        "r1": frozenset({"coord", "coordb"}),
        "r2": frozenset({"coord"}),
    }
