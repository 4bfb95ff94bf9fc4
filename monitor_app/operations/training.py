"""The demo: an invented project, built by the ordinary operations with a clock that can be set.

Everything lies in a folder of its own; nothing of it can reach a real vault.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor_app.domain.findings import Degree, Severity
from monitor_app.domain.reviewing import Decision
from monitor_app.domain.supply import LinkSource
from monitor_app.media import invented
from monitor_app.operations import (
    browsing,
    collecting,
    evidence,
    finding,
    observing,
    projects,
    questionnaires,
    reviewing,
    supplying,
    syncing,
)
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.operations.evidence import Tag
from monitor_app.operations.supplying import Chain
from monitor_app.ports import Progress, Silent
from monitor_app.settings import resource_folder
from monitor_app.text import N_
from monitor_app.training import scenarios
from monitor_app.training.scenarios import Account, World

DAY_MS = 24 * 60 * 60 * 1000
_EVIDENCE = 14
_UNREVIEWED = 9
_QUERIED = 4
_PHOTOS = 2


@dataclass
class DemoClock:
    """A clock that stands where it is put, and moves a second at each look so that order is kept."""

    ms: int = 0

    def now_ms(self) -> int:
        """Return the demo's time."""
        self.ms += 1000
        return self.ms

    def set_to(self, ms: int) -> None:
        """Move to a time, never backwards."""
        self.ms = max(self.ms, ms)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a demo is built: how to make a vault, its clock, its folder, the shared place's address."""

    create: Callable[[Path, str], Desk] = field(repr=False)
    clock: DemoClock
    folder: Path
    address: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class DemoWorld:
    """The demo as built: its desks, still open, and its findings by id."""

    world: World
    coordinator: Desk
    monitors: tuple[Desk, ...]
    sites: dict[str, str]
    findings: tuple[str, ...]

    def close(self) -> None:
        """Close all vaults."""
        for desk in (self.coordinator, *self.monitors):
            desk.vault.close()


def read_world() -> World:
    """Return the first scenario that comes with the program."""
    path = resource_folder("scenarios", "first_world.toml")
    return scenarios.read_world(tomllib.loads(path.read_text(encoding="utf-8")))


def build(stage: Stage, *, progress: Progress | None = None) -> DemoWorld:
    """Found the project, let everybody join, record, sync, review and find. Raise Cancelled."""
    told = progress or Silent()
    world = read_world()
    start = int(datetime.fromisoformat(f"{world.start}T08:00:00+00:00").timestamp() * 1000)
    stage.clock.set_to(start)
    told.step(0, 0, N_("Founding the invented project"))
    coordinator = stage.create(stage.folder / "coordinator", stage.passphrase)
    projects.create(coordinator, title=world.title, name=world.coordinator, address=stage.address)
    sites = _sites(coordinator, world)
    _publish(coordinator)
    monitors = tuple(_join(stage, coordinator, name) for name in world.monitors)
    for index, desk in enumerate(monitors):
        _record(desk, stage, list(scenarios.accounts(world, index)), sites, start=start, told=told)
        _sync(desk)
    told.step(0, 0, N_("Reviewing and finding"))
    _sync(coordinator)
    _review(coordinator)
    findings = _find(coordinator, world, sites)
    for desk in (coordinator, *monitors):
        _sync(desk)
    return DemoWorld(world, coordinator, monitors, sites, findings)


def _sites(desk: Desk, world: World) -> dict[str, str]:
    return {
        site.key: observing.add_site(desk, name=site.name, address=site.address, country=site.country)[0]
        for site in world.site
    }


def _publish(desk: Desk) -> None:
    questionnaires.add_shipped(lambda work: work(desk))
    for row in questionnaires.available(desk):
        syncing.publish(desk, row.digest)


def _join(stage: Stage, coordinator: Desk, name: str) -> Desk:
    desk = stage.create(stage.folder / name.lower(), stage.passphrase)
    joining, _ = projects.join(desk, projects.invite(coordinator)[0], name=name)
    projects.accept(coordinator, projects.read_reply(coordinator, joining.reply))
    _sync(coordinator)
    _sync(desk)
    return desk


def _record(
    desk: Desk, stage: Stage, accounts: list[Account], sites: dict[str, str], *, start: int, told: Progress
) -> None:
    digests = {row.id: row.digest for row in questionnaires.available(desk)}
    for number, account in enumerate(accounts):
        told.step(number, len(accounts), N_("Recording invented interviews and observations"))
        stage.clock.set_to(start + account.day * DAY_MS)
        started, _ = collecting.begin(desk, digests[account.form], site=sites[account.site])
        filling = collecting.resume(desk, started.draft_id).filling
        filling.fill(account.answers)
        collecting.keep(desk, started.draft_id, filling.draft())
        if account.form == "factory_observation":
            _take_photos(desk, stage, started.draft_id, number)
        collecting.finish(desk, started.draft_id)


def _take_photos(desk: Desk, stage: Stage, draft_id: str, number: int) -> None:
    """Import invented pictures from an invented card, and clear the card as a monitor would."""
    with _card(stage.folder, number) as card:
        found = evidence.find_pictures(card)
        imported, _ = evidence.import_photos(
            lambda work: work(desk),
            draft_id,
            found,
            tag=Tag(area="chemicals", provision="OS"),
            progress=Silent(),
        )
        evidence.delete_originals(imported.kept)


@contextmanager
def _card(folder: Path, number: int) -> Iterator[Path]:
    card = folder / "card" / "DCIM"
    card.mkdir(parents=True)
    for photo in range(_PHOTOS):
        (card / f"DEMO{photo:04d}.JPG").write_bytes(invented.photograph(number * _PHOTOS + photo))
    try:
        yield card
    finally:
        for left in card.iterdir():
            left.unlink()
        card.rmdir()
        card.parent.rmdir()


def _review(desk: Desk) -> None:
    """Accept most records, query a few, and leave some for whoever looks at the demo."""
    rows = browsing.records(desk, RecordFilter(), limit=1000)
    for number, row in enumerate(rows[_UNREVIEWED:]):
        if number < _QUERIED:
            note = "In which month was this? Please ask if there is a second person who saw it."
            reviewing.decide(desk, row.id, Decision.QUERIED, note=note)
        else:
            reviewing.decide(desk, row.id, Decision.ACCEPTED)


def _find(desk: Desk, world: World, sites: dict[str, str]) -> tuple[str, ...]:
    chains = {one.site: _chain(desk, one, sites[one.site]) for one in world.chain}
    return tuple(_finding(desk, one, sites[one.site], chains) for one in world.finding)


def _chain(desk: Desk, one: scenarios.Chain, site: str) -> str:
    typed = Chain(
        site=site,
        product=one.product,
        brand=one.brand,
        contract=one.contract,
        buyer=one.buyer,
        contract_number=one.contract_number,
        source=LinkSource(one.source),
        verified=one.verified,
    )
    return supplying.add_chain(desk, typed)[0]


def _finding(desk: Desk, one: scenarios.Finding, site: str, chains: dict[str, str]) -> str:
    rows = browsing.records(desk, RecordFilter(site=site), limit=_EVIDENCE)
    statement = finding.Statement(
        provision=one.provision,
        site=site,
        title=one.title,
        summary=one.summary,
        severity=Severity(
            scale=Degree(one.scale), scope=Degree(one.scope), irremediable=Degree(one.irremediable)
        ),
        evidence=tuple(finding.suggested_link(desk, row.id) for row in rows),
        chains=(chains[one.site],) if one.site in chains else (),
    )
    return finding.record(desk, statement)[0]


def _sync(desk: Desk) -> None:
    syncing.run(lambda work: work(desk), progress=Silent())
