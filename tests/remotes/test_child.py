"""A remote in a child process keeps the contract, and a child that hangs or dies is replaced."""

import contextlib
import os
import sys
import threading

import pytest

from monitor_app.errors import ObjectMissing, RemoteError, RemoteSilent, RemoteUnreachable
from monitor_app.remotes import child
from monitor_app.remotes.access import Access
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.opening import open_here
from monitor_app.remotes.shared_child import AT_ONCE
from tests.contracts.remote_contract import NAME, RemoteContract

NOWHERE = Access(address="")


@pytest.fixture(scope="module")
def shared_child(tmp_path_factory):
    """One child for the whole contract: starting one costs more than all its work."""
    folder = tmp_path_factory.mktemp("stick")
    remote = ChildRemote(open_here, Access(address=f"folder:{folder}"))
    yield remote
    remote.close()


class TestChildFolder(RemoteContract):
    @pytest.fixture
    def remote(self, shared_child):
        for name in shared_child.names("fld1/"):
            shared_child.delete(name)
        return shared_child


class Moody(MemoryRemote):
    """Hangs when asked for `hang`, dies when asked for `die`."""

    def get(self, name):
        if name == "hang":
            threading.Event().wait()
        if name == "die":
            os._exit(1)
        return super().get(name)


def moody(access):
    return Moody()


@pytest.fixture
def remote():
    remote = ChildRemote(moody, NOWHERE)
    yield remote
    remote.close()


def test_a_child_that_hangs_is_given_up_in_the_stated_time_and_replaced(remote):
    remote._patience = lambda size: 0.05
    with pytest.raises(RemoteUnreachable):
        remote.get("hang")
    remote._patience = child.patience
    remote.put(NAME, b"sealed")
    assert remote.get(NAME) == b"sealed"


def test_after_a_child_died_the_next_operation_has_a_fresh_one(remote):
    with pytest.raises(RemoteUnreachable):
        remote.get("die")
    remote.put(NAME, b"sealed")
    assert remote.get(NAME) == b"sealed"


def test_words_of_an_error_cross_the_pipe(remote):
    with pytest.raises(ObjectMissing) as caught:
        remote.get(NAME)
    assert "does not hold" in str(caught.value.message)
    assert caught.value.hint is not None


def test_closing_from_another_thread_ends_what_hangs(remote):
    failed = []

    def work():
        try:
            remote.get("hang")
        except RemoteUnreachable as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    remote.close()
    thread.join(20)
    assert len(failed) == 1


def test_after_close_nothing_starts_again(remote):
    remote.close()
    with pytest.raises(RemoteUnreachable):
        remote.get(NAME)
    assert remote._birth is None


def test_no_child_is_left_after_close(remote):
    process = remote._birth.child.process
    number = process.pid
    remote.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_folder_that_is_not_there_is_said_at_once(tmp_path):
    with pytest.raises(RemoteUnreachable):
        ChildRemote(open_here, Access(address=f"folder:{tmp_path / 'gone'}"))


def test_a_lane_beside_works_in_the_same_child_and_sees_the_same_place(remote):
    beside = remote.beside()
    beside.put(NAME, b"sealed")
    assert remote.get(NAME) == b"sealed"
    assert beside._birth is remote._birth


def test_a_lane_that_hangs_does_not_hold_up_the_one_beside_it(remote):
    beside = remote.beside()
    hanging = threading.Thread(target=_tried, args=(beside, "hang"))
    hanging.start()
    remote.put(NAME, b"sealed")
    assert remote.get(NAME) == b"sealed"
    assert hanging.is_alive()
    remote.close()
    hanging.join(20)


def test_a_lane_whose_child_was_ended_beside_it_goes_on_in_a_fresh_one(remote):
    beside = remote.beside()
    beside.put(NAME, b"sealed")
    _tried(remote, "die")
    beside.put(NAME, b"sealed")
    remote.put(NAME, b"sealed")
    assert beside._birth is remote._birth


def test_a_place_that_one_lane_waited_for_in_vain_is_tried_by_none_beside_it(remote):
    beside = remote.beside()
    beside.put(NAME, b"sealed")
    heard = []

    def hang():
        try:
            beside.get("hang")
        except RemoteUnreachable as error:
            heard.append(error)

    hanging = threading.Thread(target=hang)
    hanging.start()
    remote._patience = lambda size: 0.05
    with pytest.raises(RemoteSilent):
        remote.get("hang")
    hanging.join(20)
    assert [type(one) for one in heard] == [RemoteSilent]


def test_closing_one_lane_ends_what_hangs_in_another(remote):
    beside = remote.beside()
    thread = threading.Thread(target=_tried, args=(beside, "hang"))
    thread.start()
    remote.close()
    thread.join(20)
    assert not thread.is_alive()


def test_a_library_for_one_thread_has_a_child_for_each_lane():
    first = ChildRemote(moody, Access(address="sftp://somebody@nowhere/team"), now=False)
    beside = first.beside()
    assert beside._shared is not first._shared


def test_more_lanes_than_one_child_has_are_served_by_a_further_child(remote):
    lanes = [remote.beside() for _ in range(AT_ONCE)]
    for lane in lanes:
        lane.put(NAME, b"sealed")
    assert len({id(lane._birth) for lane in lanes}) == 2
    lanes[-1].close()


def _tried(remote, name):
    with contextlib.suppress(RemoteUnreachable):
        remote.get(name)


def test_time_allowed_grows_with_size():
    assert child.patience(0) == child.BASE_SECONDS
    assert child.patience(1 << 20) == child.BASE_SECONDS + 256


def test_four_large_pieces_may_share_the_slowest_line():
    seconds = 4 * (1 << 20) / child.SLOWEST_BYTES_A_SECOND
    assert child.patience(1 << 20) > seconds


class Greedy(MemoryRemote):
    def names(self, prefix):
        kept = []
        while True:
            kept.append(bytes(range(256)) * 4096)


def greedy(access):
    return Greedy()


@pytest.mark.skipif(sys.platform != "linux", reason="a ceiling of memory is tried on Linux")
def test_a_place_that_never_stops_answering_does_not_fill_the_memory():
    remote = ChildRemote(greedy, NOWHERE)
    with pytest.raises(RemoteError, match="too large"):
        remote.names("fld1/")
    remote.close()
