"""What a store or a bad device can do: each is noticed, named on the screen, and nothing of it is taken in."""

import base64
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor_app.crypto import envelope, primitives
from monitor_app.crypto.primitives import sha256
from monitor_app.domain.people import Member, Right
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, membership, places, projects, reviewing, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.sync import names, roster, roster_log
from monitor_app.sync.segment import Place, recipients_of
from tests.support.crowds import Crowd
from tests.support.desks import append_record, reopened
from tests.support.fakes import SetClock

DAY_S = 24 * 60 * 60


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("wren")
    crowd.join("teal")
    crowd.sync("heron", "wren", "teal")
    yield crowd
    crowd.close()


@pytest.fixture
def clock():
    return SetClock(1_790_000_000_000)


def parcels(crowd: Crowd, desk: Desk) -> list[Path]:
    """Return a device's segments in the shared place, by number."""
    return sorted((crowd.folder / "fld1" / "in").rglob(f"{desk.box}-*"), key=lambda path: path.name)


def send(crowd: Crowd, name: str, count: int = 1) -> list[str]:
    """Finish and send records, each in a parcel of its own."""
    sent = []
    for _ in range(count):
        sent.append(append_record(crowd[name]))
        crowd.sync(name)
    return sent


def read(crowd: Crowd) -> set[str]:
    """Let the coordinator sync; return the records it holds."""
    crowd.sync("heron")
    return {row.id for row in browsing.records(crowd["heron"], RecordFilter())}


def odd(crowd: Crowd, name: str = "heron") -> set[str]:
    """Return the names of what the screen calls odd."""
    return {one.name.template for one in syncing.state(crowd[name]).odd}


def test_a_dropped_parcel_in_the_middle_is_a_gap(crowd):
    first, *_ = send(crowd, "wren", 3)
    parcels(crowd, crowd["wren"])[-2].unlink()
    assert read(crowd) == {first}
    assert odd(crowd) == {"Gap"}


def test_a_withheld_tail_is_noticed_by_who_sent_it(crowd, clock):
    send(crowd, "wren")
    hidden = parcels(crowd, crowd["wren"])[-1]
    kept = hidden.read_bytes()
    hidden.unlink()
    assert read(crowd) == set()
    hidden.write_bytes(kept)  # the sender is shown what it put there
    clock.forward(seconds=8 * DAY_S)
    crowd.sync("wren")
    assert "Not confirmed" in odd(crowd, "wren")


def test_a_lost_parcel_is_sent_again_by_itself(crowd, clock):
    (record,) = send(crowd, "wren")
    parcels(crowd, crowd["wren"])[-1].unlink()
    clock.forward(seconds=DAY_S)
    crowd.sync("wren")
    assert "Gone" in odd(crowd, "wren")
    crowd.sync("wren")
    assert read(crowd) == {record}


def test_a_list_of_people_that_is_turned_back_is_noticed_and_the_known_one_stays(crowd):
    (record,) = send(crowd, "wren")
    read(crowd)
    before = membership.roster(crowd["wren"]).roster.version
    log = crowd.folder / "fld1" / "m"
    old = set(log.iterdir())
    crowd.join("rook")
    reviewing.decide(crowd["heron"], record, Decision.QUERIED, note="Which month?")
    crowd.sync("heron")
    for newer in set(log.iterdir()) - old:
        newer.unlink()
    crowd.sync("wren")
    assert membership.roster(crowd["wren"]).roster.version == before
    assert "Withheld" in odd(crowd, "wren")


def test_a_whole_store_turned_back_loses_nothing(crowd, clock, tmp_path):
    shutil.copytree(crowd.folder, tmp_path / "old")
    (record,) = send(crowd, "wren")
    shutil.rmtree(crowd.folder)
    shutil.copytree(tmp_path / "old", crowd.folder)
    assert read(crowd) == set()
    clock.forward(seconds=DAY_S)
    crowd.sync("wren", "wren")
    assert read(crowd) == {record}


def test_swapped_parcels_are_damaged(crowd):
    send(crowd, "wren", 2)
    first, second = parcels(crowd, crowd["wren"])[-2:]
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)
    assert read(crowd) == set()
    assert odd(crowd) == {"Damaged"}


def test_a_parcel_of_a_stranger_is_named(crowd):
    send(crowd, "wren")
    one = parcels(crowd, crowd["wren"])[-1]
    one.rename(one.with_name(one.name.replace(crowd["wren"].box, "stranger")))
    assert read(crowd) == set()
    assert "Unknown device" in odd(crowd)


def test_a_removed_device_is_named(crowd):
    (record,) = send(crowd, "wren")
    assert read(crowd) == {record}
    projects.revoke(crowd["heron"], crowd["wren"].box)
    send(crowd, "wren")
    assert read(crowd) == {record}
    assert "Removed device" in odd(crowd)


def test_a_copied_device_is_named_and_neither_half_taken(crowd, tmp_path, clock):
    crowd["wren"].vault.close()
    shutil.copytree(tmp_path / "wren", tmp_path / "copy")
    crowd.desks["wren"] = reopened(tmp_path / "wren", clock=clock)
    crowd.desks["copy"] = reopened(tmp_path / "copy", clock=clock)
    for name in ("wren", "copy"):
        places.keep(crowd[name], places.Access(address=f"folder:{crowd.folder}"))
        append_record(crowd[name])
    crowd.sync("wren", "copy")
    assert read(crowd) == set()
    assert "Copied device" in odd(crowd)


def test_a_replay_under_another_box_is_held_back(crowd):
    send(crowd, "wren")
    one = parcels(crowd, crowd["wren"])[-1]
    shutil.copyfile(one, one.with_name(one.name.replace(crowd["wren"].box, crowd["teal"].box)))
    read(crowd)
    assert "Held back" in odd(crowd)


def test_a_key_put_in_by_the_store_is_not_believed(crowd):
    """The store makes a list that names its own key, signed by itself."""
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
    # Even with the project key, which any device of the project could have leaked.
    path, content = roster_log.seal_for_log(forged, membership.project_key(crowd["heron"]))
    (crowd.folder / path).write_bytes(content)
    crowd.sync("wren", "heron")
    for name in ("wren", "heron"):
        assert membership.people_now(crowd[name]).member("mallory") is None


@pytest.mark.parametrize("kind", ["oversized", "bomb"])
def test_huge_objects_are_held_back_and_stop_nobody(crowd, kind):
    wren = crowd["wren"]
    (record,) = send(crowd, "teal")
    made: dict[str, Callable[[], bytes]] = {
        "oversized": lambda: bytes(3 * 1024 * 1024),
        "bomb": lambda: _bomb(crowd, wren),
    }
    content = made[kind]()
    number = len(parcels(crowd, wren))
    name = names.undated(names.SegmentName(wren.box, "", number, names.mark_of(content)))
    path = crowd.folder / names.dated(name, names.day_of(wren.now()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert read(crowd) == {record}
    assert odd(crowd) & {"Held back", "Damaged"}


def _bomb(crowd: Crowd, wren: Desk) -> bytes:
    """A parcel that unfolds to 200 MB, by a device that went over to the other side."""
    known = membership.people_now(wren)
    here = Place(project=known.project, box=wren.box, number=len(parcels(crowd, wren)))
    run = zlib.compress(b'{"previous":"' + b"0" * 200_000_000, 9)
    signed = b"fieldwork/segment-signature/v0" + here.context() + sha256(run)
    signature = primitives.sign(membership.device_keys(wren).signing_seed, signed)
    payload = b"FWSG\x00" + signature + run
    return envelope.seal(payload, recipients=recipients_of(known), context=here.context())


def _b64(key: bytes) -> str:
    return base64.b64encode(key).decode()
