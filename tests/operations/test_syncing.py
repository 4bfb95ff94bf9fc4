import base64
from dataclasses import replace

import pytest
from msgspec import structs

from monitor_app.crypto import bodies, headers
from monitor_app.domain.events import FileRef, Photo, RecordFinished, RecordReviewed, SiteRecorded, to_leaves
from monitor_app.domain.reviewing import Decision, RecordState
from monitor_app.errors import BadInput, InvitationRefused, NotAllowed
from monitor_app.operations import (
    browsing,
    identity,
    membership,
    observing,
    projects,
    reviewing,
    sealing,
    syncing,
)
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent, Silent
from monitor_app.sync import joining, names, segment
from monitor_app.sync.exchange import Kind
from monitor_app.sync.run import Knowledge
from monitor_app.vault import attachments, events, outbox
from monitor_app.vault.outbox import OutboxItem
from tests.support.desks import IDENTITY_PASSPHRASE, Pair, append_record, finished_record, new_desk
from tests.support.fakes import PowerCut, StoppingClock


def states(desk):
    return [row.state for row in browsing.records(desk, RecordFilter())]


def test_a_record_reaches_the_coordinator_and_its_monitor_hears_that_it_did(pair: Pair):
    append_record(pair.monitor)
    pair.exchange()
    assert states(pair.coordinator) == [RecordState.RECEIVED]
    assert states(pair.monitor) == [RecordState.RECEIVED]


def test_a_record_is_called_sent_only_once_it_was(pair: Pair):
    append_record(pair.monitor)
    assert states(pair.monitor) == [RecordState.FINISHED]
    pair.sync(pair.monitor)
    assert states(pair.monitor) == [RecordState.SENT]


def test_a_query_travels_down_and_names_the_record(pair: Pair):
    record = append_record(pair.monitor)
    pair.exchange()
    reviewing.decide(pair.coordinator, record, Decision.QUERIED, note="Which month?")
    pair.sync(pair.coordinator)
    pair.sync(pair.monitor)
    view = browsing.record(pair.monitor, record)
    assert view.row.state is RecordState.QUERIED
    assert [review.event.note for review in view.reviews] == ["Which month?"]


def test_one_sync_sends_all_that_waits_however_much_it_is(pair: Pair):
    vault = pair.monitor.vault
    with vault.writing():
        files = [
            attachments.store(vault, [b"%d" % one], name="p", media_type="image/jpeg") for one in range(210)
        ]
        chunks = [chunk for file in files for chunk in file.chunks]
        outbox.enqueue(
            vault, [OutboxItem(name=f"{names.CHUNKS}{one}", priority=Kind.PHOTOS, chunk=one) for one in chunks]
        )
    assert pair.sync(pair.monitor).push.sent == 210
    assert syncing.state(pair.monitor).summary.waiting == 0


def test_a_receipt_cut_short_is_written_at_the_next_sync(pair: Pair):
    files = [
        attachments.store(pair.monitor.vault, [name.encode()], name=name, media_type="image/jpeg")
        for name in ("original", "working", "thumbnail")
    ]
    photo = Photo(question="p", original=files[0], working=files[1], thumbnail=files[2])
    append_record(pair.monitor, photos=(photo,))
    pair.sync(pair.monitor)

    def cut_while_confirming(work):
        desk = pair.coordinator
        return work(replace(desk, clock=StoppingClock(0)) if work is syncing.settle else desk)

    with pytest.raises(PowerCut):
        syncing.run(cut_while_confirming, progress=Silent())
    pair.sync(pair.coordinator)
    pair.sync(pair.monitor)
    assert syncing.state(pair.monitor).summary.sent == 0


def test_syncing_again_brings_and_sends_nothing_twice(pair: Pair):
    append_record(pair.monitor)
    pair.exchange()
    for desk in (pair.monitor, pair.coordinator):
        report = pair.sync(desk)
        assert report.pull.new_events == 0
        assert report.push.sent == 0


def test_what_is_recorded_before_acceptance_waits_and_then_travels(tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    coordinator = new_desk(tmp_path / "c", clock=clock)
    monitor = new_desk(tmp_path / "m", clock=clock)
    projects.create(coordinator, title="P", name="Heron", address=f"folder:{folder}")
    joining, _ = projects.join(monitor, projects.invite(coordinator)[0], name="Wren")
    pair = Pair(coordinator, monitor, folder)
    pair.sync(coordinator)
    append_record(monitor)
    pair.sync(monitor)
    assert states(monitor) == [RecordState.FINISHED]
    projects.accept(coordinator, projects.read_reply(coordinator, joining.reply))
    pair.sync(coordinator)
    pair.exchange()
    assert len(states(coordinator)) == 1
    coordinator.vault.close()
    monitor.vault.close()


def test_an_identity_answer_written_while_waiting_can_be_read_by_the_coordinator(tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    coordinator = new_desk(tmp_path / "c", clock=clock)
    monitor = new_desk(tmp_path / "m", clock=clock)
    projects.create(
        coordinator,
        title="P",
        name="Heron",
        address=f"folder:{folder}",
        identity_passphrase=IDENTITY_PASSPHRASE,
    )
    joining, _ = projects.join(monitor, projects.invite(coordinator)[0], name="Wren")
    sealed = sealing.seal_answer(monitor, "record", "phone", "555-0100")
    record = append_record(monitor, subject="record", identity=sealing.packed({"phone": sealed}))
    projects.accept(coordinator, projects.read_reply(coordinator, joining.reply))
    pair = Pair(coordinator, monitor, folder)
    pair.sync(coordinator)
    pair.exchange()
    leaf = browsing.record(coordinator, record).event.identity
    identity.open_key(coordinator, IDENTITY_PASSPHRASE)
    assert sealing.opened_here(coordinator, record, sealing.unpacked(leaf)) == {"phone": "555-0100"}
    coordinator.vault.close()
    monitor.vault.close()


def test_a_revoked_device_sends_nothing_that_is_taken(pair: Pair):
    projects.revoke(pair.coordinator, pair.monitor.box)
    pair.sync(pair.coordinator)
    append_record(pair.monitor)
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    assert states(pair.coordinator) == []


def test_after_removing_a_device_the_coordinator_still_syncs(pair: Pair):
    record = append_record(pair.monitor)
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    projects.revoke(pair.coordinator, pair.monitor.box)
    reviewing.decide(pair.coordinator, record, Decision.QUERIED, note="Which month?")
    observing.add_site(pair.coordinator, name="Clearpane Touch")
    assert pair.sync(pair.coordinator).push.sent > 0


def test_factories_a_coordinator_named_are_known_to_who_joins_later(tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    coordinator = new_desk(tmp_path / "c", clock=clock)
    monitor = new_desk(tmp_path / "m", clock=clock)
    projects.create(coordinator, title="P", name="Heron", address=f"folder:{folder}")
    observing.add_site(coordinator, name="Clearpane Touch", country="ZZ")
    joining, _ = projects.join(monitor, projects.invite(coordinator)[0], name="Wren")
    projects.accept(coordinator, projects.read_reply(coordinator, joining.reply))
    pair = Pair(coordinator, monitor, folder)
    pair.sync(coordinator)
    pair.sync(monitor)
    assert [site.name for site in observing.sites(monitor)] == ["Clearpane Touch"]
    coordinator.vault.close()
    monitor.vault.close()


def test_an_invitation_serves_once(pair: Pair, tmp_path, clock):
    invitation, _ = projects.invite(pair.coordinator)
    second, third = new_desk(tmp_path / "s", clock=clock), new_desk(tmp_path / "t", clock=clock)
    replies = [projects.join(desk, invitation, name="Same")[0].reply for desk in (second, third)]
    projects.accept(pair.coordinator, projects.read_reply(pair.coordinator, replies[0]))
    with pytest.raises(InvitationRefused):
        projects.read_reply(pair.coordinator, replies[1])
    second.vault.close()
    third.vault.close()


@pytest.mark.parametrize("changed", ["roster_public", "project_key"])
def test_a_forged_invitation_changes_nothing_a_member_believes(pair: Pair, changed):
    known = membership.membership(pair.monitor)
    genuine = joining.read_invitation(projects.invite(pair.coordinator)[0], now_ms=pair.monitor.now())
    forgery = structs.replace(
        genuine, **{changed: base64.b64encode(bytes(32)).decode(), "remote": "folder:/evil"}
    )
    with pytest.raises(InvitationRefused):
        projects.join(pair.monitor, joining.write_invitation(forgery), name="Wren")
    assert membership.membership(pair.monitor) == known


def test_an_invitation_for_another_project_is_refused(pair: Pair, tmp_path, clock):
    other = new_desk(tmp_path / "other", clock=clock)
    projects.create(other, title="Other", name="Owl")
    with pytest.raises(InvitationRefused):
        projects.join(pair.monitor, projects.invite(other)[0], name="Wren")
    other.vault.close()


def test_a_monitor_may_not_invite_or_review(pair: Pair):
    with pytest.raises(NotAllowed):
        projects.invite(pair.monitor)
    record = append_record(pair.monitor)
    with pytest.raises(NotAllowed):
        reviewing.decide(pair.monitor, record, Decision.ACCEPTED)


def pack_whole(desk: Desk, entries: list[SignedEvent]) -> None:
    """Queue all a device wrote as a changed program would, without asking what it may say."""
    known = membership.roster(desk).roster
    (built,) = segment.build(
        entries,
        place=segment.Place(project=known.project, box=desk.box, number=0),
        previous=segment.NO_PREVIOUS,
        signing_seed=membership.device_keys(desk).signing_seed,
        recipients=segment.recipients_of(known),
        known=Knowledge(roster=known.version),
    )
    item = OutboxItem(name=names.undated(built.name), priority=Kind.RECORDS, content=built.sealed)
    outbox.enqueue(desk.vault, [item], packed={desk.box: len(entries) - 1})


def test_what_a_vault_decided_alone_stays_there_and_stops_nothing(tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    coordinator = new_desk(tmp_path / "c", clock=clock)
    monitor = new_desk(tmp_path / "m", clock=clock)
    reviewing.decide(monitor, append_record(monitor), Decision.ACCEPTED)
    projects.create(coordinator, title="P", name="Heron", address=f"folder:{folder}")
    joining, _ = projects.join(monitor, projects.invite(coordinator)[0], name="Wren")
    projects.accept(coordinator, projects.read_reply(coordinator, joining.reply))
    append_record(monitor)
    pair = Pair(coordinator, monitor, folder)
    pair.sync(coordinator)
    pair.exchange()
    pair.exchange()
    assert states(coordinator) == [RecordState.RECEIVED, RecordState.RECEIVED]
    coordinator.vault.close()
    monitor.vault.close()


def test_a_monitor_cannot_slip_in_a_decision_of_its_own(pair: Pair):
    record = append_record(pair.monitor)
    forged = RecordReviewed(
        subject=record,
        device=pair.monitor.box,
        time=pair.monitor.stamp(),
        decision=Decision.ACCEPTED,
        about=browsing.record(pair.monitor, record).row.root,
    )
    events.append(pair.monitor.vault, forged, stream=pair.monitor.box)
    links = events.after(pair.monitor.vault, pair.monitor.box, -1, limit=100)
    pack_whole(pair.monitor, [events.signed_event(link) for link in links])
    pair.sync(pair.monitor)
    report = pair.sync(pair.coordinator)
    assert [str(why) for _, why in report.pull.held_back]
    assert states(pair.coordinator) == []
    assert syncing.state(pair.coordinator).held_back[0].reason == "not_entitled"


def forged(desk: Desk, event: RecordFinished) -> SignedEvent:
    """Return a device's first event as a changed program would sign it, never taken into its own vault."""
    leaves = bodies.salted(to_leaves(event))
    header = headers.header_bytes(desk.box, 0, headers.NO_PREVIOUS, bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    return SignedEvent(
        header=header, one_time_public=public, signature=signature, body=bodies.encode_body(leaves)
    )


def ill_named() -> dict[str, object]:
    file = FileRef(
        id="f", name="n", media_type="image/jpeg", size=1, sha256="0" * 64, key="", chunks=("../../out",)
    )
    return {"photos": (Photo(question="p", original=file, working=file, thumbnail=file),)}


@pytest.mark.parametrize("harm", [ill_named(), {"finished_ms": 2**63}], ids=["file names", "numbers"])
def test_an_entry_no_vault_can_hold_is_held_back_and_sync_goes_on(pair: Pair, harm):
    pack_whole(pair.monitor, [forged(pair.monitor, finished_record(pair.monitor, **harm))])
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    assert states(pair.coordinator) == []
    assert syncing.state(pair.coordinator).held_back[0].reason == "unreadable"


def test_a_monitor_cannot_rename_a_factory_that_a_coordinator_named(pair: Pair):
    site, _ = observing.add_site(pair.coordinator, name="Clearpane Touch")
    forged = SiteRecorded(
        subject=site, device=pair.monitor.box, time=pair.monitor.stamp(), name="Somewhere else"
    )
    events.append(pair.monitor.vault, forged, stream=pair.monitor.box)
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    assert [one.name for one in observing.sites(pair.coordinator)] == ["Clearpane Touch"]


def test_a_monitor_cannot_write_in_another_devices_name(pair: Pair):
    append_record(pair.monitor, device=pair.coordinator.box)
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    assert states(pair.coordinator) == []


def test_without_a_shared_place_sync_says_what_to_do(desk):
    projects.create(desk, title="P", name="Heron")
    with pytest.raises(BadInput, match="Set the shared place up"):
        syncing.run(lambda work: work(desk), progress=Silent())
