"""Of several shared places: each gets what it lacks, once; what is confirmed, none lacks any more."""

import pytest

from monitor_app.domain.reviewing import RecordState
from monitor_app.vault import events, lodging, outbox, queries, shared_places, tally
from monitor_app.vault.lodging import Lying
from monitor_app.vault.outbox import OutboxItem
from monitor_app.vault.views import RecordFilter

from .samples import BOX, add_place, finished

OFFICE, STICK = "office", "stick"


@pytest.fixture
def vault(vault):
    """A vault with two shared places and two parcels."""
    add_place(vault, OFFICE)
    add_place(vault, STICK, position=1)
    outbox.enqueue(vault, [_item("in/0"), _item("in/1")])
    return vault


def _item(name: str, priority: int = 2, **other) -> OutboxItem:
    return OutboxItem(name=name, priority=priority, **{"content": b"sealed", **other})


def due(vault, place: str) -> list[str]:
    return [item.name for item in outbox.due(vault, place, 99)]


def state(vault, name: str = "in/0") -> str:
    return outbox.item(vault, name).state.value


def send(vault, place: str, *names: str, day: str = "20260101", now_ms: int = 5) -> None:
    lodging.fix_days(vault, place, names, day)
    lodging.mark_sent(vault, place, names, now_ms=now_ms)


def test_what_one_place_has_the_other_still_lacks(vault):
    send(vault, OFFICE, "in/0")
    assert (due(vault, OFFICE), due(vault, STICK)) == (["in/1"], ["in/0", "in/1"])
    assert state(vault) == "sent"


def test_marked_twice_it_is_sent_once(vault):
    send(vault, OFFICE, "in/0")
    send(vault, OFFICE, "in/0", day="20260109", now_ms=9)
    assert lodging.lying(vault, OFFICE, 99, limit=9) == [Lying("in/0", "20260101")]
    assert lodging.lying(vault, OFFICE, 8, limit=9) == [Lying("in/0", "20260101")]


def test_each_place_has_its_own_day(vault):
    send(vault, OFFICE, "in/0")
    lodging.fix_days(vault, STICK, ["in/0"], "20260105")
    assert [item.day for item in outbox.due(vault, STICK, 99)] == ["20260105", ""]
    assert outbox.item(vault, "in/0").day == "20260101"


def test_what_is_confirmed_no_place_lacks_and_none_is_asked_about(vault):
    send(vault, OFFICE, "in/0")
    outbox.mark_confirmed(vault, ["in/0"])
    assert (due(vault, STICK), lodging.lying(vault, OFFICE, 99, limit=9)) == (["in/1"], [])
    lodging.mark_sent(vault, STICK, ["in/0"])
    assert state(vault) == "confirmed"


def test_a_new_place_lacks_all_that_nobody_confirmed(vault):
    send(vault, OFFICE, "in/0", "in/1")
    outbox.mark_confirmed(vault, ["in/1"])
    add_place(vault, "cloud", position=2)
    assert due(vault, "cloud") == ["in/0"]


def test_what_lay_only_in_a_place_that_is_left_waits_for_the_others(vault):
    send(vault, STICK, "in/0", "in/1")
    send(vault, OFFICE, "in/1")
    assert lodging.leave(vault, STICK) == 1
    shared_places.drop(vault, STICK)
    assert (state(vault), state(vault, "in/1")) == ("here", "sent")
    assert due(vault, OFFICE) == ["in/0"]


def test_what_may_lie_in_a_place_that_was_left_is_not_called_never_sent(vault):
    lodging.fix_days(vault, STICK, ["in/0"], "20260101")
    lodging.leave(vault, STICK)
    item = outbox.item(vault, "in/0")
    assert (item.state.value, item.day, item.tries) == ("here", "", 1)


def test_what_is_gone_from_one_place_goes_there_again_only(vault):
    for place in (OFFICE, STICK):
        send(vault, place, "in/0", "in/1")
    assert lodging.send_again(vault, STICK, ["in/0"]) == 1
    assert (due(vault, OFFICE), due(vault, STICK), state(vault)) == ([], ["in/0"], "sent")


def test_a_record_is_called_sent_while_one_place_has_it(vault):
    events.append(vault, finished(), stream=BOX)
    outbox.enqueue(vault, [_item("in/r", stream=BOX, first=0, last=0)])
    seen = []
    for step in (
        lambda: send(vault, STICK, "in/r"),
        lambda: send(vault, OFFICE, "in/r"),
        lambda: lodging.send_again(vault, STICK, ["in/r"]),
        lambda: lodging.leave(vault, OFFICE),
    ):
        step()
        seen.append(queries.records(vault, RecordFilter())[0].state)
    assert seen == [RecordState.SENT, RecordState.SENT, RecordState.SENT, RecordState.FINISHED]


def test_urgent_news_hurries_what_a_place_lacks_of_the_same_stream(vault):
    outbox.enqueue(vault, [_item("in/s-0", 3, stream="s"), _item("in/s-1", 3, stream="s")])
    send(vault, OFFICE, "in/s-0")
    outbox.enqueue(vault, [_item("in/s-2", 1, stream="s")])
    assert due(vault, OFFICE)[:2] == ["in/s-1", "in/s-2"]
    assert due(vault, STICK)[:3] == ["in/s-0", "in/s-1", "in/s-2"]


def test_what_each_place_lacks_is_counted(vault):
    send(vault, OFFICE, "in/0", "in/1")
    assert lodging.lacking(vault) == {STICK: lodging.Lack(2, 12, 2)}


def test_it_is_told_where_a_parcel_lies_in_the_order_of_the_places(vault):
    for place in (STICK, OFFICE):
        send(vault, place, "in/0")
    assert lodging.whereabouts(vault, ["in/0", "in/1"]) == {"in/0": (OFFICE, STICK)}


def test_a_parcel_that_is_taken_back_leaves_no_trace(vault):
    with vault.writing():
        vault.run("DELETE FROM outbox WHERE name = 'in/0'")
    assert due(vault, OFFICE) == ["in/1"]
    assert lodging.lacking(vault)[STICK].count == 1


def test_after_damage_a_place_lacks_what_nothing_says_lies_there(vault):
    send(vault, OFFICE, "in/0")
    with vault.writing():
        vault.run("DELETE FROM waiting")
    lodging.expect_all(vault)
    assert (due(vault, OFFICE), due(vault, STICK)) == (["in/1"], ["in/0", "in/1"])


def test_what_happens_by_itself_to_rows_is_counted_in_the_sums(vault):
    send(vault, OFFICE, "in/0")
    shared_places.drop(vault, STICK)
    with vault.writing():
        vault.run("DELETE FROM outbox WHERE name = 'in/0'")
    tables = tally.table_map(vault.db)
    assert [name for name, table in tables.items() if tally.differs(vault.db, name, table)] == []
