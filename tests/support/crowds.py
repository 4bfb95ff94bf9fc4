"""A project with any number of devices on one shared folder, each on a real vault."""

from pathlib import Path

from monitor_app.domain.people import Right
from monitor_app.operations import projects, syncing
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from tests.support.desks import new_desk
from tests.support.fakes import SetClock

COORDINATOR = (Right.MONITOR, Right.COORDINATOR)


class Crowd:
    """Desks by name. The first coordinator, "heron", founded the project and holds the list."""

    def __init__(self, tmp_path: Path, clock: SetClock) -> None:
        self.path, self.clock = tmp_path, clock
        self.folder = tmp_path / "shared-place"
        self.folder.mkdir()
        self.desks: dict[str, Desk] = {}
        founder = self.sit_down("heron")
        projects.create(founder, title="Harbour", name="heron", address=f"folder:{self.folder}")
        self.sync("heron")

    def __getitem__(self, name: str) -> Desk:
        return self.desks[name]

    def sit_down(self, name: str) -> Desk:
        self.desks[name] = new_desk(self.path / name, clock=self.clock)
        return self.desks[name]

    def join(self, name: str, *, rights=(Right.MONITOR,), by: str = "heron") -> Desk:
        """Invite, answer and accept; the inviter syncs, then the newcomer."""
        desk = self.sit_down(name)
        invitation, _ = projects.invite(self[by])
        joining, _ = projects.join(desk, invitation, name=name)
        projects.accept(self[by], projects.read_reply(self[by], joining.reply), rights=rights)
        self.sync(by, name)
        return desk

    def sync(self, *names: str) -> syncing.SyncReport:
        """Let these devices sync in turn; return the last report."""
        for name in names:
            desk = self[name]
            report = syncing.run(lambda work, desk=desk: work(desk), progress=Silent())[0]
        return report

    def close(self) -> None:
        for desk in self.desks.values():
            desk.vault.close()
