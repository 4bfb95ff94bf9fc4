"""Doubled factories and pseudonyms: joined, parted again, and counted as one meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from monitor_app.domain.events import SameAs
from monitor_app.domain.findings import EvidenceLink
from monitor_app.domain.sameness import Kind
from monitor_app.errors import BadInput
from monitor_app.operations import membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import events, queries

__all__ = ["Double", "Kind", "doubles", "join", "names", "part", "with_families"]

_TOPICS = (Topic.SITES, Topic.RECORDS, Topic.FINDINGS, Topic.SYNC)


@dataclass(frozen=True)
class Double:
    """A name that is taken for another: `name` and `kept` are ids of sites, or pseudonyms, with their words."""

    what: Kind
    name: str
    kept: str
    words: str
    kept_words: str


def names(desk: Desk, what: Kind) -> list[tuple[str, str]]:
    """Return (id, words) of every name of a kind that stands for itself."""
    if what is Kind.SITE:
        return [(site.id, site.name) for site in queries.sites(desk.vault)]
    joined = queries.aliases(desk.vault, what)
    return [(one, one) for one, _, _ in queries.sources(desk.vault) if one not in joined]


def doubles(desk: Desk, what: Kind) -> list[Double]:
    """Return every name that is taken for another."""
    found = queries.aliases(desk.vault, what)
    words = {one: site.name for one in {*found, *found.values()} if (site := queries.site(desk.vault, one))}
    return [
        Double(what, name, kept, words.get(name, name), words.get(kept, kept))
        for name, kept in sorted(found.items())
    ]


def join(desk: Desk, what: Kind, name: str, kept: str) -> tuple[None, Changes]:
    """Say that `name` is the same as `kept`, which goes on. Raise BadInput for one and the same."""
    if not name or not kept or name == kept:
        raise BadInput(N_("Two different names are needed."), N_("Choose the double, then the one to keep."))
    return _say(desk, what, name, kept, is_joined=True)


def part(desk: Desk, what: Kind, name: str) -> tuple[None, Changes]:
    """Say that `name` stands for itself after all."""
    return _say(desk, what, name, "", is_joined=False)


def with_families(desk: Desk, links: Sequence[EvidenceLink]) -> tuple[EvidenceLink, ...]:
    """Return the links so that records of one worker count as one source, where no family is named.

    The family's name says nothing of the worker: it may leave with a package.
    """
    known = queries.pseudonyms(desk.vault, [link.record for link in links if not link.family])
    numbers = {
        pseudonym: at
        for at, pseudonym in enumerate(
            dict.fromkeys(known[link.record] for link in links if link.record in known), 1
        )
    }
    return tuple(
        msgspec.structs.replace(link, family=f"worker {numbers[known[link.record]]}")
        if link.record in known
        else link
        for link in links
    )


def _say(desk: Desk, what: Kind, name: str, kept: str, *, is_joined: bool) -> tuple[None, Changes]:
    membership.demand_coordinator(desk)
    event = SameAs(subject=name, device=desk.box, time=desk.stamp(), what=what, other=kept, is_joined=is_joined)
    events.append(desk.vault, event, stream=desk.box)
    return None, touched(*_TOPICS)
