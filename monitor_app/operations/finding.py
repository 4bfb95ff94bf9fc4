"""Findings: a breach of one rule at one factory, how severe it is, and the accounts it rests on."""

from dataclasses import dataclass

from monitor_app.domain import consent
from monitor_app.domain.events import FindingRecorded, RecordFinished
from monitor_app.domain.findings import EvidenceLink, FindingState, Ladder, Severity, Support, rung, support
from monitor_app.domain.norms import Provision
from monitor_app.errors import BadInput
from monitor_app.operations import joining_names, membership, packs
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import erasing, events, queries
from monitor_app.vault.views import FindingRow

__all__ = [
    "FindingRow",
    "FindingView",
    "Statement",
    "findings",
    "open_finding",
    "provisions",
    "record",
    "rule_title",
    "suggested_link",
]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A finding as a person states it. `evidence` are versions of records, `chains` ids of supply chains."""

    provision: str
    site: str
    title: str
    summary: str
    severity: Severity
    state: FindingState = FindingState.ALLEGED
    evidence: tuple[EvidenceLink, ...] = ()
    chains: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingView:
    """A finding opened: what it says, what supports it and the rung that this reaches."""

    id: str
    root: str
    event: FindingRecorded
    support: Support
    rung: Ladder


def provisions(desk: Desk) -> list[Provision]:
    """Return the rules of the code in force, some perhaps still to be confirmed by the organisation."""
    return list(packs.code(desk).rows)


def rule_title(desk: Desk, key: str) -> str:
    """Return what a rule is called, also one that the code in force does not have any more."""
    known = (*packs.code(desk).rows, *packs.shipped_code().rows)
    return next((one.title for one in known if one.key == key), key)


def record(desk: Desk, statement: Statement, *, finding_id: str = "") -> tuple[str, Changes]:
    """Record a finding, or a new version of one; return its id. A finding rests on at least one record."""
    membership.demand_coordinator(desk)
    _check(statement)
    event = FindingRecorded(
        subject=finding_id or desk.ids.new_id(),
        device=desk.box,
        time=desk.stamp(),
        replaces=queries.finding_root(desk.vault, finding_id) if finding_id else "",
        provision=statement.provision,
        site=statement.site,
        title=statement.title.strip(),
        summary=statement.summary.strip(),
        severity=statement.severity,
        state=statement.state,
        evidence=statement.evidence,
        chains=statement.chains,
    )
    events.append(desk.vault, event, stream=desk.box)
    return event.subject, touched(Topic.FINDINGS, Topic.RECORDS, Topic.SYNC)


def findings(desk: Desk) -> list[FindingRow]:
    """Return all findings, last changed first."""
    return queries.findings(desk.vault)


def open_finding(desk: Desk, finding_id: str) -> FindingView:
    """Return one finding with its support counted. Raise BadInput if unknown."""
    root = queries.finding_root(desk.vault, finding_id)
    event = events.load(desk.vault, root)
    if not isinstance(event, FindingRecorded):
        raise BadInput(N_("This finding is not here."), N_("Sync, then try again."))
    links = joining_names.with_families(desk, _usable(desk, event.evidence))
    seen = queries.observations(desk.vault, tuple(link.record for link in links))
    counted = support(links, seen)
    return FindingView(finding_id, root, event, counted, rung(counted))


def suggested_link(desk: Desk, record_id: str) -> EvidenceLink:
    """Return a link to a record's standing version, with the source family its interview names."""
    view = queries.record(desk.vault, record_id)
    return EvidenceLink(record=record_id, root=view.row.root, family=_family(view.event))


def _usable(desk: Desk, links: tuple[EvidenceLink, ...]) -> tuple[EvidenceLink, ...]:
    """Return what still supports a finding: nothing erased, nothing whose every use was taken back."""
    withdrawn = queries.withdrawn(desk.vault, [link.record for link in links])
    return tuple(
        link
        for link in links
        if not erasing.is_erased(desk.vault, link.root) and consent.may_be_used(link.record, withdrawn)
    )


def _family(event: RecordFinished | None) -> str:
    answers = event.answers if event else {}
    named = [str(value) for path, value in answers.items() if path.endswith("source_family")]
    return named[0] if named else ""


def _check(statement: Statement) -> None:
    if not (statement.title.strip() and statement.site and statement.provision):
        raise BadInput(
            N_("A finding needs a title, a factory and a rule."), N_("Fill in what is missing, then try again.")
        )
    if not statement.evidence:
        raise BadInput(
            N_("A finding rests on at least one record."), N_("Add an interview or an observation as evidence.")
        )
