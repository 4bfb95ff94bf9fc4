"""The hand-over file: what waits goes into it, what it holds for us is taken in, and it can be carried on.

Nothing is called sent by it: what is in a file still goes to the shared place, until a receipt comes.
"""

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_app.crypto.primitives import Receiver
from monitor_app.errors import BadInput, RemoteError
from monitor_app.operations import carrying, confirming, membership, places, sending, syncing
from monitor_app.operations.changes import Changes, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.places import Place
from monitor_app.operations.receiving import VaultIncoming
from monitor_app.ports import Progress, Remote
from monitor_app.remotes.handover import HandOver
from monitor_app.sync import engine, names, roster_log
from monitor_app.sync import roster as versions
from monitor_app.sync.engine import PullReport
from monitor_app.sync.exchange import Due
from monitor_app.sync.lanes import Lanes
from monitor_app.text import N_
from monitor_app.vault import keys

_AT_ONCE = 100


@dataclass(frozen=True)
class HandedOver:
    """What one hand-over did: what was taken in, the bodies it confirmed, and how many parcels were put in."""

    pull: PullReport
    confirmed_bodies: int
    put_in: int


def exchange(on_desk: OnDesk, path: Path, *, progress: Progress) -> tuple[HandedOver, Changes]:
    """Take in what a file holds for us and put in what waits; a file that is not there is begun.

    Raise BadInput (no hand-over file, not for us), RemoteError (full, read-only, gone), Cancelled.
    """
    with contextlib.closing(on_desk(lambda desk: _opened(desk, path))) as file:
        pulled = _take_in(on_desk, file, progress)
        confirmed = on_desk(confirming.settle)
        on_desk(carrying.pack)
        put_in = on_desk(lambda desk: _put_lists(desk, file))
        for name, day, content in _unconfirmed(on_desk):
            progress.step(put_in, 0, N_("Writing the hand-over file"))
            file.put(names.dated(name, day), content)
            put_in += 1
    return HandedOver(pulled, confirmed, put_in), touched(*syncing.TOPICS)


def carry_on(on_desk: OnDesk, path: Path, *, progress: Progress) -> tuple[int, Changes]:
    """Carry others' mail: put what a file holds into the shared places, and what lies there for people into it.

    Return how many parcels were carried. Nothing is opened. Raise as `exchange`, and RemoteError if no place
    is there.
    """
    carried, failed = 0, list[RemoteError]()
    chosen = on_desk(places.to_visit)
    with contextlib.closing(on_desk(lambda desk: _opened(desk, path))) as file:
        for one in chosen:
            try:
                carried += _carry_to(on_desk, one, file, progress)
            except RemoteError as error:
                failed.append(error)
    if len(failed) == len(chosen):
        raise failed[0]
    return carried, touched(*syncing.TOPICS)


def _carry_to(on_desk: OnDesk, one: Place, file: HandOver, progress: Progress) -> int:
    with contextlib.closing(on_desk(lambda desk: desk.open_remote(one.access))) as place:
        up = _copied(file, place, ("fld1/",), progress)
        return up + _copied(place, file, (names.ROSTER_LOG, names.MAILBOXES), progress)


def _opened(desk: Desk, path: Path) -> HandOver:
    project = membership.membership(desk).project
    if path.exists():
        receive = [Receiver(seed) for seed in membership.receive_seeds(desk)]
        return HandOver.open(path, project=project, receive=receive)
    known = membership.people_now(desk)
    if known is None:
        raise BadInput(
            N_("This device is not on the list of a project yet."),
            N_("Wait until a coordinator has accepted it, then take in a file from them."),
        )
    recipients = [base64.b64decode(one.receive) for one in known.members if one.is_active]
    return HandOver.create(path, project=project, recipients=recipients)


def _take_in(on_desk: OnDesk, file: HandOver, progress: Progress) -> PullReport:
    return engine.pull(
        VaultIncoming(on_desk),
        Lanes(_Lasting(file)),
        keys=on_desk(syncing.reading_keys),
        clock=on_desk(lambda desk: desk.clock),
        progress=progress,
        sweep=True,
    )


def _put_lists(desk: Desk, file: HandOver) -> int:
    """Put in the versions of the list that the file lacks, of today's project key."""
    parsed = [names.parse(path) for path in file.names(names.ROSTER_LOG)]
    there = {name.number for name in parsed if isinstance(name, names.RosterName)}
    key = membership.project_key(desk)
    wanted = [
        signed
        for version, content in keys.roster_log(desk.vault)
        if version not in there and (signed := versions.kept(content)).roster.generation == key.generation
    ]
    for signed in wanted:
        file.put(*roster_log.seal_for_log(signed, key))
    return len(wanted)


def _unconfirmed(on_desk: OnDesk) -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, day, sealed bytes) of all that nobody confirmed yet, the lists among it."""
    source = sending.VaultOutgoing(on_desk, "")
    after = 0

    def some(desk: Desk) -> list[tuple[int, Due, str]]:
        return sending.unconfirmed(desk, after=after, limit=_AT_ONCE)

    while lot := on_desk(some):
        for _, due, day in lot:
            yield due.name, day, source.content(due)
        after = lot[-1][0]


def _copied(source: Remote, target: Remote, prefixes: tuple[str, ...], progress: Progress) -> int:
    lying = [name for prefix in prefixes for name in source.names(prefix)]
    there = {name for prefix in prefixes for name in target.names(prefix)}
    wanted = [name for name in lying if name not in there and names.parse(name) is not None]
    for done, name in enumerate(wanted):
        progress.step(done, len(wanted), N_("Carrying parcels"))
        target.put(name, source.get(name))
    return len(wanted)


class _Lasting:
    """A Remote that its user does not close: the file is written after it was read."""

    def __init__(self, file: HandOver) -> None:
        self.put, self.get, self.names, self.delete = file.put, file.get, file.names, file.delete

    def close(self) -> None:
        """Leave it open."""
