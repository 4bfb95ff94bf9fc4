"""What a report on a finding says, as values: sections, rows, wording. Pure; knows no layout and no file.

Speaks of indicators present, never of guilt; of a breach of one rule, never of a score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor_app.domain.events import FindingRecorded
from monitor_app.domain.findings import Ladder
from monitor_app.text import Message


@dataclass(frozen=True)
class ChainLine:
    """One way from the site to a buyer, in words that may leave."""

    product: str
    brand: str
    contract: str
    buyer: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Facts:
    """What the report may tell beside the finding itself; counts as they may leave."""

    site: str
    country: str
    period: str
    rung: Ladder
    accounts: Message
    observations: Message
    contradictions: Message
    chains: Sequence[ChainLine] = ()


@dataclass(frozen=True)
class Row:
    """A label and what stands beside it; a text by a person is a plain str."""

    label: Message
    value: Message | str


@dataclass(frozen=True)
class Section:
    """A heading, rows, and paragraphs."""

    heading: Message
    rows: tuple[Row, ...] = ()
    paragraphs: tuple[Message | str, ...] = ()


@dataclass(frozen=True)
class FindingReport:
    """The whole report."""

    title: str
    sections: tuple[Section, ...]


def finding_report(finding: FindingRecorded, facts: Facts) -> FindingReport:
    """Say what was found, how sure it is, how grave, and who can act."""
    raise NotImplementedError(finding, facts)
