"""Nobody can use a replacement, or a note of cleared days, to make others drop or skip what was recorded."""

import dataclasses
from pathlib import Path

import pytest

from monitor_app.crypto import bodies, headers, primitives
from monitor_app.crypto.primitives import sha256
from monitor_app.domain.events import DaysCleared, Start
from monitor_app.domain.people import Right
from monitor_app.domain.records import ErasureReason
from monitor_app.operations import browsing, erasing, membership, projects, retention, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent
from monitor_app.sync import names, segment
from monitor_app.sync.run import Knowledge, Run
from monitor_app.sync.segment import NO_PREVIOUS, Place
from monitor_app.vault import events, parcels, peers
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record
from tests.support.fakes import SetClock


@pytest.fixture
def crowd(tmp_path):
    crowd = Crowd(tmp_path, SetClock(1_790_000_000_000))
    crowd.join("wren")
    crowd.join("teal")
    yield crowd
    crowd.close()


@pytest.fixture
def sent(crowd) -> set[str]:
    """Two records of wren that left in parcel number 0 and arrived."""
    records = {append_record(crowd["wren"]) for _ in range(2)}
    crowd.sync("wren", "heron", "wren")
    return records


def ids(desk: Desk) -> set[str]:
    return {row.id for row in browsing.records(desk, RecordFilter())}


def odd(desk: Desk) -> set[str]:
    return {one.name.template for one in syncing.state(desk).odd}


def first_of(crowd: Crowd, name: str = "wren") -> list[Path]:
    return sorted((crowd.folder / "fld1" / "in").rglob(f"{crowd[name].box}-00000000-*"))


def said(desk: Desk) -> list[SignedEvent]:
    """Return what parcel number 0 of a device holds."""
    parcel = parcels.at(desk.vault, f"fld1/in/{desk.box}-00000000-")[0]
    links = events.after(desk.vault, desk.box, -1, limit=parcel.last + 1)
    return [events.signed_event(link) for link in links]


def chain_of(desk: Desk) -> bytes:
    parcel = parcels.at(desk.vault, f"fld1/in/{desk.box}-00000000-")[0]
    return bytes.fromhex(parcel.chain)


def bare(inside: list[SignedEvent]) -> list[SignedEvent]:
    return [dataclasses.replace(one, body=None) for one in inside]


def lay(
    crowd: Crowd, inside: list[SignedEvent], *, by: str = "wren", replaces: list[bytes], seed: bytes = b""
) -> Path:
    """Put a replacement of wren's first parcel into the shared place, signed by a device (or another seed)."""
    known, wren = membership.people_now(crowd[by]), crowd["wren"]
    built = segment.build_anew(
        Run(
            previous=NO_PREVIOUS,
            replaces=tuple(replaces),
            known=Knowledge(roster=known.version),
            events=tuple(inside),
        ),
        place=Place(project=known.project, box=wren.box, number=0),
        signing_seed=seed or membership.device_keys(crowd[by]).signing_seed,
        recipients=segment.recipients_of(known),
    )
    path = crowd.folder / names.dated(names.undated(built.name), names.day_of(wren.now()))
    path.write_bytes(built.sealed)
    return path


@pytest.mark.parametrize("by", ["the store", "teal"])
def test_only_the_writer_can_replace(crowd, sent, by):
    (old,) = first_of(crowd)
    seed = primitives.new_signing_seed() if by == "the store" else b""
    lay(
        crowd,
        bare(said(crowd["wren"])),
        by="wren" if by == "the store" else by,
        replaces=[chain_of(crowd["wren"])],
        seed=seed,
    )
    crowd.sync("heron")
    assert ids(crowd["heron"]) == sent
    assert odd(crowd["heron"])
    assert old.exists()


def test_a_replacement_without_a_record_that_nobody_erased_changes_nothing(crowd, sent):
    (old,) = first_of(crowd)
    lay(crowd, bare(said(crowd["wren"])), replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron", "heron")
    assert ids(crowd["heron"]) == sent
    assert "Held back" in odd(crowd["heron"])
    assert old.exists()


def test_who_comes_later_takes_what_it_stands_for_as_long_as_that_is_there(crowd):
    records = {append_record(crowd["wren"]) for _ in range(2)}
    crowd.sync("wren")
    lay(crowd, bare(said(crowd["wren"])), replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron")
    assert ids(crowd["heron"]) == records


def test_a_replacement_that_leaves_an_entry_out_is_a_fork(crowd, sent):
    lay(crowd, said(crowd["wren"])[:1], replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron")
    assert ids(crowd["heron"]) == sent
    assert "Copied device" in odd(crowd["heron"])


def test_a_replacement_cannot_bring_another_content(crowd, sent):
    """Every content proves itself by its header; another header at that place is a fork."""
    lay(crowd, [*said(crowd["wren"])[:1], *changed(crowd)], replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron")
    assert ids(crowd["heron"]) == sent
    assert "Copied device" in odd(crowd["heron"])


def changed(crowd: Crowd) -> list[SignedEvent]:
    """Return another event for the second place of wren's stream."""
    one = said(crowd["wren"])[0]
    leaves = bodies.salted({"kind": "smuggled"})
    header = headers.header_bytes(crowd["wren"].box, 1, sha256(one.header), bodies.body_root(leaves))
    public, signature = headers.sign_header(header)
    return [
        SignedEvent(header=header, one_time_public=public, signature=signature, body=bodies.encode_body(leaves))
    ]


def test_a_replacement_cannot_bring_a_content_that_was_not_there(crowd):
    """What was held back when it was sent, or erased before it left, does not come by the back door."""
    first, second = (append_record(crowd["wren"]) for _ in range(2))
    whole = [
        events.signed_event(link) for link in events.after(crowd["wren"].vault, crowd["wren"].box, -1, limit=2)
    ]
    erasing.erase(crowd["wren"], first, ErasureReason.ASKED)
    crowd.sync("wren", "heron")
    assert ids(crowd["heron"]) == {second}
    inside = [whole[0], *said(crowd["wren"])[1:]]
    lay(crowd, inside, replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron")
    assert ids(crowd["heron"]) == {second}
    assert "Copied device" in odd(crowd["heron"])


def test_a_replacement_of_something_else_is_a_fork(crowd, sent):
    lay(crowd, said(crowd["wren"]), replaces=[bytes(range(32))])
    crowd.sync("heron")
    assert "Copied device" in odd(crowd["heron"])


def test_a_replacement_takes_nothing_of_others_away(crowd, sent):
    append_record(crowd["teal"])
    crowd.sync("teal", "heron")
    (theirs,) = first_of(crowd, "teal")
    erasing.erase(crowd["wren"], min(sent), ErasureReason.ASKED)
    lay(crowd, said(crowd["wren"]), replaces=[chain_of(crowd["wren"]), chain_of(crowd["teal"])])
    crowd.sync("heron", "heron")
    assert theirs.exists()


def test_a_removed_device_takes_nothing_away(crowd, sent):
    (old,) = first_of(crowd)
    projects.revoke(crowd["heron"], crowd["wren"].box)
    lay(crowd, bare(said(crowd["wren"])), replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron", "heron")
    assert ids(crowd["heron"]) == sent
    assert old.exists()
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("heron", "rook", "rook")
    assert ids(crowd["rook"]) == sent


def test_what_lacks_a_content_that_nobody_erased_is_named_to_who_comes_later(crowd, sent):
    """The store and a removed device together: only the replacement is shown to a new coordinator."""
    (old,) = first_of(crowd)
    old.unlink()
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("wren")
    lay(crowd, bare(said(crowd["wren"])), replaces=[chain_of(crowd["wren"])])
    crowd.sync("heron", "rook", "rook")
    assert "Without content" in odd(crowd["rook"])
    assert "Without content" not in odd(crowd["heron"])


def cleared(desk: Desk, stream: str) -> DaysCleared:
    starts = {stream: Start(3, "11" * 32, 9, "22" * 32)}
    return DaysCleared(subject="20260922", device=desk.box, time=desk.stamp(), streams=starts)


def test_a_monitor_cannot_say_that_days_were_cleared(crowd, sent):
    teal = crowd["teal"]
    events.append(teal.vault, cleared(teal, crowd["wren"].box), stream=teal.box)
    teal_said = events.signed_event(events.after(teal.vault, teal.box, -1, limit=1)[0])
    known = membership.people_now(teal)
    (built,) = segment.build(
        [teal_said],  # as a changed program would send it: the real one sends no such content
        place=Place(project=known.project, box=teal.box, number=0),
        previous=NO_PREVIOUS,
        signing_seed=membership.device_keys(teal).signing_seed,
        recipients=segment.recipients_of(known),
        known=Knowledge(roster=known.version),
    )
    path = crowd.folder / names.dated(names.undated(built.name), names.day_of(teal.now()))
    path.write_bytes(built.sealed)
    crowd.sync("heron")
    assert "Held back" in odd(crowd["heron"])
    assert peers.starts(crowd["heron"].vault) == {}


def test_a_removed_coordinator_cannot_say_that_days_were_cleared(crowd, sent):
    crowd.join("rook", rights=COORDINATOR)
    crowd.sync("wren", "rook", "heron")
    rook = crowd["rook"]
    projects.revoke(crowd["heron"], rook.box)
    events.append(rook.vault, cleared(rook, crowd["wren"].box), stream=rook.box)
    crowd.sync("rook", "heron")
    assert peers.starts(crowd["heron"].vault) == {}
    known = membership.people_now(crowd["heron"]).member(rook.box)
    retention.take_in(
        crowd["heron"], cleared(rook, crowd["wren"].box), known
    )  # what it sent before it was removed
    assert peers.starts(crowd["heron"].vault) == {}
    assert Right.COORDINATOR in known.rights
