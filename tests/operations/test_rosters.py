"""Who may change the list of people, what binds at once, and which keys follow."""

import base64

import pytest

from monitor_app.domain.people import Right
from monitor_app.domain.reviewing import Decision
from monitor_app.errors import InvitationRefused, KeyRefused, NotAllowed
from monitor_app.operations import browsing, membership, projects, reviewing, rosters
from monitor_app.operations.browsing import RecordFilter
from monitor_app.sync import names
from monitor_app.vault import keys
from monitor_app.vault.keys import KeyName
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    yield crowd
    crowd.close()


@pytest.fixture
def two(crowd):
    """A second coordinator, "ibis", and a monitor, "wren"."""
    crowd.join("ibis", rights=COORDINATOR)
    crowd.join("wren")
    crowd.sync("ibis")
    return crowd


def count(desk):
    return len(browsing.records(desk, RecordFilter()))


def is_on(desk, box):
    return membership.people_now(desk).member(box).is_active


def test_a_coordinator_who_does_not_hold_the_list_asks_its_holder(two):
    newcomer = two.join("teal", by="ibis")
    two.sync("ibis", "heron")
    assert [one.subject for one in rosters.proposed(two["heron"])] == [newcomer.box]
    projects.accept_proposed(two["heron"], newcomer.box)
    two.sync("heron", "teal")
    assert membership.membership(newcomer).is_waiting is False
    assert rosters.proposed(two["heron"]) == []


def test_only_the_holder_accepts_what_was_proposed(two):
    two.join("teal", by="ibis")
    with pytest.raises(NotAllowed):
        projects.accept_proposed(two["ibis"], two["teal"].box)


def test_a_revocation_by_any_coordinator_binds_before_it_is_on_the_list(two):
    projects.revoke(two["ibis"], two["wren"].box)
    assert not is_on(two["ibis"], two["wren"].box)
    two.sync("ibis", "heron")
    assert not is_on(two["heron"], two["wren"].box)


def test_what_a_revoked_device_sends_afterwards_does_not_count(two):
    append_record(two["wren"])
    two.sync("wren", "ibis")
    projects.revoke(two["ibis"], two["wren"].box)
    append_record(two["wren"])
    two.sync("wren", "ibis")
    assert count(two["ibis"]) == 1


def test_a_revoked_coordinator_is_sealed_to_by_nobody_who_heard_of_it(two):
    projects.revoke(two["heron"], two["ibis"].box)
    two.sync("heron", "wren")
    append_record(two["wren"])
    two.sync("wren", "ibis", "heron")
    assert (count(two["heron"]), count(two["ibis"])) == (1, 0)


def test_a_monitor_hears_of_a_revoked_coordinator_from_another_before_the_holder_wrote_it(crowd):
    for name in ("ibis", "kite"):
        crowd.join(name, rights=COORDINATOR)
    crowd.join("wren")
    crowd.sync("ibis")
    projects.revoke(crowd["ibis"], crowd["kite"].box)
    crowd.sync("ibis", "wren")
    assert not is_on(crowd["wren"], crowd["kite"].box)


def test_the_project_key_is_renewed_for_those_who_stay_when_somebody_is_revoked(two):
    before = membership.project_key(two["heron"])
    projects.revoke(two["heron"], two["wren"].box)
    two.sync("heron", "ibis", "wren")
    after = membership.project_key(two["heron"])
    assert after.secret != before.secret
    assert membership.project_key(two["ibis"]) == after
    assert membership.project_key(two["wren"]) == before


def test_an_invitation_from_before_a_revocation_is_not_accepted(two):
    desk = two.sit_down("teal")
    joining, _ = projects.join(desk, projects.invite(two["heron"])[0], name="teal")
    projects.revoke(two["heron"], two["wren"].box)
    with pytest.raises(InvitationRefused, match="taken off"):
        projects.read_reply(two["heron"], joining.reply)


def test_who_joins_after_a_revocation_begins_at_the_list_of_that_day(two):
    projects.revoke(two["heron"], two["wren"].box)
    two.sync("heron")
    newcomer = two.join("teal")
    assert membership.membership(newcomer).is_waiting is False


def test_a_later_coordinator_reads_what_was_sent_before_it_joined(crowd):
    crowd.join("wren")
    record = append_record(crowd["wren"])
    crowd.sync("wren", "heron")
    crowd.join("ibis", rights=COORDINATOR)
    crowd.sync("ibis")
    assert browsing.record(crowd["ibis"], record).event.subject == record


def test_a_monitor_who_joins_later_is_granted_nothing(crowd):
    crowd.join("wren")
    append_record(crowd["wren"])
    crowd.sync("wren", "heron")
    late = crowd.join("teal")
    crowd.sync("teal")
    assert count(late) == 0


def test_an_archive_reads_and_confirms_and_writes_nothing(crowd):
    crowd.join("wren")
    archive = crowd.join("archive", rights=(Right.ARCHIVE,))
    crowd.sync("wren")
    record = append_record(crowd["wren"])
    crowd.sync("wren", "archive", "wren")
    assert count(archive) == 1
    with pytest.raises(NotAllowed):
        reviewing.decide(archive, record, Decision.ACCEPTED)


def test_a_fresh_receive_key_is_used_once_the_list_names_it_and_the_old_one_goes_when_all_know(two):
    ibis, wren = two["ibis"], two["wren"]
    old = keys.get(ibis.vault, KeyName.RECEIVE)
    assert rosters.renew_own_key(ibis, is_due_only=False)
    two.sync("ibis", "heron", "ibis")
    assert keys.get(ibis.vault, KeyName.RECEIVE) != old
    assert keys.get(ibis.vault, KeyName.RECEIVE_BEFORE) == old
    two.sync("wren")
    for one in (wren, two["heron"]):
        append_record(one)
    two.sync("wren", "heron", "ibis")
    assert keys.get(ibis.vault, KeyName.RECEIVE_BEFORE) is None
    assert count(ibis) == 2


def test_what_was_sealed_to_the_key_before_still_opens(two):
    rosters.renew_own_key(two["ibis"], is_due_only=False)
    append_record(two["wren"])
    two.sync("ibis", "heron")
    two.sync("wren", "ibis")
    assert count(two["ibis"]) == 1


def test_a_device_may_renew_only_its_own_key(two):
    public = base64.b64encode(bytes(1216)).decode()
    from monitor_app.domain.entitlement import may_write
    from monitor_app.domain.events import ReceiveKeyRenewed

    wren = membership.people_now(two["heron"]).member(two["wren"].box)
    forged = ReceiveKeyRenewed(
        subject=two["ibis"].box, device=wren.box, time=two["wren"].stamp(), receive=public
    )
    assert not may_write(wren, forged)


def test_the_list_is_handed_to_another_coordinator_and_the_first_can_no_longer_write_it(two):
    ibis = two["ibis"].box
    projects.appoint(two["heron"], holder=ibis, duty=ibis, deputy=two["heron"].box)
    two.sync("heron", "ibis")
    assert rosters.is_holder(two["ibis"])
    assert not rosters.is_holder(two["heron"])
    newcomer = two.join("teal", by="ibis")
    two.sync("heron", "wren")
    assert membership.membership(newcomer).is_waiting is False
    assert is_on(two["wren"], newcomer.box)


def test_with_the_root_key_a_coordinator_takes_the_list_over(two):
    root = keys.get(two["heron"].vault, KeyName.ROOT)
    projects.take_over(two["ibis"], root)
    two.sync("ibis", "heron", "wren")
    assert rosters.is_holder(two["ibis"])
    assert membership.people_now(two["wren"]).holder == two["ibis"].box


def test_another_key_takes_nothing_over(two):
    with pytest.raises(KeyRefused):
        projects.take_over(two["ibis"], bytes(32))


def test_the_store_sees_no_box_of_the_list_in_its_log(two):
    for path in sorted((two.folder / "fld1" / "m").iterdir()):
        assert names.parse(f"fld1/m/{path.name}") is not None
        assert two["wren"].box.encode() not in path.read_bytes()


def test_a_device_whose_time_is_over_records_and_does_not_send(crowd, clock):
    desk = crowd.sit_down("wren")
    joining, _ = projects.join(desk, projects.invite(crowd["heron"])[0], name="wren")
    until = clock.now_ms() + 60_000
    applicant = projects.read_reply(crowd["heron"], joining.reply)
    projects.accept(crowd["heron"], applicant, until_ms=until)
    crowd.sync("heron", "wren")
    clock.now = until + 2 * 60 * 60 * 1000
    append_record(desk)
    crowd.sync("wren", "heron")
    assert count(crowd["heron"]) == 1  # nobody has told it of that time yet: its own clock does not count
    projects.revoke(crowd["heron"], crowd.join("teal").box)
    crowd.sync("heron", "wren")
    append_record(desk)
    crowd.sync("wren", "heron")
    assert membership.membership(desk).has_run_out
    assert (count(desk), count(crowd["heron"])) == (2, 1)
