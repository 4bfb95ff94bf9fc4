"""The test of a connection does what a sync does, leaves nothing, and finds a place that does not keep."""

import pytest

from monitor_app.errors import BadInput, RemoteError, RemoteUnreachable
from monitor_app.remotes.access import Access
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.refusals import forbidden
from monitor_app.remotes.trying import PROBE, explain, try_out
from tests.support.fakes import CountingIds

CONTENT = b"one of a kind"


def test_a_place_that_works_is_left_as_it_was():
    remote = MemoryRemote()
    try_out(remote, CONTENT)
    assert remote.objects == {}


def test_a_device_need_not_be_able_to_delete():
    class Keeping(MemoryRemote):
        def delete(self, name):
            raise forbidden()

    remote = Keeping()
    try_out(remote, CONTENT)
    try_out(remote, b"another time")
    assert list(remote.objects) == [PROBE]


def test_somebody_who_tests_at_the_same_moment_is_no_fault():
    class Shared(MemoryRemote):
        others = 1

        def put(self, name, content):
            super().put(name, b"another's" if self.others else content)
            self.others = 0

    try_out(Shared(), CONTENT)


@pytest.mark.parametrize("kept", [None, b"", CONTENT[:-1], CONTENT[:-1] + b"?"])
def test_a_place_that_does_not_keep_is_found_out(kept):
    class Forgetting(MemoryRemote):
        def put(self, name, content):
            if kept is not None:
                super().put(name, kept)

    with pytest.raises(RemoteError, match="did not keep"):
        try_out(Forgetting(), CONTENT)


def test_a_folder_that_works_has_nothing_to_explain(tmp_path):
    assert explain(Access(address=f"folder:{tmp_path}"), ids=CountingIds()) is None


def test_a_folder_that_is_not_there_is_explained(tmp_path):
    error = explain(Access(address=f"folder:{tmp_path / 'gone'}"), ids=CountingIds())
    assert isinstance(error, RemoteUnreachable)


def test_an_address_that_is_none_is_explained():
    assert isinstance(explain(Access(address="ftp://x"), ids=CountingIds()), BadInput)
