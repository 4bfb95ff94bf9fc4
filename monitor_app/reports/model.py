"""What a report on a finding says, as values: sections, rows, wording. Pure; knows no layout and no file.

Speaks of indicators present, never of guilt; of a breach of one rule, never of a score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor_app.domain.events import FindingRecorded
from monitor_app.domain.findings import Degree, FindingState, Ladder
from monitor_app.domain.supply import LinkSource
from monitor_app.text import N_, Message


@dataclass(frozen=True)
class ChainLine:
    """One way from the site to a buyer, in words that may leave. `source` is a LinkSource value."""

    product: str
    brand: str
    contract: str
    buyer: str
    source: str
    verified: bool


@dataclass(frozen=True)
class Facts:
    """What the report may tell beside the finding itself; counts as they may leave. `rule` is its title."""

    site: str
    country: str
    period: str
    rung: Ladder
    accounts: Message
    observations: Message
    contradictions: Message
    chains: Sequence[ChainLine] = ()
    rule: str = ""


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
    sections = [_found(finding, facts), _support(facts), _severity(finding)]
    sections += [_chain(number, chain) for number, chain in enumerate(facts.chains, start=1)]
    return FindingReport(finding.title, (*sections, _limits()))


def _found(finding: FindingRecorded, facts: Facts) -> Section:
    place = ", ".join(part for part in (facts.site, facts.country) if part)
    rows = [
        Row(N_("Rule"), _rule(finding, facts)),
        Row(N_("Factory"), place or N_("not named")),
        Row(N_("Period"), facts.period or N_("not told")),
        Row(N_("State"), state_words(finding.state)),
    ]
    indicators = N_("Indicators of a breach of this rule are present.")
    return Section(N_("What was found"), tuple(rows), (indicators, finding.summary))


def _support(facts: Facts) -> Section:
    rows = (
        Row(N_("How well supported"), rung_words(facts.rung)),
        Row(N_("Independent accounts"), facts.accounts),
        Row(N_("Observations by monitors"), facts.observations),
        Row(N_("Accounts that contradict it"), facts.contradictions),
    )
    few = N_("Small numbers of people are not told, so that nobody can be recognised.")
    return Section(N_("What it rests on"), rows, (few,))


def _severity(finding: FindingRecorded) -> Section:
    severity = finding.severity
    rows = (
        Row(N_("How grave"), degree_words(severity.scale)),
        Row(N_("How many it reaches"), degree_words(severity.scope)),
        Row(N_("How hard it is to make good"), degree_words(severity.irremediable)),
    )
    return Section(N_("Severity"), rows)


def _chain(number: int, chain: ChainLine) -> Section:
    status = N_("verified") if chain.verified else N_("suspected, not yet verified")
    rows = (
        Row(N_("Product"), chain.product),
        Row(N_("Brand"), chain.brand),
        Row(N_("Contract"), chain.contract),
        Row(N_("Public buyer"), chain.buyer),
        Row(N_("This link is"), status),
        Row(N_("Known from"), source_words(chain.source)),
    )
    return Section(N_("Who can act, {number}", number=number), rows)


def _limits() -> Section:
    return Section(
        N_("How to read this"),
        paragraphs=(
            N_(
                "This is a finding about one rule at one factory. It is no rating of the factory or of a brand."
            ),
            N_(
                "It tells what workers and monitors reported and what supports it. It is no judgement of guilt."
            ),
            N_("Do not try to find out who spoke. People may lose their work or worse."),
            N_("A remedy counts as done only when workers confirm it."),
        ),
    )


def rung_words(rung: Ladder) -> Message:
    """Say how well a finding is supported."""
    match rung:
        case Ladder.ALLEGED:
            return N_("alleged: one source so far")
        case Ladder.CONSISTENT:
            return N_("consistent: more than one source says so")
        case Ladder.CORROBORATED:
            return N_("corroborated: independent sources agree")
        case Ladder.DOCUMENTED:
            return N_("documented: papers or pictures show it")
        case Ladder.CONTRADICTED:
            return N_("contradicted: at least one source says otherwise")


def degree_words(degree: Degree) -> Message:
    """Say how grave one side of a harm is."""
    match degree:
        case Degree.LOW:
            return N_("low")
        case Degree.MEDIUM:
            return N_("medium")
        case Degree.HIGH:
            return N_("high")


def source_words(source: str) -> Message:
    """Say where a link is known from. That a worker told is said to nobody outside."""
    words = {
        LinkSource.BRAND_DISCLOSURE: N_("what the brand itself has published"),
        LinkSource.PUBLIC_LIST: N_("a public list"),
        LinkSource.LABEL_OR_PHOTO: N_("a label or picture"),
        LinkSource.CONTRACT_DOCUMENT: N_("a contract document"),
    }
    return words.get(LinkSource(source), N_("monitoring")) if source in set(LinkSource) else N_("monitoring")


_STATES = {
    FindingState.ALLEGED: N_("alleged"),
    FindingState.UNDER_VERIFICATION: N_("being checked"),
    FindingState.CORROBORATED: N_("corroborated"),
    FindingState.NOTIFIED: N_("the company was told"),
    FindingState.PLAN_AGREED: N_("a plan was agreed"),
    FindingState.IN_PROGRESS: N_("remedy under way"),
    FindingState.REPORTED_REMEDIED: N_("the company says it is remedied"),
    FindingState.WORKER_VERIFIED: N_("workers confirm the remedy"),
    FindingState.CLOSED: N_("closed"),
    FindingState.REFUTED: N_("refuted"),
    FindingState.NOT_PROVABLE: N_("could not be proved"),
    FindingState.STALLED: N_("stalled"),
    FindingState.REFUSED: N_("the company refuses"),
    FindingState.RECURRED: N_("it happened again"),
    FindingState.PAUSED_FOR_SAFETY: N_("paused for safety"),
}


def state_words(state: FindingState) -> Message:
    """Say how far a finding has come."""
    return _STATES[state]


def _rule(finding: FindingRecorded, facts: Facts) -> str:
    return f"{facts.rule} ({finding.provision})" if facts.rule else finding.provision
