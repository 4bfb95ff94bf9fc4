"""Desks over real vaults in a test's own folder, and two of them in one project."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from monitor_app.app import App
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.domain.events import FormRef, RecordFinished, RecordKind
from monitor_app.operations import places, projects, syncing
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Access
from monitor_app.ports import Remote, Silent
from monitor_app.remotes.opening import open_here
from monitor_app.vault import events
from tests.support.fakes import SetClock

PASSPHRASE = "bofu-giru-tapa-neso-kidu-lamo"
IDENTITY_PASSPHRASE = "dapo-miru-keso-vanu-tile-gobi"


def new_desk(folder: Path, *, clock: SetClock, open_remote: Callable[[str], Remote] = open_here) -> Desk:
    """Make a vault with the cheapest legal key derivation and sit down at it."""
    return App(clock=clock, cost=CHEAPEST, open_remote=open_remote).create(folder, PASSPHRASE)


def reopened(folder: Path, *, clock: SetClock, passphrase: str = PASSPHRASE) -> Desk:
    """Unlock a vault that was made before."""
    return App(clock=clock, cost=CHEAPEST, open_remote=open_here).unlock(folder, passphrase)


@dataclass
class Pair:
    """A coordinator and a monitor of one project that share a folder."""

    coordinator: Desk
    monitor: Desk
    folder: Path

    def sync(self, desk: Desk) -> syncing.SyncReport:
        return syncing.run(lambda work: work(desk), progress=Silent())[0]

    def exchange(self) -> None:
        """Let the monitor send, the coordinator take and confirm, the monitor hear of it."""
        for desk in (self.monitor, self.coordinator, self.monitor):
            self.sync(desk)


def joined_pair(
    tmp_path: Path, clock: SetClock, *, address: str = "", open_remote: Callable[[str], Remote] = open_here
) -> Pair:
    """Found a project, invite, join and accept, all through operations and a shared folder or another place."""
    folder = tmp_path / "shared-place"
    folder.mkdir()
    coordinator = new_desk(tmp_path / "coordinator", clock=clock, open_remote=open_remote)
    monitor = new_desk(tmp_path / "monitor", clock=clock, open_remote=open_remote)
    place = address or f"folder:{folder}"
    projects.create(coordinator, title="Harbour project", name="Heron", address=place)
    invitation, _ = projects.invite(coordinator)
    joining, _ = projects.join(monitor, invitation, name="Wren")
    applicant = projects.read_reply(coordinator, joining.reply)
    assert applicant.fingerprint == joining.fingerprint
    projects.accept(coordinator, applicant)
    pair = Pair(coordinator, monitor, folder)
    pair.sync(coordinator)
    pair.sync(monitor)
    return pair


def moved(desk: Desk, address: str) -> None:
    """Say that the first place lies elsewhere now with all that is in it, and forget what opened it."""
    place = places.first(desk)
    if place is None:
        places.add(desk, Access(address=address))
    elif not address:
        places.remove(desk, place.id)
    else:
        places.change(desk, msgspec.structs.replace(place, access=Access(address=address)), is_moved=True)


def finished_record(desk: Desk, **changed: object) -> RecordFinished:
    """A small finished interview that needs no questionnaire."""
    fields = {
        "subject": desk.ids.new_id(),
        "device": desk.box,
        "time": desk.stamp(),
        "record_kind": RecordKind.INTERVIEW,
        "pseudonym": "W-4K7QZ-M",
        "form": FormRef(id="three_questions", version="1", digest="0" * 64),
        "language": "English (en)",
        "answers": {"words": "They keep the passports."},
        "started_ms": desk.now(),
        "finished_ms": desk.now(),
    }
    return RecordFinished(**{**fields, **changed})


def append_record(desk: Desk, **changed: object) -> str:
    """Append a finished record to the desk's own stream; return its id."""
    event = finished_record(desk, **changed)
    events.append(desk.vault, event, stream=desk.box)
    return event.subject
