"""What a lost device could open, and who warns whom."""

import pytest

from monitor_app.errors import BadInput, NotAllowed
from monitor_app.operations import losing
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    crowd.join("teal")
    crowd.join("ibis", rights=COORDINATOR)
    for name, code in (("wren", "W-AAAAA-A"), ("wren", "W-AAAAA-A"), ("teal", "W-BBBBB-B")):
        append_record(crowd[name], pseudonym=code)
    crowd.sync("wren", "teal", "heron", "ibis")
    yield crowd
    crowd.close()


def test_a_lost_monitor_could_open_its_own_records(crowd):
    found = losing.exposure(crowd["heron"], crowd["wren"].box)
    assert [(one.pseudonym, one.records) for one in found.sources] == [("W-AAAAA-A", 2)]
    assert not found.reads_all


def test_a_lost_coordinator_could_open_everybodys(crowd):
    found = losing.exposure(crowd["heron"], crowd["ibis"].box)
    assert [one.pseudonym for one in found.sources] == ["W-AAAAA-A", "W-BBBBB-B"]
    assert found.reads_all
    assert found.may_open_identity


def test_who_warns_whom_is_known_to_every_coordinator(crowd):
    box = crowd["wren"].box
    losing.note_loss(crowd["heron"], box, warners={"W-AAAAA-A": " Ibis "}, is_access_changed=True)
    crowd.sync("heron", "ibis")
    found = losing.exposure(crowd["ibis"], box)
    assert (found.warners, found.unwarned, found.is_access_changed) == ({"W-AAAAA-A": "Ibis"}, 0, True)


def test_only_a_coordinator_sees_it(crowd):
    with pytest.raises(NotAllowed):
        losing.exposure(crowd["wren"], crowd["teal"].box)


def test_an_unknown_device_is_refused(crowd):
    with pytest.raises(BadInput):
        losing.exposure(crowd["heron"], "nobody")
