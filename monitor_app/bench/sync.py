"""The exchange against raw curl and restic, after a power cut, and at the size of 10,000 devices.

Places come by a file that `FIELDWORK_BENCH_PLACES` names; what needs one that is not there is skipped.
"""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from monitor_app.bench import sync_day, sync_push, sync_world
from monitor_app.bench.measuring import Measure, Result, Skipped, compare, seconds
from monitor_app.bench.sync_push import push_from
from monitor_app.bench.sync_world import Device
from monitor_app.crypto import primitives
from monitor_app.crypto.primitives import Receiver
from monitor_app.domain.events import RecordFinished
from monitor_app.operations import carrying, membership, places
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Place
from monitor_app.operations.receiving import VaultIncoming
from monitor_app.operations.sending import VaultOutgoing
from monitor_app.ports import Remote, Silent
from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_later
from monitor_app.sync import engine, names
from monitor_app.sync.exchange import Kind
from monitor_app.sync.lanes import Lanes
from monitor_app.sync.pulling import AT_ONCE
from monitor_app.sync.segment import Opened, Segment, open_segment, recipients_of
from monitor_app.vault import attachments, events, outbox
from monitor_app.vault.outbox import OutboxItem

NAME = "sync"
_MIB = 1024 * 1024
_ROUNDS = 5
_QUICK = 0.05
"""Below this scale nobody compares the figures."""


def measure(scale: float) -> Iterator[Result]:
    """Measure with 100 files of 5 MB, 1,000 records and 10,000 devices, or a part of them."""
    found = sync_world.places()
    for kind in ("webdav", "s3"):
        yield from _in_folder(partial(sync_push.measure, kind, found.get(kind), scale))
    rounds = _ROUNDS if scale >= _QUICK else 1
    yield from _in_folder(lambda folder: _records(folder, max(int(1000 * scale), 10), rounds))
    yield from _in_folder(lambda folder: _cut(folder, max(int(200 * scale), 8)))
    yield from _in_folder(lambda folder: _taken_in(folder, max(int(1000 * scale), 48)))
    yield from _in_folder(lambda folder: sync_day.measure(folder, max(int(10_000 * scale), 100)))


def _in_folder(work: Callable[[Path], Iterator[Result]]) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield from work(Path(name))


def _figure(what: str, value: float, unit: str, bar: float | None) -> Measure:
    return Measure(name=NAME, what=what, value=value, unit=unit, bar=bar)


def _push_all(desk: Desk, place: Place, lanes: Lanes) -> None:
    push_from(VaultOutgoing(lambda work: work(desk), place.id), lanes, desk.clock)


def _records(folder: Path, count: int, rounds: int) -> Iterator[Result]:
    """Pack and push records to a folder, against restic's backup of the same number of files of 8 KB."""
    if shutil.which("restic") is None:
        yield Skipped(name=NAME, why="restic is not installed here")
        return
    paths = sync_world.files(folder / "files", count, 8 * 1024)
    ours: list[Desk] = []
    for turn in range(rounds):
        desk = sync_world.coordinator(folder / f"vault{turn}", [])
        events.append_all(desk.vault, [(replaced, desk.box) for replaced in _written(desk, count)])
        (folder / f"ours{turn}").mkdir()
        ours.append(desk)
    for turn in range(rounds):
        _restic(folder, turn, "init")
    left, right = iter(range(rounds)), iter(range(rounds))
    compared = compare(
        lambda: _packed(ours[turn := next(left)], folder / f"ours{turn}"),
        lambda: _restic(folder, next(right), "backup", str(paths[0].parent)),
        rounds=rounds,
        timer=time.perf_counter,
    )
    for desk in ours:
        desk.vault.close()
    yield _figure(f"seal and push {count:,} records, against restic backup", compared.ratio, "×", 1.0)


def _written(desk: Desk, count: int) -> Iterator[RecordFinished]:
    draw = random.Random(5)
    for number in range(count):
        yield sync_world.record(desk.box, number, draw)


def _packed(desk: Desk, folder: Path) -> None:
    carrying.pack(desk)
    place, _ = places.add(desk, Access(address=f"folder:{folder}"))
    _push_all(desk, place, Lanes(open_later(place.access)))


def _restic(folder: Path, turn: int, *command: str) -> None:
    (folder / "restic-password").write_text("bench", encoding="utf-8")
    options = ["--repo", str(folder / f"restic{turn}"), "--password-file", str(folder / "restic-password")]
    subprocess.run(
        ["restic", "--quiet", "--no-cache", *options, *command],  # noqa: S607 - whichever is installed
        check=True,
        capture_output=True,
    )


class _Counted:
    """A folder that counts what is handed to it, and is gone after so many bytes, as at a power cut."""

    def __init__(self, remote: Remote, handed: list[int], *, at_most: int) -> None:
        self._remote, self._handed, self._at_most = remote, handed, at_most

    def put(self, name: str, content: bytes) -> None:
        """Store, unless the power is gone."""
        self._handed[0] += len(content)
        if self._handed[0] > self._at_most:
            raise _PowerCutError
        self._remote.put(name, content)

    def get(self, name: str) -> bytes:
        """Return the object."""
        return self._remote.get(name)

    def names(self, prefix: str) -> list[str]:
        """Return the names under `prefix`."""
        return self._remote.names(prefix)

    def delete(self, name: str) -> None:
        """Remove the object."""
        self._remote.delete(name)

    def close(self) -> None:
        """Let go of the folder."""
        self._remote.close()


class _PowerCutError(Exception):
    """Nothing more is done, not even what was sent is marked."""


class _Unmarked(VaultOutgoing):
    """An outbox in which the power is cut: what comes after it is not kept."""

    is_cut = False

    def mark_sent(self, dues: object, size: int) -> None:
        """Keep it, while there is power."""
        if not self.is_cut:
            super().mark_sent(dues, size)  # type: ignore[arg-type]  # handed on as it came


def _cut(folder: Path, megabytes: int) -> Iterator[Result]:
    """Push a large file, cut the power at half, push again; count every byte that was handed over."""
    desk = sync_world.coordinator(folder / "vault", [])
    (path,) = sync_world.files(folder / "files", 1, megabytes * _MIB)
    (folder / "place").mkdir()
    place, _ = places.add(desk, Access(address=f"folder:{folder / 'place'}"))
    file = attachments.store(desk.vault, sync_world.blocks(path), name="p", media_type="video/mp4")
    outbox.enqueue(
        desk.vault,
        [
            OutboxItem(name=f"{names.CHUNKS}{chunk}", priority=Kind.VIDEO, chunk=chunk, size=_MIB)
            for chunk in file.chunks
        ],
    )
    handed = [0]
    payload = sum(len(attachments.chunk_bytes(desk.vault, chunk)) for chunk in file.chunks)
    for at_most in (payload // 2, 1 << 62):
        outgoing = _Unmarked(lambda work: work(desk), place.id)
        lanes = Lanes(_Counted(open_later(place.access), handed, at_most=at_most))
        try:
            while outgoing.due():
                engine.push(outgoing, lanes, clock=desk.clock, progress=Silent())
        except _PowerCutError:
            outgoing.is_cut = True
        finally:
            lanes.close()
    desk.vault.close()
    yield _figure(f"bytes sent of {megabytes} MB with a power cut at half", handed[0] / payload, "×", 1.03)


def _taken_in(folder: Path, count: int) -> Iterator[Result]:
    """Open and check new segments, then take them in, each of one record."""
    devices = [Device(sync_world.box_of(1_000_000 + number)) for number in range(max(count // 50, 4))]
    desk = sync_world.coordinator(folder / "vault", devices)
    known = membership.people_now(desk)
    assert known is not None
    draw, recipients = random.Random(3), recipients_of(known)
    sealed = [devices[number % len(devices)].sealed(known, recipients, draw) for number in range(count)]
    receive = [Receiver(seed) for seed in membership.receive_seeds(desk)]
    incoming = VaultIncoming(lambda work: work(desk))
    least = _Floor()
    opening = floor = taking = spent = 0.0
    for at in range(0, count, AT_ONCE):
        opened: list[Opened] = []
        batch = sealed[at : at + AT_ONCE]

        def open_some(batch: list[Segment] = batch, opened: list[Opened] = opened) -> None:
            opened += [open_segment(one.sealed, name=one.name, roster=known, receive=receive) for one in batch]

        def take_some(opened: list[Opened] = opened) -> None:
            incoming.accept(opened)

        opening += seconds(open_some, time.process_time)
        floor += seconds(partial(least.run, len(batch)), time.process_time)
        begun = time.process_time()
        taking += seconds(take_some)
        spent += time.process_time() - begun
    desk.vault.close()
    yield _figure("one new segment opened and verified, CPU", opening / count * 1000, "ms", 1 / 1.5)
    yield _figure("  floor: its key unsealed, three signatures checked, CPU", floor / count * 1000, "ms", None)
    yield _figure("one new segment taken in, with its disk", taking / count * 1000, "ms", 2.0)
    yield _figure("  of which CPU", spent / count * 1000, "ms", None)


class _Floor:
    """What no program can leave out when it opens a segment: one key unsealed, three signatures checked."""

    def __init__(self) -> None:
        self._receiver = Receiver(primitives.new_receive_seed())
        self._slot = primitives.hpke_seal(self._receiver.public, primitives.new_key(), info=b"bench")
        seed = primitives.new_signing_seed()
        self._public, self._signature = primitives.signing_public(seed), primitives.sign(seed, b"bench")

    def run(self, segments: int) -> None:
        """Do it for so many segments."""
        for _ in range(segments):
            self._receiver.open(self._slot, info=b"bench")
            for _ in range(3):
                primitives.verify(self._public, b"bench", self._signature)
