"""Who may decide what about a record, and the state a record is in."""

from enum import StrEnum


class Decision(StrEnum):
    """What a coordinator says of a record."""

    ACCEPTED = "accepted"
    QUERIED = "queried"
    SET_ASIDE = "set_aside"


class RecordState(StrEnum):
    """Where a record stands, as its holder sees it."""

    DRAFT = "draft"
    FINISHED = "finished"
    SENT = "sent"
    RECEIVED = "received"
    QUERIED = "queried"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"


_OF_DECISION = {
    Decision.ACCEPTED: RecordState.ACCEPTED,
    Decision.QUERIED: RecordState.QUERIED,
    Decision.SET_ASIDE: RecordState.SET_ASIDE,
}


def decided(decision: Decision) -> RecordState:
    """Return the state a decision leaves a record in."""
    return _OF_DECISION[decision]


def state_of(*, decision: Decision | None, is_confirmed: bool, is_sent: bool) -> RecordState:
    """Return a finished version's state; a decision about this version outweighs its way here."""
    if decision is not None:
        return decided(decision)
    if is_confirmed:
        return RecordState.RECEIVED
    return RecordState.SENT if is_sent else RecordState.FINISHED
