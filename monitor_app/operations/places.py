"""The shared place of a project on this device: how it is reached, tried out, and kept.

The address may travel with an invitation; names, passwords and keys stay in this vault.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Protocol

import msgspec

from monitor_app.errors import BadInput, MonitorError
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import Ids, Progress
from monitor_app.remotes import addresses
from monitor_app.remotes.access import Access, checked
from monitor_app.remotes.trying import Trial
from monitor_app.text import N_
from monitor_app.vault import keys, outbox

__all__ = ["Access", "Tried", "access", "checked_access", "keep", "kept", "kind_of", "try_out"]

_KEPT = "place"
_ADDRESS = "address"
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


def kept(desk: Desk) -> Access | None:
    """Return how the shared place is reached, or None. Only the address may be known: from an invitation."""
    address = recall(desk, _ADDRESS, str, "")
    content = keys.get(desk.vault, _KEPT)
    if content is not None:
        found = msgspec.json.decode(content, type=Access)
        if found.address == address:
            return found
    return Access(address=address) if address else None


def access(desk: Desk) -> Access:
    """Return how the shared place is reached. Raise BadInput if none is set."""
    found = kept(desk)
    if found is None:
        raise BadInput(
            N_("No shared place is set for this project."),
            N_("Set the shared place up under Send and receive, then try again."),
        )
    return found


def keep(desk: Desk, place: Access) -> tuple[None, Changes]:
    """Exchange over this place from now on. What no receipt names yet goes to a new place again.

    Raise BadInput if it cannot be one.
    """
    place = checked_access(place)
    with desk.vault.writing():
        if recall(desk, _ADDRESS, str, "") != place.address:
            outbox.send_again(desk.vault)
        note(desk, _ADDRESS, place.address)
        keys.put(desk.vault, _KEPT, msgspec.json.encode(place))
    return None, touched(Topic.SYNC)


def checked_access(place: Access) -> Access:
    """Return it without the spaces that pasting brings. Raise BadInput if it cannot be a shared place."""
    tidy = msgspec.structs.replace(
        place,
        **{name: getattr(place, name).strip() for name in ("address", "user", "host_key", "proxy", "region")},
    )
    kind, rest = addresses.kind_of(tidy.address)
    if kind in ("webdav", "s3"):
        addresses.web_url(rest)
    elif kind == "sftp":
        addresses.sftp_url(rest)
    return checked(tidy)


def kind_of(place: Access | None) -> str:
    """Return folder, webdav, s3 or sftp; "" for a place that is none."""
    try:
        return addresses.kind_of(place.address)[0] if place else ""
    except BadInput:
        return ""


def try_out(place: Access, *, ids: Ids, progress: Progress, make: Callable[..., Trying] = Trial) -> Tried:
    """Do with the place what a sync does, and tell what is wrong. Raise Cancelled; needs no desk."""
    try:
        trial = make(checked_access(place), ids=ids)
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
