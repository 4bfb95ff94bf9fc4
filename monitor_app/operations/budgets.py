"""How this device may sync: by itself, records only, so many megabytes a day; and what today has used."""

from dataclasses import dataclass

import msgspec

from monitor_app.errors import BadInput
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.sync import names
from monitor_app.sync.exchange import Kind
from monitor_app.sync.traffic import WITHOUT_FILES
from monitor_app.text import N_

MEGABYTE = 1024 * 1024
_HABITS, _USED = "sync_habits", "sync_used"


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """How to sync. `megabytes_a_day` 0 is no limit; `price` is of a megabyte, in whatever money people pay."""

    automatic: bool = True
    records_only: bool = False
    megabytes_a_day: int = 0
    price: float = 0.0


class _Used(msgspec.Struct, frozen=True):
    day: str = ""
    bytes: int = 0


@dataclass(frozen=True)
class Budget:
    """What may still travel today. `left` is None without a limit; bytes otherwise."""

    habits: Habits
    used: int
    left: int | None

    @property
    def up_to(self) -> Kind:
        """The last kind of thing that may travel."""
        return WITHOUT_FILES if self.habits.records_only else Kind.VIDEO

    @property
    def cost(self) -> float:
        """What today's traffic costs, by the price that was entered."""
        return self.used / MEGABYTE * self.habits.price


def budget(desk: Desk) -> Budget:
    """Return how to sync, and what is left of today."""
    habits = recall(desk, _HABITS, Habits, Habits())
    used = _used(desk)
    limit = habits.megabytes_a_day * MEGABYTE
    return Budget(habits, used, max(limit - used, 0) if limit else None)


def choose(desk: Desk, habits: Habits) -> tuple[None, Changes]:
    """Sync like this from now on. Raise BadInput for a limit or price below zero."""
    if habits.megabytes_a_day < 0 or not 0 <= habits.price < 1_000_000:
        raise BadInput(N_("A limit or a price cannot be below zero."), N_("Write 0 for no limit."))
    note(desk, _HABITS, habits)
    return None, touched(Topic.SYNC)


def spend(desk: Desk, size: int) -> None:
    """Count bytes that travelled today, in whatever transaction is open."""
    if size:
        note(desk, _USED, _Used(_today(desk), _used(desk) + size))


def _used(desk: Desk) -> int:
    used = recall(desk, _USED, _Used, _Used())
    return used.bytes if used.day == _today(desk) else 0


def _today(desk: Desk) -> str:
    return names.day_of(desk.now())
