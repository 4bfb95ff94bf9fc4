"""Two shared places, a server's folder and a stick that comes and goes: all arrives once, by whichever way."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from monitor_app.domain.reviewing import Decision
from monitor_app.errors import BadInput
from monitor_app.operations import browsing, membership, places, projects, reviewing, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Access, Which
from monitor_app.ports import Remote, Silent
from monitor_app.remotes.opening import open_here
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record
from tests.support.fakes import PowerCut, SetClock

DAY_S = 24 * 60 * 60


class Stick:
    """A stick that is plugged in, or in a pocket."""

    def __init__(self, path: Path) -> None:
        self.path, self._pocket = path, path.with_name("pocket")
        path.mkdir()

    def out(self) -> None:
        self.path.rename(self._pocket)

    def back(self) -> None:
        self._pocket.rename(self.path)

    def objects(self, part: str = "") -> list[str]:
        return sorted(path.name for path in (self.path / "fld1" / part).rglob("*") if path.is_file())


@pytest.fixture
def clock():
    return SetClock(1_790_000_000_000)


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    return Stick(tmp_path / "stick")


@pytest.fixture
def crowd(tmp_path, clock, stick):
    """Two coordinators and a monitor, each with both places."""
    crowd = Crowd(tmp_path, clock)
    crowd.join("crane", rights=COORDINATOR)
    crowd.join("wren")
    for name in ("heron", "crane", "wren"):
        places.add(crowd[name], Access(address=f"folder:{stick.path}"), name="Stick")
    crowd.sync("heron", "crane", "wren", "heron")
    yield crowd
    crowd.close()


def records(desk: Desk) -> dict[str, str]:
    return {row.id: row.state.value for row in browsing.records(desk, RecordFilter())}


def only(crowd: Crowd, name: str, place: str) -> syncing.SyncReport:
    """Let a device visit one place."""
    return syncing.run(lambda work: work(crowd[name]), progress=Silent(), which=Which(name=place))[0]


def odd(desk: Desk) -> set[str]:
    return {one.name.template for one in syncing.state(desk).odd}


def at(desk: Desk, name: str) -> syncing.PlaceState:
    return next(one for one in syncing.state(desk).places if one.place.name == name)


def test_each_place_gets_every_parcel_once(crowd, stick):
    append_record(crowd["wren"])
    report = crowd.sync("wren")
    assert {one.name: one.push.sent for one in report.places} == {"shared-place": 1, "Stick": 1}
    assert crowd.sync("wren").push.sent == 0
    own = [one for one in stick.objects("in") if one.startswith(crowd["wren"].box)]
    assert len(own) == len(set(own)) == 1


def test_a_stick_in_a_pocket_stops_nobody_and_is_said(crowd, stick):
    stick.out()
    record = append_record(crowd["wren"])
    report = crowd.sync("wren")
    assert report.stopped is None
    assert [(one.name, one.is_away) for one in report.places] == [("shared-place", False), ("Stick", True)]
    assert "not there" in str(at(crowd["wren"], "Stick").trouble)
    crowd.sync("heron")
    assert record in records(crowd["heron"])
    stick.back()


def test_when_nothing_can_be_reached_it_is_said_and_nothing_lost(crowd, stick):
    stick.out()
    hidden = crowd.folder.rename(crowd.folder.with_name("down"))
    append_record(crowd["wren"])
    assert crowd.sync("wren").stopped is not None
    hidden.rename(crowd.folder)
    stick.back()
    assert crowd.sync("wren").push.sent == 2


def test_what_goes_by_different_ways_reaches_both_coordinators_the_same(crowd, stick):
    """Heron has only the server, crane only the stick; wren has now one, now the other."""
    written = []
    for turn in range(4):
        written.append(append_record(crowd["wren"]))
        only(crowd, "wren", ("shared-place", "Stick")[turn % 2])
        only(crowd, "heron", "shared-place")
        only(crowd, "crane", "Stick")
    reviewing.decide(crowd["crane"], written[1], Decision.ACCEPTED)
    for _ in range(2):
        for name in ("wren", "crane", "heron"):
            crowd.sync(name)
    assert records(crowd["crane"])[written[1]] == "accepted"
    assert records(crowd["heron"]) == records(crowd["crane"])
    assert set(records(crowd["heron"])) == set(written)
    assert odd(crowd["heron"]) == odd(crowd["crane"]) == odd(crowd["wren"]) == set()


def test_the_power_cut_between_two_places_sends_nothing_twice(crowd, stick):
    wren = crowd["wren"]
    append_record(wren)
    put: list[tuple[str, str]] = []
    crowd.desks["wren"] = replace(wren, open_remote=lambda access: Cut(open_here(access), access.address, put))
    with pytest.raises(PowerCut):
        crowd.sync("wren")
    assert [where for where, _ in put] == [f"folder:{crowd.folder}"]
    crowd.desks["wren"] = replace(
        wren, open_remote=lambda access: Counting(open_here(access), access.address, put)
    )
    crowd.sync("wren")
    assert [where for where, _ in put] == [f"folder:{crowd.folder}", f"folder:{stick.path}"]
    crowd.desks["wren"] = wren
    crowd.sync("heron", "crane")
    assert len(records(crowd["heron"])) == len(records(crowd["crane"])) == 1


class Counting:
    """A place that notes what is put there."""

    def __init__(self, inner: Remote, where: str, put: list[tuple[str, str]]) -> None:
        self.get, self.names, self.delete, self.close = inner.get, inner.names, inner.delete, inner.close
        self._inner, self._where, self._put = inner, where, put

    def put(self, name: str, content: bytes) -> None:
        self._put.append((self._where, name))
        self._inner.put(name, content)


class Cut(Counting):
    """A place at which the power is cut before anything is put on a stick."""

    def put(self, name: str, content: bytes) -> None:
        if "stick" in self._where:
            raise PowerCut
        super().put(name, content)


def test_what_was_confirmed_over_one_place_no_other_gets(crowd, stick):
    append_record(crowd["wren"])
    only(crowd, "wren", "shared-place")
    crowd.sync("heron")
    only(crowd, "wren", "shared-place")
    before = stick.objects("in")
    crowd.sync("wren")
    assert [one for one in stick.objects("in") if one not in before and one.startswith(crowd["wren"].box)] == []


def test_a_place_that_goes_leaves_what_it_alone_had_waiting(crowd, stick):
    record = append_record(crowd["wren"])
    only(crowd, "wren", "Stick")
    assert records(crowd["wren"]) == {record: "sent"}
    shutil.rmtree(stick.path)
    count, _ = places.remove(crowd["wren"], places.find(crowd["wren"], "Stick").id)
    assert (count, records(crowd["wren"])) == (1, {record: "finished"})
    crowd.sync("wren", "heron")
    assert record in records(crowd["heron"])


def test_an_older_stick_is_called_older_and_no_attack(crowd, stick):
    """The server has a newer list; the stick was in a pocket meanwhile."""
    stick.out()
    crowd.join("rook")
    crowd.sync("heron", "wren")
    stick.back()
    only(crowd, "wren", "Stick")
    assert odd(crowd["wren"]) == set()
    assert at(crowd["wren"], "Stick").is_older
    crowd.sync("heron", "wren")
    assert not at(crowd["wren"], "Stick").is_older


def test_who_keeps_the_list_brings_a_stick_up_to_date_and_never_calls_it_older(crowd, stick):
    stick.out()
    crowd.join("rook")
    crowd.sync("heron")
    stick.back()
    assert not at(crowd["heron"], "Stick").is_older
    crowd.sync("heron")
    assert not at(crowd["heron"], "Stick").is_older
    only(crowd, "wren", "Stick")
    assert membership.roster(crowd["wren"]).roster == membership.roster(crowd["heron"]).roster


def test_a_place_that_shows_less_than_it_did_is_named(crowd, stick):
    only(crowd, "wren", "Stick")
    newest = max((stick.path / "fld1" / "m").iterdir(), key=lambda path: path.name)
    newest.unlink()
    crowd.sync("wren")
    found = [one for one in syncing.state(crowd["wren"]).odd if one.name.template == "Put back"]
    assert [one.place for one in found] == ["Stick"]


def test_a_list_that_one_place_withholds_and_another_brings_is_not_odd(crowd, stick):
    crowd.join("rook")
    crowd.sync("heron")
    version = membership.roster(crowd["heron"]).roster.version
    only(crowd, "wren", "Stick")
    assert membership.roster(crowd["wren"]).roster.version == version
    crowd.sync("wren")
    assert odd(crowd["wren"]) == set()


def test_a_gap_that_another_place_fills_is_no_gap_and_is_gone_on_from_at_once(crowd, stick, clock):
    """The first parcel lies only on the stick, the second only on the server, which is visited first."""
    first = append_record(crowd["wren"])
    only(crowd, "wren", "Stick")
    second = append_record(crowd["wren"])
    only(crowd, "wren", "shared-place")
    for path in (crowd.folder / "fld1" / "in").rglob(f"{crowd['wren'].box}-00000000-*"):
        path.unlink()
    only(crowd, "heron", "shared-place")
    assert odd(crowd["heron"]) == {"Gap"}
    crowd.sync("heron")
    assert {first, second} <= set(records(crowd["heron"]))
    assert odd(crowd["heron"]) == set()


def test_what_is_gone_from_one_place_is_sent_there_again(crowd, stick, clock):
    append_record(crowd["wren"])
    crowd.sync("wren")
    for path in (stick.path / "fld1" / "in").rglob(f"{crowd['wren'].box}-*"):
        path.unlink()
    clock.forward(seconds=DAY_S)
    report = crowd.sync("wren")
    assert {one.name: one.push.sent for one in report.places} == {"shared-place": 0, "Stick": 1}
    assert [one.place for one in syncing.state(crowd["wren"]).odd if one.name.template == "Gone"] == ["Stick"]


def test_urgent_news_goes_to_every_place_before_other_things_go_to_any(crowd, stick):
    append_record(crowd["heron"])
    projects.revoke(crowd["heron"], crowd["crane"].box)
    put: list[tuple[str, str]] = []
    heron = crowd["heron"]
    crowd.desks["heron"] = replace(
        heron, open_remote=lambda access: Counting(open_here(access), access.address, put)
    )
    crowd.sync("heron")
    crowd.desks["heron"] = heron
    first = put[: len(put) // 2]
    assert {where for where, name in first if "/m/" in name} == {
        f"folder:{crowd.folder}",
        f"folder:{stick.path}",
    }


def test_a_place_that_is_off_or_waits_to_be_asked_is_not_visited(crowd, stick):
    wren = crowd["wren"]
    append_record(wren)
    kept = places.find(wren, "stick")
    places.change(wren, structs.replace(kept, is_automatic=False))
    report = syncing.run(lambda work: work(wren), progress=Silent(), which=Which(by_itself=True))[0]
    assert [one.name for one in report.places] == ["shared-place"]
    places.change(wren, structs.replace(kept, is_on=False))
    with pytest.raises(BadInput, match="turned off"):
        only(crowd, "wren", "Stick")
    places.change(wren, kept)
    assert only(crowd, "wren", "Stick").push.sent == 1


def test_a_stick_under_a_new_path_keeps_what_lies_there(crowd, stick, tmp_path):
    append_record(crowd["wren"])
    crowd.sync("wren")
    stick.path.rename(tmp_path / "other")
    kept = places.find(crowd["wren"], "Stick")
    elsewhere = structs.replace(kept, access=Access(address=f"folder:{tmp_path / 'other'}"))
    places.change(crowd["wren"], elsewhere, is_moved=True)
    assert crowd.sync("wren").push.sent == 0


def test_where_each_parcel_lies_is_told_by_name(crowd, stick):
    append_record(crowd["wren"])
    only(crowd, "wren", "Stick")
    state = syncing.state(crowd["wren"])
    assert list(state.lying.values())[-1] == ("Stick",)
    assert (at(crowd["wren"], "shared-place").lacks.count, at(crowd["wren"], "Stick").lacks.count) == (1, 0)
