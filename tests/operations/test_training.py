from dataclasses import replace

import pytest

from monitor_app.app import demo_app
from monitor_app.domain.findings import Ladder
from monitor_app.domain.reviewing import Decision, RecordState
from monitor_app.domain.supply import Party
from monitor_app.errors import BadInput, BundleRefused, ExportRefused
from monitor_app.operations import browsing, bundling, finding, reviewing, training
from monitor_app.operations.browsing import RecordFilter
from monitor_app.ports import Silent


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    (folder / "remote").mkdir()
    clock = training.DemoClock()
    stage = training.Stage(
        create=lambda place, passphrase: demo_app(clock, maker=place.name).create(place, passphrase),
        clock=clock,
        folder=folder,
        address=f"folder:{folder / 'remote'}",
        passphrase="bofu-giru-tapa-neso-kidu-lamo",
    )
    built = training.build(stage)
    yield built
    built.close()


def export(world, folder, audience):
    identity, recipient = bundling.new_recipient()
    request = bundling.Request(finding_id=world.findings[0], audience=audience, recipients=(recipient,))
    preparation = bundling.prepare(lambda work: work(world.coordinator), request)
    made, _ = bundling.export(lambda work: work(world.coordinator), preparation, folder, progress=Silent())
    return identity, made, preparation


def test_the_demo_has_more_than_sixty_records_and_all_reach_the_coordinator(world):
    assert browsing.count(world.coordinator, RecordFilter()) >= 60


def test_everything_a_monitor_recorded_is_confirmed(world):
    for desk in world.monitors:
        assert browsing.today(desk).outbox.waiting == 0
        assert browsing.today(desk).unsent == 0


def test_who_coordinates_alone_is_told_so_and_monitors_are_not(world):
    assert browsing.today(world.coordinator).coordinates_alone
    assert not any(browsing.today(desk).coordinates_alone for desk in world.monitors)


def test_something_is_left_to_review_and_some_records_are_queried(world):
    assert browsing.today(world.coordinator).to_review > 0
    assert browsing.count(world.coordinator, RecordFilter(state=RecordState.QUERIED)) > 0


def test_the_findings_of_the_demo_are_corroborated_by_independent_families(world):
    view = finding.open_finding(world.coordinator, world.findings[0])
    assert view.rung is Ladder.CORROBORATED


def test_no_leftover_of_the_card_lies_beside_the_vaults(world):
    folder = world.coordinator.vault.folder.parent
    assert not (folder / "card").exists()


def test_a_package_for_the_buyers_names_the_contract_and_no_pseudonym(world, tmp_path):
    identity, made, _ = export(world, tmp_path, Party.LINKED_BUYERS)
    signers = bundling.allowed_signers(world.coordinator)
    opened = bundling.open_package(made.path, identity, signers, is_demo=True)
    chain = b"".join(opened.read("chain.json"))
    assert b"FW-2026-0117" in chain
    everything = b"".join(b"".join(opened.read(path)) for path, _ in opened.report.files)
    rows = browsing.records(world.coordinator, RecordFilter(), limit=100)
    assert not [row.pseudonym for row in rows if row.pseudonym.encode() in everything]


def test_a_package_of_the_demo_is_refused_outside_the_demo(world, tmp_path):
    identity, made, _ = export(world, tmp_path, Party.LINKED_BUYERS)
    with pytest.raises(BundleRefused, match="demo"):
        bundling.open_package(made.path, identity, bundling.allowed_signers(world.coordinator))


def test_who_did_not_agree_to_an_audience_is_only_counted(world, tmp_path):
    _, _, preparation = export(world, tmp_path, Party.EMPLOYER)
    stories = world.world.site[1].stories
    leaving = b"".join(row.content or b"" for row in preparation.rows)
    assert not [story for story in stories if story.encode() in leaving]
    assert any("only counted" in str(row.reason) and row.hidden for row in preparation.rows)


def test_a_record_that_was_set_aside_carries_no_package(world):
    desk = world.coordinator
    view = finding.open_finding(desk, world.findings[1])
    record = view.event.evidence[0].record
    reviewing.decide(desk, record, Decision.SET_ASIDE)
    with pytest.raises(BadInput, match="set aside"):
        export(replace(world, findings=(world.findings[1],)), desk.vault.folder.parent, Party.BRAND)
    reviewing.decide(desk, record, Decision.ACCEPTED)


def test_a_summary_with_a_phone_number_does_not_leave(world, tmp_path):
    desk = world.coordinator
    view = finding.open_finding(desk, world.findings[0])
    statement = finding.Statement(
        provision=view.event.provision,
        site=view.event.site,
        title=view.event.title,
        summary="Call +44 20 7946 0958 and ask.",
        severity=view.event.severity,
        evidence=view.event.evidence,
        chains=view.event.chains,
    )
    other, _ = finding.record(desk, statement)
    request = bundling.Request(
        finding_id=other, audience=Party.LINKED_BUYERS, recipients=(bundling.new_recipient()[1],)
    )
    preparation = bundling.prepare(lambda work: work(desk), request)
    with pytest.raises(ExportRefused):
        bundling.export(lambda work: work(desk), preparation, tmp_path, progress=Silent())
    assert not list(tmp_path.iterdir())
