"""SFTP on a real OpenSSH keeps the contract, and says in words what is wrong."""

import pytest

from monitor_app.remotes.opening import open_remote
from tests.contracts.remote_contract import RemoteContract


@pytest.fixture(scope="module")
def opened(sshd):
    remote = open_remote(sshd.access())
    yield remote
    remote.close()


class TestOpenSsh(RemoteContract):
    @pytest.fixture
    def remote(self, opened):
        for name in opened.names("fld1/"):
            opened.delete(name)
        return opened
