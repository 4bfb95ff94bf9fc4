from monitor_app.domain.ordering import Stamp
from monitor_app.domain.records import Version, standing


def version(root, replaces="", at=0, device="a"):
    return Version(root=root, replaces=replaces, stamp=Stamp(at), device=device)


def test_the_version_that_none_replaces_stands():
    assert [one.root for one in standing([version("1"), version("2", "1", at=5)])] == ["2"]


def test_two_that_replace_the_same_are_rivals_newest_first():
    rivals = standing([version("1"), version("2", "1", at=5), version("3", "1", at=9)])
    assert [one.root for one in rivals] == ["3", "2"]


def test_the_order_of_arrival_does_not_matter():
    known = [version("1"), version("2", "1", at=5), version("3", "2", at=7)]
    assert standing(known) == standing(reversed(known))
