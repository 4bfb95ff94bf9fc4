"""S3 on a real OpenStack Swift keeps the contract, and says in words what is wrong."""

import pytest

from monitor_app.remotes.opening import open_remote
from tests.contracts.remote_contract import RemoteContract


@pytest.fixture(scope="module")
def opened(swift):
    remote = open_remote(swift.access())
    yield remote
    remote.close()


class TestSwift(RemoteContract):
    @pytest.fixture
    def remote(self, opened):
        for name in opened.names("fld1/"):
            opened.delete(name)
        return opened
