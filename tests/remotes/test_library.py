"""What all of opendal's places share: the contract, and a limit to what is read."""

import opendal
import pytest

from monitor_app.errors import RemoteError
from monitor_app.remotes import library
from monitor_app.remotes.folder import FolderRemote
from monitor_app.remotes.library import OperatorRemote
from monitor_app.remotes.refusals_web import from_web
from tests.contracts.remote_contract import NAME, RemoteContract


class TestOperator(RemoteContract):
    @pytest.fixture
    def remote(self):
        return OperatorRemote(opendal.Operator("memory"), from_web)


@pytest.mark.parametrize("kind", ["operator", "folder"])
def test_an_object_larger_than_any_of_ours_is_not_read(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(library, "LARGEST_OBJECT", 1000)
    remote = (
        FolderRemote(tmp_path) if kind == "folder" else OperatorRemote(opendal.Operator("memory"), from_web)
    )
    remote.put(NAME, bytes(1000))
    assert len(remote.get(NAME)) == 1000
    remote.put(NAME, bytes(1001))
    with pytest.raises(RemoteError, match="too large"):
        remote.get(NAME)
