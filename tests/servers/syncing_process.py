"""One exchange in a process of its own: `python syncing_process.py VAULT SECONDS`.

Gives an operation up after so many seconds. At each waking two days have gone by. Says "went on", or why not.
"""

import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from monitor_app.app import App
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.operations import syncing
from monitor_app.ports import Remote, Silent
from monitor_app.remotes.access import Access
from monitor_app.remotes.child import ChildRemote, patience
from monitor_app.remotes.opening import open_here
from monitor_app.remotes.retrying import RetryingRemote
from tests.support.desks import PASSPHRASE

TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000


@dataclass
class WokenClock:
    """The computer's clock, which goes forward while the laptop sleeps."""

    slept_ms: int = 0

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.slept_ms

    def wake(self, *_: object) -> None:
        self.slept_ms += TWO_DAYS_MS


def exchange(vault: Path, seconds: float) -> str:
    """Exchange once; return what is to be said."""
    clock = WokenClock()
    signal.signal(signal.SIGCONT, clock.wake)

    def opened(access: Access) -> Remote:
        child = ChildRemote(open_here, access, patience=lambda size: min(seconds, patience(size)), now=False)
        return RetryingRemote(child)

    desk = App(clock=clock, cost=CHEAPEST, open_remote=opened).unlock(vault, PASSPHRASE)
    report, _ = syncing.run(lambda work: work(desk), progress=Silent())
    desk.vault.close()
    return str(report.stopped) if report.stopped else "went on"


if __name__ == "__main__":
    sys.stdout.write(exchange(Path(sys.argv[1]), float(sys.argv[2])) + "\n")
