import pytest

from monitor_app.domain.supply import Party
from monitor_app.errors import DiskFull, NotAllowed
from monitor_app.operations import browsing, bundling, finding, identity, sealing
from monitor_app.ports import Silent
from monitor_app.text import N_
from monitor_app.vault import queries
from tests.support import worlds
from tests.support.desks import IDENTITY_PASSPHRASE, Pair, append_record

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


@pytest.mark.parametrize("leaf", ["no base64!", "W10=", "eyJhIjoiIn0="])
def test_a_record_with_a_damaged_identity_part_stops_no_package(pair: Pair, leaf):
    worlds.case(pair)
    record = append_record(pair.monitor, answers=YES, identity=leaf)
    pair.exchange()
    assert prepared(pair, finding_on(pair, record)).disclosure.roots


def test_only_a_coordinator_prepares_a_package(pair: Pair):
    found = worlds.case(pair)
    _, recipient = bundling.new_recipient()
    request = bundling.Request(finding_id=found, audience=Party.WORKERS, recipients=(recipient,))
    with pytest.raises(NotAllowed):
        bundling.prepare(lambda work: work(pair.monitor), request)


def test_a_package_that_could_not_be_noted_does_not_stay(pair: Pair, tmp_path):
    ready = prepared(pair, worlds.case(pair))
    folder = tmp_path / "out"
    folder.mkdir()

    def full_once_written(work):
        if list(folder.glob(".sealed-*")):
            raise DiskFull(N_("The disk is full."), N_("Make room."))
        return work(pair.coordinator)

    with pytest.raises(DiskFull):
        bundling.export(full_once_written, ready, folder, progress=Silent())
    assert list(folder.iterdir()) == []


def test_names_that_lie_sealed_are_compared_only_while_their_key_is_open(pair: Pair):
    worlds.case(pair)
    identity.set_apart(pair.coordinator, IDENTITY_PASSPHRASE)
    sealed = sealing.seal_answer(pair.monitor, "record", "called", "Rosalind Achterberg")
    leaf = sealing.packed({"called": sealed})
    found = finding_on_sealed(pair, append_record(pair.monitor, subject="record", answers=YES, identity=leaf))
    closed = prepared(pair, found).case
    assert (closed.is_compared, "Rosalind Achterberg" in closed.forbidden) == (False, False)
    identity.open_key(pair.coordinator, IDENTITY_PASSPHRASE)
    opened = prepared(pair, found).case
    assert (opened.is_compared, "Rosalind Achterberg" in opened.forbidden) == (True, True)


def finding_on_sealed(pair: Pair, record: str) -> str:
    pair.exchange()
    return finding_on(pair, record)
