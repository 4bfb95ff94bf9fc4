"""Doubled factories and pseudonyms are joined, counted as one, and parted again."""

import pytest

from monitor_app.domain.findings import EvidenceLink
from monitor_app.domain.sameness import kept_names
from monitor_app.errors import BadInput, NotAllowed
from monitor_app.operations import browsing, joining_names, observing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.joining_names import Kind
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("ibis", rights=COORDINATOR)
    crowd.join("wren")
    yield crowd
    crowd.close()


@pytest.fixture
def sites(crowd):
    """The same factory, named by two people."""
    ids = [observing.add_site(crowd["heron"], name=name)[0] for name in ("Delta Works", "Delta")]
    for site, code in zip(ids, ("W-AAAAA-A", "W-BBBBB-B"), strict=True):
        append_record(crowd["heron"], site=site, pseudonym=code)
    return ids


def test_joined_factories_are_one_in_lists_counts_and_filters(crowd, sites):
    desk, (kept, double) = crowd["heron"], sites
    joining_names.join(desk, Kind.SITE, double, kept)
    assert [(site.id, site.records) for site in observing.sites(desk)] == [(kept, 2)]
    found = browsing.records(desk, RecordFilter(site=kept))
    assert {row.site_name for row in found} == {"Delta Works"}
    assert len(found) == 2


def test_parted_again_everything_is_as_before(crowd, sites):
    desk, (kept, double) = crowd["heron"], sites
    joining_names.join(desk, Kind.SITE, double, kept)
    joining_names.part(desk, Kind.SITE, double)
    assert {site.id: site.records for site in observing.sites(desk)} == {kept: 1, double: 1}
    assert joining_names.doubles(desk, Kind.SITE) == []


def test_another_coordinator_sees_the_same(crowd, sites):
    joining_names.join(crowd["heron"], Kind.SITE, sites[1], sites[0])
    crowd.sync("heron", "ibis")
    (found,) = joining_names.doubles(crowd["ibis"], Kind.SITE)
    assert (found.name, found.kept) == (sites[1], sites[0])


def test_two_pseudonyms_of_one_worker_are_one_source(crowd, sites):
    desk = crowd["heron"]
    rows = browsing.records(desk, RecordFilter())
    links = [EvidenceLink(record=row.id, root=row.root) for row in rows]
    assert len({link.family for link in joining_names.with_families(desk, links)}) == 2
    joining_names.join(desk, Kind.WORKER, "W-BBBBB-B", "W-AAAAA-A")
    families = {link.family for link in joining_names.with_families(desk, links)}
    assert families == {"worker 1"}


def test_a_family_named_by_hand_stays(crowd, sites):
    desk = crowd["heron"]
    row = browsing.records(desk, RecordFilter())[0]
    link = EvidenceLink(record=row.id, root=row.root, family="dormitory 3")
    assert joining_names.with_families(desk, [link]) == (link,)


def test_one_name_cannot_be_joined_with_itself_and_only_coordinators_join(crowd, sites):
    with pytest.raises(BadInput):
        joining_names.join(crowd["heron"], Kind.SITE, sites[0], sites[0])
    with pytest.raises(NotAllowed):
        joining_names.join(crowd["wren"], Kind.SITE, sites[0], sites[1])


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([("b", "a")], {"b": "a"}),
        ([("c", "b"), ("b", "a")], {"c": "a", "b": "a"}),
        ([("a", "b"), ("b", "a")], {"b": "a"}),
        ([("d", "b"), ("a", "b"), ("b", "c"), ("c", "a")], {"d": "a", "b": "a", "c": "a"}),
        ([("a", "a")], {}),
    ],
)
def test_chains_are_followed_and_circles_keep_the_first(pairs, kept):
    assert kept_names(pairs) == kept
