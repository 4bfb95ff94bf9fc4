"""A vault put back from a backup hears what was erased since, and says nothing before."""

import shutil

import pytest

from monitor_app.domain.records import ErasureReason
from monitor_app.operations import asking, backing_up, browsing, erasing, projects, restoring, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import PASSPHRASE, append_record, reopened
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


def ids(desk: Desk) -> set[str]:
    return {row.id for row in browsing.records(desk, RecordFilter())}


def back_up(crowd: Crowd, name: str) -> None:
    (crowd.path / "stick").mkdir()
    backing_up.run(lambda work: work(crowd[name]), crowd.path / "stick", progress=Silent())


def put_back(crowd: Crowd, name: str) -> Desk:
    """Restore a device's backup under another name."""
    chosen = restoring.choose(crowd.path / "stick", restoring.by_passphrase(PASSPHRASE))
    restoring.run(chosen, crowd.path / f"{name}-again", clock=crowd.clock, progress=Silent())
    crowd.desks[f"{name}-again"] = reopened(crowd.path / f"{name}-again", clock=crowd.clock)
    return crowd[f"{name}-again"]


def rejoin(crowd: Crowd, name: str, *, by: str = "heron", rights=None) -> None:
    invitation, _ = projects.invite(crowd[by])
    joining, _ = projects.join(crowd[f"{name}-again"], invitation, name=f"{name}-again")
    given = {"rights": rights} if rights else {}
    projects.accept(crowd[by], projects.read_reply(crowd[by], joining.reply), **given)
    crowd.sync(by, f"{name}-again")


def names_of_odd(desk: Desk) -> set[str]:
    return {one.name.template for one in syncing.state(desk).odd}


def test_letters_to_the_former_device_are_read_at_the_first_sync(crowd):
    record = append_record(crowd["wren"])
    crowd.sync("wren", "heron", "wren")
    back_up(crowd, "wren")
    erasing.erase(crowd["heron"], record, ASKED)
    crowd.sync("heron")
    again = put_back(crowd, "wren")
    assert ids(again) == {record}
    crowd.sync("wren-again")
    assert ids(again) == set()


def test_until_a_coordinator_has_answered_it_says_that_it_could_not_ask(crowd):
    append_record(crowd["wren"])
    crowd.sync("wren", "heron", "wren")
    back_up(crowd, "wren")
    again = put_back(crowd, "wren")
    crowd.sync("wren-again")
    assert asking.must_ask(again)
    assert "Restored" in names_of_odd(again)


def test_what_the_former_device_erased_itself_is_told_by_who_accepts_it_again(crowd):
    record, other = append_record(crowd["wren"]), append_record(crowd["wren"])
    crowd.sync("wren", "heron", "wren")
    back_up(crowd, "wren")
    erasing.erase(crowd["wren"], record, ASKED)
    crowd.sync("wren", "heron")
    again = put_back(crowd, "wren")
    rejoin(crowd, "wren")
    crowd.sync("heron", "wren-again")
    assert ids(again) == {other}
    assert not asking.must_ask(again)
    assert "Restored" not in names_of_odd(again)


def test_what_it_says_again_does_not_bring_back_what_was_erased(crowd):
    """The backup is from before the record was sent, so the restored vault would send it anew."""
    record, other = append_record(crowd["wren"]), append_record(crowd["wren"])
    back_up(crowd, "wren")
    crowd.sync("wren", "heron", "wren")
    erasing.erase(crowd["wren"], record, ASKED)
    crowd.sync("wren", "heron")
    again = put_back(crowd, "wren")
    rejoin(crowd, "wren")
    crowd.sync("heron", "wren-again", "heron")
    assert ids(again) == ids(crowd["heron"]) == {other}


def test_it_sends_nothing_before_a_letter_of_a_coordinator_came(crowd):
    append_record(crowd["wren"])
    back_up(crowd, "wren")
    crowd.sync("wren", "heron", "wren")
    again = put_back(crowd, "wren")
    invitation, _ = projects.invite(crowd["heron"])
    joining, _ = projects.join(again, invitation, name="wren-again")
    projects.accept(crowd["heron"], projects.read_reply(crowd["heron"], joining.reply))
    crowd.sync("heron")
    shutil.rmtree(crowd.folder / "fld1" / "out", ignore_errors=True)
    crowd.sync("wren-again", "wren-again")
    assert not list((crowd.folder / "fld1" / "in").rglob(f"{again.box}-*"))
    assert asking.must_ask(again)


def test_a_coordinator_that_was_put_back_has_heard_once_it_holds_what_others_wrote(crowd):
    crowd.join("rook", rights=COORDINATOR)
    record = append_record(crowd["wren"])
    crowd.sync("wren", "heron", "rook")
    back_up(crowd, "rook")
    erasing.erase(crowd["wren"], record, ASKED)
    crowd.sync("wren", "heron", "rook")
    again = put_back(crowd, "rook")
    rejoin(crowd, "rook", rights=COORDINATOR)
    crowd.sync("rook-again")
    assert ids(again) == set()
    assert not asking.must_ask(again)
