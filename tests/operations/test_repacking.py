"""What left before it was erased is replaced: who reads later never gets it, and nobody loses anything else."""

from pathlib import Path

import pytest

from monitor_app.crypto.primitives import sha256
from monitor_app.domain.events import Photo
from monitor_app.domain.records import ErasureReason
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, carrying, erasing, removing, repacking, reviewing, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.vault import attachments, events, outbox, parcels, peers
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record
from tests.support.fakes import SetClock

ASKED = ErasureReason.ASKED


@pytest.fixture
def clock():
    return SetClock(1_790_000_000_000)


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    yield crowd
    crowd.close()


def parcels_of(crowd: Crowd, name: str, number: int) -> list[Path]:
    """Return what lies in the shared place at one number of a device's stream to everyone."""
    return sorted((crowd.folder / "fld1" / "in").rglob(f"{crowd[name].box}-{number:08d}-*"))


def ids(desk: Desk) -> set[str]:
    return {row.id for row in browsing.records(desk, RecordFilter())}


def odd(desk: Desk) -> set[str]:
    return {one.name.template for one in syncing.state(desk).odd}


def sent(crowd: Crowd, *, together: int = 1) -> list[str]:
    """Let wren finish records that leave in one parcel, number 0."""
    found = [append_record(crowd["wren"]) for _ in range(together)]
    crowd.sync("wren")
    return found


def test_a_parcel_that_left_is_replaced_at_its_own_number(crowd):
    first, second = sent(crowd, together=2)
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren")
    assert len(parcels_of(crowd, "wren", 0)) == 2
    crowd.sync("heron")
    assert ids(crowd["heron"]) == {second}
    assert odd(crowd["heron"]) == set()


def test_a_confirmed_parcel_is_replaced_and_the_replacement_is_confirmed(crowd):
    first, second = sent(crowd, together=2)
    crowd.sync("heron", "wren")
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren", "heron", "wren")
    items = outbox.items(crowd["wren"].vault, offset=0, limit=99)
    assert {item.state.value for item in items} == {"confirmed"}
    assert ids(crowd["heron"]) == {second}
    assert (odd(crowd["heron"]), odd(crowd["wren"])) == (set(), set())


def test_who_never_saw_the_old_one_takes_the_replacement_and_what_follows_it(crowd):
    first, second = sent(crowd, together=2)
    (old,) = parcels_of(crowd, "wren", 0)
    third = append_record(crowd["wren"])
    crowd.sync("wren")
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren")
    old.unlink()
    crowd.sync("heron")
    assert ids(crowd["heron"]) == {second, third}
    assert odd(crowd["heron"]) == set()
    assert events.check(crowd["heron"].vault) == []


def test_a_replacement_can_be_replaced(crowd):
    first, second, third = sent(crowd, together=3)
    (old,) = parcels_of(crowd, "wren", 0)
    for record in (first, second):
        erasing.erase(crowd["wren"], record, ASKED)
        crowd.sync("wren")
    assert len(parcels_of(crowd, "wren", 0)) == 3
    old.unlink()
    crowd.sync("heron")
    assert ids(crowd["heron"]) == {third}
    assert odd(crowd["heron"]) == set()


def test_a_replacement_that_never_left_is_built_anew(crowd):
    first, second, third = sent(crowd, together=3)
    for record in (first, second):
        erasing.erase(crowd["wren"], record, ASKED)
    crowd.sync("wren")
    assert len(parcels_of(crowd, "wren", 0)) == 2
    crowd.sync("heron")
    assert ids(crowd["heron"]) == {third}


def test_what_waits_behind_a_parcel_that_left_is_still_taken_back(crowd):
    first, _ = sent(crowd, together=2)
    waiting, other = append_record(crowd["wren"]), append_record(crowd["wren"])
    carrying.pack(crowd["wren"])
    erasing.erase(crowd["wren"], first, ASKED)
    erasing.erase(crowd["wren"], waiting, ASKED)
    crowd.sync("wren")
    assert len(parcels_of(crowd, "wren", 1)) == 1
    crowd.sync("heron")
    assert other in ids(crowd["heron"])


def test_an_erasure_by_the_coordinator_has_the_writer_replace_its_parcel(crowd):
    first, second = sent(crowd, together=2)
    crowd.sync("heron")
    erasing.erase(crowd["heron"], first, ASKED)
    crowd.sync("heron", "wren")
    assert len(parcels_of(crowd, "wren", 0)) == 2
    crowd.sync("heron", "wren")
    assert ids(crowd["wren"]) == ids(crowd["heron"]) == {second}
    assert odd(crowd["heron"]) == set()


def test_the_keys_of_what_was_replaced_are_forgotten_on_both_sides(crowd):
    first, _ = sent(crowd, together=2)
    crowd.sync("heron", "wren")
    (old,) = peers.read_names(crowd["heron"].vault, crowd["wren"].box)
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren", "heron")
    for name in ("wren", "heron"):
        assert peers.is_read(crowd[name].vault, old)
        assert peers.content_key(crowd[name].vault, old) is None


def test_the_letter_of_a_coordinator_is_replaced_too(crowd):
    record = sent(crowd)[0]
    crowd.sync("heron")
    reviewing.decide(crowd["heron"], record, Decision.QUERIED, note="Which month?")
    crowd.sync("heron", "wren")
    before = set(lying_of(crowd, "out"))
    erasing.erase(crowd["heron"], record, ASKED)
    crowd.sync("heron", "wren", "heron", "wren")
    (gone,) = before - set(lying_of(crowd, "out"))
    assert [one for one in lying_of(crowd, "out") if one.startswith(gone[:-16])]
    assert (odd(crowd["heron"]), odd(crowd["wren"])) == (set(), set())


def test_a_body_that_was_cleared_here_is_not_lost_by_a_replacement(crowd):
    """Others hold it: the parcel waits until it can be told what is gone and what is only not here."""
    first, second = sent(crowd, together=2)
    crowd.sync("heron", "wren")
    wren = crowd["wren"]
    root = next(link.root for link in events.after(wren.vault, wren.box, 0, limit=1))
    with wren.vault.writing():
        wren.vault.run("INSERT INTO cleared VALUES (?, 1)", root)
        wren.vault.run("DELETE FROM body WHERE root = ?", root)
    erasing.erase(wren, first, ASKED)
    assert repacking.replace_left(wren) == 0
    assert parcels.leaving(wren.vault, "first") == []
    assert ids(wren) == {second}


def test_a_coordinator_who_joins_later_is_given_the_key_of_the_replacement(crowd):
    first, second = sent(crowd, together=2)
    crowd.sync("heron")
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren", "heron")
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("heron", "rook", "rook")
    assert ids(crowd["rook"]) == {second}


def lying_of(crowd: Crowd, kind: str) -> list[str]:
    """Return what lies under a prefix of the shared place."""
    return sorted(path.name for path in (crowd.folder / "fld1" / kind).rglob("*") if path.is_file())


def test_the_old_parcel_leaves_once_the_coordinator_has_read_the_replacement(crowd):
    first, second = sent(crowd, together=2)
    crowd.sync("heron", "wren")
    (old,) = parcels_of(crowd, "wren", 0)
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren")
    assert old.exists()
    report = crowd.sync("heron")
    assert not old.exists()
    assert report.removed == 1
    assert len(parcels_of(crowd, "wren", 0)) == 1
    crowd.sync("wren", "heron", "wren")
    assert (odd(crowd["heron"]), odd(crowd["wren"])) == (set(), set())
    assert ids(crowd["wren"]) == {second}


def test_a_replacement_that_does_not_lie_there_takes_nothing_away(crowd):
    first, _ = sent(crowd, together=2)
    crowd.sync("heron")
    (old,) = parcels_of(crowd, "wren", 0)
    erasing.erase(crowd["heron"], first, ASKED)
    crowd.sync("heron", "wren")
    (new,) = set(parcels_of(crowd, "wren", 0)) - {old}
    heron = crowd["heron"]
    kept = new.read_bytes()
    new.write_bytes(kept[:-1])
    parcels.let_leave(heron.vault, [f"fld1/in/{old.name}"], replacement=f"fld1/in/{new.name}")
    crowd.sync("heron")
    assert old.exists()
    new.write_bytes(kept)
    crowd.sync("heron", "heron")
    assert not old.exists()


@pytest.mark.parametrize("there", [b"", b"half of it"])
def test_nothing_is_deleted_whose_replacement_cannot_be_read_back(there):
    place = MemoryRemote()
    place.put("fld1/old", b"old")
    if there:
        place.put("fld1/new", there)
    task = removing._Task("old", ("fld1/old",), ("fld1/new",), sha256(b"all of it").hex())
    assert not removing._deleted(place, task)
    assert place.get("fld1/old") == b"old"


def test_an_erased_picture_leaves_the_shared_place(crowd):
    record = append_record(crowd["wren"], photos=(photo(crowd["wren"]),))
    crowd.sync("wren", "heron", "wren")
    assert len(lying_of(crowd, "b")) == 3
    erasing.erase(crowd["wren"], record, ASKED)
    crowd.sync("wren", "heron")
    assert lying_of(crowd, "b") == []


def photo(desk: Desk) -> Photo:
    def sealed(name: str):
        return attachments.store(desk.vault, [name.encode() * 9], name=f"{name}.jpg", media_type="image/jpeg")

    return Photo(question="site", original=sealed("one"), working=sealed("two"), thumbnail=sealed("three"))


def test_a_coordinator_who_is_not_on_duty_leaves_the_parcels_of_others(crowd):
    crowd.join("rook", rights=COORDINATOR)
    first, _ = sent(crowd, together=2)
    crowd.sync("heron", "rook")
    (old,) = parcels_of(crowd, "wren", 0)
    erasing.erase(crowd["wren"], first, ASKED)
    crowd.sync("wren", "rook")
    assert old.exists()
    crowd.sync("heron")
    assert not old.exists()


def test_whoever_names_a_strangers_picture_cannot_take_it_away(crowd):
    """A device can see the names of parts in the shared place, and put them into a record of its own."""
    crowd.join("teal")
    append_record(crowd["teal"], photos=(theirs := photo(crowd["teal"]),))
    crowd.sync("teal", "heron")
    there = lying_of(crowd, "b")
    record = append_record(crowd["wren"], photos=(theirs,))
    crowd.sync("wren", "heron")
    erasing.erase(crowd["wren"], record, ASKED)
    crowd.sync("wren", "heron")
    assert lying_of(crowd, "b") == there
    assert attachments.has(crowd["heron"].vault, theirs.original)
