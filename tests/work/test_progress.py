"""Progress: told seldom, at the end always, and stopped at once."""

import pytest

from monitor_app.errors import Cancelled
from monitor_app.work.progress import Report, Reporting


def _reporting(times):
    told: list[Report] = []
    return told, Reporting(told.append, clock=lambda: next(times))


def test_at_most_one_report_in_a_tenth_of_a_second():
    told, progress = _reporting(iter([0.0, 0.05, 0.09, 0.11, 0.2]))
    for done in range(5):
        progress.step(done, 100)
    assert [report.done for report in told] == [0, 3]


def test_the_end_is_always_told():
    told, progress = _reporting(iter([0.0, 0.01]))
    progress.step(1, 2)
    progress.step(2, 2)
    assert told[-1] == Report(2, 2, None)


def test_a_stopped_job_is_cancelled_at_its_next_step():
    _, progress = _reporting(iter([0.0]))
    progress.stop()
    with pytest.raises(Cancelled):
        progress.step(0, 1)
