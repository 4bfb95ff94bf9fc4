"""A folder on an exFAT stick keeps the contract, and says when it is full or pulled out."""

import subprocess

import pytest

from monitor_app.errors import RemoteFull, RemoteUnreachable
from monitor_app.remotes.opening import open_here
from tests.contracts.remote_contract import NAME, RemoteContract
from tests.servers import exfat
from tests.servers.conftest import needed


@pytest.fixture(scope="module")
def stick(server_folder):
    for program in (exfat.MAKE, exfat.MOUNT):
        needed(program)
    (folder := server_folder / "exfat").mkdir()
    try:
        with exfat.plugged_in(folder) as mount:
            yield mount
    except exfat.NotHere as error:
        pytest.skip(str(error))


@pytest.fixture
def empty(stick):
    remote = open_here(f"folder:{stick}")
    for name in remote.names("fld1/"):
        remote.delete(name)
    return remote


class TestStick(RemoteContract):
    @pytest.fixture
    def remote(self, empty):
        return empty


def test_a_full_stick_says_so_and_goes_on_when_there_is_room(stick, empty):
    empty.put(NAME, b"sealed")
    with pytest.raises(RemoteFull):
        empty.put("fld1/c/one", bytes(exfat.MEGABYTES * 1024 * 1024))
    assert empty.names("fld1/") == [NAME]
    empty.put("fld1/c/two", bytes(1024 * 1024))
    assert empty.get(NAME) == b"sealed"


def test_a_stick_that_is_pulled_out_is_not_replaced_by_the_laptop(stick, empty):
    empty.put(NAME, b"sealed")
    device = subprocess.run(
        ["findmnt", "-n", "-o", "SOURCE", stick], capture_output=True, text=True, check=True
    )
    subprocess.run(["umount", stick], check=True)
    try:
        with pytest.raises(RemoteUnreachable):
            empty.put(NAME, b"sealed")
        assert list(stick.iterdir()) == []
    finally:
        subprocess.run([exfat.MOUNT, device.stdout.strip(), stick], check=True, capture_output=True)
    assert empty.get(NAME) == b"sealed"
