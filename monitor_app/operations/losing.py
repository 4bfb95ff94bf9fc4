"""A device is lost, stolen or seized: what it could open, and who warns the people it could harm.

Taking it off the list is `projects.revoke`; the shared place's password is changed where that place is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_app.domain.events import LossNoted
from monitor_app.domain.people import Right
from monitor_app.errors import BadInput
from monitor_app.operations import membership, rosters
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import events, queries


@dataclass(frozen=True)
class Source:
    """A worker whose records a lost device could open: the pseudonym, where, and how many records."""

    pseudonym: str
    site_name: str
    records: int


@dataclass(frozen=True)
class Exposure:
    """What a lost device could open. `reads_all`: it was sealed everybody's records; `warners` by pseudonym."""

    box: str
    name: str
    is_active: bool
    reads_all: bool
    may_open_identity: bool
    sources: tuple[Source, ...]
    warners: Mapping[str, str]
    is_access_changed: bool

    @property
    def unwarned(self) -> int:
        """Return for how many workers nobody was named yet."""
        return sum(not self.warners.get(one.pseudonym) for one in self.sources)


def exposure(desk: Desk, box: str) -> Exposure:
    """Return what a device could open, as far as this vault knows. Raise BadInput for an unknown one."""
    membership.demand_coordinator(desk)
    known = membership.people_now(desk)
    member = known.member(box) if known else None
    if member is None:
        raise BadInput(N_("There is no such device on the list."), N_("Look at the list again."))
    reads_all = bool({Right.COORDINATOR, Right.ARCHIVE} & set(member.rights))
    noted = rosters.loss(desk, box)
    return Exposure(
        box=box,
        name=member.name,
        is_active=member.is_active,
        reads_all=reads_all,
        may_open_identity=bool({Right.COORDINATOR, Right.IDENTITY} & set(member.rights)),
        sources=tuple(
            Source(pseudonym, site, count)
            for pseudonym, site, count in queries.sources(desk.vault, "" if reads_all else box)
        ),
        warners=noted.warners if noted else {},
        is_access_changed=noted.is_access_changed if noted else False,
    )


def note_loss(
    desk: Desk, box: str, *, warners: Mapping[str, str], is_access_changed: bool
) -> tuple[None, Changes]:
    """Keep who warns whom, and whether the shared place has a new password; every coordinator hears of it."""
    membership.demand_coordinator(desk)
    event = LossNoted(
        subject=box,
        device=desk.box,
        time=desk.stamp(),
        warners={pseudonym: name.strip() for pseudonym, name in warners.items() if name.strip()},
        is_access_changed=is_access_changed,
    )
    with desk.vault.writing():
        events.append(desk.vault, event, stream=desk.box)
        rosters.take_in(desk, event)
    return None, touched(Topic.PEOPLE, Topic.SYNC)
