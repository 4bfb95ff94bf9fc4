"""What everybody holds leaves the shared place after a time; who joins later begins after it, and sees that."""

from pathlib import Path

import pytest

from monitor_app.domain.events import DaysCleared, Start
from monitor_app.domain.people import Right
from monitor_app.domain.reviewing import Decision
from monitor_app.errors import BadInput, NotAllowed, RemoteForbidden
from monitor_app.operations import browsing, clearing_days, retention, reviewing, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.remotes.folder import FolderRemote
from monitor_app.remotes.refusals import forbidden
from monitor_app.vault import events, peers
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record
from tests.support.fakes import SetClock

DAY_S = 24 * 60 * 60


@pytest.fixture
def clock():
    return SetClock(1_790_000_000_000)


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    yield crowd
    crowd.close()


def ids(desk: Desk) -> set[str]:
    return {row.id for row in browsing.records(desk, RecordFilter())}


def odd(desk: Desk) -> set[str]:
    return {one.name.template for one in syncing.state(desk).odd}


def lying(crowd: Crowd, kind: str, box: str = "") -> list[str]:
    found = (crowd.folder / "fld1" / kind).rglob(f"{box}*")
    return sorted(path.name for path in found if path.is_file())


def months(crowd: Crowd, count: int = 7) -> None:
    crowd.clock.forward(seconds=count * 30 * DAY_S)


def clear(crowd: Crowd, name: str = "heron") -> syncing.SyncReport:
    desk = crowd[name]
    return syncing.run(lambda work: work(desk), progress=Silent(), clear_old=True)[0]


def recorded(crowd: Crowd, name: str = "wren") -> str:
    record = append_record(crowd[name])
    crowd.sync(name, "heron", name)
    return record


def test_what_is_old_and_held_by_everybody_leaves(crowd):
    record, wren = recorded(crowd), crowd["wren"].box
    clear(crowd)
    assert lying(crowd, "in", wren)
    months(crowd)
    report = clear(crowd)
    assert report.removed
    assert lying(crowd, "in", wren) == []
    assert ids(crowd["heron"]) == {record}


def test_it_stays_where_it_is_to_stay_for_ever(crowd):
    recorded(crowd)
    retention.choose(crowd["heron"], 0)
    months(crowd, 30)
    assert clear(crowd).removed == 0


def test_how_long_is_for_a_coordinator_to_say_and_within_bounds(crowd):
    with pytest.raises(NotAllowed):
        retention.choose(crowd["wren"], 30)
    with pytest.raises(BadInput):
        retention.choose(crowd["heron"], 1)


def test_the_sender_sends_nothing_again_and_goes_on(crowd):
    first = recorded(crowd)
    months(crowd)
    clear(crowd)
    crowd.sync("wren")
    assert crowd.sync("wren").sent_again == 0
    assert lying(crowd, "in", crowd["wren"].box) == []
    second = recorded(crowd)
    assert ids(crowd["heron"]) == {first, second}
    assert (odd(crowd["heron"]), odd(crowd["wren"])) == (set(), set())


def test_nothing_leaves_before_the_other_coordinator_has_said_that_it_holds_it(crowd):
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("wren")
    record = recorded(crowd)
    months(crowd)
    assert clear(crowd).removed == 0
    found = clearing_days.preview(lambda work: work(crowd["heron"]), Silent())
    assert (found.objects, found.waits_for) == (0, ("rook",))
    crowd.sync("rook")  # a week and more has passed: it says how far it holds what others wrote
    clear(crowd)
    assert lying(crowd, "in", crowd["wren"].box) == []
    assert ids(crowd["rook"]) == {record}


def test_a_coordinator_who_joins_afterwards_begins_after_what_left_and_is_told(crowd):
    recorded(crowd)
    months(crowd)
    clear(crowd)
    later = recorded(crowd)
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("heron", "rook", "rook")
    assert ids(crowd["rook"]) == {later}
    assert odd(crowd["rook"]) == {"Removed"}
    assert events.check(crowd["rook"].vault) == []
    crowd.sync("heron", "wren")
    assert (odd(crowd["heron"]), odd(crowd["wren"])) == (set(), set())


def test_a_run_that_was_cut_short_has_told_before_it_deleted_and_goes_on(crowd, monkeypatch):
    recorded(crowd)
    months(crowd)

    def full(*_: object) -> None:
        raise RemoteForbidden(forbidden().message)

    monkeypatch.setattr(FolderRemote, "delete", full)
    report = clear(crowd)
    assert report.removed == 0
    assert "Not cleared" in odd(crowd["heron"])
    assert lying(crowd, "in", crowd["wren"].box)
    assert peers.start_of(crowd["heron"].vault, crowd["wren"].box)
    monkeypatch.undo()
    clear(crowd)
    assert lying(crowd, "in", crowd["wren"].box) == []


def test_letters_that_were_read_leave_too(crowd):
    record = recorded(crowd)
    reviewing.decide(crowd["heron"], record, Decision.QUERIED, note="Which month?")
    crowd.sync("heron", "wren")
    recorded(crowd)
    before = lying(crowd, "out")
    months(crowd)
    clear(crowd)
    assert len(lying(crowd, "out")) < len(before)
    recorded(crowd)
    assert odd(crowd["wren"]) == set()


def test_a_note_of_what_was_cleared_changes_nothing_for_who_holds_the_stream(crowd):
    record = recorded(crowd)
    wren = crowd["wren"].box
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("rook", "rook")
    starts = {wren: Start(90, "00" * 32, 400, "00" * 32)}
    lied = DaysCleared(subject="20270101", device=crowd["rook"].box, time=crowd["rook"].stamp(), streams=starts)
    events.append(crowd["rook"].vault, lied, stream=crowd["rook"].box)
    crowd.sync("rook", "heron")
    later = recorded(crowd)
    assert ids(crowd["heron"]) == {record, later}


def test_only_who_coordinates_and_is_on_duty_clears(crowd):
    crowd.join("rook", rights=(*COORDINATOR, Right.IDENTITY))
    crowd.sync("wren")
    recorded(crowd)
    months(crowd, 3)
    crowd.sync("rook", "heron", "rook")  # both say what they hold; nothing is old enough yet
    months(crowd, 4)
    clear(crowd, "rook")
    clear(crowd, "wren")
    assert lying(crowd, "in", crowd["wren"].box)
    clear(crowd)
    assert lying(crowd, "in", crowd["wren"].box) == []


def hidden(crowd: Crowd, box: str) -> list[tuple[Path, Path]]:
    """Hide a device's parcels, as a store does that shows them to one coordinator and not to another."""
    away = crowd.path / "hidden"
    away.mkdir()
    found = [path for path in (crowd.folder / "fld1" / "in").rglob(f"{box}*") if path.is_file()]
    return [(path, path.rename(away / path.name)) for path in found]


def test_what_another_coordinator_was_shown_and_this_one_not_is_odd_until_it_comes(crowd):
    crowd.join("ibis", rights=COORDINATOR)
    recorded(crowd)
    crowd.clock.forward(seconds=8 * DAY_S)
    crowd.sync("heron")
    moved = hidden(crowd, crowd["wren"].box)
    crowd.sync("ibis")
    withheld = [one for one in syncing.state(crowd["ibis"]).odd if one.id.startswith("never_shown/")]
    assert [(one.who, one.count > 0) for one in withheld] == [("wren", True)]
    for place, kept in moved:
        kept.rename(place)
    crowd.sync("ibis")
    assert not [one for one in syncing.state(crowd["ibis"]).odd if one.id.startswith("never_shown/")]
