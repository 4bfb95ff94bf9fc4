"""A yes that was taken back closes a package for the audiences it names, whatever the answers say."""

import json

import pytest

from monitor_app.bundles.case import Release
from monitor_app.bundles.disclosure import disclose, figures
from monitor_app.domain.events import ConsentWithdrawn
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.supply import Party
from tests.bundles.cases import account, case, content
from tests.bundles.conftest import BUNDLE_ID


def taken_back(source, *uses: Party) -> ConsentWithdrawn:
    return ConsentWithdrawn(subject=source.record.subject, device="d", time=Stamp(1), uses=uses, said_ms=1)


def roots_shown(made, audience: Party) -> set[str]:
    disclosure = disclose(made, audience, bundle_id=BUNDLE_ID, date="2026-11-23")
    in_file = {one["root"] for one in json.loads(content(disclosure, "records.json"))["records"]}
    assert in_file == set(disclosure.roots)
    return in_file


@pytest.mark.parametrize("audience", Party)
def test_a_record_of_which_everything_was_taken_back_leaves_for_nobody(audience):
    sources = [account(number) for number in range(12)]
    shown = roots_shown(case(*sources, withdrawn=[taken_back(sources[0])]), audience)
    assert shown == {one.root for one in sources[1:]}


def test_one_use_taken_back_closes_that_audience_only():
    sources = [account(number) for number in range(12)]
    made = case(*sources, withdrawn=[taken_back(sources[0], Party.PUBLIC)])
    assert sources[0].root not in roots_shown(made, Party.PUBLIC)
    assert sources[0].root in roots_shown(made, Party.BRAND)


def test_no_named_release_opens_what_was_taken_back():
    source = account(1)
    release = Release(source.root, "she asked for it", frozenset({"answers/note"}))
    assert roots_shown(case(source, releases=[release], withdrawn=[taken_back(source)]), Party.BRAND) == set()


def test_what_was_taken_back_is_not_counted_either():
    sources = [account(number) for number in range(6)]
    counted = figures(case(*sources), Party.WORKERS).accounts
    left = figures(case(*sources, withdrawn=[taken_back(sources[0])]), Party.WORKERS).accounts
    assert (str(counted), str(left)) == ("6", "5")
