"""The smaller stores: outbox, keys, rosters, questionnaires, peers, settings; and the declared tables."""

import pytest

from monitor_app.domain.people import Member, Roster
from monitor_app.vault import awaited, forms, keys, lodging, outbox, peers, queries, schema, stored_settings
from monitor_app.vault.lodging import Lying
from monitor_app.vault.outbox import OutboxItem, OutboxState
from monitor_app.vault.peers import HeldBack

from .samples import PLACE, add_place


@pytest.fixture
def vault(vault):
    """A vault with one shared place."""
    add_place(vault)
    return vault


def test_the_declared_tables_are_those_the_migrations_make(vault):
    made = {
        table: " ".join(row[1] for row in vault.rows(f"PRAGMA table_info({table})")) for table in schema.TABLES
    }
    assert made == schema.TABLES


def test_every_table_is_either_kept_and_declared_or_rebuilt(vault):
    from monitor_app.vault.projections import ALL_TABLES

    tables = {name for (name,) in vault.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    own = {name for name in tables if not name.startswith(("sqlite_", "_sqlite_", "search_"))}
    assert own - set(schema.TABLES) - set(ALL_TABLES) == set()


def _item(name: str, priority: int = 2, **other) -> OutboxItem:
    return OutboxItem(name=name, priority=priority, **{"content": b"sealed", **other})


def test_what_is_due_comes_by_priority_then_age(vault):
    photo = _item("b/1", 5, content=None, chunk="c1", size=9)
    outbox.enqueue(vault, [photo, _item("in/1"), _item("in/2")])
    assert [item.name for item in outbox.due(vault, PLACE, 9)] == ["in/1", "in/2", "b/1"]
    assert [item.name for item in outbox.due(vault, PLACE, 9, up_to=2)] == ["in/1", "in/2"]
    assert outbox.summary(vault).bytes == 21


def test_a_known_name_keeps_its_bytes(vault):
    outbox.enqueue(vault, [_item("in/1")])
    lodging.mark_sent(vault, PLACE, ["in/1"])
    outbox.enqueue(vault, [_item("in/1", content=b"other")])
    item = outbox.item(vault, "in/1")
    assert item is not None
    assert (item.content, item.state) == (b"sealed", OutboxState.SENT)


def test_an_item_goes_from_here_to_sent_to_confirmed(vault):
    outbox.enqueue(vault, [_item(f"in/{n}") for n in range(3)])
    lodging.fix_days(vault, PLACE, ["in/0", "in/1"], "20260101")
    lodging.mark_sent(vault, PLACE, ["in/0", "in/1"])
    outbox.mark_confirmed(vault, ["in/0"])
    lodging.mark_sent(vault, PLACE, ["in/0"])
    summary = outbox.summary(vault)
    assert (summary.waiting, summary.sent, summary.confirmed) == (1, 1, 1)
    assert lodging.lying(vault, PLACE, 0, limit=9) == [Lying("in/1", "20260101")]
    assert [item.content for item in outbox.items(vault, offset=0, limit=9)] == [None] * 3


def test_what_is_sent_again_waits_for_a_new_day_and_counts_as_tried(vault):
    outbox.enqueue(vault, [_item(f"in/{n}") for n in range(3)])
    lodging.fix_days(vault, PLACE, ["in/0", "in/1"], "20260101")
    lodging.mark_sent(vault, PLACE, ["in/0", "in/1"])
    outbox.mark_confirmed(vault, ["in/1"])
    assert lodging.send_again(vault, PLACE) == 1
    assert [(item.name, item.day, item.tries) for item in outbox.due(vault, PLACE, 9)] == [
        ("in/0", "", 1),
        ("in/2", "", 0),
    ]


def test_what_is_seen_lying_is_looked_after_later(vault):
    outbox.enqueue(vault, [_item("in/0")])
    lodging.fix_days(vault, PLACE, ["in/0"], "20260101")
    lodging.mark_sent(vault, PLACE, ["in/0"], now_ms=5)
    lodging.note_seen(vault, PLACE, ["in/0"], now_ms=9)
    assert (lodging.lying(vault, PLACE, 8, limit=9), len(lodging.lying(vault, PLACE, 9, limit=9))) == ([], 1)


def test_what_waits_of_a_stream_becomes_as_urgent_as_what_follows_it(vault):
    outbox.enqueue(
        vault, [_item("in/s-0", 2, stream="s"), _item("in/t-0", 2, stream="t"), _item("in/s-1", 1, stream="s")]
    )
    assert [item.name for item in outbox.due(vault, PLACE, 9)] == ["in/s-0", "in/s-1", "in/t-0"]


def test_a_reader_who_says_how_far_it_read_confirms_that_much(vault):
    name = "fld1/out/bbbbb/aaaaa-0000000{}-aaaaaaaaaaaaaaaa"
    outbox.enqueue(vault, [_item(name.format(n), stream="aaaaa/bbbbb") for n in range(3)])
    outbox.confirm_up_to(vault, "aaaaa/bbbbb", 1)
    assert [item.state for item in outbox.items(vault, offset=0, limit=9)] == ["confirmed", "confirmed", "here"]


def test_awaited_chunks_come_by_kind_and_are_confirmed_once_here(vault):
    awaited.expect(vault, ["c2", "c1"], kind=5, box="b")
    awaited.expect(vault, ["c3"], kind=4, box="b")
    assert awaited.wanted(vault, up_to=9, limit=9) == [("c3", 4), ("c1", 5), ("c2", 5)]
    assert awaited.wanted(vault, up_to=4, limit=9) == [("c3", 4)]
    assert awaited.note_here(vault, ["c3", "unknown"]) == {"b"}
    assert (awaited.unconfirmed(vault, "b", limit=9), awaited.count_wanted(vault)) == (["c3"], 2)
    awaited.forget(vault, ["c3"])
    assert awaited.unconfirmed(vault, "b", limit=9) == []


def test_names_not_read_yet_are_told_apart_at_once(vault):
    peers.mark_read(vault, "in/b-1", writer="b")
    peers.mark_read(vault, "in/b-2", writer="b")
    assert peers.unread(vault, ["in/b-1", "in/b-3"]) == {"in/b-3"}
    assert (peers.last_read(vault, "b"), peers.read_after(vault, "b", "in/b-1")) == ("in/b-2", ["in/b-2"])


def test_marks_are_found_by_their_prefix_and_taken_away(vault):
    peers.set_cursor(vault, "owed/a", "1")
    peers.set_cursor(vault, "owing", "1")
    assert peers.places(vault, "owed/") == ["owed/a"]
    peers.clear_cursor(vault, "owed/a")
    assert peers.places(vault, "owed/") == []


def test_packing_goes_only_forward_and_with_its_items(vault):
    assert outbox.packed_up_to(vault, "s") == -1
    outbox.enqueue(vault, [], packed={"s": 4})
    outbox.enqueue(vault, [], packed={"s": 2})
    assert outbox.packed_up_to(vault, "s") == 4


def test_keys_are_kept_replaced_and_forgotten(vault):
    keys.put(vault, keys.KeyName.SIGNING, b"one")
    keys.put(vault, keys.KeyName.SIGNING, b"two")
    assert keys.get(vault, keys.KeyName.SIGNING) == b"two"
    keys.forget(vault, keys.KeyName.SIGNING)
    assert keys.get(vault, keys.KeyName.SIGNING) is None


def _roster(version: int, name: str) -> Roster:
    member = Member(box="b", name=name, rights=(), signing="", receive="", since_ms=0)
    return Roster(project="p", title="t", version=version, at_ms=0, members=(member,))


def test_the_newest_roster_counts_and_all_are_kept(vault):
    assert keys.roster_bytes(vault) is None
    keys.put_roster(vault, b"one", _roster(1, "Heron"))
    keys.put_roster(vault, b"two", _roster(2, "Crane"))
    assert keys.roster_bytes(vault) == b"two"
    assert keys.roster_log(vault) == [(1, b"one"), (2, b"two")]
    assert queries.device_names(vault) == {"b": "Crane"}


def test_a_kept_roster_is_not_replaced_by_another_of_its_version(vault):
    keys.put_roster(vault, b"one", _roster(1, "Heron"))
    keys.put_roster(vault, b"forged", _roster(1, "Crane"))
    assert (keys.roster_bytes(vault), queries.device_names(vault)) == (b"one", {"b": "Heron"})


def test_an_older_roster_does_not_rename_people(vault):
    keys.put_roster(vault, b"two", _roster(2, "Crane"))
    keys.put_roster(vault, b"one", _roster(1, "Heron"))
    assert queries.device_names(vault) == {"b": "Crane"}


def test_questionnaires_come_back_with_their_lists(vault):
    form = forms.StoredForm(digest="d", id="i", version="1", title="Pay", xform=b"<x/>", lists={"a.csv": b"n"})
    forms.put(vault, form)
    assert forms.get(vault, "d") == form
    assert forms.get(vault, "e") is None


def test_a_published_questionnaire_stays_published(vault):
    for published in (False, True, False):
        forms.put(
            vault,
            forms.StoredForm(digest="d", id="i", version="1", title="Pay", xform=b"", published=published),
        )
    assert [row.published for row in forms.rows(vault)] == [True]


def test_marks_and_taken_objects_are_remembered(vault):
    assert peers.cursor(vault, "in/box") == ""
    peers.set_cursor(vault, "in/box", "7")
    peers.mark_read(vault, "in/7", writer="box", content_key=b"k")
    peers.mark_read(vault, "in/8", writer="box")
    assert (peers.cursor(vault, "in/box"), peers.is_read(vault, "in/7"), peers.is_read(vault, "in/9")) == (
        "7",
        True,
        False,
    )
    assert peers.read_names(vault, "box") == ["in/7", "in/8"]
    assert (peers.content_key(vault, "in/7"), peers.content_key(vault, "in/8")) == (b"k", None)


def test_what_is_held_back_is_told_until_it_is_taken_in(vault):
    for name, since in (("in/1", 5), ("in/2", 6), ("in/1", 9)):
        peers.hold_back(
            vault, HeldBack(name=name, writer="b", reason="gap", sentence="Missing.", since_ms=since)
        )
    assert [(held.name, held.since_ms) for held in peers.held_back(vault)] == [("in/2", 6), ("in/1", 5)]
    peers.mark_read(vault, "in/1", writer="b")
    peers.release(vault, "in/2")
    assert peers.held_back(vault) == []


def test_settings_hold_any_json_and_can_be_forgotten(vault):
    for value in (1, "text", [1, {"a": None}], True):
        stored_settings.put(vault, "k", value)
        assert stored_settings.get(vault, "k") == value
    stored_settings.put(vault, "k", None)
    assert stored_settings.get(vault, "k", "none") == "none"
