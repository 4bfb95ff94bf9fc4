"""Trying a shared place out: whether its address can be one, and in words what is wrong with the connection."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Protocol

import msgspec

from monitor_app.errors import BadInput, MonitorError
from monitor_app.ports import Ids, Progress
from monitor_app.remotes import addresses
from monitor_app.remotes.access import Access, checked
from monitor_app.remotes.trying import Trial
from monitor_app.text import N_

__all__ = ["Access", "Tried", "Trying", "checked_access", "folder_of", "kind_of", "try_out"]

_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Tried:
    """What a test of a connection found: nothing wrong, or `error` in words.

    `fingerprint` is what an SSH server showed that is not known yet; people compare it.
    """

    error: MonitorError | None = None
    fingerprint: str = ""


class Trying(Protocol):
    """What `remotes.trying.Trial` offers."""

    def run(self) -> MonitorError | None:
        """Return what is wrong, or None."""
        ...

    def stop(self) -> None:
        """End it at once."""
        ...


def checked_access(access: Access) -> Access:
    """Return it without the spaces that pasting brings. Raise BadInput if it cannot be a shared place."""
    tidy = msgspec.structs.replace(
        access,
        **{name: getattr(access, name).strip() for name in ("address", "user", "host_key", "proxy", "region")},
    )
    kind, rest = addresses.kind_of(tidy.address)
    if kind in ("webdav", "s3"):
        addresses.web_url(rest)
    elif kind == "sftp":
        addresses.sftp_url(rest)
    return checked(tidy)


def kind_of(access: Access | None) -> str:
    """Return folder, webdav, s3 or sftp; "" for a place that is none."""
    try:
        return addresses.kind_of(access.address)[0] if access else ""
    except BadInput:
        return ""


def folder_of(access: Access) -> str:
    """Return the path of a folder or stick, or "" for a place on a server."""
    return addresses.kind_of(access.address)[1] if kind_of(access) == "folder" else ""


def try_out(access: Access, *, ids: Ids, progress: Progress, make: Callable[..., Trying] = Trial) -> Tried:
    """Do with a place what a sync does, and tell what is wrong. Raise Cancelled; needs no desk."""
    try:
        trial = make(checked_access(access), ids=ids)
    except BadInput as error:
        return Tried(error)
    with ThreadPoolExecutor(1, thread_name_prefix="trial") as pool:
        running = pool.submit(trial.run)
        try:
            return _tried(_watched(running, progress))
        finally:
            trial.stop()


def _watched(running: "Future[MonitorError | None]", progress: Progress) -> MonitorError | None:
    started = time.monotonic()
    while True:
        progress.step(int(time.monotonic() - started), 0, N_("Testing the connection"))
        try:
            return running.result(timeout=_LOOK_SECONDS)
        except NotYet:
            continue


def _tried(error: MonitorError | None) -> Tried:
    shown = error.message.values.get("fingerprint", "") if error else ""
    return Tried(error, str(shown))
