from monitor_app.domain.supply import Party
from monitor_app.operations import browsing, bundling, finding
from monitor_app.vault import queries
from tests.support import worlds
from tests.support.desks import Pair, append_record

YES = {"consent_uses/agree_share_union": "yes"}
NO = {"consent_uses/agree_share_union": "no"}


def prepared(pair: Pair, finding_id: str, audience: Party = Party.WORKERS) -> bundling.Preparation:
    _, recipient = bundling.new_recipient()
    request = bundling.Request(finding_id=finding_id, audience=audience, recipients=(recipient,))
    return bundling.prepare(lambda work: work(pair.coordinator), request)


def finding_on(pair: Pair, record: str) -> str:
    coordinator = pair.coordinator
    site = queries.sites(coordinator.vault)[0].id
    stated = worlds.statement(coordinator, site, [record] * 5, "")
    return finding.record(coordinator, stated)[0]


def test_a_worker_who_takes_a_yes_back_leaves_every_later_package(pair: Pair):
    worlds.case(pair)
    record = append_record(pair.monitor, answers=YES)
    pair.exchange()
    found = finding_on(pair, record)
    assert prepared(pair, found).disclosure.roots
    first = browsing.record(pair.monitor, record).row.root
    append_record(pair.monitor, subject=record, replaces=first, answers=NO)
    pair.exchange()
    assert prepared(pair, found).disclosure.roots == ()
