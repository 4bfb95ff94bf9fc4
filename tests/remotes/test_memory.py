"""The memory remote keeps the contract."""

import pytest

from monitor_app.remotes.memory import MemoryRemote
from tests.contracts.remote_contract import RemoteContract


class TestMemory(RemoteContract):
    @pytest.fixture
    def remote(self):
        return MemoryRemote()
