"""The test of a connection: does with a shared place what a sync does, and tells in words what is wrong."""

import contextlib

from monitor_app.errors import MonitorError, ObjectMissing, RemoteError
from monitor_app.ports import Ids, Remote
from monitor_app.remotes.access import Access
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.opening import open_here
from monitor_app.remotes.refusals import altered

PROBE = "fld1/t/probe"
"""No name of a sync. Everybody who tests writes this one, so nothing piles up where deleting is refused."""

SECONDS = 30.0
"""How long each step of the test may take: somebody is watching, and nothing large is moved."""


class Trial:
    """One test of a connection, in a child of its own; `stop` may come from another thread at any time."""

    def __init__(self, access: Access, *, ids: Ids) -> None:
        self._content = ids.new_id().encode()
        self._remote = ChildRemote(open_here, access, patience=lambda _: SECONDS, now=False)

    def run(self) -> MonitorError | None:
        """Return what is wrong, with a hint, or None if everything works. May take a while."""
        try:
            try_out(self._remote, self._content)
        except MonitorError as error:
            return error
        finally:
            self._remote.close()
        return None

    def stop(self) -> None:
        """End it at once."""
        self._remote.close()


def explain(access: Access, *, ids: Ids) -> MonitorError | None:
    """Return what is wrong, with a hint, or None if everything works. May take a while."""
    return Trial(access, ids=ids).run()


def try_out(remote: Remote, content: bytes) -> None:
    """List, store, read back and remove. Raise RemoteError; only removing may be refused."""
    remote.names("fld1/t/")
    if not (_keeps(remote, content) or _keeps(remote, content)):  # somebody may test at the same moment
        raise altered()
    with contextlib.suppress(RemoteError):  # narrow rights are good rights: a device need not delete
        remote.delete(PROBE)


def _keeps(remote: Remote, content: bytes) -> bool:
    remote.put(PROBE, content)
    with contextlib.suppress(ObjectMissing):
        return remote.get(PROBE) == content
    return False
