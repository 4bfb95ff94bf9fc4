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


def explain(access: Access, *, ids: Ids) -> MonitorError | None:
    """Return what is wrong, with a hint, or None if everything works. May take a while."""
    try:
        remote = ChildRemote(open_here, access, patience=lambda _: SECONDS)
    except MonitorError as error:
        return error
    try:
        try_out(remote, ids.new_id().encode())
    except RemoteError as error:
        return error
    finally:
        remote.close()
    return None


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
