"""Lists: states, standing versions and rivals, filters, pages; and the same again after a rebuild."""

import pytest

from monitor_app.crypto import primitives
from monitor_app.domain.events import (
    BodiesReceived,
    BundleMade,
    ChainRecorded,
    CustodyNoted,
    FileRef,
    FindingRecorded,
    Photo,
    QuestionnairePublished,
    RecordKind,
)
from monitor_app.domain.findings import Degree, EvidenceLink, FindingState, Severity
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.domain.reviewing import Decision, RecordState
from monitor_app.domain.supply import LinkSource, Party
from monitor_app.errors import BadInput
from monitor_app.vault import events, forms, keys, lodging, outbox, projections, queries, search
from monitor_app.vault.views import RecordFilter

from .samples import BOX, FORM, PEER, PLACE, add_place, finished, review, site

REF = FileRef(id="i", name="payslip.jpg", media_type="image/jpeg", size=1, sha256="", key="", chunks=("c",))
ALL = RecordFilter()


def _put(vault, *new) -> list[str]:
    return [stored.root for stored in events.append_all(vault, [(event, BOX) for event in new])]


def _finding(**other):
    fields = {
        "subject": "f1",
        "device": BOX,
        "time": Stamp(50),
        "provision": "wages",
        "site": "s1",
        "title": "Late wages",
        "summary": "",
        "severity": Severity(scale=Degree.HIGH, scope=Degree.LOW, irremediable=Degree.LOW),
        "state": FindingState.ALLEGED,
    }
    return FindingRecorded(**{**fields, **other})


def _chain(**other):
    names = {"product": "phone", "brand": "Brand", "contract": "Frame", "buyer": "City", "contract_number": "7"}
    return ChainRecorded(
        subject="c1", device=BOX, time=Stamp(60), site="s1", source=LinkSource.PUBLIC_LIST, **{**names, **other}
    )


def test_a_row_carries_the_names_of_site_form_and_device(vault):
    member = Member(box=BOX, name="Heron", rights=(Right.MONITOR,), signing="", receive="", since_ms=0)
    keys.put_roster(vault, b"signed", Roster(project="p", title="t", version=1, at_ms=0, members=(member,)))
    forms.put(vault, forms.StoredForm(digest=FORM.digest, id="i", version="1", title="Pay", xform=b"<x/>"))
    _put(vault, site("Works"), finished())
    (row,) = queries.records(vault, ALL)
    assert (row.site_name, row.form_title, row.device_name, row.verified) == ("Works", "Pay", "Heron", True)


def test_a_correction_takes_the_place_of_what_it_replaces(vault):
    (first,) = _put(vault, finished(ms=1000))
    (second,) = _put(vault, finished(ms=2000, replaces=first, reason="typing error"))
    assert [(row.root, row.rivals) for row in queries.records(vault, ALL)] == [(second, 0)]
    assert [version.standing for version in queries.record(vault, "r1").versions] == [True, False]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_two_corrections_of_one_version_are_rivals_in_any_order(vault, other, order):
    first = events.append(other, finished(ms=1000, device=PEER), stream=PEER)
    later = [finished(ms=ms, replaces=first.root, answers={"note": f"word{ms}"}) for ms in (2000, 3000)]
    made = [(finished(ms=1000), first.root)] + [(event, f"{event.time.ms:064}") for event in later]
    with vault.writing():
        for at in order:
            event, root = made[at]
            projections.apply(vault, root, event, verified=True)
    (row,) = queries.records(vault, ALL)
    assert (row.root, row.rivals) == (f"{3000:064}", 1)
    assert queries.count_records(vault, RecordFilter(only_standing=False)) == 3


def test_rivals_are_both_found_by_their_words_and_replaced_words_are_not(vault):
    (first,) = _put(vault, finished(ms=1, answers={"note": "alpha"}))
    _put(
        vault,
        *(finished(ms=ms, replaces=first, answers={"note": note}) for ms, note in ((2, "beta"), (3, "gamma"))),
    )
    counts = [queries.count_records(vault, RecordFilter(text=word)) for word in ("alpha", "beta", "gamma")]
    assert counts == [0, 1, 1]


def test_an_older_version_that_comes_late_is_not_found_by_its_words(vault):
    with vault.writing():
        newer = finished(ms=2, replaces="a" * 64, answers={"note": "beta"})
        projections.apply(vault, "b" * 64, newer, verified=True)
        projections.apply(vault, "a" * 64, finished(ms=1, answers={"note": "alpha"}), verified=True)
    counts = [queries.count_records(vault, RecordFilter(text=word)) for word in ("alpha", "beta")]
    assert counts == [0, 1]


def test_a_record_is_finished_then_sent_then_received(vault):
    (root,) = _put(vault, finished())
    add_place(vault)
    states = [queries.records(vault, ALL)[0].state]
    outbox.enqueue(
        vault, [outbox.OutboxItem(name="in/x", priority=1, content=b"x", stream=BOX, first=0, last=0)]
    )
    lodging.mark_sent(vault, PLACE, ["in/x"])
    states.append(queries.records(vault, ALL)[0].state)
    _put(vault, BodiesReceived(subject=BOX, device=BOX, time=Stamp(9), roots=(root,), segments=("in/x",)))
    states.append(queries.records(vault, ALL)[0].state)
    assert states == [RecordState.FINISHED, RecordState.SENT, RecordState.RECEIVED]
    assert outbox.summary(vault).confirmed == 1


def test_the_latest_decision_counts_and_only_for_its_version(vault):
    (root,) = _put(vault, finished(ms=1000))
    _put(vault, review(root, Decision.ACCEPTED, ms=6000), review(root, Decision.QUERIED, ms=5000))
    assert queries.records(vault, ALL)[0].state is RecordState.ACCEPTED
    _put(vault, finished(ms=7000, replaces=root))
    assert queries.records(vault, ALL)[0].state is RecordState.FINISHED
    assert len(queries.record(vault, "r1").reviews) == 2


def test_a_decision_that_comes_before_its_record_counts(vault):
    with vault.writing():
        projections.apply(vault, "a" * 64, review("b" * 64, Decision.QUERIED), verified=True)
        projections.apply(vault, "b" * 64, finished(), verified=True)
    (row,) = queries.records(vault, ALL)
    assert (row.state, row.has_query) == (RecordState.QUERIED, True)


def test_filters_narrow_and_combine(vault):
    photo = Photo(question="q", provision="wages", original=REF, working=REF, thumbnail=REF)
    roots = _put(
        vault,
        finished("r1", ms=1),
        finished("r2", ms=2, site="s2", record_kind=RecordKind.OBSERVATION),
        finished("r3", ms=3, device=PEER, photos=(photo,)),
        finished("r4", ms=4, answers={"note": "solvent"}),
    )
    link = EvidenceLink(record="r4", root=roots[3])
    _put(vault, _finding(evidence=(link,)), review(roots[0], Decision.QUERIED))

    def ids(**wanted) -> list[str]:
        found = queries.records(vault, RecordFilter(**wanted))
        assert queries.count_records(vault, RecordFilter(**wanted)) == len(found)
        return [row.id for row in found]

    assert ids() == ["r4", "r3", "r2", "r1"]
    assert ids(state=RecordState.QUERIED) == ["r1"]
    assert ids(kind=RecordKind.OBSERVATION) == ids(site="s2") == ["r2"]
    assert ids(box=PEER) == ids(text="payslip") == ["r3"]
    assert ids(provision="wages") == ["r4", "r3"]
    assert ids(provision="wages", text="solvent") == ["r4"]
    assert ids(text="?!") == []


def test_lists_come_in_pages_newest_first(vault):
    _put(vault, *(finished(f"r{n}", ms=n) for n in range(7)))
    assert [row.id for row in queries.records(vault, ALL, offset=2, limit=3)] == ["r4", "r3", "r2"]


def test_an_opened_record_shows_versions_photos_and_findings(vault):
    photo = Photo(question="q", original=REF, working=REF, thumbnail=REF)
    (root,) = _put(vault, finished(photos=(photo,)))
    _put(vault, _finding(evidence=(EvidenceLink(record="r1", root=root),)))
    view = queries.record(vault, "r1", root=root)
    assert (view.event, view.photos, view.findings) == (finished(photos=(photo,)), (photo,), ("f1",))
    with pytest.raises(BadInput):
        queries.record(vault, "r2")


def test_the_newest_word_about_a_site_counts_whatever_arrives_last(vault):
    _put(vault, site("New", ms=20), site("Old", ms=10), finished())
    (row,) = queries.sites(vault)
    assert (row.name, row.records, queries.site(vault, "s1")) == ("New", 1, row)
    assert search.subjects(vault, "site", "old") == []


def test_findings_chains_custody_and_questionnaires_are_listed(vault):
    published = QuestionnairePublished(
        subject="q1", device=BOX, time=Stamp(70), title="Pay", form=FORM, file=REF
    )
    noted = CustodyNoted(subject="r1", device=BOX, time=Stamp(80), action="imported", detail={"root": "ab"})
    bundle = BundleMade(
        subject="b1", device=BOX, time=Stamp(90), audience=Party.PUBLIC, recipients=(), sha256="", roots=()
    )
    _, _, root, *_ = _put(vault, site("Works"), _chain(), _finding(), published, noted, bundle)
    assert [(row.title, row.site_name, row.scale) for row in queries.findings(vault, site="s1")] == [
        ("Late wages", "Works", "high")
    ]
    assert queries.finding_root(vault, "f1") == root
    assert [(row.buyer, row.contract_number) for row in queries.chains(vault, site="s1")] == [("City", "7")]
    assert queries.chains(vault, site="s2") == queries.findings(vault, site="s2") == []
    assert [row.action for row in queries.custody(vault, subject="r1")] == ["imported"]
    assert [(row.title, row.is_here) for row in queries.questionnaires(vault)] == [("Pay", False)]


def test_what_is_here_without_a_receipt_is_known(vault):
    one, two = _put(vault, finished("r1"), finished("r2"))
    events.append(
        vault,
        BodiesReceived(subject=BOX, device=PEER, time=Stamp(1), roots=(one,)),
        stream=f"{PEER}/{BOX}",
    )
    assert queries.unreceipted(vault, BOX) == [two]


def test_states_are_counted_and_observations_told_apart(vault):
    _put(vault, finished("r1"), finished("r2", record_kind=RecordKind.OBSERVATION))
    assert queries.count_by_state(vault) == {RecordState.FINISHED: 2}
    assert queries.observations(vault, ("r1", "r2", "r3")) == {"r2"}


def _everything(vault) -> dict[str, list[tuple[object, ...]]]:
    tables = [table for table in projections.ALL_TABLES if table != "search"]
    return {table: vault.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables}


def test_rows_built_anew_are_the_same(vault, reopened):
    (root,) = _put(vault, finished())
    photo = Photo(question="q", original=REF, working=REF, thumbnail=REF)
    _put(vault, site(), finished(ms=3000, replaces=root, photos=(photo,)), review(root, Decision.QUERIED))
    _put(vault, _finding(), _chain(), BodiesReceived(subject=BOX, device=BOX, time=Stamp(9), roots=(root,)))
    before = _everything(vault)
    with vault.writing():
        vault.run("UPDATE setting SET value = '0' WHERE key = 'projection_version'")
    vault.close()
    again = reopened()
    assert _everything(again) == before
    assert queries.count_records(again, RecordFilter(text="wage")) == 1
    again.close()


def test_the_list_uses_its_indexes(vault):
    for wanted in (ALL, RecordFilter(state=RecordState.SENT), RecordFilter(site="s1"), RecordFilter(box=BOX)):
        where, values = queries._where(wanted)
        plan = vault.rows(f"EXPLAIN QUERY PLAN {queries._page(where)}", *values, 50, 0)
        told = " ".join(str(row[3]) for row in plan)
        assert "USE TEMP B-TREE" not in told, told
        assert "SEARCH r USING COVERING INDEX" in told, told


def test_random_roots_do_not_matter(vault):
    assert queries.records(vault, RecordFilter(box=primitives.new_box())) == []
