"""A folder on an SSH server as a Remote, over SFTP. The library for it is an optional part of the program.

Trusts a server only by the fingerprint that was entered; the person's own SSH settings are not touched.
"""

import base64
import contextlib
import hashlib
import io
import logging
import stat
from collections.abc import Callable, Iterator

import paramiko

from monitor_app.errors import ObjectMissing, RemoteError
from monitor_app.remotes import refusals, tunnel
from monitor_app.remotes.access import Access
from monitor_app.remotes.addresses import Url, sftp_url
from monitor_app.remotes.library import LARGEST_OBJECT
from monitor_app.remotes.naming import checked, checked_prefix

logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)  # it would print names and addresses
_UNFINISHED = ".fld-unfinished"
_SECONDS = 60.0
_HUNG_UP = (EOFError, TimeoutError, ConnectionError, paramiko.SSHException, paramiko.SFTPError)


class SftpRemote:
    """Objects are files under the address; they appear whole, because they are written beside and renamed."""

    def __init__(
        self,
        rest: str,
        access: Access,
        connect: Callable[[Url, Access], paramiko.SFTPClient] | None = None,
    ) -> None:
        self._url, self._access = sftp_url(rest), access
        self._root = f"/{self._url.path}" if self._url.path else "."
        self._made: set[str] = set()
        self._connect = connect or _session
        self._session: paramiko.SFTPClient | None = None
        with self._connected() as session:
            _demand_folder(session, self._root)

    def put(self, name: str, content: bytes) -> None:
        """Store `content`."""
        folder, _, tail = checked(name).rpartition("/")
        with self._connected() as session:
            self._make(session, _UNFINISHED)
            self._make(session, folder)
            part = f"{self._root}/{_UNFINISHED}/{tail}"
            try:
                _write(session, part, content)
                _put_in_place(session, part, f"{self._root}/{name}")
            except OSError:
                self._made.clear()  # somebody may have removed a folder
                raise

    def get(self, name: str) -> bytes:
        """Return the object, unless it is larger than any of ours."""
        with self._connected() as session, session.open(f"{self._root}/{checked(name)}", "rb") as file:
            size = file.stat().st_size or 0
            if size > LARGEST_OBJECT:
                raise refusals.too_large()
            file.prefetch(size)
            return file.read(size)

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names under `prefix`."""
        top = checked_prefix(prefix).removesuffix("/")
        with self._connected() as session:
            return sorted(_below(session, self._root, top))

    def delete(self, name: str) -> None:
        """Remove the object; a missing one is no error."""
        with contextlib.suppress(ObjectMissing), self._connected() as session:
            session.remove(f"{self._root}/{checked(name)}")

    def close(self) -> None:
        """Hang up."""
        session, self._session = self._session, None
        if session is not None:
            session.get_channel().get_transport().close()

    def _make(self, session: paramiko.SFTPClient, folder: str) -> None:
        """Make folders once; another device may make them at the same time, so only the store decides."""
        path = self._root
        for part in folder.split("/") if folder and folder not in self._made else ():
            path = f"{path}/{part}"
            with contextlib.suppress(OSError):
                session.mkdir(path)
        self._made.add(folder)

    @contextlib.contextmanager
    def _connected(self) -> Iterator[paramiko.SFTPClient]:
        """Lend the session, opened when needed, and put what goes wrong into words."""
        try:
            if self._session is None:
                self._session = self._connect(self._url, self._access)
            yield self._session
        except FileNotFoundError as error:
            raise refusals.missing() from error
        except _HUNG_UP as error:
            self.close()
            raise refusals.silent() from error
        except OSError as error:
            if self._is_cut():
                self.close()
                raise refusals.silent() from error
            raise _from_number(error) from error

    def _is_cut(self) -> bool:
        """Tell whether the link broke: the library says so by an error like any other."""
        if self._session is None:
            return True
        channel = self._session.get_channel()
        return channel.closed or not channel.get_transport().is_active()


def _from_number(error: OSError) -> RemoteError:
    """SFTP has few error numbers: a full disk comes as the general one, with words that differ by server."""
    text = str(error).lower()
    if error.errno is None and ("space" in text or "quota" in text):
        return refusals.full()
    return refusals.from_number(error.errno or 0)


def _session(url: Url, access: Access) -> paramiko.SFTPClient:
    link = tunnel.connect(url.host, url.port, proxy=access.proxy)
    transport = paramiko.Transport(link)
    try:
        transport.start_client(timeout=tunnel.CONNECT_SECONDS)
        _demand_known(transport, access.host_key)
        _sign_in(transport, url.user or access.user, access)
        return _channel(transport)
    except BaseException:
        transport.close()
        raise


def _channel(transport: paramiko.Transport) -> paramiko.SFTPClient:
    session = paramiko.SFTPClient.from_transport(transport)
    if session is None:
        raise refusals.silent()
    session.get_channel().settimeout(_SECONDS)
    return session


def _demand_known(transport: paramiko.Transport, expected: str) -> None:
    digest = hashlib.sha256(transport.get_remote_server_key().asbytes()).digest()
    shown = "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
    if shown != expected.strip().rstrip("="):
        raise refusals.host_unknown(shown)


def _sign_in(transport: paramiko.Transport, user: str, access: Access) -> None:
    try:
        if access.private_key:
            transport.auth_publickey(user, _key(access))
        else:
            transport.auth_password(user, access.secret)
    except paramiko.AuthenticationException as error:
        raise refusals.wrong_password() from error


def _key(access: Access) -> paramiko.PKey:
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        with contextlib.suppress(paramiko.SSHException, ValueError, IndexError):
            return kind.from_private_key(io.StringIO(access.private_key), access.secret or None)
    raise refusals.wrong_password()


def _demand_folder(session: paramiko.SFTPClient, root: str) -> None:
    try:
        found = session.stat(root)
    except FileNotFoundError as error:
        raise refusals.no_such_place() from error
    if not stat.S_ISDIR(found.st_mode or 0):
        raise refusals.no_such_place()


def _write(session: paramiko.SFTPClient, path: str, content: bytes) -> None:
    with session.open(path, "wb") as file:
        file.set_pipelined(True)
        file.write(content)
    if session.stat(path).st_size != len(content):
        raise refusals.silent()


def _put_in_place(session: paramiko.SFTPClient, part: str, path: str) -> None:
    try:
        session.posix_rename(part, path)
    except FileNotFoundError:
        raise
    except OSError:  # an old server renames only onto a free name
        with contextlib.suppress(FileNotFoundError):
            session.remove(path)
        session.rename(part, path)


def _below(session: paramiko.SFTPClient, root: str, top: str) -> Iterator[str]:
    """Yield the names of all files under `top`; what lies deeper than our names is not ours."""
    try:
        found = session.listdir_attr(f"{root}/{top}")
    except FileNotFoundError:
        return
    for one in found:
        path = f"{top}/{one.filename}"
        if not stat.S_ISDIR(one.st_mode or 0):
            yield path
        elif path.count("/") < 10 and not one.filename.startswith("."):
            yield from _below(session, root, path)
