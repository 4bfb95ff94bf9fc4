"""The exchange of a window: one at a time, begun by a person or by itself, and seldomer in vain."""

import pytest

from monitor_app.errors import Cancelled
from monitor_app.operations.pacing import Near
from monitor_app.remotes.refusals import silent
from monitor_app.text import N_
from monitor_app.ui import exchange
from monitor_app.ui.exchange import Exchange
from monitor_app.ui.jobs import Jobs
from tests.ui.fakes import HeldThread

SERVER, STICK = Near("server", waiting=1), Near("stick", waiting=1, folder="/media/stick")


class Quiet(Exchange):
    """Notes that it began and moves nothing."""

    begun = 0

    def start(self, *, by_itself: bool = False) -> None:
        self.begun += 1
        self.is_by_itself = by_itself


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def jobs(qtbot):
    jobs = Jobs(HeldThread(None))
    yield jobs
    jobs.close()


@pytest.fixture
def quiet(jobs, now) -> Quiet:
    return Quiet(jobs, clock=lambda: now[0])


def test_an_open_vault_has_one_exchange(jobs):
    assert exchange.of(jobs) is exchange.of(jobs)


def test_it_waits_a_while_before_it_first_tries_by_itself(quiet, now):
    quiet._looked((SERVER,))
    assert quiet.begun == 0
    now[0] = 61.0
    quiet._looked((SERVER,))
    assert (quiet.begun, quiet.is_by_itself) == (1, True)


@pytest.mark.parametrize("others", [(), (SERVER,)])
def test_a_stick_that_comes_back_is_used_at_once(quiet, others):
    quiet._looked(others)
    quiet._looked((*others, STICK))
    assert quiet.begun == 1


def test_what_is_not_wanted_is_never_tried(quiet, now):
    now[0] = 9999.0
    quiet._looked(())
    assert quiet.begun == 0


def test_after_tries_in_vain_it_waits_longer(quiet, now):
    for _ in range(3):
        quiet._end(silent())
    now[0] = 200.0
    quiet._looked((SERVER,))
    assert quiet.begun == 0
    now[0] = 301.0
    quiet._looked((SERVER,))
    assert quiet.begun == 1


def test_being_stopped_by_a_person_is_no_failure(quiet, now):
    quiet._end(Cancelled(N_("Stopped.")))
    now[0] = 61.0
    quiet._looked((SERVER,))
    assert quiet.begun == 1
