"""The composition root: builds the real clock, names, words and shared places, and hands them to a desk."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from monitor_app.crypto import primitives
from monitor_app.crypto.keyslots import CHEAPEST, Cost
from monitor_app.operations import identity, recovering, unlocking
from monitor_app.operations.desk import Desk
from monitor_app.operations.training import DemoClock
from monitor_app.ports import Clock, English, Ids, Remote, Words
from monitor_app.remotes import opening as remotes
from monitor_app.remotes.access import Access

T = TypeVar("T")

SWITCH_INTERVAL_S = 0.0005
"""How long one thread may keep the interpreter: short, so that typing never waits for sealing."""


class SystemClock:
    """The computer's own clock."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000


class RandomIds:
    """Names drawn from the operating system."""

    def new_id(self) -> str:
        """Return 128 random bits in base32."""
        return primitives.new_id()


class CountingIds:
    """Names in order, for the demo: the same at every run, and different for each maker of them."""

    def __init__(self, maker: str) -> None:
        self._maker = maker
        self._count = 0

    def new_id(self) -> str:
        """Return the next name, of the same shape as a random one."""
        self._count += 1
        return primitives.base32(primitives.sha256(f"{self._maker}/{self._count}".encode())[:16])


class App:
    """Everything the outer layers are handed. The demo replaces clock, names and places.

    `cost` is what a guess at a new vault's passphrase costs; None measures this machine.
    """

    def __init__(  # noqa: PLR0913 - here everything meets
        self,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        words: Words | None = None,
        open_remote: Callable[[Access], Remote] = remotes.open_later,
        cost: Cost | None = None,
        zone: str = "",
        is_demo: bool = False,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.ids: Ids = ids or RandomIds()
        self.words: Words = words or English()
        self.open_remote = open_remote
        self.cost = cost
        self.zone = zone or local_zone()
        self.is_demo = is_demo
        sys.setswitchinterval(SWITCH_INTERVAL_S)

    def create(self, folder: Path, passphrase: str) -> Desk:
        """Make a new vault and sit down at it."""
        return self._desk(unlocking.create(folder, passphrase, clock=self.clock, cost=self.cost))

    def unlock(self, folder: Path, passphrase: str, *, now: Callable[[], float] | None = None) -> Desk:
        """Open a vault and sit down at it. With `now`, the next guess is made as dear as this machine bears."""
        return self._desk(unlocking.unlock(folder, passphrase, clock=self.clock, now=now))

    def recover(self, folder: Path, sheets: Sequence[str], passphrase: str) -> Desk:
        """Open a vault with two sheets, give it a new passphrase at once, and sit down at it."""
        return self._desk(recovering.recover(folder, sheets, passphrase, clock=self.clock, cost=self.cost))

    def _desk(self, vault: unlocking.Vault) -> Desk:
        desk = Desk(
            vault=vault,
            clock=self.clock,
            ids=self.ids,
            words=self.words,
            open_remote=self.open_remote,
            is_demo=self.is_demo,
            zone=self.zone,
        )
        identity.enforce(desk)  # no contact outlives the day that was promised, whoever opens the vault
        return desk


def local_zone() -> str:
    """Return the IANA name of this computer's time zone where the system tells it by a link, else UTC.

    The window knows it on every system and hands it over; this serves the command line.
    """
    try:
        return os.environ.get("TZ") or str(Path("/etc/localtime").readlink()).partition("zoneinfo/")[2] or "UTC"
    except OSError:
        return "UTC"


def demo_app(clock: DemoClock, *, maker: str, words: Words | None = None) -> App:
    """Return an App for one vault of the demo: set clock, counted names, shared place without a child."""
    return App(
        clock=clock,
        ids=CountingIds(maker),
        words=words,
        open_remote=remotes.open_here,
        cost=CHEAPEST,
        zone="UTC",
        is_demo=True,
    )
