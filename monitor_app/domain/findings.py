"""What a finding is: a breach of one provision at one site, how severe, and what it rests on.

Findings, not scores. The life cycle is our proposal (domain research §1.6); severity after UNGP 14.
"""

from enum import StrEnum

import msgspec


class FindingState(StrEnum):
    """How far a finding has come."""

    ALLEGED = "alleged"
    UNDER_VERIFICATION = "under_verification"
    CORROBORATED = "corroborated"
    NOTIFIED = "notified"
    PLAN_AGREED = "plan_agreed"
    IN_PROGRESS = "in_progress"
    REPORTED_REMEDIED = "reported_remedied"
    WORKER_VERIFIED = "worker_verified"
    CLOSED = "closed"
    REFUTED = "refuted"
    NOT_PROVABLE = "not_provable"
    STALLED = "stalled"
    REFUSED = "refused"
    RECURRED = "recurred"
    PAUSED_FOR_SAFETY = "paused_for_safety"


class Degree(StrEnum):
    """How grave one side of a harm is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Severity(msgspec.Struct, frozen=True, kw_only=True):
    """Scale (how grave), scope (how many) and how hard it is to make good."""

    scale: Degree
    scope: Degree
    irremediable: Degree


class Standing(StrEnum):
    """How a source knows what it says; the three are kept apart."""

    FIRST_HAND = "first_hand"
    HEARSAY = "hearsay"
    INFERENCE = "inference"


class EvidenceLink(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one record that supports or contradicts a finding. `family` names its source family."""

    record: str
    root: str
    standing: Standing = Standing.FIRST_HAND
    supports: bool = True
    family: str = ""


class Ladder(StrEnum):
    """How well a finding is supported."""

    ALLEGED = "alleged"
    CONSISTENT = "consistent"
    CORROBORATED = "corroborated"
    DOCUMENTED = "documented"
    CONTRADICTED = "contradicted"


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """What supports a finding: independent source families, observations, and any contradiction."""

    families: int
    observations: int
    contradictions: int


def support(links: tuple[EvidenceLink, ...], observations: frozenset[str]) -> Support:
    """Count support. A source without a named family counts as a family of its own."""
    interviews = [link for link in links if link.supports and link.record not in observations]
    return Support(
        families=len({link.family or link.record for link in interviews}),
        observations=len({link.record for link in links if link.supports and link.record in observations}),
        contradictions=sum(not link.supports for link in links),
    )


def rung(counted: Support) -> Ladder:
    """Return the rung (domain research §2.4). Documents are judged by a person, not by count."""
    if counted.contradictions:
        return Ladder.CONTRADICTED
    if counted.families >= 3 or (counted.families >= 2 and counted.observations):
        return Ladder.CORROBORATED
    return Ladder.CONSISTENT if counted.families + counted.observations >= 2 else Ladder.ALLEGED
