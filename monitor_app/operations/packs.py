"""Packs: norms, the code and the list of who helps, as coordinators publish them to every device.

The newest that can be used is in force; a later one that cannot changes nothing and says why. Until a pack
comes, what the program ships holds; it ships nobody who helps.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from monitor_app.crypto.primitives import sha256
from monitor_app.domain import packs
from monitor_app.domain.directory import Directory
from monitor_app.domain.events import FileRef, PackConfirmed, PackPublished
from monitor_app.domain.norms import Code, Norms
from monitor_app.domain.packs import Content, PackKind
from monitor_app.errors import BadInput, NotAllowed, PackFlaw, PackRefused, VaultDamaged
from monitor_app.operations import membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import stream_name
from monitor_app.settings import resource_folder
from monitor_app.sync import names
from monitor_app.text import N_, Message
from monitor_app.vault import attachments, events, outbox
from monitor_app.vault import packs as rows
from monitor_app.vault.packs import OfferedPack

__all__ = [
    "PROBLEMS",
    "Checked",
    "Content",
    "DevicePack",
    "InForce",
    "PackKind",
    "PackState",
    "check",
    "code",
    "day_of",
    "directory",
    "in_force",
    "norms",
    "publish",
    "read_file",
    "send",
    "settle",
    "shipped_code",
    "state",
    "today",
]

_SHIPPED: Mapping[PackKind, str] = {PackKind.NORMS: "hours.toml", PackKind.CODE: "provisions.toml"}
_JUDGED = f"packs_judged/{packs.FORMAT}"
_UNUSABLE, _TOO_NEW, _TOO_LARGE = "unusable", "too_new", "too_large"
PROBLEMS: Mapping[str, Message] = {
    _UNUSABLE: N_("It could not be read there, and was not used."),
    _TOO_NEW: N_("Fieldwork is too old there for it. It must be updated."),
    _TOO_LARGE: N_("It is larger than a pack may be, and was not fetched."),
}


@dataclass(frozen=True)
class Checked:
    """A file that can be published: what it says, and how many of its rows nobody confirmed yet."""

    kind: PackKind
    content: bytes
    read: Content
    to_confirm: int


@dataclass(frozen=True)
class InForce:
    """What holds on this device. `edition` 0: it comes with the program. `version` is its author's own word."""

    kind: PackKind
    content: Content
    version: str
    title: str
    edition: int = 0
    sha256: str = ""
    published_ms: int = 0
    publisher: str = ""

    @property
    def to_confirm(self) -> int:
        """How many rows nobody of the organisation confirmed yet."""
        return packs.to_confirm(self.content)


@dataclass(frozen=True)
class DevicePack:
    """What a device says of the pack in force here: uses it, not yet, or why it cannot (`problem`)."""

    name: str
    is_used: bool
    edition: int = 0
    problem: Message | None = None


@dataclass(frozen=True)
class PackState:
    """A kind of pack for the coordinator: what holds, what each device confirmed, and what was refused here."""

    in_force: InForce
    devices: tuple[DevicePack, ...]
    refused: Message | None = None


def check(kind: PackKind, content: bytes, *, day: datetime.date) -> Checked:
    """Check a file. `day` is today: nothing was checked later. Raise PackRefused, naming each place."""
    found = packs.read(kind, content)
    if isinstance(found, Directory):
        late = [at for at, one in enumerate(found.rows, 2) if one.age_days(day) < 0]
        if late:
            raise PackRefused(
                N_("This file cannot be used. Problems in it: {count}.", count=len(late)),
                N_("Correct these in the file, then try again."),
                tuple(PackFlaw(N_("This day has not come yet."), row=at, column="last_checked") for at in late),
            )
    return Checked(kind, content, found, packs.to_confirm(found))


def read_file(path: Path) -> bytes:
    """Return what stands in a file, of one that is far too large only its beginning. Raise BadInput."""
    try:
        with path.open("rb") as file:
            return file.read(packs.LARGEST + 1)
    except OSError as error:
        raise BadInput(
            N_("The file cannot be read."), N_("Check its name and that you may open it.")
        ) from error


def today(desk: Desk) -> datetime.date:
    """Return the day it is by this device's clock."""
    return day_of(desk.now())


def day_of(now_ms: int) -> datetime.date:
    """Return the day of a moment."""
    return datetime.datetime.fromtimestamp(now_ms / 1000, tz=datetime.UTC).date()


def publish(desk: Desk, checked: Checked) -> tuple[InForce, Changes]:
    """Use a pack from now on, here and on every device, now or joining later. Raise NotAllowed, BadInput."""
    membership.demand_coordinator(desk)
    if not membership.membership(desk).project:
        raise NotAllowed(N_("This device is in no project yet."), N_("Found a project or join one first."))
    if sha256(checked.content).hex() == in_force(desk, checked.kind).sha256:
        raise BadInput(N_("This is the pack in use already."), N_("Nothing needs to be done."))
    newest = rows.offered(desk.vault, checked.kind)[:1]
    media_type = "text/csv" if checked.kind is PackKind.DIRECTORY else "application/toml"
    with desk.vault.writing():
        file = attachments.store(desk.vault, [checked.content], name=checked.kind, media_type=media_type)
        stamp = desk.stamp()
        event = PackPublished(
            subject=checked.kind,
            device=desk.box,
            time=stamp,
            edition=max((one.edition for one in newest), default=0) + 1,
            first=stamp,
            by=desk.box,
            version=checked.read.version or today(desk).isoformat(),
            title=checked.read.title,
            file=file,
        )
        events.append(desk.vault, event, stream=desk.box)
        for box in _others(desk):
            _mail(desk, event, box)
        settle(desk)
    return in_force(desk, checked.kind), touched(Topic.PACKS, Topic.SYNC)


def send(desk: Desk, box: str) -> None:
    """Send a newcomer the packs in force. Runs in a transaction."""
    for kind in PackKind:
        standing = _standing(desk, kind)
        event = events.load(desk.vault, standing.root) if standing else None
        if isinstance(event, PackPublished):
            outbox.want_again(desk.vault, names.chunk_names(event.file.chunks))
            _mail(desk, event, box)


def settle(desk: Desk) -> None:
    """Judge what arrived whole, and tell the coordinators what this device uses."""
    judged = recall(desk, _JUDGED, dict[str, str], {})
    for kind in PackKind:
        newest = ""
        for one in rows.offered(desk.vault, kind):
            verdict = judged.get(_mark(one))
            if verdict is None:
                verdict = _judge(desk, kind, one)
                if verdict is None:
                    continue  # its content is not here yet
                judged[_mark(one)] = verdict
            if not newest:
                newest = one.root
                _confirm(desk, one, verdict)
            if not verdict:
                _note_delivered(desk, one)
                break
    if judged != recall(desk, _JUDGED, dict[str, str], {}):
        note(desk, _JUDGED, judged)


def in_force(desk: Desk, kind: PackKind) -> InForce:
    """Return what holds here: the newest pack that can be used, else what comes with the program."""
    for one in _usable(desk, kind):
        event = events.load(desk.vault, one.root)
        if not isinstance(event, PackPublished):
            continue
        try:
            content = packs.read(kind, _bytes(desk, event.file))
        except (PackRefused, VaultDamaged):
            continue  # damaged since: the one before holds, and the check of the vault says so
        by = _names(desk).get(one.box, "")
        return InForce(kind, content, one.version, one.title, one.edition, one.sha256, one.ms, by)
    return _shipped(kind)


def norms(desk: Desk) -> Norms:
    """Return the norms of hours and pay in force."""
    found = in_force(desk, PackKind.NORMS).content
    assert isinstance(found, Norms)
    return found


def code(desk: Desk) -> Code:
    """Return the code of labour standards in force."""
    found = in_force(desk, PackKind.CODE).content
    assert isinstance(found, Code)
    return found


def shipped_code() -> Code:
    """Return the code that comes with the program: findings made before a pack came may name its rules."""
    found = _shipped(PackKind.CODE).content
    assert isinstance(found, Code)
    return found


def directory(desk: Desk) -> Directory:
    """Return the list of who helps; empty until a coordinator publishes one."""
    found = in_force(desk, PackKind.DIRECTORY).content
    assert isinstance(found, Directory)
    return found


def state(desk: Desk) -> list[PackState]:
    """Return every kind of pack: what holds, and what each other device of the project uses."""
    return [_state(desk, kind) for kind in PackKind]


def _state(desk: Desk, kind: PackKind) -> PackState:
    now = in_force(desk, kind)
    said = {one.device: one for one in rows.confirmed(desk.vault, kind)}
    devices = []
    for box, name in _names(desk, active=True).items():
        one = said.get(box)
        if box == desk.box or not now.edition:
            continue
        is_used = one is not None and not one.problem and one.sha256 == now.sha256
        problem = PROBLEMS.get(one.problem, PROBLEMS[_UNUSABLE]) if one is not None and one.problem else None
        devices.append(DevicePack(name, is_used, one.edition if one else 0, problem))
    own = said.get(desk.box)
    refused = PROBLEMS.get(own.problem, PROBLEMS[_UNUSABLE]) if own is not None and own.problem else None
    return PackState(now, tuple(devices), refused)


def _names(desk: Desk, *, active: bool = False) -> dict[str, str]:
    known = membership.people_now(desk)
    members = known.members if known else ()
    return {one.box: one.name for one in members if one.is_active or not active}


def _others(desk: Desk) -> list[str]:
    """Return the active devices that do not read what everybody writes: each gets it by its own mail."""
    known = membership.people_now(desk)
    if known is None:
        return []
    readers = {one.box for one in known.readers()}
    return [one.box for one in known.members if one.is_active and one.box not in {desk.box, *readers}]


def _mail(desk: Desk, event: PackPublished, box: str) -> None:
    again = msgspec.structs.replace(event, device=desk.box, time=desk.stamp())
    events.append(desk.vault, again, stream=stream_name(desk.box, box))


def _usable(desk: Desk, kind: PackKind) -> list[OfferedPack]:
    judged = recall(desk, _JUDGED, dict[str, str], {})
    return [one for one in rows.offered(desk.vault, kind) if judged.get(_mark(one)) == ""]


def _standing(desk: Desk, kind: PackKind) -> OfferedPack | None:
    return next(iter(_usable(desk, kind)), None)


def _mark(one: OfferedPack) -> str:
    return f"{one.kind}/{one.sha256}"


def _judge(desk: Desk, kind: PackKind, one: OfferedPack) -> str | None:
    """Return "" for a pack that can be used, a word for one that cannot, None while its content is not here."""
    event = events.load(desk.vault, one.root)
    if not isinstance(event, PackPublished):
        return _UNUSABLE
    if event.format > packs.FORMAT:
        return _TOO_NEW
    if not may_be_fetched(event.file):
        return _TOO_LARGE
    if not attachments.has(desk.vault, event.file):
        return None
    try:
        packs.read(kind, _bytes(desk, event.file))
    except (PackRefused, VaultDamaged):
        return _UNUSABLE
    return ""


def may_be_fetched(file: FileRef) -> bool:
    """Say whether a pack's file is of a size that is fetched at all."""
    return 0 < file.size <= packs.LARGEST and len(file.chunks) == 1


def _bytes(desk: Desk, file: FileRef) -> bytes:
    found = b"".join(attachments.read(desk.vault, file))
    if len(found) > packs.LARGEST:
        raise PackRefused(PROBLEMS[_TOO_LARGE])
    return found


def _confirm(desk: Desk, one: OfferedPack, problem: str) -> None:
    """Say what this device does with the newest pack, once."""
    said = {known.device: known for known in rows.confirmed(desk.vault, one.kind)}.get(desk.box)
    if said is not None and (said.edition, said.sha256, said.problem) == (one.edition, one.sha256, problem):
        return
    event = PackConfirmed(
        subject=one.kind,
        device=desk.box,
        time=desk.stamp(),
        edition=one.edition,
        sha256=one.sha256,
        problem=problem,
    )
    events.append(desk.vault, event, stream=desk.box)


def _note_delivered(desk: Desk, one: OfferedPack) -> None:
    """Take a pack as delivered once every other device uses it; until then its content is looked after."""
    using = {said.device for said in rows.confirmed(desk.vault, one.kind) if said.sha256 == one.sha256}
    if not set(_names(desk, active=True)) - {desk.box} <= using:
        return
    event = events.load(desk.vault, one.root)
    if isinstance(event, PackPublished):
        sent = [outbox.item(desk.vault, name) for name in names.chunk_names(event.file.chunks)]
        outbox.mark_confirmed(desk.vault, [item.name for item in sent if item and item.state == "sent"])


def _shipped(kind: PackKind) -> InForce:
    if kind not in _SHIPPED:
        return InForce(kind, Directory(), "", "")
    found = packs.read(kind, resource_folder("norms", _SHIPPED[kind]).read_bytes())
    return InForce(kind, found, found.version, found.title)
