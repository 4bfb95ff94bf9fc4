"""From an address to a Remote: the one module of this package that others need.

Addresses are `folder:/path` or a bare absolute path; other kinds of place come beside the one table below.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path, PureWindowsPath

from monitor_app.errors import BadInput
from monitor_app.ports import Remote
from monitor_app.remotes.child import ChildRemote
from monitor_app.remotes.folder import FolderRemote
from monitor_app.remotes.retrying import PAUSES, RetryingRemote
from monitor_app.text import N_


def open_remote(address: str, *, in_child: bool = True, sleep: Callable[[float], None] = time.sleep) -> Remote:
    """Open a shared place. Raise BadInput for an unknown address, RemoteError if it is not there.

    `in_child=False` keeps the library in this process, which then cannot end an operation that hangs.
    """
    kind, _ = _split(address)
    remote: Remote = ChildRemote(open_here, address) if in_child else open_here(address)
    return RetryingRemote(remote, sleep=sleep, pauses=_PAUSES.get(kind, PAUSES))


def open_here(address: str) -> Remote:
    """Open a shared place in this process, without retries."""
    kind, rest = _split(address)
    return _KINDS[kind](rest)


def _split(address: str) -> tuple[str, str]:
    if Path(address).is_absolute() or PureWindowsPath(address).is_absolute():
        return "folder", address
    kind, _, rest = address.partition(":")
    if kind not in _KINDS or not rest:
        raise BadInput(
            N_("This is not an address of a shared place that is known here."),
            N_("Choose a folder, or write folder: and its whole path."),
        )
    return kind, rest


def _folder(path: str) -> Remote:
    if not Path(path).is_absolute():
        raise BadInput(N_("The path of a shared folder is not whole."), N_("Write the whole path."))
    return FolderRemote(Path(path))


_PAUSES: Mapping[str, tuple[float, ...]] = {"folder": (0.5,)}
"""A stick that was pulled out does not come back while one waits."""

_KINDS: Mapping[str, Callable[[str], Remote]] = {"folder": _folder}
