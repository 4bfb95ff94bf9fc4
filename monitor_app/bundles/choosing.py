"""Decides which records leave for an audience, which of their leaves, and what the counts may say. Pure."""

from dataclasses import dataclass

from monitor_app.bundles.airlock import (
    Rule,
    Sort,
    blurred,
    consent_paths,
    may_be_counted,
    may_leave,
    rule,
    told,
)
from monitor_app.bundles.case import Case, Figures, Source
from monitor_app.domain import consent
from monitor_app.domain.events import ANSWERS, ChainRecorded, RecordKind, to_leaves
from monitor_app.domain.findings import EvidenceLink, rung, support
from monitor_app.domain.supply import Party
from monitor_app.text import N_

_NEVER = frozenset(
    {
        *("identity", "identity_owner", "identity_until_ms", "pseudonym", "device"),
        *("photos", "time", "subject", "reason", "replaces", "is_urgent"),
    }
)
Pair = tuple[EvidenceLink, Source]


@dataclass(frozen=True)
class Chosen:
    """The records, in an order that tells nothing. `refused` lack consent; `too_few` could be told apart."""

    shown: tuple[Pair, ...]
    refused: tuple[Pair, ...]
    too_few: tuple[Pair, ...]
    missing: int


def choose(case: Case, audience: Party) -> Chosen:
    """Sort the evidence of a finding into what is shown and what stays."""
    pairs = sorted(_pairs(case), key=lambda pair: pair[1].root)
    allowed = [pair for pair in pairs if _may_leave(case, pair[1], audience)]
    people = [pair for pair in allowed if not _is_observation(pair[1])]
    enough = len({_family(link) for link, _ in people}) >= rule(audience).threshold
    kept_back = [pair for pair in people if not enough and case.release(pair[1].root) is None]
    return Chosen(
        shown=tuple(pair for pair in allowed if pair not in kept_back),
        refused=tuple(pair for pair in pairs if pair not in allowed),
        too_few=tuple(kept_back),
        missing=len(case.finding.evidence) - len(pairs),
    )


def figures(case: Case, audience: Party) -> Figures:
    """Count what supports the finding, as this audience may read it."""
    counted = [pair for pair in _pairs(case) if _may_be_counted(case, pair[1], audience)]
    observations = frozenset(link.record for link, source in counted if _is_observation(source))
    strength = support(tuple(link for link, _ in counted), observations)
    shown = [pair for pair in choose(case, audience).shown if pair in counted]
    beside = support(tuple(link for link, _ in shown), observations).families
    periods = sorted({blurred(source.record.finished_ms, rule(audience).blur) for _, source in counted})
    return Figures(
        accounts=told(strength.families, audience, beside=beside),
        observations=N_("{count}", count=strength.observations) if strength.observations else N_("none"),
        contradictions=told(strength.contradictions, audience),
        rung=rung(strength),
        period=_span(periods),
    )


def shown_leaves(case: Case, source: Source, audience: Party) -> frozenset[str]:
    """Return the paths of the leaves of a shown record that this audience may see."""
    rules, release = rule(audience), case.release(source.root)
    consents = {f"{ANSWERS}/{path}" for path in consent_paths(source.record, audience)}
    chosen = {path for path in paths(source) if _is_open(path, source, rules)}
    released = {path for path in (release.leaves if release else ()) if not _is_sealed(path, source)}
    return frozenset((chosen | released | consents) & set(paths(source)))


def visible_chains(case: Case, audience: Party) -> list[ChainRecorded]:
    """Return the finding's ways to buyers that this audience may know."""
    if not rule(audience).chain:
        return []
    return [chain for chain in case.chains if chain.subject in case.finding.chains]


def paths(source: Source) -> list[str]:
    """Return the paths of all leaves of a record."""
    return list(to_leaves(source.record))


def sort_in(source: Source, path: str) -> Sort:
    """Return what the answer at a leaf's path is; TEXT if nobody said."""
    return source.sorts.get(path.partition("/")[2], Sort.TEXT)


def _may_leave(case: Case, source: Source, audience: Party) -> bool:
    """Say whether every version of a record said yes to this audience, and nobody took it back."""
    kept = consent.may_leave(source.record, case.withdrawn, audience)
    return kept and all(may_leave(one, audience) for one in source.agreements)


def _may_be_counted(case: Case, source: Source, audience: Party) -> bool:
    kept = consent.may_leave(source.record, case.withdrawn, audience)
    return kept and all(map(may_be_counted, source.agreements))


def _is_open(path: str, source: Source, rules: Rule) -> bool:
    if not path.startswith(f"{ANSWERS}/"):
        return path in rules.fields
    return sort_in(source, path) in rules.sorts


def _is_sealed(path: str, source: Source) -> bool:
    """Say whether not even a named release opens this leaf."""
    if not path.startswith(f"{ANSWERS}/"):
        return path in _NEVER
    return sort_in(source, path) is Sort.IDENTITY


def _pairs(case: Case) -> list[Pair]:
    found = [(link, case.source(link)) for link in case.finding.evidence]
    return [(link, source) for link, source in found if source is not None]


def _family(link: EvidenceLink) -> str:
    return link.family or link.record


def _is_observation(source: Source) -> bool:
    return source.record.record_kind is RecordKind.OBSERVATION


def _span(periods: list[str]) -> str:
    known = [period for period in periods if period]
    if not known:
        return ""
    return known[0] if known[0] == known[-1] else f"{known[0]} to {known[-1]}"
