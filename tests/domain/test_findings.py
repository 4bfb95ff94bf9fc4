import pytest

from monitor_app.domain.findings import EvidenceLink, Ladder, rung, support


def link(record, **changed):
    return EvidenceLink(record=record, root=record * 2, **changed)


@pytest.mark.parametrize(
    ("links", "observed", "reached"),
    [
        ([link("a")], set(), Ladder.ALLEGED),
        ([link("a"), link("b")], set(), Ladder.CONSISTENT),
        ([link("a", family="x"), link("b", family="x")], set(), Ladder.ALLEGED),
        ([link("a"), link("b"), link("c")], set(), Ladder.CORROBORATED),
        ([link("a"), link("b"), link("o")], {"o"}, Ladder.CORROBORATED),
        ([link("a"), link("o")], {"o"}, Ladder.CONSISTENT),
        ([link("a"), link("b"), link("c"), link("d", supports=False)], set(), Ladder.CONTRADICTED),
    ],
)
def test_a_finding_climbs_by_independent_families_not_by_people(links, observed, reached):
    assert rung(support(tuple(links), frozenset(observed))) is reached


def test_one_observation_named_twice_counts_once():
    assert support((link("o"), link("o")), frozenset({"o"})).observations == 1
