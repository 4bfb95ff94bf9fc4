"""What was taken back binds for its record, its uses, and whoever may come to hold a table."""

from monitor_app.domain.consent import may_be_used, may_leave
from monitor_app.domain.events import ConsentWithdrawn
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.supply import Party
from tests.vault.samples import BOX, finished


def taken_back(*uses: Party, record: str = "r1") -> ConsentWithdrawn:
    return ConsentWithdrawn(subject=record, device=BOX, time=Stamp(1), uses=uses, said_ms=1)


def test_without_a_withdrawal_nothing_is_closed():
    assert may_leave(finished(), [], Party.PUBLIC)


def test_everything_taken_back_closes_every_audience():
    assert not any(may_leave(finished(), [taken_back()], audience) for audience in Party)


def test_one_use_taken_back_leaves_the_others_open():
    withdrawn = [taken_back(Party.EMPLOYER)]
    assert [one for one in Party if not may_leave(finished(), withdrawn, one)] == [Party.EMPLOYER]


def test_what_anybody_may_come_to_hold_is_closed_by_any_withdrawal():
    assert not may_leave(finished(), [taken_back(Party.EMPLOYER)], None)


def test_a_withdrawal_is_about_its_own_record_only():
    assert may_leave(finished(), [taken_back(record="other")], Party.PUBLIC)


def test_a_later_version_does_not_open_it_again():
    assert not may_leave(finished(ms=9_999_999), [taken_back()], Party.WORKERS)


def test_a_record_of_which_one_use_was_taken_back_still_supports_a_finding():
    assert may_be_used("r1", [taken_back(Party.EMPLOYER)])
    assert not may_be_used("r1", [taken_back()])
