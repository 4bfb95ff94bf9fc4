"""What a disclosure starts from and what it hands on: values only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from monitor_app.bundles.airlock import Sort
from monitor_app.bundles.container import Entry
from monitor_app.domain.events import (
    ChainRecorded,
    ConsentWithdrawn,
    CustodyNoted,
    FindingRecorded,
    RecordFinished,
    SiteRecorded,
)
from monitor_app.domain.findings import EvidenceLink, Ladder
from monitor_app.domain.supply import Party
from monitor_app.ports import ByteSource
from monitor_app.text import Message


@dataclass(frozen=True)
class Source:
    """One version of a record a finding rests on.

    `redact` returns its body's bytes with only the named leaves shown (crypto FORMAT §3), `record` is what
    the body says; `sorts` tells for each answer path what it is (a missing one stays here); `photos` opens
    working copies by FileRef id; `standing` are the versions that stand now, where it is none of them.
    """

    root: str
    record: RecordFinished
    redact: Callable[[frozenset[str]], bytes]
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    photos: Mapping[str, ByteSource] = field(default_factory=dict)
    standing: Sequence[RecordFinished] = ()

    @property
    def agreements(self) -> tuple[RecordFinished, ...]:
        """The versions that must all agree before anything leaves: a yes may have been taken back since."""
        return (self.record, *self.standing)


@dataclass(frozen=True)
class Release:
    """A coordinator's named release: this account may leave though too few did, and these leaves of it too.

    It never replaces a worker's consent and never opens identity.
    """

    root: str
    reason: str
    leaves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A finding, what it rests on, the ways to buyers, sites by id, what was done with the evidence.

    `withdrawn` are the yeses taken back; no release opens what they close.
    """

    finding: FindingRecorded
    sources: Sequence[Source] = ()
    chains: Sequence[ChainRecorded] = ()
    sites: Mapping[str, SiteRecorded] = field(default_factory=dict)
    custody: Sequence[CustodyNoted] = ()
    releases: Sequence[Release] = ()
    withdrawn: Sequence[ConsentWithdrawn] = ()

    def source(self, link: EvidenceLink) -> Source | None:
        """Return the version a link names, if it was handed over."""
        return next((one for one in self.sources if one.root == link.root), None)

    def release(self, root: str) -> Release | None:
        """Return the named release of a version."""
        return next((one for one in self.releases if one.root == root), None)


@dataclass(frozen=True)
class Figures:
    """How well a finding is supported, as an audience may read it. `period` is "" or "2026-05 to 2026-07"."""

    accounts: Message
    observations: Message
    contradictions: Message
    rung: Ladder
    period: str


@dataclass(frozen=True)
class Item:
    """One file that is to leave and what to know about it. `entry` is None for what stays here."""

    path: str
    what: Message
    entry: Entry | None
    shown: int = 0
    hidden: int = 0
    reason: Message | None = None


@dataclass(frozen=True)
class Disclosure:
    """What leaves for an audience.

    `roots` are the bodies shown in part, for BundleMade; `expected` are texts meant to leave, for `scan`.
    """

    audience: Party
    items: tuple[Item, ...]
    roots: tuple[str, ...]
    figures: Figures
    expected: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The files for the container."""
        return tuple(item.entry for item in self.items if item.entry is not None)
