"""Records and receipts pass both ways in one file, where there is no network."""

import pytest

from monitor_app.domain.people import Right
from monitor_app.domain.reviewing import RecordState
from monitor_app.errors import BadInput, RemoteError
from monitor_app.operations import browsing, handing_over, membership, projects
from monitor_app.operations.browsing import RecordFilter
from monitor_app.ports import Silent
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record, new_desk


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    crowd.sync("heron", "wren")
    yield crowd
    crowd.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mail.fieldwork"


def hand(desk, path):
    return handing_over.exchange(lambda work: work(desk), path, progress=Silent())[0]


def states(desk):
    return [row.state for row in browsing.records(desk, RecordFilter())]


def test_a_record_goes_up_in_a_file_and_its_receipt_comes_back_in_the_same(crowd, path):
    append_record(crowd["wren"])
    for name in ("wren", "heron", "wren"):
        hand(crowd[name], path)
    assert states(crowd["heron"]) == [RecordState.RECEIVED]
    assert states(crowd["wren"]) == [RecordState.RECEIVED]


def test_what_was_put_into_a_file_is_not_called_sent(crowd, path):
    append_record(crowd["wren"])
    hand(crowd["wren"], path)
    assert states(crowd["wren"]) == [RecordState.FINISHED]
    crowd.sync("wren")
    assert states(crowd["wren"]) == [RecordState.SENT]


def test_the_same_file_twice_changes_nothing(crowd, path):
    append_record(crowd["wren"])
    for name in ("wren", "heron", "wren"):
        hand(crowd[name], path)
    size = path.stat().st_size
    report = hand(crowd["heron"], path)
    assert (report.pull.new_events, report.put_in) == (0, report.put_in)
    assert len(browsing.records(crowd["heron"], RecordFilter())) == 1
    assert path.stat().st_size - size < 200_000


def test_a_newcomer_hears_by_file_that_it_was_accepted(crowd, path):
    desk = crowd.sit_down("teal")
    joining, _ = projects.join(desk, projects.invite(crowd["heron"])[0], name="teal")
    projects.accept(crowd["heron"], projects.read_reply(crowd["heron"], joining.reply))
    hand(crowd["heron"], path)
    hand(desk, path)
    assert membership.membership(desk).is_waiting is False


def test_a_coordinator_carries_others_mail_to_the_shared_place_and_answers_back(crowd, path, tmp_path):
    crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("wren", "ibis")
    append_record(crowd["wren"])
    hand(crowd["wren"], path)
    ibis = crowd["ibis"]
    carried, _ = handing_over.carry_on(lambda work: work(ibis), path, progress=Silent())
    assert carried
    crowd.sync("heron")
    assert states(crowd["heron"]) == [RecordState.RECEIVED]
    handing_over.carry_on(lambda work: work(ibis), path, progress=Silent())
    hand(crowd["wren"], path)
    assert states(crowd["wren"]) == [RecordState.RECEIVED]


def test_a_device_of_another_project_cannot_open_the_file(crowd, path, tmp_path, clock):
    hand(crowd["wren"], path)
    other = new_desk(tmp_path / "other", clock=clock)
    projects.create(other, title="Other", name="Rook")
    with pytest.raises(BadInput):
        hand(other, path)
    other.vault.close()


def test_a_vault_in_no_project_has_nothing_to_hand_over(path, tmp_path, clock):
    desk = new_desk(tmp_path / "loner", clock=clock)
    with pytest.raises(BadInput):
        hand(desk, path)
    desk.vault.close()


def test_a_stick_that_is_gone_is_said(crowd, tmp_path):
    with pytest.raises(RemoteError):
        hand(crowd["wren"], tmp_path / "gone" / "mail.fieldwork")


def test_a_revoked_device_cannot_open_a_file_made_afterwards(crowd, path):
    projects.revoke(crowd["heron"], crowd["wren"].box)
    hand(crowd["heron"], path)
    with pytest.raises(BadInput):
        hand(crowd["wren"], path)
    assert Right.MONITOR in membership.membership(crowd["wren"]).rights  # it has not heard of it
