"""A record used no more, and a record gone: here, in the other vault, and for good."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor_app.domain.events import Photo, RecordErased
from monitor_app.domain.records import ErasureReason
from monitor_app.domain.reviewing import Decision
from monitor_app.domain.supply import Party
from monitor_app.errors import BadInput, ExportRefused, NotAllowed
from monitor_app.operations import (
    browsing,
    bundling,
    carrying,
    collecting,
    erasing,
    finding,
    jottings,
    observing,
    reviewing,
    supplying,
)
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.bundling import Export
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent, Silent
from monitor_app.sync.refusals import Fault
from monitor_app.vault import attachments, drafts, events, opening, outbox, peers, queries
from monitor_app.vault import erasing as vault_erasing
from monitor_app.vault.views import Link
from tests.support import inside, worlds
from tests.support.desks import Pair, append_record, finished_record

MARK = "zqmarker7xw"
ASKED = ErasureReason.ASKED


def marked_photo(desk: Desk) -> Photo:
    def sealed(name: str):
        return attachments.store(
            desk.vault, [f"{MARK} {name}".encode() * 9], name=f"{MARK}.jpg", media_type="image/jpeg"
        )

    return Photo(
        question=MARK,
        area=MARK,
        original=sealed("original"),
        working=sealed("working"),
        thumbnail=sealed("thumbnail"),
    )


def marked_record(desk: Desk, **changed: object) -> str:
    """A record that holds the marked word wherever a record can hold a word."""
    answers = {"words": f"They said {MARK} twice.", MARK: MARK}
    fields = {"answers": answers, "pseudonym": MARK, "reason": MARK, "photos": (marked_photo(desk),)}
    return append_record(desk, **{**fields, **changed})


def chunk_files(desk: Desk) -> list[Path]:
    return [path for path in (desk.vault.folder / "attachments").rglob("*") if path.is_file()]


def ids(desk: Desk) -> list[str]:
    return [row.id for row in browsing.records(desk, RecordFilter())]


def traces(desk: Desk) -> tuple[list[str], int]:
    """Close a vault; return which tables hold the marked word, and how many pages, free ones included."""
    folder, keys = desk.vault.folder, desk.vault.keys
    desk.vault.close()
    in_pages = sum(MARK.encode() in page.lower() for page in inside.pages(folder, keys))
    vault = opening.open_with_keys(folder, keys)
    try:
        return inside.tables_with(vault, MARK), in_pages
    finally:
        vault.close()


def test_the_marked_word_can_be_found_before_it_is_erased(pair: Pair):
    marked_record(pair.monitor)
    tables, in_pages = traces(pair.monitor)
    assert {"body", "search_content", "attachment", "record"} <= set(tables)
    assert in_pages


def test_what_was_erased_is_nowhere_in_the_vault_not_even_on_free_pages(pair: Pair):
    record = marked_record(pair.monitor)
    jottings.keep(pair.monitor, f"review/{record}", {"question": MARK})
    erasing.erase(pair.monitor, record, ASKED)
    assert chunk_files(pair.monitor) == []
    assert traces(pair.monitor) == ([], 0)


def test_both_replicas_drop_it_with_its_files_and_what_was_asked_about_it(pair: Pair):
    record = marked_record(pair.monitor)
    pair.exchange()
    reviewing.decide(pair.coordinator, record, Decision.QUERIED, note=MARK)
    pair.exchange()
    assert chunk_files(pair.coordinator)
    erasing.erase(pair.coordinator, record, ErasureReason.DANGER)
    pair.exchange()
    pair.exchange()
    for desk in (pair.coordinator, pair.monitor):
        assert ids(desk) == []
        assert chunk_files(desk) == []
        assert events.check(desk.vault) == []
        assert [one.subject for one in erasing.erased(desk)] == [record]
        assert traces(desk) == ([], 0)


def test_an_erasure_that_arrives_leaves_nothing_in_the_write_ahead_log(pair: Pair):
    record = append_record(pair.monitor, answers={"words": MARK})
    pair.exchange()
    erasing.erase(pair.monitor, record, ASKED)
    pair.sync(pair.monitor)
    pair.sync(pair.coordinator)
    pages = inside.pages(pair.coordinator.vault.folder, pair.coordinator.vault.keys)
    assert not [page for page in pages if MARK.encode() in page.lower()]


def test_a_record_erased_before_it_was_sent_leaves_without_its_content(pair: Pair):
    record = marked_record(pair.monitor)
    other = append_record(pair.monitor)
    carrying.pack(pair.monitor)
    packed = outbox.summary(pair.monitor.vault).waiting
    erasing.erase(pair.monitor, record, ASKED)
    assert outbox.summary(pair.monitor.vault).waiting < packed
    pair.exchange()
    assert ids(pair.coordinator) == [other]
    assert [one.header for one in parcels(pair.monitor)] == [one.header for one in parcels(pair.coordinator)]
    assert traces(pair.coordinator) == ([], 0)


def parcels(desk: Desk) -> list[Link]:
    """Every header of the monitor's stream as it lies here."""
    (stream,) = [
        one for one in events.heads(desk.vault) if events.after(desk.vault, one, -1, limit=1)[0].body is None
    ]
    return events.after(desk.vault, stream, -1, limit=99)


def test_the_same_content_does_not_come_back(pair: Pair):
    record = marked_record(pair.monitor)
    pair.exchange()
    (link,) = events.after(pair.monitor.vault, pair.monitor.box, -1, limit=9)
    erasing.erase(pair.coordinator, record, ASKED)
    signed = SignedEvent(
        header=link.header, one_time_public=link.public, signature=link.signature, body=link.body
    )
    events.receive(pair.coordinator.vault, signed, now_ms=pair.coordinator.now())
    assert ids(pair.coordinator) == []
    assert events.body(pair.coordinator.vault, link.root) is None


def test_a_version_written_elsewhere_before_the_erasure_was_known_is_dropped_when_it_arrives(pair: Pair):
    record = append_record(pair.monitor)
    pair.exchange()
    erasing.erase(pair.coordinator, record, ASKED)
    root = browsing.record(pair.monitor, record).row.root
    append_record(pair.monitor, subject=record, replaces=root, answers={"words": MARK})
    pair.exchange()
    pair.exchange()
    for desk in (pair.coordinator, pair.monitor):
        assert ids(desk) == []
        assert traces(desk) == ([], 0)


def test_an_open_revision_goes_with_the_record(pair: Pair):
    made = worlds.with_form(pair.monitor, "three_questions")
    record = append_record(pair.monitor, form=made, answers={"account": "A"})
    collecting.revise(pair.monitor, record)
    collecting.keep(pair.monitor, record, {"account": MARK})
    erasing.erase(pair.monitor, record, ASKED)
    assert browsing.today(pair.monitor).drafts == ()
    assert traces(pair.monitor) == ([], 0)


def test_files_of_other_records_stay(pair: Pair):
    kept = append_record(pair.monitor, photos=(marked_photo(pair.monitor),))
    gone = marked_record(pair.monitor)
    erasing.erase(pair.monitor, gone, ASKED)
    assert len(chunk_files(pair.monitor)) == 3
    for photo in browsing.record(pair.monitor, kept).photos:
        assert attachments.has(pair.monitor.vault, photo.original)


def test_what_was_erased_is_called_so_when_it_is_opened(pair: Pair):
    record = append_record(pair.monitor)
    erasing.erase(pair.monitor, record, ASKED)
    with pytest.raises(BadInput, match="erased"):
        browsing.record(pair.monitor, record)


def test_a_monitor_does_not_erase_what_another_wrote(pair: Pair):
    record = append_record(pair.coordinator)
    root = browsing.record(pair.coordinator, record).row.root
    forged = RecordErased(
        subject=record, device=pair.monitor.box, time=pair.monitor.stamp(), roots=(root,), reason=ASKED
    )
    events.append(pair.monitor.vault, forged, stream=pair.monitor.box)
    pair.exchange()
    assert ids(pair.coordinator) == [record]
    assert [one.reason for one in peers.held_back(pair.coordinator.vault)] == [Fault.NOT_ENTITLED.value]


@pytest.mark.parametrize("subject", ["", "o", "%"])
def test_an_erasure_with_a_crafted_name_touches_nothing_else(pair: Pair, subject: str):
    append_record(pair.monitor)
    pair.exchange()
    header = events.after(pair.monitor.vault, pair.monitor.box, -1, limit=1)[0]
    unknown = pair.coordinator.vault
    with unknown.writing():
        unknown.run("DELETE FROM body WHERE root = ?", header.root)
    noted = unknown.rows("SELECT key FROM setting ORDER BY key")
    crafted = RecordErased(
        subject=subject, device=pair.monitor.box, time=pair.monitor.stamp(), roots=(header.root,), reason=ASKED
    )
    events.append(pair.monitor.vault, crafted, stream=pair.monitor.box)
    pair.exchange()
    assert set(noted) <= set(unknown.rows("SELECT key FROM setting"))


def test_an_erasure_by_a_monitor_drops_no_draft_of_another(pair: Pair):
    made = worlds.with_form(pair.coordinator, "three_questions")
    draft = collecting.begin(pair.coordinator, made.digest)[0].draft_id
    append_record(pair.monitor)
    pair.exchange()
    root = events.after(pair.monitor.vault, pair.monitor.box, -1, limit=1)[0].root
    with pair.coordinator.vault.writing():
        pair.coordinator.vault.run("DELETE FROM body WHERE root = ?", root)
    crafted = RecordErased(
        subject=draft, device=pair.monitor.box, time=pair.monitor.stamp(), roots=(root,), reason=ASKED
    )
    events.append(pair.monitor.vault, crafted, stream=pair.monitor.box)
    pair.exchange()
    assert [row.id for row in browsing.today(pair.coordinator).drafts] == [draft]


def test_a_monitor_erases_its_own_everywhere(pair: Pair):
    record = append_record(pair.monitor)
    pair.exchange()
    erasing.erase(pair.monitor, record, ASKED)
    pair.exchange()
    assert ids(pair.coordinator) == []


def test_erasing_is_noted_with_its_reason_and_nothing_else(pair: Pair):
    record = append_record(pair.monitor)
    erasing.erase(pair.monitor, record, ErasureReason.MISTAKE)
    (noted,) = queries.custody(pair.monitor.vault, subject=record)
    assert (noted.action, noted.detail) == ("record_erased", {"reason": "mistake"})


def test_nobody_without_the_right_erases(pair: Pair):
    theirs = finished_record(pair.monitor, device=pair.coordinator.box)
    events.append(pair.monitor.vault, theirs, stream=pair.coordinator.box)
    with pytest.raises(NotAllowed):
        erasing.erase(pair.monitor, theirs.subject, ASKED)


def test_an_older_copy_brought_back_is_erased_again(pair: Pair):
    record = marked_record(pair.monitor)
    (link,) = events.after(pair.monitor.vault, pair.monitor.box, -1, limit=9)
    erasing.erase(pair.monitor, record, ASKED)
    vault = pair.monitor.vault
    with vault.writing():
        vault.run("INSERT INTO body (root, content) VALUES (?, ?)", link.root, link.body)
        vault.run("DELETE FROM erased")
    assert vault_erasing.reapply(vault) == 1
    vault_erasing.settle(vault)
    assert traces(pair.monitor) == ([], 0)


def test_a_withdrawal_told_to_a_coordinator_reaches_the_monitor(pair: Pair):
    record = append_record(pair.monitor)
    pair.exchange()
    erasing.withdraw(pair.coordinator, record, uses=(Party.EMPLOYER,), reported_to="Wren")
    pair.exchange()
    pair.exchange()
    told = erasing.wishes(pair.monitor, record)
    assert [one.uses for one in told.withdrawn] == [(Party.EMPLOYER,)]
    assert [one.reported_to for one in told.withdrawn] == ["Wren"]


def test_a_monitor_can_note_a_withdrawal_and_the_coordinator_hears_of_it(pair: Pair):
    record = append_record(pair.monitor)
    pair.exchange()
    erasing.withdraw(pair.monitor, record)
    pair.exchange()
    assert len(erasing.wishes(pair.coordinator, record).withdrawn) == 1


def test_a_wish_for_a_record_nobody_knows_is_refused(pair: Pair):
    with pytest.raises(BadInput):
        erasing.withdraw(pair.monitor, "nothing")
    with pytest.raises(BadInput):
        erasing.erase(pair.monitor, "nothing", ASKED)


def test_what_was_erased_is_not_erased_twice(pair: Pair):
    record = append_record(pair.coordinator)
    assert erasing.wishes(pair.coordinator, record).may_erase
    told, _ = erasing.erase(pair.coordinator, record, ASKED)
    assert told.erasure
    assert not told.may_erase


@pytest.fixture
def case(pair: Pair) -> tuple[Pair, str, str]:
    """A pair, a finding of the coordinator, and one of the four records that it rests on."""
    found = worlds.case(pair)
    evidence = finding.open_finding(pair.coordinator, found).event.evidence
    return pair, found, evidence[0].record


def export_case(
    pair: Pair, found: str, folder: Path, *, meanwhile: Callable[[], object] = lambda: None
) -> Export:
    request = bundling.Request(
        finding_id=found, audience=Party.WORKERS, recipients=(bundling.new_recipient()[1],)
    )
    prepared = bundling.prepare(lambda work: work(pair.coordinator), request)
    meanwhile()
    return bundling.export(lambda work: work(pair.coordinator), prepared, folder, progress=Silent())[0]


def test_packages_already_made_are_told_with_their_recipients(pair: Pair, tmp_path):
    worlds.with_form(pair.coordinator, "three_questions")
    site, _ = observing.add_site(pair.coordinator, name="Works")
    record = append_record(pair.monitor, answers=worlds.CONSENT, site=site)
    pair.exchange()
    link = finding.suggested_link(pair.coordinator, record)
    chain, _ = supplying.add_chain(pair.coordinator, worlds.chain_at(site))
    stated = dataclasses.replace(
        worlds.statement(pair.coordinator, site, [record] * 5, chain), evidence=(link,)
    )
    found, _ = finding.record(pair.coordinator, stated)
    made = export_case(pair, found, tmp_path)
    (package,) = erasing.withdraw(pair.coordinator, record)[0].reach.packages
    assert package.subject == made.bundle_id
    assert package.recipients[0].startswith("age1")


def test_what_a_person_took_back_stops_a_package_that_was_already_looked_at(case, tmp_path):
    pair, found, record = case
    (tmp_path / "out").mkdir()
    with pytest.raises(ExportRefused):
        export_case(pair, found, tmp_path / "out", meanwhile=lambda: erasing.withdraw(pair.coordinator, record))
    assert list((tmp_path / "out").iterdir()) == []
    assert export_case(pair, found, tmp_path / "out").path.exists()


def test_a_finding_no_longer_rests_on_what_was_erased_or_taken_back(case):
    pair, found, record = case
    before = finding.open_finding(pair.coordinator, found).support
    erasing.erase(pair.coordinator, record, ASKED)
    after = finding.open_finding(pair.coordinator, found).support
    assert after.families == before.families - 1


def test_a_package_is_made_without_what_was_erased(case, tmp_path):
    pair, found, record = case
    erasing.erase(pair.coordinator, record, ASKED)
    assert export_case(pair, found, tmp_path).path.exists()


def test_a_dropped_draft_leaves_no_file(pair: Pair):
    made = worlds.with_form(pair.monitor, "three_questions")
    started, _ = collecting.begin(pair.monitor, made.digest)
    drafts.keep_photos(pair.monitor.vault, started.draft_id, (marked_photo(pair.monitor),), now_ms=1)
    collecting.discard(pair.monitor, started.draft_id)
    assert chunk_files(pair.monitor) == []


def test_a_dropped_revision_leaves_the_files_of_the_record(pair: Pair):
    made = worlds.with_form(pair.monitor, "three_questions")
    record = append_record(pair.monitor, form=made, photos=(marked_photo(pair.monitor),))
    collecting.revise(pair.monitor, record)
    collecting.discard(pair.monitor, record)
    assert len(chunk_files(pair.monitor)) == 3
