"""WebDAV on a real Apache keeps the contract, and says in words what is wrong."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor_app.errors import RemoteError
from monitor_app.remotes.opening import open_here, open_remote
from tests.contracts.remote_contract import NAME, RemoteContract
from tests.servers.fault_proxy import Faults, breaking


@pytest.fixture(scope="module")
def opened(apache):
    remote = open_remote(apache.access())
    yield remote
    remote.close()


class TestApache(RemoteContract):
    @pytest.fixture
    def remote(self, opened):
        for name in opened.names("fld1/"):
            opened.delete(name)
        return opened


class TestWsgidav(RemoteContract):
    @pytest.fixture
    def remote(self, wsgidav):
        remote = open_remote(wsgidav.access())
        for name in remote.names("fld1/"):
            remote.delete(name)
        yield remote
        remote.close()


def test_the_adversary_shows_half_objects(wsgidav):
    content = bytes(1024 * 1024)
    resets = [len(content) // 2, len(content)]  # at half of each of the two tries of one put
    with breaking(wsgidav.process.port, Faults(resets=resets)) as proxy:
        with pytest.raises(RemoteError):
            open_here(wsgidav.access(port=proxy.port)).put("half", content)
        assert proxy.done == 2
    straight = open_here(wsgidav.access())
    assert len(straight.get("half")) < len(content)


def test_folders_removed_by_somebody_else_are_made_again(apache, opened):
    opened.put(NAME, b"sealed")
    shutil.rmtree(apache.folder / "dav" / "team" / "fld1")
    opened.put(NAME, b"sealed")
    assert opened.get(NAME) == b"sealed"


def test_many_devices_may_make_the_same_folders_at_once(apache):
    remotes = [open_here(apache.plain()) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda pair: pair[1].put(f"fld1/race/{pair[0]}/a", b"1"), enumerate(remotes)))
        list(pool.map(lambda pair: pair[1].put(f"fld1/race2/a/b/{pair[0]}", b"1"), enumerate(remotes)))
    assert len(remotes[0].names("fld1/race/")) == len(remotes[0].names("fld1/race2/")) == 8
