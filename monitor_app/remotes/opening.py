"""From an access to a Remote: the one module of this package that others need, beside `access` and `trying`.

A new kind of place is one file and one row in the table below.
"""

import functools
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor_app.errors import BadInput
from monitor_app.ports import Remote
from monitor_app.remotes import surroundings
from monitor_app.remotes.access import Access, checked
from monitor_app.remotes.addresses import kind_of
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.folder import FolderRemote
from monitor_app.remotes.refusals import no_sftp
from monitor_app.remotes.retrying import PAUSES, RetryingRemote, tried
from monitor_app.remotes.s3 import S3Remote
from monitor_app.remotes.webdav import WebdavRemote
from monitor_app.text import N_


def open_remote(
    place: Access | str, *, in_child: bool = True, sleep: Callable[[float], None] = time.sleep
) -> Remote:
    """Open a shared place. Raise BadInput for an unknown address, RemoteError if it is not there.

    `in_child=False` keeps the library in this process, which then cannot end an operation that hangs, and
    cannot have a proxy or certificates.
    """
    access = _access(place)
    kind, _ = kind_of(access.address)
    pauses = _PAUSES.get(kind, PAUSES)
    opened = functools.partial(ChildRemote if in_child else _without_child, open_here, access)
    return RetryingRemote(tried(opened, sleep=sleep, pauses=pauses), sleep=sleep, pauses=pauses)


def open_later(place: Access | str) -> Remote:
    """Return a shared place that is opened at its first use, in a child. Raise BadInput for its address."""
    access = _access(place)
    kind, _ = kind_of(access.address)
    return RetryingRemote(ChildRemote(open_here, access, now=False), pauses=_PAUSES.get(kind, PAUSES))


def open_here(place: Access | str) -> Remote:
    """Open a shared place in this process, without retries."""
    access = _access(place)
    surroundings.demand_settled(access)
    kind, rest = kind_of(access.address)
    return _KINDS[kind](rest, access)


def _without_child(make: Callable[[Access], Remote], access: Access) -> Remote:
    return make(access)


def _access(place: Access | str) -> Access:
    return checked(Access(address=place) if isinstance(place, str) else place)


def _folder(path: str, _: Access) -> Remote:
    if not Path(path).is_absolute():
        raise BadInput(N_("The path of a shared folder is not whole."), N_("Write the whole path."))
    return FolderRemote(Path(path))


def _sftp(rest: str, access: Access) -> Remote:
    """Import only now: the library is an optional part and slow to load."""
    try:
        from monitor_app.remotes.sftp import SftpRemote
    except ImportError as error:
        raise no_sftp() from error
    return SftpRemote(rest, access)


_PAUSES: Mapping[str, tuple[float, ...]] = {"folder": (0.5,)}
"""A stick that was pulled out does not come back while one waits."""

_KINDS: Mapping[str, Callable[[str, Access], Remote]] = {
    "folder": _folder,
    "webdav": WebdavRemote,
    "s3": S3Remote,
    "sftp": _sftp,
}
