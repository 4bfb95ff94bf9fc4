"""What a poll and a day cost a coordinator of 10,000 devices: requests and time.

A poll brings nothing new and finds three days of segments, all known. On a day every device has sent one, and
the coordinator takes them in and answers each with a receipt. The store is in memory, its client the real one.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from monitor_app.bench import sync_world
from monitor_app.bench.listing_server import ListingServer
from monitor_app.bench.measuring import Measure, Result
from monitor_app.bench.sync_world import Device
from monitor_app.operations import membership, places, syncing, visited
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note
from monitor_app.operations.syncing import SyncReport
from monitor_app.operations.visited import Visited
from monitor_app.ports import Silent
from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_later
from monitor_app.sync import names
from monitor_app.sync.segment import recipients_of
from monitor_app.vault import lodging, outbox, peers

_NAME = "sync"
_DAY_MS = 86_400_000


def measure(folder: Path, devices: int) -> Iterator[Result]:
    """Measure both with so many devices."""
    yield from _nothing_new(folder / "poll", devices)
    yield from _one_day(folder / "day", devices)


def _nothing_new(folder: Path, devices: int) -> Iterator[Result]:
    desk = sync_world.coordinator(folder, [], extra=devices)
    listed = list(_listed(devices, desk.now()))
    with desk.vault.writing():
        for name in {names.undated(parsed) for one in listed if (parsed := names.parse(one))}:
            box = name.rpartition("/")[2].partition("-")[0]
            peers.mark_read(desk.vault, name, writer=box, content_key=bytes(32))
    with ListingServer(listed) as store:
        report, took = _synced(desk, store)
    desk.vault.close()
    if report.stopped or report.pull.new_segments:
        raise RuntimeError("a poll that should bring nothing brought something")
    yield _figure(f"requests of a poll, {devices:,} devices, nothing new", store.requests, "", 35)
    yield _figure(f"time of a poll, {devices:,} devices, nothing new", took, "s", 10)


def _one_day(folder: Path, devices: int) -> Iterator[Result]:
    writers = [Device(sync_world.box_of(2_000_000 + number)) for number in range(devices)]
    desk = sync_world.coordinator(folder, writers)
    known = membership.people_now(desk)
    assert known is not None
    draw, recipients, today = random.Random(7), recipients_of(known), names.day_of(desk.now())
    sealed = (writer.sealed(known, recipients, draw) for writer in writers)
    lying = {names.dated(names.undated(one.name), today): one.sealed for one in sealed}
    with ListingServer([], lying) as store:
        report, took = _synced(desk, store)
    desk.vault.close()
    if report.stopped or report.pull.new_segments != devices:
        raise RuntimeError("a day did not bring what every device had sent")
    what = f"of a day, {devices:,} devices, a record and a receipt each"
    yield _figure(f"requests {what}", store.requests, "", None)
    yield _figure(f"time {what}", took, "s", None)


def _synced(desk: Desk, store: ListingServer) -> tuple[SyncReport, float]:
    """Exchange with a place where everything of ours lies, and that was looked through this week."""
    access = Access(address=f"s3:http://127.0.0.1:{store.port}/team", user="bench", secret="bench")  # noqa: S106 - no secret
    place, _ = places.add(desk, access)
    now = desk.now()
    visited.keep(desk, place.id, Visited(listed_ms=now, looked_ms=now, swept_ms=now))
    note(desk, f"cleared_ms/{place.id}", now)
    ours = outbox.due(desk.vault, place.id, 100)
    lodging.mark_sent(desk.vault, place.id, [item.name for item in ours], now_ms=now)
    polled = replace(desk, open_remote=open_later)
    started = time.perf_counter()
    report, _ = syncing.run(lambda work: work(polled), progress=Silent())
    return report, time.perf_counter() - started


def _listed(devices: int, now: int) -> Iterator[str]:
    for back in range(3):
        day = names.day_of(now - back * _DAY_MS)
        for number in range(devices):
            mark = names.mark_of(b"%d/%d" % (back, number))
            yield f"{names.SEGMENTS}{day}/{sync_world.box_of(number)}-{2 - back:08d}-{mark}"


def _figure(what: str, value: float, unit: str, bar: float | None) -> Measure:
    return Measure(name=_NAME, what=what, value=value, unit=unit, bar=bar)
