"""A project to measure an exchange in: a coordinator's vault, devices that write, a place, and raw curl."""

import base64
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from monitor_app.app import App
from monitor_app.bench import world
from monitor_app.crypto import bodies, headers, primitives
from monitor_app.crypto.keys import DeviceKeys
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.domain.events import FormRef, RecordFinished, RecordKind, to_leaves
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.operations import membership, projects, rosters, unlocking
from monitor_app.operations.desk import Desk
from monitor_app.ports import SignedEvent
from monitor_app.remotes.access import Access
from monitor_app.sync import segment
from monitor_app.sync.run import Knowledge
from monitor_app.sync.segment import Place, Segment

PLACES = "FIELDWORK_BENCH_PLACES"
"""Names a JSON file: `{"webdav": {"address": …, "user": …, "secret": …}, "s3": {…}}`."""


def places() -> dict[str, Access]:
    """Return the places to measure on, from the file that the environment names."""
    file = os.environ.get(PLACES)
    if not file:
        return {}
    found = json.loads(Path(file).read_text(encoding="utf-8"))
    return {kind: msgspec.convert(one, Access) for kind, one in found.items()}


@dataclass
class Device:
    """One device that writes records and seals them, without a vault."""

    box: str
    keys: DeviceKeys = field(default_factory=DeviceKeys.fresh)
    _previous: bytes = headers.NO_PREVIOUS
    _last: bytes = segment.NO_PREVIOUS
    _count: int = 0

    def member(self) -> Member:
        """Return it as it stands on the list."""
        public = self.keys.public()
        return Member(
            box=self.box,
            name=f"Device {self.box}",
            rights=(Right.MONITOR,),
            signing=base64.b64encode(public.signing).decode(),
            receive=base64.b64encode(public.receive).decode(),
            since_ms=world.START_MS,
        )

    def sealed(self, known: Roster, recipients: Sequence[bytes], draw: random.Random) -> Segment:
        """Write one record and seal it as the next segment."""
        leaves = bodies.salted(to_leaves(record(self.box, self._count, draw)))
        header = headers.header_bytes(self.box, self._count, self._previous, bodies.body_root(leaves))
        public, signature = headers.sign_header(header)
        signed = SignedEvent(
            header=header, one_time_public=public, signature=signature, body=bodies.encode_body(leaves)
        )
        (built,) = segment.build(
            [signed],
            place=Place(project=known.project, box=self.box, to="", number=self._count),
            previous=self._last,
            signing_seed=self.keys.signing_seed,
            recipients=recipients,
            known=Knowledge(roster=known.version),
        )
        self._previous, self._last = headers.header_hash(header), built.hash
        self._count += 1
        return built


def coordinator(folder: Path, devices: Sequence[Device], *, extra: int = 0) -> Desk:
    """Make a coordinator's vault whose list names these devices, and so many more that never write."""
    desk = App(cost=CHEAPEST).create(folder, unlocking.generate_passphrase())
    projects.create(desk, title="Bench", name="Heron")
    known = membership.roster(desk)
    assert known is not None
    members = [one.member() for one in devices]
    members += [_silent(number) for number in range(extra)]
    later = msgspec.structs.replace(
        known.roster,
        members=(*known.roster.members, *members),
        version=known.roster.version + 1,
        previous=known.hash,
    )
    rosters.publish(desk, later)
    return desk


def box_of(number: int) -> str:
    """Return the name of a device that never writes."""
    return primitives.base32(primitives.sha256(b"%d" % number)[:10])


def files(folder: Path, count: int, size: int) -> list[Path]:
    """Write files of random bytes, which no packing makes smaller."""
    folder.mkdir()
    paths = [folder / f"photo{number:04}" for number in range(count)]
    for path in paths:
        path.write_bytes(primitives.random_bytes(size))
    return paths


def blocks(path: Path) -> Iterator[bytes]:
    """Yield a file as it streams in."""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


def _silent(number: int) -> Member:
    public = base64.b64encode(primitives.sha256(b"key %d" % number)).decode()
    return Member(
        box=box_of(number),
        name=f"Device {number}",
        rights=(Right.MONITOR,),
        signing=public,
        receive=public,
        since_ms=world.START_MS,
    )


def record(box: str, number: int, draw: random.Random) -> RecordFinished:
    """Return an invented record of some five kilobytes."""
    return RecordFinished(
        subject=f"{box}r{number}",
        device=box,
        time=Stamp(world.START_MS + number),
        record_kind=RecordKind.INTERVIEW,
        pseudonym=f"W-{number:05}-A",
        form=FormRef(id="bench", version="1", digest="b" * 64),
        language="English (en)",
        answers={f"group/question{place}": world.words(draw, 12) for place in range(30)},
        started_ms=world.START_MS,
        finished_ms=world.START_MS,
    )
