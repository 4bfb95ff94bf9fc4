"""In travel mode nothing finished can be read here; only a coordinator gives it back."""

import pytest

from monitor_app.errors import NotAllowed
from monitor_app.operations import browsing, carrying, clearing, places, travelling
from monitor_app.operations.browsing import RecordFilter
from monitor_app.vault import events, outbox, peers
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record, new_desk

WORD = "quodlibet"


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    for number in range(3):
        append_record(crowd["wren"], subject=f"record{number}", answers={"words": f"{WORD} {number}"})
    crowd.sync("wren", "heron", "wren")
    yield crowd
    crowd.close()


@pytest.fixture
def away(crowd):
    travelling.begin(crowd["wren"])
    crowd.sync("wren", "heron", "wren")
    return crowd


def shown(desk):
    return {row.id for row in browsing.records(desk, RecordFilter())}


def searched(desk):
    return browsing.records(desk, RecordFilter(text=WORD))


def in_the_open_vault(desk):
    """Count the rows of every table, search included, that hold the word."""
    tables = [name for (name,) in desk.vault.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        name for name in tables for row in desk.vault.rows(f"SELECT * FROM {name}") if WORD in repr(row).lower()
    ]


def test_it_waits_until_a_coordinator_has_signed_for_the_key(crowd):
    travelling.begin(crowd["wren"])
    assert travelling.journey(crowd["wren"]).waits
    crowd.sync("wren")
    assert len(shown(crowd["wren"])) == 3


def test_what_was_finished_is_nowhere_in_the_open_vault(away):
    assert travelling.journey(away["wren"]).is_away
    assert shown(away["wren"]) == set()
    assert searched(away["wren"]) == []
    assert in_the_open_vault(away["wren"]) == []


def test_what_is_finished_on_the_journey_goes_the_same_way_and_still_arrives(away):
    append_record(away["wren"], subject="on the way", answers={"words": WORD})
    away.sync("wren", "heron")
    assert "on the way" in shown(away["heron"])
    assert in_the_open_vault(away["wren"]) == []


def test_a_coordinator_gives_it_back_and_everything_is_as_before(away):
    asked, _ = travelling.ask_back(away["wren"])
    away.sync("wren", "heron")
    (traveller,) = travelling.asks(away["heron"])
    assert traveller.code == asked.code
    travelling.give_back(away["heron"], traveller.box)
    away.sync("heron", "wren")
    assert shown(away["wren"]) == {"record0", "record1", "record2"}
    assert len(searched(away["wren"])) == 3
    assert travelling.journey(away["wren"]) == travelling.Journey()
    assert travelling.asks(away["heron"]) == []


def test_nothing_on_the_device_opens_the_archive(away):
    from monitor_app.crypto.primitives import Receiver
    from monitor_app.errors import DecryptionFailed
    from monitor_app.operations import membership
    from monitor_app.vault import putting_away

    for seed in membership.receive_seeds(away["wren"]):
        assert Receiver(seed)
        with pytest.raises(DecryptionFailed):
            putting_away.bring_back(away["wren"].vault, seed)


def test_a_coordinator_whose_receive_key_turned_meanwhile_can_still_give_it_back(away):
    from monitor_app.operations import rosters

    away.join("ibis", rights=COORDINATOR)
    rosters.renew_own_key(away["heron"], is_due_only=False)
    away.sync("heron", "ibis", "wren", "ibis", "heron")
    travelling.ask_back(away["wren"])
    away.sync("wren", "heron")
    travelling.give_back(away["heron"], away["wren"].box)
    away.sync("heron", "wren")
    assert len(shown(away["wren"])) == 3


def test_who_is_sealed_everything_cannot_travel_even_if_another_could_give_it_back(crowd):
    crowd.join("ibis", rights=COORDINATOR)
    with pytest.raises(NotAllowed, match="sealed everybody's records"):
        travelling.begin(crowd["heron"])


def test_a_vault_in_no_project_cannot_travel(tmp_path, clock):
    desk = new_desk(tmp_path / "alone", clock=clock)
    with pytest.raises(NotAllowed, match="nobody who could give"):
        travelling.begin(desk)
    desk.vault.close()


def test_no_key_of_a_parcel_with_something_cleared_stays_here(crowd):
    wren = crowd["wren"]
    append_record(wren, subject="only here")
    carrying.pack(wren)
    clearing.clear(wren)
    own = [name for name, _ in peers.content_keys(wren.vault) if f"{wren.box}-" in name]
    assert own == [item.name for item in outbox.due(wren.vault, places.first_set(wren).id, 100)]


def test_the_log_stays_whole_while_bodies_are_away(away):
    assert events.check(away["wren"].vault) == []


def test_only_what_is_confirmed_is_safe_to_clear(crowd):
    append_record(crowd["wren"], subject="only here")
    found = clearing.readiness(crowd["wren"])
    assert (found.records, len(found.safe), found.needed, found.confirmers) == (4, 3, 1, ("heron",))
    assert not found.is_green
    clearing.clear(crowd["wren"])
    assert shown(crowd["wren"]) == {"only here"}
    assert in_the_open_vault(crowd["wren"]) == []
    assert clearing.readiness(crowd["wren"]).cleared == 3


def test_with_two_readers_one_receipt_is_not_enough(crowd):
    crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("wren")
    append_record(crowd["wren"], subject="new")
    crowd.sync("wren", "heron", "wren")
    found = clearing.readiness(crowd["wren"])
    assert (found.needed, found.is_green) == (2, False)
    crowd.sync("ibis", "wren")
    assert clearing.readiness(crowd["wren"]).is_green


def test_nothing_confirmed_nothing_cleared(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    append_record(crowd["heron"])
    with pytest.raises(NotAllowed):
        clearing.clear(crowd["heron"])
    crowd.close()


def test_what_is_finished_without_a_network_is_sealed_away_at_once(away):
    append_record(away["wren"], answers={"words": WORD})
    travelling.after_finishing(away["wren"])
    assert in_the_open_vault(away["wren"]) == []
