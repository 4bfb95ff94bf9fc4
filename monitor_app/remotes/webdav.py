"""A folder on a WebDAV server (Nextcloud, Apache and others) as a Remote.

Never makes the folder of the address: a slip in it must not make a second place. Folders below are made once;
two devices making the same one collide on some servers, so only the store of the object decides.
"""

import opendal

from monitor_app.errors import ObjectMissing, RemoteError
from monitor_app.remotes.access import Access
from monitor_app.remotes.addresses import web_url
from monitor_app.remotes.library import ERRORS, OperatorRemote
from monitor_app.remotes.naming import checked
from monitor_app.remotes.refusals import no_such_place
from monitor_app.remotes.refusals_web import from_web


class WebdavRemote(OperatorRemote):
    """Objects are files under the address."""

    def __init__(self, rest: str, access: Access) -> None:
        url = web_url(rest)
        super().__init__(_operator(url.server, f"/{url.path}/", access), from_web)
        self._made: set[str] = set()
        top = OperatorRemote(_operator(url.server, "/", access), from_web)
        _demand_there(top, url.path)

    def put(self, name: str, content: bytes) -> None:
        """Store `content`; when that fails, the folder may be gone or never made, so once more from scratch."""
        folder, _, _ = checked(name).rpartition("/")
        self._make(folder)
        try:
            super().put(name, content)
        except RemoteError:
            self._made.clear()
            self._make(folder)
            super().put(name, content)

    def _make(self, folder: str) -> None:
        if not folder or folder in self._made:
            return
        try:
            self._operator.create_dir(f"{folder}/")
        except ERRORS:  # made by somebody else meanwhile, or not to be made: the store will tell
            return
        self._made.add(folder)


def _operator(server: str, root: str, access: Access) -> opendal.Operator:
    own = {"username": access.user, "password": access.secret} if access.user else {}
    return opendal.Operator("webdav", endpoint=server, root=root, disable_create_dir="true", **own)


def _demand_there(top: OperatorRemote, path: str) -> None:
    try:
        top.look(f"{path}/" if path else "")
    except ObjectMissing as error:
        raise no_such_place() from error
