"""Where a demo stands: its folders, its invented people, and the way into each of their vaults.

The passphrase is drawn for each demo and kept in memory only.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from monitor_app.app import App, demo_app
from monitor_app.errors import BadInput, NotAllowed
from monitor_app.operations import browsing, training, unlocking
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.operations.restoring import Restored
from monitor_app.operations.salvaging import Report
from monitor_app.operations.training import DemoClock, Stage
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.jobs import VaultThread
from monitor_app.ui.translation import bus
from monitor_app.work.writer import Writer

COORDINATOR = "coordinator"
_MARK = ".made-by-the-demo"
"""Only a folder with this file in it is ever cleared."""


class DemoStage:
    """One demo under `folder`: vaults in `vaults/`, the shared place in `shared-place/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = DemoClock()
        self.passphrase = unlocking.generate_passphrase()
        self.findings: tuple[str, ...] = ()
        self.records = 0

    @property
    def vaults(self) -> Path:
        """The folder of the vaults, one for each person."""
        return self.folder / "vaults"

    @property
    def shared_place(self) -> Path:
        """The folder that all sync through."""
        return self.folder / "shared-place"

    def people(self) -> list[str]:
        """Return the names of the vaults' folders, the coordinator's first."""
        return [COORDINATOR, *(name.lower() for name in training.read_world().monitors)]

    def claim(self) -> None:
        """Make the folder the demo's own. Raise BadInput if it holds what no demo made."""
        mark = self.folder / _MARK
        if not mark.exists() and self.folder.is_dir() and any(self.folder.iterdir()):
            raise BadInput(
                N_("There is something in this place already."),
                N_("Choose another folder."),
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        mark.touch()

    def build(self, progress: Progress) -> None:
        """Make the world anew; whatever an earlier demo left in these folders goes. Raise as `claim`."""
        self.claim()
        for folder in (self.vaults, self.shared_place):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        world = training.build(
            Stage(
                create=self.create_vault,
                clock=self.clock,
                folder=self.vaults,
                address=f"folder:{self.shared_place.resolve()}",
                passphrase=self.passphrase,
            ),
            progress=progress,
        )
        self.findings = world.findings
        self.records = browsing.count(world.coordinator, RecordFilter())
        world.close()

    def door(self, person: str) -> "DemoDoor":
        """Return the way into one person's vault."""
        return DemoDoor(self, person)

    def open_vault(self, person: str, passphrase: str) -> Desk:
        """Unlock one person's vault."""
        return self._app(person).unlock(self.vaults / person, passphrase)

    def recover_vault(self, person: str, sheets: Sequence[str], passphrase: str) -> Desk:
        """Open a vault of the demo with two sheets."""
        return self._app(person).recover(self.vaults / person, sheets, passphrase)

    def wait_s(self, person: str) -> int:
        """Return how many seconds to wait before a passphrase may be tried."""
        return unlocking.wait_s(self.vaults / person, clock=self.clock)

    def create_vault(self, folder: Path, passphrase: str) -> Desk:
        """Make a vault of the demo."""
        return self._app(folder.name).create(folder, passphrase)

    def _app(self, person: str) -> App:
        return demo_app(self.clock, maker=f"{person}/{self.clock.ms}", words=bus)


class DemoDoor:
    """An Entrance into one vault of the demo; whoever opened the window says what locking does."""

    def __init__(self, stage: DemoStage, person: str, on_lock: Callable[[], None] = lambda: None) -> None:
        self._stage = stage
        self._person = person
        self._on_lock = on_lock

    def is_vault_here(self) -> bool:
        """Say whether there is a vault to unlock."""
        return unlocking.exists(self._stage.vaults / self._person)

    def offer_passphrase(self, kind: str = "invented") -> str:
        """Return a fresh passphrase."""
        return unlocking.generate_passphrase(unlocking.Kind(kind))

    def create(self, passphrase: str) -> VaultThread:
        """Begin to make a vault of the demo."""
        folder = self._stage.vaults / self._person
        return Writer(lambda: self._stage.create_vault(folder, passphrase), _close)

    def unlock(self, passphrase: str) -> VaultThread:
        """Begin to open the vault."""
        return Writer(lambda: self._stage.open_vault(self._person, passphrase), _close)

    def recover(self, sheets: Sequence[str], passphrase: str) -> VaultThread:
        """Begin to open the vault with two sheets."""
        return Writer(lambda: self._stage.recover_vault(self._person, sheets, passphrase), _close)

    def wait_s(self) -> int:
        """Return how many seconds to wait."""
        return self._stage.wait_s(self._person)

    def panic(self) -> None:
        """Destroy the keys of this invented vault, and leave the window."""
        unlocking.panic(self._stage.vaults / self._person)
        self._on_lock()

    def aside(self) -> VaultThread:
        """Return a thread for work without an open vault."""
        return Writer(lambda: cast("Desk", None), lambda _: None)

    def restore(self, place: Path, secrets: Sequence[str], progress: Progress) -> Restored:  # noqa: ARG002 - refused
        """Refuse: nothing real comes into the demo."""
        raise _only_invented()

    def salvage(self, secrets: Sequence[str], progress: Progress) -> Report:  # noqa: ARG002 - refused
        """Refuse: the demo is made anew at any time."""
        raise _only_invented()

    def start_demo(self) -> None:
        """Stay: this is the demo."""

    def lock(self, *, is_hidden: bool = False) -> None:  # noqa: ARG002 - the demo's lobby is there anyway
        """Leave the window; the vault is closed by then."""
        self._on_lock()


def _only_invented() -> NotAllowed:
    return NotAllowed(
        N_("The demo keeps nothing that could be brought back."), N_("Reset the demo, and it begins anew.")
    )


def _close(desk: Desk) -> None:
    desk.vault.close()
