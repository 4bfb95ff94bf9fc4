"""The airlock: from a finding and what it rests on, makes the files one audience may have.

No consent, no content: such records are only counted. Counts below the threshold leave without their number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from monitor_app.bundles.airlock import Sort
from monitor_app.bundles.container import Entry
from monitor_app.domain.events import ChainRecorded, CustodyNoted, FindingRecorded, RecordFinished, SiteRecorded
from monitor_app.domain.supply import Party
from monitor_app.ports import ByteSource
from monitor_app.text import Message


@dataclass(frozen=True)
class Source:
    """One version of a record a finding rests on.

    `redact` returns the body's bytes with only the named leaves shown (crypto FORMAT §3); `sorts` says for
    each answer path what it is; `photos` opens working copies by FileRef id.
    """

    root: str
    record: RecordFinished
    redact: Callable[[frozenset[str]], bytes]
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    photos: Mapping[str, ByteSource] = field(default_factory=dict)


@dataclass(frozen=True)
class Release:
    """A named release by a coordinator: this account may leave though too few did; `leaves` too."""

    root: str
    reason: str
    leaves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """All a disclosure starts from. `finding_id` is the finding's subject; sites by id."""

    finding: FindingRecorded
    sources: Sequence[Source]
    chains: Sequence[ChainRecorded] = ()
    sites: Mapping[str, SiteRecorded] = field(default_factory=dict)
    custody: Sequence[CustodyNoted] = ()
    releases: Sequence[Release] = ()


@dataclass(frozen=True)
class Figures:
    """Counts as they may leave: a number, or "fewer than 5"."""

    accounts: Message
    observations: Message
    contradictions: Message


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
    """What leaves for an audience. `roots` are the bodies shown in part or whole, for BundleMade."""

    audience: Party
    items: tuple[Item, ...]
    roots: tuple[str, ...]
    figures: Figures

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The files for the container."""
        return tuple(item.entry for item in self.items if item.entry is not None)


@dataclass(frozen=True)
class PreviewRow:
    """One row of the export screen. `content` is None for what stays here or is too large to show."""

    path: str
    what: Message
    content: bytes | None
    shown: int
    hidden: int
    reason: Message | None


def figures(case: Case, audience: Party) -> Figures:
    """Count what supports the finding, as this audience may read it."""
    raise NotImplementedError(case, audience)


def disclose(
    case: Case, audience: Party, *, bundle_id: str, date: str, report: str | None = None
) -> Disclosure:
    """Make the files for an audience. `date` is today (ISO day); `report` the text of report.txt."""
    raise NotImplementedError(case, audience, bundle_id, date, report)


def preview(disclosure: Disclosure) -> list[PreviewRow]:
    """Return one row for every file that leaves and every thing that stays, for a person to look at."""
    raise NotImplementedError(disclosure)
