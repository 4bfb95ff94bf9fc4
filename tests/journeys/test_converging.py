"""Two coordinators and five monitors edit offline, clocks off by up to a year: in the end all know the same.

Real vaults, a real folder. `VAULT_SCHEDULES=20` is the long form.
"""

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from monitor_app.domain.events import FormRef, RecordFinished, RecordKind, RecordReviewed
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, observing, places, reviewing, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.vault import events
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import append_record, reopened
from tests.support.fakes import SetClock

SCHEDULES = int(os.environ.get("VAULT_SCHEDULES", "1"))
STEPS = 45
YEAR_MS = 365 * 24 * 60 * 60 * 1000
NOW = 1_790_000_000_000
COORDINATORS = ("heron", "ibis")
MONITORS = ("wren", "teal", "rook", "swan", "lark")
EVERYBODY = (*COORDINATORS, *MONITORS)


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """Seven vaults of one project, closed."""
    folder = tmp_path_factory.mktemp("seven")
    crowd = Crowd(folder, SetClock(NOW))
    crowd.join("ibis", rights=COORDINATOR)
    for name in MONITORS:
        crowd.join(name)
    crowd.sync(*EVERYBODY)
    crowd.close()
    return folder


class Schedule:
    """One random history over copies of the seven vaults."""

    def __init__(self, world: Path, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        shutil.copytree(world, folder)
        self.desks = {
            name: reopened(folder / name, clock=SetClock(NOW + self.chance.randrange(-YEAR_MS, YEAR_MS)))
            for name in EVERYBODY
        }
        for desk in self.desks.values():
            places.keep(desk, places.Access(address=f"folder:{folder / 'shared-place'}"))
        self.decided: Counter[str] = Counter()
        self.written: set[str] = set()

    def run(self) -> None:
        for _ in range(STEPS):
            name = self.chance.choice(EVERYBODY)
            self.desks[name].clock.forward(seconds=self.chance.randrange(1, 100_000))
            self.chance.choice((self.record, self.revise, self.decide, self.name_site, self.sync))(name)
        for _ in range(3):
            for name in EVERYBODY:
                self.sync(name)

    def record(self, name: str) -> None:
        desk = self.desks[name]
        self.written.add(append_record(desk, answers={"words": str(self.chance.random())}))

    def revise(self, name: str) -> None:
        """Revise the same version twice now and then, as a copied laptop would: rivals."""
        desk = self.desks[name]
        mine = browsing.records(desk, RecordFilter(box=desk.box))
        if not mine:
            return
        row = self.chance.choice(mine)
        event = RecordFinished(
            subject=row.id,
            device=desk.box,
            time=desk.stamp(),
            replaces=row.root,
            record_kind=RecordKind.INTERVIEW,
            pseudonym=row.pseudonym,
            form=FormRef(id="three_questions", version="1", digest="0" * 64),
            language="English (en)",
            answers={"words": str(self.chance.random())},
            started_ms=desk.now(),
            finished_ms=desk.now(),
        )
        for _ in range(self.chance.choice((1, 1, 2))):
            events.append(desk.vault, msgspec.structs.replace(event, time=desk.stamp()), stream=desk.box)

    def decide(self, name: str) -> None:
        desk = self.desks[name]
        rows = browsing.records(desk, RecordFilter())
        if name not in COORDINATORS or not rows:
            return
        row = self.chance.choice(rows)
        reviewing.decide(desk, row.id, self.chance.choice(list(Decision)), note="why")
        self.decided[row.id] += 1

    def name_site(self, name: str) -> None:
        observing.add_site(self.desks[name], name=f"Site {self.chance.randrange(4)}")

    def sync(self, name: str) -> None:
        desk = self.desks[name]
        syncing.run(lambda work: work(desk), progress=Silent())

    def close(self) -> None:
        for desk in self.desks.values():
            desk.vault.close()


def told(desk: Desk) -> list[tuple[object, ...]]:
    """What a coordinator sees: every standing version, its state and its rivals, and every decision on it."""
    rows = browsing.records(desk, RecordFilter(), limit=1000)
    return sorted(
        (
            row.id,
            row.root,
            row.rivals,
            tuple(sorted((r.event.decision, r.event.device) for r in decisions(desk, row.id))),
        )
        for row in rows
    )


def decisions(desk: Desk, record_id: str) -> list[object]:
    return list(browsing.record(desk, record_id).reviews)


@pytest.fixture(params=range(SCHEDULES))
def schedule(request, world, tmp_path):
    made = Schedule(world, tmp_path / "world", request.param)
    made.run()
    yield made
    made.close()


def test_all_replicas_converge_and_nothing_is_lost(schedule):
    heron, ibis = (schedule.desks[name] for name in COORDINATORS)
    assert told(heron) == told(ibis)
    assert {row.id for row in browsing.records(heron, RecordFilter(), limit=1000)} == schedule.written
    for record_id, count in schedule.decided.items():
        assert (
            len([one for one in decisions(heron, record_id) if isinstance(one.event, RecordReviewed)]) == count
        )
    for name in MONITORS:
        desk = schedule.desks[name]
        for row in browsing.records(desk, RecordFilter(box=desk.box), limit=1000):
            seen = browsing.record(heron, row.id).row
            assert (seen.root, seen.rivals, seen.state) == (row.root, row.rivals, row.state)
