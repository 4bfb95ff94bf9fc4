"""What a store, a thief or a bad device does to a project: each as a deed on a crowd and one device of it.

After the deed whoever should notice has synced. Shared by the journeys and by the test of the screens.
"""

import base64
import shutil
import zlib
from pathlib import Path

from monitor_app.crypto import envelope, primitives
from monitor_app.crypto.primitives import sha256
from monitor_app.domain.people import Member, Right
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import membership, places, projects, reviewing
from monitor_app.operations.desk import Desk
from monitor_app.sync import names, roster, roster_log
from monitor_app.sync.segment import Place, recipients_of
from tests.support.crowds import Crowd
from tests.support.desks import append_record, reopened

DAY_S = 24 * 60 * 60
OVERSIZED = 3 * 1024 * 1024
BOMB = 64_000_000


def parcels(crowd: Crowd, desk: Desk) -> list[Path]:
    """Return a device's segments in the shared place, by number."""
    return sorted((crowd.folder / "fld1" / "in").rglob(f"{desk.box}-*"), key=lambda path: path.name)


def send(crowd: Crowd, name: str, count: int = 1) -> list[str]:
    """Finish and send records, each in a parcel of its own; return their ids."""
    sent = []
    for _ in range(count):
        sent.append(append_record(crowd[name]))
        crowd.sync(name)
    return sent


def drop_the_middle(crowd: Crowd, name: str) -> list[str]:
    """Take away the second of three parcels; return the three records."""
    sent = send(crowd, name, 3)
    parcels(crowd, crowd[name])[-2].unlink()
    crowd.sync("heron")
    return sent


def withhold_the_tail(crowd: Crowd, name: str) -> None:
    """Show the last parcel to who sent it, and to nobody else, for more than a week."""
    send(crowd, name)
    hidden = parcels(crowd, crowd[name])[-1]
    kept = hidden.read_bytes()
    hidden.unlink()
    crowd.sync("heron")
    hidden.write_bytes(kept)
    crowd.clock.forward(seconds=8 * DAY_S)
    crowd.sync(name)


def lose_a_parcel(crowd: Crowd, name: str) -> str:
    """Delete a sent parcel; a day later its sender looks. Return the record."""
    (record,) = send(crowd, name)
    parcels(crowd, crowd[name])[-1].unlink()
    crowd.clock.forward(seconds=DAY_S)
    crowd.sync(name)
    return record


def turn_the_list_back(crowd: Crowd, name: str) -> None:
    """Show a device the list of people as it was before somebody joined, and news from after it."""
    (record,) = send(crowd, name)
    crowd.sync("heron")
    log = crowd.folder / "fld1" / "m"
    old = set(log.iterdir())
    crowd.join(f"new-{name}")
    reviewing.decide(crowd["heron"], record, Decision.QUERIED, note="Which month?")
    crowd.sync("heron")
    for newer in set(log.iterdir()) - old:
        newer.unlink()
    crowd.sync(name)


def turn_the_store_back(crowd: Crowd, name: str) -> str:
    """Put the whole shared place back to before a record was sent; a day later its sender looks."""
    before = crowd.path / f"before-{name}"
    shutil.copytree(crowd.folder, before)
    (record,) = send(crowd, name)
    shutil.rmtree(crowd.folder)
    shutil.copytree(before, crowd.folder)
    crowd.sync("heron")
    crowd.clock.forward(seconds=DAY_S)
    crowd.sync(name)
    return record


def swap_two(crowd: Crowd, name: str) -> None:
    """Exchange what stands under two names."""
    send(crowd, name, 2)
    first, second = parcels(crowd, crowd[name])[-2:]
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)
    crowd.sync("heron")


def write_as_a_stranger(crowd: Crowd, name: str) -> None:
    """Put a parcel under the name of a device that nobody let in."""
    send(crowd, name)
    one = parcels(crowd, crowd[name])[-1]
    one.rename(one.with_name(one.name.replace(crowd[name].box, "stranger")))
    crowd.sync("heron")


def write_after_removal(crowd: Crowd, name: str) -> str:
    """Send once more after being taken off the list; return the record that came before."""
    (record,) = send(crowd, name)
    crowd.sync("heron")
    projects.revoke(crowd["heron"], crowd[name].box)
    send(crowd, name)
    crowd.sync("heron")
    return record


def copy_the_device(crowd: Crowd, name: str) -> None:
    """Copy a whole vault; both go on and send under the same number."""
    crowd[name].vault.close()
    shutil.copytree(crowd.path / name, crowd.path / f"copy-{name}")
    crowd.desks[name] = reopened(crowd.path / name, clock=crowd.clock)
    crowd.desks[f"copy-{name}"] = reopened(crowd.path / f"copy-{name}", clock=crowd.clock)
    for one in (name, f"copy-{name}"):
        places.keep(crowd[one], places.Access(address=f"folder:{crowd.folder}"))
        append_record(crowd[one])
    crowd.sync(name, f"copy-{name}", "heron")


def replay_under_another_box(crowd: Crowd, name: str) -> None:
    """Copy a parcel of another device to the name of this one."""
    send(crowd, "teal")
    one = parcels(crowd, crowd["teal"])[-1]
    shutil.copyfile(one, one.with_name(one.name.replace(crowd["teal"].box, crowd[name].box)))
    crowd.sync("heron")


def inject_a_key(crowd: Crowd, name: str) -> None:
    """Put in a list that names a key of the store's own, sealed with the leaked project key."""
    known = membership.roster(crowd["heron"])
    seed = primitives.new_signing_seed()
    mallory = Member(
        box="mallory",
        name="Mallory",
        rights=(Right.COORDINATOR,),
        signing=_b64(primitives.signing_public(seed)),
        receive=_b64(primitives.receive_public(primitives.new_receive_seed())),
        since_ms=1,
    )
    forged = roster.sign_roster(roster.add_member(known, mallory, at_ms=1), seed)
    path, content = roster_log.seal_for_log(forged, membership.project_key(crowd["heron"]))
    (crowd.folder / path).write_bytes(content)
    crowd.sync(name, "heron")


def put_something_huge(crowd: Crowd, name: str) -> None:
    """Put a parcel larger than any can be."""
    _put(crowd, name, bytes(OVERSIZED))


def put_a_bomb(crowd: Crowd, name: str) -> None:
    """Put a small parcel that unfolds to far more than any may hold, signed by a device that turned coat."""
    _put(crowd, name, _bomb(crowd, crowd[name]))


def _put(crowd: Crowd, name: str, content: bytes) -> None:
    desk = crowd[name]
    made = names.undated(names.SegmentName(desk.box, "", len(parcels(crowd, desk)), names.mark_of(content)))
    path = crowd.folder / names.dated(made, names.day_of(desk.now()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    crowd.sync("heron")


def _bomb(crowd: Crowd, desk: Desk) -> bytes:
    known = membership.people_now(desk)
    here = Place(project=known.project, box=desk.box, number=len(parcels(crowd, desk)))
    run = zlib.compress(b'{"previous":"' + b"0" * BOMB, 9)
    signed = b"fieldwork/segment-signature/v0" + here.context() + sha256(run)
    signature = primitives.sign(membership.device_keys(desk).signing_seed, signed)
    payload = b"FWSG\x00" + signature + run
    return envelope.seal(payload, recipients=recipients_of(known), context=here.context())


def _b64(key: bytes) -> str:
    return base64.b64encode(key).decode()
