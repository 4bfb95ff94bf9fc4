"""What the domain's closed sets are called on the screen, each once."""

from collections.abc import Mapping

from monitor_app.domain.directory import Help
from monitor_app.domain.events import RecordKind
from monitor_app.domain.findings import Degree, FindingState, Ladder, Standing
from monitor_app.domain.people import Right
from monitor_app.domain.reviewing import Decision, RecordState
from monitor_app.domain.supply import LinkSource, Party
from monitor_app.text import N_, Message

KINDS: Mapping[RecordKind, Message] = {
    RecordKind.INTERVIEW: N_("Interview"),
    RecordKind.OBSERVATION: N_("Observation"),
}

STATES: Mapping[RecordState, tuple[Message, str]] = {
    RecordState.DRAFT: (N_("Unfinished"), "warn"),
    RecordState.FINISHED: (N_("On this device only"), "warn"),
    RecordState.SENT: (N_("Sent, not confirmed yet"), "neutral"),
    RecordState.RECEIVED: (N_("Arrived, to be read"), "accent"),
    RecordState.QUERIED: (N_("A question is open"), "warn"),
    RecordState.ACCEPTED: (N_("Accepted"), "ok"),
    RecordState.SET_ASIDE: (N_("Set aside"), "neutral"),
}

DECISIONS: Mapping[Decision, Message] = {
    Decision.ACCEPTED: N_("Accepted"),
    Decision.QUERIED: N_("Asked back"),
    Decision.SET_ASIDE: N_("Set aside"),
}

RIGHTS: Mapping[Right, Message] = {
    Right.MONITOR: N_("Monitor: records interviews and observations"),
    Right.COORDINATOR: N_("Coordinator: reads everything and decides"),
    Right.IDENTITY: N_("May open the identity part of records"),
    Right.ARCHIVE: N_("Archive: reads everything and changes nothing"),
}

DEGREES: Mapping[Degree, Message] = {
    Degree.LOW: N_("Low"),
    Degree.MEDIUM: N_("Medium"),
    Degree.HIGH: N_("High"),
}

STANDINGS: Mapping[Standing, Message] = {
    Standing.FIRST_HAND: N_("Saw or lived it"),
    Standing.HEARSAY: N_("Heard it from others"),
    Standing.INFERENCE: N_("Concluded it"),
}

RUNGS: Mapping[Ladder, tuple[Message, str]] = {
    Ladder.ALLEGED: (N_("Alleged"), "neutral"),
    Ladder.CONSISTENT: (N_("Consistent"), "accent"),
    Ladder.CORROBORATED: (N_("Corroborated"), "ok"),
    Ladder.DOCUMENTED: (N_("Documented"), "ok"),
    Ladder.CONTRADICTED: (N_("Contradicted"), "warn"),
}

FINDING_STATES: Mapping[FindingState, Message] = {
    FindingState.ALLEGED: N_("Alleged"),
    FindingState.UNDER_VERIFICATION: N_("Being verified"),
    FindingState.CORROBORATED: N_("Corroborated"),
    FindingState.NOTIFIED: N_("Notified"),
    FindingState.PLAN_AGREED: N_("Plan agreed"),
    FindingState.IN_PROGRESS: N_("Remedy in progress"),
    FindingState.REPORTED_REMEDIED: N_("Company says it is remedied"),
    FindingState.WORKER_VERIFIED: N_("Workers say it is remedied"),
    FindingState.CLOSED: N_("Closed"),
    FindingState.REFUTED: N_("Refuted"),
    FindingState.NOT_PROVABLE: N_("Cannot be shown"),
    FindingState.STALLED: N_("Stalled"),
    FindingState.REFUSED: N_("Refused by the company"),
    FindingState.RECURRED: N_("Came back"),
    FindingState.PAUSED_FOR_SAFETY: N_("Paused for safety"),
}

LINK_SOURCES: Mapping[LinkSource, Message] = {
    LinkSource.BRAND_DISCLOSURE: N_("The brand says so"),
    LinkSource.PUBLIC_LIST: N_("A public list"),
    LinkSource.WORKER_STATEMENT: N_("A worker said so"),
    LinkSource.LABEL_OR_PHOTO: N_("A label or a photo"),
    LinkSource.CONTRACT_DOCUMENT: N_("A contract document"),
}

PARTIES: Mapping[Party, tuple[Message, Message]] = {
    Party.WORKERS: (
        N_("1. Workers and their union"),
        N_("They see first what is said about their workplace, and agree on a plan against retaliation."),
    ),
    Party.EMPLOYER: (
        N_("2. The employer"),
        N_("It recognises people best, so it gets the least: counts and rules, no words of a worker, no day."),
    ),
    Party.BRAND: (
        N_("3. The brand"),
        N_("It can press the factory to put things right. Small groups are hidden."),
    ),
    Party.LINKED_BUYERS: (
        N_("4. Linked buyers"),
        N_("Public buyers whose contract leads to this factory; they see the way from contract to factory."),
    ),
    Party.PUBLIC: (
        N_("5. The public"),
        N_("Last of all. What is public cannot be taken back."),
    ),
}
"""In the order of release: the title, and a sentence."""

HELPS: Mapping[Help, Message] = {
    Help.EMERGENCY: N_("Emergency"),
    Help.LEGAL: N_("Legal advice"),
    Help.MEDICAL: N_("Medical care"),
    Help.COUNSELLING: N_("Somebody to talk to"),
    Help.SHELTER: N_("A safe place to stay"),
    Help.UNION: N_("Union"),
    Help.MIGRANTS: N_("Help for migrants"),
    Help.CHILDREN: N_("Help for children"),
    Help.MONEY: N_("Money and food"),
    Help.OTHER: N_("Other help"),
}

_DAY_MS = 24 * 60 * 60 * 1000


def age(then_ms: int, now_ms: int) -> Message:
    """Say how long ago something was finished."""
    days = max(now_ms - then_ms, 0) // _DAY_MS
    if days == 0:
        return N_("Finished today.")
    if days == 1:
        return N_("Finished yesterday.")
    return N_("Finished {count} days ago.", count=days)
