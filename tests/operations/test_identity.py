"""Names and contacts kept apart: a passphrase of their own, a reason, a few minutes, a day to be deleted by."""

import pytest

from monitor_app.domain.events import RecordFinished
from monitor_app.errors import BadInput, NotAllowed, TriedTooOften, WrongPassphrase
from monitor_app.operations import browsing, collecting, identity, projects, questionnaires, transcript
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.vault import events, identities, keys, queries
from monitor_app.vault.keys import KeyName
from tests.support.desks import IDENTITY_PASSPHRASE, joined_pair, reopened
from tests.support.fakes import SetClock

FORM = b"""| survey |
| | type | name | label | identity |
| | text | story | What happened? | |
| | text | phone | How can we reach you? | yes |
| | date | phone_delete_by | By which day do we delete this? | yes |
| settings |
| | form_id | form_title |
| | with_identity | With identity |
"""
WHY = "She asked to be called back."
DAY_S = 24 * 60 * 60


@pytest.fixture
def record(desk: Desk) -> str:
    return write(desk)


def write(desk: Desk, **answers: str) -> str:
    digest, _ = questionnaires.add(desk, FORM, file_name="with_identity.md")
    draft = collecting.begin(desk, digest)[0].draft_id
    collecting.keep(desk, draft, {"story": "Fees", "phone": "555-0100", **answers})
    return collecting.finish(desk, draft)[0].record_id


def opened(desk: Desk, record: str, passphrase: str = "") -> list[str]:
    lines, _ = transcript.open_identity(desk, record, reason=WHY, passphrase=passphrase)
    return [answer for line in lines for answer in line.answers]


def actions(desk: Desk) -> list[str]:
    return [row.action for row in queries.custody(desk.vault)]


def test_the_key_does_not_lie_open_in_the_vault_once_it_is_set_apart(desk, record):
    seed = keys.get(desk.vault, KeyName.IDENTITY_PRIVATE)
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    assert keys.get(desk.vault, KeyName.IDENTITY_PRIVATE) is None
    assert seed not in keys.get(desk.vault, KeyName.IDENTITY_LOCKED)
    assert opened(desk, record, IDENTITY_PASSPHRASE) == ["555-0100"]


def test_founding_a_project_sets_it_apart(desk, record):
    projects.create(desk, title="P", name="Heron", identity_passphrase=IDENTITY_PASSPHRASE)
    assert identity.state(desk) == identity.State(is_held=True, is_apart=True)
    assert opened(desk, record, IDENTITY_PASSPHRASE) == ["555-0100"]


def test_a_weak_identity_passphrase_founds_nothing(desk):
    with pytest.raises(BadInput):
        projects.create(desk, title="P", name="Heron", identity_passphrase="summer")
    assert not projects.membership(desk).project


def test_before_it_is_set_apart_nothing_opens(desk, record):
    with pytest.raises(NotAllowed, match="no passphrase of its own"):
        opened(desk, record, IDENTITY_PASSPHRASE)


def test_a_monitor_opens_nothing_not_even_its_own(tmp_path, clock):
    pair = joined_pair(tmp_path, clock)
    record = write(pair.monitor)
    assert not identity.state(pair.monitor).is_held
    with pytest.raises(NotAllowed):
        opened(pair.monitor, record)


def test_the_key_stays_open_for_five_minutes_and_not_longer(desk, record, clock):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    opened(desk, record, IDENTITY_PASSPHRASE)
    clock.forward(seconds=4 * 60)
    assert opened(desk, record) == ["555-0100"]
    clock.forward(seconds=2 * 60)
    with pytest.raises(NotAllowed, match="closed"):
        opened(desk, record)


def test_a_clock_set_back_keeps_nothing_open(desk, record, clock):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    opened(desk, record, IDENTITY_PASSPHRASE)
    clock.now -= 60_000
    assert identity.state(desk).open_ms == 0


def test_shutting_drops_the_key(desk, record):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    identity.open_key(desk, IDENTITY_PASSPHRASE)
    identity.shut(desk)
    with pytest.raises(NotAllowed):
        opened(desk, record)


def test_no_reason_no_opening_and_no_try_of_the_passphrase(desk, record):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    with pytest.raises(NotAllowed, match="reason"):
        transcript.open_identity(desk, record, reason=" ", passphrase=IDENTITY_PASSPHRASE)
    assert identity.state(desk).open_ms == 0


def test_each_opening_is_logged_with_its_reason_and_each_refusal_too(desk, record):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    opened(desk, record, IDENTITY_PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        opened(desk, record, "dapo-miru-keso-vanu-tile-gobo")
    (noted,) = queries.custody(desk.vault, subject=record)
    assert noted.action == "identity_opened"
    assert sorted(actions(desk)) == ["identity_opened", "identity_refused"]


def test_wrong_tries_must_wait_also_after_a_restart(desk, record, clock, tmp_path):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            opened(desk, record, "wrong")
    desk.vault.close()
    again = reopened(desk.vault.folder, clock=clock)
    with pytest.raises(TriedTooOften):
        opened(again, record, IDENTITY_PASSPHRASE)
    clock.forward(seconds=6)
    assert opened(again, record, IDENTITY_PASSPHRASE) == ["555-0100"]
    again.vault.close()


def test_a_part_names_who_answers_for_it_and_its_day(desk, clock):
    event = record_of(desk, write(desk, phone_delete_by="2023-12-01"))
    assert event.identity_owner == desk.box
    assert event.identity_until_ms == 1_701_475_200_000  # 2023-12-02 00:00 UTC: the whole first of December


@pytest.mark.parametrize("day", ["2093-01-01", "no day at all"])
def test_no_part_is_kept_longer_than_a_year(desk, clock, day):
    event = record_of(desk, write(desk, **({"phone_delete_by": day} if day[0] == "2" else {})))
    assert event.identity_until_ms == clock.now + 365 * DAY_S * 1000


def test_when_its_day_has_come_the_part_is_gone_and_the_record_stays_provable(desk, record, clock):
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    sealed = record_of(desk, record).identity
    clock.forward(seconds=366 * DAY_S)
    assert identity.enforce(desk)[0] == 1
    assert record_of(desk, record).identity == ""
    assert record_of(desk, record).answers == {"story": "Fees"}
    assert not [body for (body,) in desk.vault.rows("SELECT content FROM body") if sealed.encode() in body]
    assert events.check(desk.vault) == []
    assert "identity_deleted" in actions(desk)
    assert identity.enforce(desk)[0] == 0


def test_opening_the_vault_enforces_it(desk, record, clock):
    desk.vault.close()
    clock.forward(seconds=366 * DAY_S)
    again = reopened(desk.vault.folder, clock=clock)
    assert record_of(again, record).identity == ""
    again.vault.close()


def test_before_its_day_nothing_is_dropped(desk, record, clock):
    clock.forward(seconds=364 * DAY_S)
    assert identity.enforce(desk)[0] == 0
    assert record_of(desk, record).identity


def test_a_record_whose_part_is_gone_still_reaches_the_coordinator(tmp_path, clock: SetClock):
    pair = joined_pair(tmp_path, clock)
    record = write(pair.monitor, phone_delete_by="2023-11-15")
    clock.forward(seconds=3 * DAY_S)
    identity.enforce(pair.monitor)
    pair.exchange()
    assert record_of(pair.coordinator, record).answers == {"story": "Fees"}
    assert events.check(pair.coordinator.vault) == []


def test_the_coordinator_drops_what_it_received_on_the_same_day(tmp_path, clock: SetClock):
    pair = joined_pair(tmp_path, clock)
    record = write(pair.monitor, phone_delete_by="2023-11-20")
    pair.exchange()
    assert record_of(pair.coordinator, record).identity
    clock.forward(seconds=30 * DAY_S)
    assert identity.enforce(pair.coordinator)[0] == 1
    assert record_of(pair.coordinator, record).identity == ""


def test_the_keeper_is_said_by_name(tmp_path, clock: SetClock):
    pair = joined_pair(tmp_path, clock)
    record = write(pair.monitor)
    pair.exchange()
    assert identity.keeping(pair.coordinator, record).owner == "Wren"


def test_a_second_passphrase_costs_as_much_to_guess_as_the_first(desk):
    ring_cost = identities.cost_of_a_guess(desk.vault)
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    locked = keys.get(desk.vault, KeyName.IDENTITY_LOCKED)
    assert int.from_bytes(locked[32 + 5 : 32 + 9], "big") == ring_cost.memory_kib


def test_search_never_finds_what_lies_in_an_identity_part(desk, record):
    assert browsing.count(desk, RecordFilter(text="555-0100")) == 0
    assert browsing.count(desk, RecordFilter(text="Fees")) == 1


def record_of(desk: Desk, record: str) -> RecordFinished:
    event = browsing.record(desk, record).event
    assert isinstance(event, RecordFinished)
    return event
