"""Two vaults and the place between them: what was recorded arrives once and whole, or it is said.

Shared by the tests of bad places in this process and of bad servers. `MEGABYTES` is the size of the large file.
"""

import logging
import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from monitor_app.domain.events import Photo
from monitor_app.domain.reviewing import RecordState
from monitor_app.operations import browsing, checking, places, syncing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Remote
from monitor_app.remotes.access import Access
from monitor_app.sync import names
from monitor_app.vault import attachments
from tests.support.desks import Pair, append_record, joined_pair, reopened
from tests.support.fakes import SetClock

MIB = 1024 * 1024
MEGABYTES = int(os.environ.get("FIELDWORK_LONG_MB", "3"))
FIGURES = logging.getLogger("figures")
"""Shown by `-o log_cli=true -o log_cli_level=INFO`."""
DAY = 24 * 60 * 60
_ROUNDS = 12


def record_with_file(desk: Desk, megabytes: int, *, seed: int = 7) -> str:
    """Finish a record with one photo of so many megabytes of noise; return its id."""
    draw = random.Random(seed)
    blocks = (draw.randbytes(MIB) for _ in range(megabytes))
    original = attachments.store(desk.vault, blocks, name="original", media_type="image/jpeg")
    small = [
        attachments.store(desk.vault, [b"%d/%d" % (seed, one)], name="p", media_type="image/jpeg")
        for one in range(2)
    ]
    photo = Photo(question="p", original=original, working=small[0], thumbnail=small[1])
    return append_record(desk, photos=(photo,))


def prepared(folder: Path, *, megabytes: int = MEGABYTES, clock: SetClock | None = None) -> Path:
    """Make two vaults of one project in `folder`, closed; the monitor has a record and a large file to send."""
    pair = joined_pair(folder, clock or SetClock())
    if megabytes:
        record_with_file(pair.monitor, megabytes)
    pair.monitor.vault.close()
    pair.coordinator.vault.close()
    return folder


@dataclass
class World:
    """The two desks, the way to their place as it is now, the way past every fault, and what was said."""

    pair: Pair
    clock: SetClock
    straight: Callable[[], Remote]
    way: Callable[[], Remote]
    said: list[str] = field(default_factory=list)
    syncs: int = 0
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def over(
        cls, made: Path, folder: Path, access: Access, straight: Callable[[], Remote], clock: SetClock
    ) -> "World":
        """Sit down at copies of the vaults in `made`; the list of people goes to the new place first."""
        for name in ("monitor", "coordinator"):
            shutil.copytree(made / name, folder / name)
        coordinator, monitor = (reopened(folder / name, clock=clock) for name in ("coordinator", "monitor"))
        world = cls(Pair(coordinator, monitor, folder), clock, straight, straight)
        for desk in world.desks:
            object.__setattr__(desk, "open_remote", lambda _: world.way())
            places.keep(desk, access)
        world.sync(coordinator)
        world.said.clear()
        return world

    @property
    def desks(self) -> tuple[Desk, Desk]:
        return self.pair.monitor, self.pair.coordinator

    def close(self) -> None:
        for desk in self.desks:
            desk.vault.close()

    def sync(self, desk: Desk) -> syncing.SyncReport:
        report = self.pair.sync(desk)
        self.syncs += 1
        self.said += [str(report.stopped)] if report.stopped else []
        self.said += [odd.id for odd in syncing.state(desk).odd]
        return report

    def until_confirmed(self) -> None:
        """Let both sync again and again, as people do."""
        for _ in range(_ROUNDS):
            for desk in (self.pair.monitor, self.pair.coordinator, self.pair.monitor):
                self.sync(desk)
            if self.is_whole():
                return

    def is_whole(self) -> bool:
        summary = syncing.state(self.pair.monitor).summary
        known = [_states(desk) for desk in self.desks]
        return (
            known[0] == known[1]
            and set(known[0].values()) == {RecordState.RECEIVED}
            and (summary.waiting, summary.sent) == (0, 0)
        )

    def demand_whole(self) -> None:
        """0 lost, 0 doubled, 0 wrong sizes: in the vaults, and in the shared place."""
        assert self.is_whole(), self.said
        for desk in self.desks:
            rows = browsing.records(desk, RecordFilter())
            assert len({row.id for row in rows}) == len(rows)
            assert checking.check(desk) == []
        for row in browsing.records(self.pair.coordinator, RecordFilter()):
            for photo in browsing.record(self.pair.coordinator, row.id).event.photos:
                for file in (photo.original, photo.working, photo.thumbnail):
                    assert sum(map(len, attachments.read(self.pair.coordinator.vault, file))) == file.size
        self._demand_place_whole()

    def _demand_place_whole(self) -> None:
        """Each object lies there once, and is what its name says."""
        remote = self.straight()
        found = remote.names("fld1/")
        parsed = [names.parse(name) for name in found]
        assert None not in parsed
        assert len({names.undated(one) for one in parsed if one}) == len(found)
        for name, one in zip(found, parsed, strict=True):
            assert names.is_true(one, remote.get(name))
        remote.close()

    def tell(self, fault: str, place: str, done: int = 0) -> None:
        """Print a line of the table: what was done to what, and how it ended."""
        said = (
            ", ".join(f"{one} ({self.said.count(one)})" for one in dict.fromkeys(self.said)) or "nothing to say"
        )
        FIGURES.info(
            "| %s | %s | %d MB | whole | %.1f s | %d syncs | %d faults | %s |",
            *(fault, place, MEGABYTES, time.monotonic() - self.began, self.syncs, done, said),
        )


def _states(desk: Desk) -> dict[str, RecordState]:
    return {row.id: row.state for row in browsing.records(desk, RecordFilter())}
