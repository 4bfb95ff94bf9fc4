"""What is worth it is tried again, with pauses; what is not is said at once."""

import pytest

from monitor_app.errors import ObjectMissing, RemoteUnreachable
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.refusals import silent
from monitor_app.remotes.retrying import RetryingRemote
from tests.contracts.remote_contract import NAME, RemoteContract


class Failing(MemoryRemote):
    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def put(self, name, content):
        if self.times:
            self.times -= 1
            raise silent()
        super().put(name, content)


class TestRetrying(RemoteContract):
    @pytest.fixture
    def remote(self):
        return RetryingRemote(MemoryRemote(), sleep=lambda seconds: None)


def test_an_error_that_passes_is_waited_for():
    pauses = []
    remote = RetryingRemote(Failing(2), sleep=pauses.append, pauses=(1, 2, 3))
    remote.put(NAME, b"sealed")
    assert (remote.get(NAME), pauses) == (b"sealed", [1, 2])


def test_an_error_that_stays_is_raised_after_the_last_pause():
    pauses = []
    remote = RetryingRemote(Failing(9), sleep=pauses.append, pauses=(1, 2))
    with pytest.raises(RemoteUnreachable):
        remote.put(NAME, b"sealed")
    assert pauses == [1, 2]


def test_a_missing_object_is_not_waited_for():
    pauses = []
    with pytest.raises(ObjectMissing):
        RetryingRemote(MemoryRemote(), sleep=pauses.append).get(NAME)
    assert pauses == []
