"""SFTP over a session that a test sets: which errors mean a broken link, and which words a server gets."""

import stat
from dataclasses import dataclass, field

import pytest

from monitor_app.errors import RemoteError, RemoteForbidden, RemoteFull, RemotePlaceMissing, RemoteUnreachable
from monitor_app.remotes.access import Access
from tests.contracts.remote_contract import NAME

pytest.importorskip("paramiko", reason="the part for SFTP is not installed")

from monitor_app.remotes.sftp import SftpRemote


@dataclass
class Found:
    st_mode: int = stat.S_IFDIR
    st_size: int = 0


@dataclass
class Session:
    """A session on which writing fails as told; `closed` is how the library shows a broken link."""

    error: Exception | None = None
    closed: bool = False
    is_folder: bool = True
    kept: int = 0
    hung_up: list[bool] = field(default_factory=list)

    def stat(self, path):
        if path == "/team":
            return Found() if self.is_folder else Found(st_mode=stat.S_IFREG)
        return Found(stat.S_IFREG, self.kept)

    def open(self, path, mode):
        if self.error:
            raise self.error
        return self

    def __enter__(self):
        return self

    def __exit__(self, *reason):
        return None

    def mkdir(self, path):
        raise OSError("Failure")

    def set_pipelined(self, pipelined):
        """Take it as it comes."""

    def write(self, content):
        """Lose it."""

    def posix_rename(self, old, new):
        """Let it be."""

    def get_channel(self):
        return self

    def get_transport(self):
        return self

    def is_active(self):
        return not self.closed

    def close(self):
        self.hung_up.append(True)


def over(session: Session) -> SftpRemote:
    return SftpRemote("//amina@store.example/team", Access(address=""), connect=lambda url, access: session)


def test_a_link_that_broke_is_worth_another_try_on_a_new_one():
    session = Session(error=OSError("Socket is closed"), closed=True)
    with pytest.raises(RemoteUnreachable):
        over(session).put(NAME, b"sealed")
    assert session.hung_up


@pytest.mark.parametrize("error", [EOFError(), TimeoutError(), ConnectionResetError()])
def test_a_link_that_ends_is_worth_another_try(error):
    with pytest.raises(RemoteUnreachable):
        over(Session(error=error)).put(NAME, b"sealed")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError("Failure"), RemoteError),
        (OSError("No space left on device"), RemoteFull),
        (OSError("Disk quota exceeded"), RemoteFull),
        (PermissionError(13, "Permission denied"), RemoteForbidden),
    ],
)
def test_a_server_that_refuses_gets_its_own_words(error, kind):
    session = Session(error=error)
    with pytest.raises(RemoteError) as caught:
        over(session).put(NAME, b"sealed")
    assert type(caught.value) is kind
    assert not session.hung_up


def test_what_was_stored_short_is_not_put_in_place():
    with pytest.raises(RemoteUnreachable):
        over(Session(kept=3)).put(NAME, b"sealed")
    over(Session(kept=6)).put(NAME, b"sealed")


def test_a_file_in_place_of_the_folder_is_refused():
    with pytest.raises(RemotePlaceMissing):
        over(Session(is_folder=False))


def test_an_object_larger_than_any_of_ours_is_not_read(monkeypatch):
    with pytest.raises(RemoteError, match="too large"):
        over(Huge()).get(NAME)


class Huge(Session):
    def stat(self, path=""):
        return Found() if path == "/team" else Found(st_size=1 << 40)
